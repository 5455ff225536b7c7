import { heldAt } from "../domain/maintenance.ts";
import type { AlertRow, Tables, WindowRow } from "../registry/registry.ts";
import type { TicketDesk } from "./desk.ts";
import { touchedOf, touchTicket } from "./draft.ts";
import type { Gathering } from "./ledger.ts";
import { beginnings } from "./recurrence.ts";
import type { Stepper } from "./stepper.ts";

/** What no longer holds alerts back: the alerts are looked at again, and windows planned anew. */

/** Rows taken in one sweep; what is left is taken by the next. */
const SWEPT_AT_ONCE = 500;

type Tools = { readonly read: Tables; readonly stepper: Stepper; readonly desk: TicketDesk };

export async function sweepHolds(
  { read, stepper, desk }: Tools,
  { wallMs: nowMs }: { readonly wallMs: number },
): Promise<void> {
  const rows = await read.alerts.heldUntil(nowMs, stepper.rowsFor(SWEPT_AT_ONCE));
  const step = (gathering: Gathering, row: AlertRow) => release(gathering, desk, { row, nowMs });
  await stepper.each({ what: "alert", rows, idOf: ({ id }) => id, step }, nowMs);
}

export async function sweepWindows(
  { read, stepper }: Pick<Tools, "read" | "stepper">,
  { wallMs: nowMs }: { readonly wallMs: number },
): Promise<void> {
  const rows = await read.noise.windows.due(nowMs, stepper.rowsFor(SWEPT_AT_ONCE));
  const step = ({ unit }: Gathering, row: WindowRow) => plan(unit, row, nowMs);
  await stepper.each({ what: "window", rows, idOf: ({ id }) => id, step }, nowMs);
}

/** As it is now: whatever was due may have been done since it was asked for. */
export async function release(
  { memory, unit, draft }: Gathering,
  desk: TicketDesk,
  { row: { machineId, ruleId, object }, nowMs }: { readonly row: AlertRow; readonly nowMs: number },
): Promise<void> {
  const row = await unit.alerts.find({ machineId, ruleId, object });
  if (row?.hold?.untilMs == null || row.hold.untilMs > nowMs) return;
  const machine = memory.machines.get(machineId);
  const touched = touchedOf(draft, machineId);
  const touch = (ticket: Parameters<typeof touchTicket>[1]) => touchTicket(draft, ticket);
  await desk.release(unit, { row, machine }, { nowMs, touched, touch });
}

/** The next time of a window; by compare-and-set, so that an edit is never undone by it. */
async function plan({ noise: { windows } }: Tables, row: WindowRow, nowMs: number): Promise<void> {
  const { fromMs, untilMs, dueAtMs } = heldAt(row, beginnings, nowMs) ?? OVER;
  await windows.plan(row, { fromMs, untilMs, dueAtMs });
}

const OVER = { fromMs: null, untilMs: null, dueAtMs: null };
