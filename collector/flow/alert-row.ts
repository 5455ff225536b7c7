import { STEADY } from "../domain/flapping.ts";
import type { AlertRow } from "../registry/registry.ts";
import type { Change } from "./cells.ts";

/** What is kept of an alert that changed, before anything is made of it. */
export function toAlertRow(
  change: Change,
  before: AlertRow | undefined,
  newId: () => string,
): AlertRow {
  const { machine, cell, from, to, atMs, value, threshold, forecast = null } = change;
  const { id, ticketId, acknowledged } = before ?? { ...UNKNOWN, id: newId() };
  return {
    id,
    ticketId,
    acknowledged,
    machineId: machine.id,
    ruleId: cell.rule.id,
    object: cell.object,
    customerId: machine.customerId,
    state: to,
    value,
    threshold,
    forecast,
    flapping: cell.flapping === STEADY ? null : cell.flapping,
    ...(before !== undefined && from === to ? goingOn(before) : begun(atMs)),
  };
}

const UNKNOWN = { ticketId: null, acknowledged: null } as const;

type SinceThen = Pick<AlertRow, "sinceMs" | "noTicket" | "hold">;

/** What goes on fires since it began, and stays with what was made of it then. */
function goingOn({ sinceMs, noTicket, hold }: AlertRow): SinceThen {
  return { sinceMs, noTicket, hold };
}

function begun(sinceMs: number): SinceThen {
  return { sinceMs, noTicket: null, hold: null };
}
