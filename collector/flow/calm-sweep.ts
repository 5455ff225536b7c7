import type { AlertRow, Tables } from "../registry/registry.ts";
import { calmDown } from "./cells.ts";
import type { Gathering } from "./ledger.ts";
import { cellKey } from "./machine-memory.ts";
import type { Stepper } from "./stepper.ts";

/** Alerts that flapped and have been calm for long enough are believed again. */

/** Alerts taken in one sweep; what is left is taken by the next. */
const CALMED_AT_ONCE = 500;

export async function sweepCalm(
  { read, stepper }: { readonly read: Tables; readonly stepper: Stepper },
  { wallMs: nowMs }: { readonly wallMs: number },
): Promise<void> {
  const rows = await read.alerts.calm(nowMs, stepper.rowsFor(CALMED_AT_ONCE));
  const step = (gathering: Gathering, row: AlertRow) => calm(gathering, row, nowMs);
  await stepper.each({ what: "calm", rows, idOf: ({ id }) => id, step }, nowMs);
}

async function calm(
  { memory, unit, onChange }: Gathering,
  row: AlertRow,
  nowMs: number,
): Promise<void> {
  const machine = memory.machines.get(row.machineId);
  const cell = machine?.cells.get(cellKey(row.ruleId, row.object));
  if (machine !== undefined && cell !== undefined) {
    for (const change of calmDown(machine, cell, nowMs)) onChange(change);
    return;
  }
  // Of a machine or a rule that is gone nobody changes it any more: it must not be due for ever.
  await unit.alerts.save({ ...row, flapping: null });
}
