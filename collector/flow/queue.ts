import type { TransitionKind } from "@vigie/shared/ticket.ts";
import { hasRoom } from "../domain/slot.ts";
import { isOpen } from "../domain/ticket.ts";
import type { TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { VIGIE } from "./due.ts";
import type { Touch } from "./hold.ts";
import { perform } from "./perform.ts";
import type { RecountTools } from "./recount.ts";
import { limitOf } from "./slots.ts";

/**
 * Lets those begin that wait, as soon as a slot frees: their clocks start then. A slot is free from when
 * that is told, since until then nobody could begin; what is told late moves nobody's start back. Where
 * many slots free at once, the sweeper lets in who is left, so that nobody else has to wait for that.
 */

/** What may have freed a slot in a unit. */
export type Freeing = {
  /** What the histories of tickets gained. */
  readonly lines: readonly Pick<TicketTransitionRow, "ticketId" | "kind">[];
  /** Customers whose contracts changed, came in force or ended. */
  readonly customerIds: Iterable<string>;
  readonly seats: Seats;
};

/** What a unit has given so far. */
export type Seats = {
  /** Requests that began. */
  begun: number;
  /** Customers of whom more may wait for a slot that is free. */
  readonly unfinished: Set<string>;
};

/** Requests that begin in one unit. */
export const BEGUN_AT_ONCE = 100;

type Moment = { readonly nowMs: number; readonly touch: Touch };

/** Lines after which a ticket may hold no slot any more, or wait for none. */
const FREEING: ReadonlySet<TransitionKind> = new Set<TransitionKind>([
  "resolved",
  "cancelled",
  "merged",
  "reopened",
  "contract_changed",
  "coverage_changed",
]);

export async function giveSlots(
  tools: RecountTools,
  unit: Unit,
  { lines, customerIds, seats, nowMs, touch }: Freeing & Moment,
): Promise<void> {
  const customers = new Set(customerIds);
  const freeing = lines.filter(({ kind }) => FREEING.has(kind)).map(({ ticketId }) => ticketId);
  for (const ticketId of new Set(freeing)) {
    const ticket = await unit.tickets.find(ticketId);
    if (ticket === undefined || ticket.channel === "monitoring") continue;
    customers.add(ticket.customerId);
    if (await hasToBegin(unit, ticket)) await begin(tools, unit, { ticket, nowMs, touch });
  }
  for (const customerId of customers) {
    for (const slotKey of await unit.tickets.queuesOf(customerId)) {
      if (await moveUp(tools, unit, { slotKey, seats, nowMs, touch })) continue;
      seats.unfinished.add(customerId);
      break;
    }
  }
}

/** The first to come begins first, as long as there is room; false = there may be room for more. */
async function moveUp(
  tools: RecountTools,
  unit: Unit,
  { slotKey, seats, ...moment }: Moment & { readonly slotKey: string; readonly seats: Seats },
): Promise<boolean> {
  for (; seats.begun < BEGUN_AT_ONCE; seats.begun += 1) {
    const ticket = await unit.tickets.nextQueued(slotKey);
    if (ticket === undefined) return true;
    const limit = await limitOf(unit, ticket, moment.nowMs);
    const taken = limit === null ? 0 : await unit.tickets.slotsTaken(slotKey, limit.limit);
    if (!hasRoom(taken, limit)) return true;
    await begin(tools, unit, { ticket, ...moment });
  }
  return false;
}

async function begin(
  tools: RecountTools,
  unit: Unit,
  { ticket, nowMs, touch }: Moment & { readonly ticket: TicketRow },
): Promise<void> {
  const act = { kind: "start", by: VIGIE } as const;
  const begun = await perform(tools, { unit, ticket, act, nowMs, by: VIGIE });
  if ("problem" in begun) throw new Error(`ticket ${ticket.number} cannot begin: ${begun.detail}`);
  touch(ticket);
}

/**
 * Whether a ticket left the queue without having begun: it came under a contract without a limit, or
 * was over while it waited and is taken up again.
 */
async function hasToBegin({ tickets }: Unit, ticket: TicketRow): Promise<boolean> {
  if (!isOpen(ticket) || ticket.queuedAtMs !== null) return false;
  const lines = await tickets.clockLines([ticket.id]);
  return lines.findLast(({ kind }) => kind === "queued" || kind === "started")?.kind === "queued";
}
