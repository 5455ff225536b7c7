import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Gathering } from "./ledger.ts";

/** What the acts on contracts work with. */
export type ContractContext = {
  readonly gathering: Gathering;
  readonly newId: (prefix: IdPrefix) => string;
  readonly nowMs: number;
};

/** A version by its contract and number. */
export type VersionName = { readonly contractId: string; readonly number: number };

/** Who acts, where an event says so: there are no accounts yet. */
export const STAFF = "staff";
