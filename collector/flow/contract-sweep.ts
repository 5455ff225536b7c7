import type { ContractRow, Tables } from "../registry/registry.ts";
import { catchUp } from "./contract-due.ts";
import type { Gathering } from "./ledger.ts";
import type { Stepper } from "./stepper.ts";

/** Contracts taken in one sweep; what is left is taken by the next. */
const SWEPT_AT_ONCE = 100;

/** Does what is due of contracts: versions that take effect, reminders, ends. */
export async function sweepContracts(
  { read, stepper }: { readonly read: Tables; readonly stepper: Stepper },
  { wallMs: nowMs }: { readonly wallMs: number },
): Promise<void> {
  const rows = await read.contracts.dueContracts(nowMs, stepper.rowsFor(SWEPT_AT_ONCE));
  const step = (gathering: Gathering, row: ContractRow) => catchUp(gathering, row, nowMs);
  await stepper.each({ what: "contract", rows, idOf: ({ id }) => id, step }, nowMs);
}
