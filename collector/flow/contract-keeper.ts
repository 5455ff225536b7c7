import type {
  ContractChange,
  ContractWish,
  EarlyEndWish,
  InForceWish,
  NoticeWish,
  RenewalWish,
} from "@vigie/shared/contract-acts.ts";
import type { VersionWish } from "@vigie/shared/contract-version.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { Outcome } from "./acts.ts";
import { changeContract, createContract } from "./contract-beginnings.ts";
import type { ContractContext, VersionName } from "./contract-context.ts";
import { amend, discard, edit, putInForce } from "./contract-drafts.ts";
import { endEarly, giveNotice, renew } from "./contract-ends.ts";
import type { Ledger } from "./ledger.ts";

/**
 * What people do to contracts, through the same ledger as everything that happens by itself. A
 * contract starts as a draft; a draft that is put in force never changes again, and an amendment is
 * the next draft. `version` is the number of the edit that was seen, as its ETag said it.
 *
 *     create --> draft 1 --in force--> version 1 --amend--> draft 2 --in force--> version 2 ...
 *
 * All refuse with `not_found`, and where they take a version with `version_conflict`.
 */
export interface ContractKeeper {
  /** Refuses with `contract_invalid`. */
  create(wish: ContractWish): Promise<{ readonly contractId: string } | Refusal>;
  /** Refuses with `contract_invalid` for a number that is taken. */
  change(contractId: string, change: ContractChange, version: number): Promise<Outcome>;
  /** A draft copied from the newest version. Refuses with `contract_state` while there is a draft. */
  amend(contractId: string): Promise<{ readonly number: number } | Refusal>;
  /** Refuses with `contract_state` for a version in force, and with `contract_invalid`. */
  edit(of: VersionName, wish: VersionWish, version: number): Promise<Outcome>;
  /** Removes a draft, and with a first draft the contract. Refuses with `contract_state`. */
  discard(of: VersionName, version: number): Promise<Outcome>;
  /**
   * Refuses with `contract_state`, `contract_incomplete` for what is missing, `contract_invalid` and
   * `term_invalid`.
   */
  putInForce(of: VersionName, wish: InForceWish, version: number): Promise<Outcome>;
  /** The day on which notice was given; null takes it back. Refuses as `renew` does. */
  giveNotice(contractId: string, wish: NoticeWish, version: number): Promise<Outcome>;
  /** The last covered day agreed on; null takes it back. Refuses as `renew` does. */
  endEarly(contractId: string, wish: EarlyEndWish, version: number): Promise<Outcome>;
  /**
   * A renewal for one further term, or its withdrawal before that term begins. Refuses with
   * `contract_state` for a contract that is not in force, and with `term_invalid`.
   */
  renew(contractId: string, wish: RenewalWish, version: number): Promise<Outcome>;
}

export function createContractKeeper({
  ledger,
  newId,
  now,
}: {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
}): ContractKeeper {
  function act<T>(work: (context: ContractContext) => Promise<T>): Promise<T> {
    return ledger.write((gathering) => work({ gathering, newId, nowMs: now().wallMs }));
  }

  return {
    create: (wish) => act((context) => createContract(context, wish)),
    change: (contractId, change, version) =>
      act((context) => changeContract(context, contractId, { ...change, version })),
    amend: (contractId) => act((context) => amend(context, contractId)),
    edit: (of, wish, version) => act((context) => edit(context, of, { wish, version })),
    discard: (of, version) => act((context) => discard(context, of, version)),
    putInForce: (of, wish, version) => act((context) => putInForce(context, of, { wish, version })),
    giveNotice: (contractId, wish, version) =>
      act((context) => giveNotice(context, contractId, { ...wish, version })),
    endEarly: (contractId, wish, version) =>
      act((context) => endEarly(context, contractId, { ...wish, version })),
    renew: (contractId, wish, version) =>
      act((context) => renew(context, contractId, { ...wish, version })),
  };
}
