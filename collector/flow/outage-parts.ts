import { isOpen, type TicketAct } from "../domain/ticket.ts";
import type { TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { VIGIE } from "./due.ts";
import type { Touch } from "./hold.ts";
import { perform } from "./perform.ts";
import type { RecountTools } from "./recount.ts";
import { standingTicket } from "./standing-ticket.ts";

/**
 * Tickets that are parts of an outage owe nothing as long as it lasts and a ticket stands for it. Once
 * either is over, what of them is open, or is taken up again, owes by itself from then on. Where the ticket
 * of the outage was merged into another one, they are parts of that.
 */

type Moment = { readonly nowMs: number; readonly touch: Touch };

/** What may have made parts of tickets, or ceased to: lines that histories gained in a unit. */
export type Regrouping = Moment & {
  readonly lines: readonly Pick<
    TicketTransitionRow,
    "ticketId" | "kind" | "fromState" | "toState"
  >[];
};

export async function regroup(
  tools: RecountTools,
  unit: Unit,
  { lines, ...moment }: Regrouping,
): Promise<void> {
  for (const { ticketId, kind, fromState, toState } of lines) {
    if (kind === "reopened") await settle(tools, unit, { ticketId, ...moment });
    const isEnd = fromState !== null && isOpen({ state: fromState }) && !isOpen({ state: toState });
    if (isEnd) await settleParts(tools, unit, { ticketId, ...moment });
  }
}

type Settling = Moment & { readonly ticketId: string };

/** Looks again at all parts of a ticket. */
export async function settleParts(
  tools: RecountTools,
  unit: Unit,
  { ticketId, ...moment }: Settling,
): Promise<void> {
  for (const { id, state } of await unit.tickets.children(ticketId)) {
    if (isOpen({ state })) await settle(tools, unit, { ticketId: id, ...moment });
  }
}

async function settle(
  tools: RecountTools,
  unit: Unit,
  { ticketId, nowMs, touch }: Settling,
): Promise<void> {
  const ticket = await unit.tickets.find(ticketId);
  if (ticket === undefined || ticket.parentId === null || !isOpen(ticket)) return;
  const whole = await wholeOf(unit, ticket, ticket.parentId);
  if (whole?.id === ticket.parentId) return;
  const act = whole === undefined ? await leaving(unit, ticket.parentId) : joining(whole);
  const done = await perform(tools, { unit, ticket, act, nowMs, by: VIGIE });
  if ("done" in done) touch(ticket);
}

/** The ticket that stands for the outage of which one is a part; undefined = nothing does any more. */
async function wholeOf(
  unit: Unit,
  { machineId }: TicketRow,
  parentId: string,
): Promise<TicketRow | undefined> {
  const whole = await standingTicket(unit, parentId);
  if (whole === undefined || machineId === null) return undefined;
  const siteId = await unit.noise.outages.siteOf(machineId);
  const outage = siteId === null ? undefined : await unit.noise.outages.openAt(siteId);
  if (outage?.ticketId == null) return undefined;
  const standing = await standingTicket(unit, outage.ticketId);
  return standing?.id === whole.id ? whole : undefined;
}

async function leaving({ tickets }: Unit, parentId: string): Promise<TicketAct> {
  const parent = await tickets.find(parentId);
  return { kind: "stand_alone", by: VIGIE, from: parent?.number ?? 0 };
}

function joining({ id, number }: TicketRow): TicketAct {
  return { kind: "become_part", by: VIGIE, of: { id, number } };
}
