import type { Refusal } from "@vigie/shared/problems.ts";
import type { InterventionCost } from "@vigie/shared/ticket-wish.ts";
import { consequenceOf } from "../domain/ticket-coverage.ts";
import type { AlertRow, Tables, TicketRow } from "../registry/registry.ts";
import { notFound } from "./acts.ts";
import { ALERT_TYPE, openFor } from "./alert-ticket.ts";
import { costOf, decisionAbout } from "./assessment.ts";
import { basisOf } from "./bases.ts";
import type { CalendarBook } from "./calendar-book.ts";
import { touchedOf } from "./draft.ts";
import type { Gathering } from "./ledger.ts";
import { type Cell, cellKey, type MachineMemory } from "./machine-memory.ts";
import { type RequestTools, saidOf } from "./ticket-request.ts";

/**
 * Interventions that no fee holds: for an alert of a machine that no contract covers a person may open a
 * ticket. No promise runs on it, and it says what it costs where a price is known.
 */

export type Proposal = { readonly alertId: string; readonly by: string; readonly nowMs: number };

/**
 * Refuses with `not_found`, `intervention_needless` where the contract covers it or nothing is wrong any
 * more, or `ticket_duplicate` with the number of the ticket that is open for it.
 */
export async function propose(
  tools: RequestTools,
  { unit, memory, draft }: Gathering,
  { alertId, by, nowMs }: Proposal,
): Promise<TicketRow | Refusal> {
  const [row] = await unit.alerts.list({ ids: [alertId], limit: 1 });
  if (row === undefined) return notFound(alertId);
  const firing = firingIn(memory.machines, row);
  if (firing === undefined) return needless("the alert does not fire any more");
  const standing = await unit.tickets.openFor(row);
  if (standing !== undefined) {
    return { problem: "ticket_duplicate", detail: String(standing.number) };
  }
  const { machine, cell } = firing;
  const subject = { customerId: machine.customerId, machineId: machine.id, ...ABOUT_NOTHING_ELSE };
  const asking = { type: ALERT_TYPE, atMs: nowMs } as const;
  const decision = await decisionAbout(unit, subject, asking);
  if ("problem" in decision) return decision;
  if (consequenceOf(decision.coverage) === "clocks") {
    return needless("the contract covers the machine, and opens its tickets by itself");
  }
  const { book } = tools;
  const cost = await costOf(
    { book, contracts: unit.contracts, atMs: nowMs },
    decision,
    machine.customerId,
  );
  const alarm = { unit, machine, rule: cell.rule, row: cell.row };
  const parameters = saidOf({ channelRefusal: undefined, cost });
  const ticket = await openFor(tools, alarm, { decision, by, nowMs, parameters });
  const kept = { ...cell.row, ticketId: ticket.id, noTicket: null };
  await unit.alerts.save(kept);
  cell.row = kept;
  const touched = touchedOf(draft, machine.id);
  touched.alerts.add(row.id);
  touched.tickets.add(ticket.id);
  return ticket;
}

const ABOUT_NOTHING_ELSE = { siteId: null, equipmentId: null, requesterId: null };

/** What an intervention on a ticket would cost if it were done now. */
export async function interventionOn(
  book: CalendarBook,
  { contracts }: Pick<Tables, "contracts">,
  { ticket, nowMs }: { readonly ticket: TicketRow; readonly nowMs: number },
): Promise<InterventionCost | null> {
  const { coverage, customerId } = ticket;
  const version = await basisOf({ contracts }, ticket);
  return costOf({ book, contracts, atMs: nowMs }, { coverage, version }, customerId);
}

/** The machine with the alert as memory has it, if it still fires. */
function firingIn(machines: ReadonlyMap<string, MachineMemory>, row: AlertRow) {
  const machine = machines.get(row.machineId);
  const cell = machine?.cells.get(cellKey(row.ruleId, row.object));
  return machine !== undefined && isFiring(cell) ? { machine, cell } : undefined;
}

function isFiring(cell: Cell | undefined): cell is Cell & { row: AlertRow } {
  return cell?.row?.state === "firing";
}

function needless(detail: string): Refusal {
  return { problem: "intervention_needless", detail };
}
