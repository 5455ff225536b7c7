import type { Tables } from "../registry/registry.ts";
import { catchUp } from "./contract-due.ts";
import type { Ledger } from "./ledger.ts";

/** Contracts taken in one sweep; what is left is taken by the next. */
const SWEPT_AT_ONCE = 100;

/** Does what is due of contracts: versions that take effect, reminders, ends. */
export async function sweepContracts(
  { read, ledger }: { readonly read: Tables; readonly ledger: Ledger },
  { wallMs }: { readonly wallMs: number },
): Promise<void> {
  if ((await read.contracts.dueContracts(wallMs, 1)).length === 0) return;
  await ledger.write(async (gathering) => {
    const due = await gathering.unit.contracts.dueContracts(wallMs, SWEPT_AT_ONCE);
    for (const contract of due) await catchUp(gathering, contract, wallMs);
  });
}
