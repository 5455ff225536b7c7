import type { SimultaneousLimit } from "@vigie/shared/contract.ts";
import type { QueuePlace } from "@vigie/shared/ticket-document.ts";
import { toInstant } from "../domain/instant.ts";
import { hasRoom, type Limited, type Request, slotKeyOf } from "../domain/slot.ts";
import { isOpen } from "../domain/ticket.ts";
import type { Tables, TicketRow } from "../registry/registry.ts";
import { basisOf } from "./bases.ts";
import { coveringVersions } from "./coverage.ts";

/** Whether a ticket holds one of the slots of its contract, or waits for one, and where it stands then. */

/** The columns of a ticket that say so. */
export type Seat = Pick<TicketRow, "slotKey" | "queuedAtMs">;

/** What a ticket that is opened gets. */
export type Seating = Seat & {
  /** Where it stands, and behind which limit; undefined = it need not wait. */
  readonly place: (Pick<QueuePlace, "position" | "per"> & { readonly limit: number }) | undefined;
};

type Read = Pick<Tables, "contracts" | "tickets">;

/** A request gets a slot if one is free and nobody has waited for it longer; else it goes to the end. */
export async function seatFor(
  { tickets }: Pick<Tables, "tickets">,
  request: Request,
  { contract, nowMs }: { readonly contract: Limited | undefined; readonly nowMs: number },
): Promise<Seating> {
  const slotKey = slotKeyOf(request, contract);
  const clause = contract?.clauses.simultaneous ?? null;
  if (slotKey === null || clause === null) return { slotKey, queuedAtMs: null, place: undefined };
  const ahead = await tickets.queueAhead({ slotKey });
  const isFree = ahead === 0 && hasRoom(await tickets.slotsTaken(slotKey, clause.limit), clause);
  if (isFree) return { slotKey, queuedAtMs: null, place: undefined };
  const { limit, per } = clause;
  return { slotKey, queuedAtMs: nowMs, place: { position: ahead + 1, limit, per } };
}

/** What says under which limit a ticket counts. */
const TERMS = ["contractVersionId", "coverage", "parentId"] as const;

/**
 * A ticket after an act. What is over waits for nothing. What comes under another limit while it is
 * worked on goes on, full or not; while it waits, it waits at the end of the other queue.
 */
export async function reseated(
  read: Read,
  before: TicketRow,
  { after, nowMs }: { readonly after: TicketRow; readonly nowMs: number },
): Promise<TicketRow> {
  if (!isOpen(after)) return { ...after, queuedAtMs: null };
  if (TERMS.every((column) => before[column] === after[column])) return after;
  const slotKey = slotKeyOf(after, await basisOf(read, after));
  if (after.queuedAtMs === null || slotKey === before.slotKey) return { ...after, slotKey };
  return { ...after, slotKey, queuedAtMs: slotKey === null ? null : nowMs };
}

/** Where a ticket stands that waits; null = it does not. */
export function placeOf(read: Read, ticket: TicketRow, nowMs: number): Promise<QueuePlace | null> {
  return createPlaces(read, nowMs)(ticket);
}

/** The same of many tickets: what a contract says is read once. */
export function createPlaces(
  read: Read,
  nowMs: number,
): (ticket: TicketRow) => Promise<QueuePlace | null> {
  const clauses = new Map<string | null, Promise<SimultaneousLimit | null>>();
  return async (ticket) => {
    const { slotKey, queuedAtMs, number, contractVersionId } = ticket;
    if (slotKey === null || queuedAtMs === null) return null;
    const known = clauses.get(contractVersionId) ?? clauseOf(read, ticket, nowMs);
    clauses.set(contractVersionId, known);
    const clause = await known;
    if (clause === null) return null;
    const ahead = await read.tickets.queueAhead({ slotKey, before: { queuedAtMs, number } });
    const { limit, per } = clause;
    return { position: ahead + 1, since: toInstant(queuedAtMs), limit, per };
  };
}

/** Of a contract that is over, what it was: whoever waits under it begins at once. */
async function clauseOf(
  read: Read,
  ticket: TicketRow,
  nowMs: number,
): Promise<SimultaneousLimit | null> {
  const inForce = await limitOf(read, ticket, nowMs);
  return inForce ?? (await basisOf(read, ticket))?.clauses.simultaneous ?? null;
}

/**
 * The limit that holds for a ticket today, by its contract as it is in force; null = none, as of a
 * contract that is over.
 */
export async function limitOf(
  read: Read,
  ticket: TicketRow,
  nowMs: number,
): Promise<SimultaneousLimit | null> {
  const contract = await basisOf(read, ticket);
  if (contract === undefined) return null;
  const inForce = await coveringVersions(read.contracts, ticket.customerId, nowMs);
  const version = inForce.find(({ contractId }) => contractId === contract.contractId);
  return version?.clauses.simultaneous ?? null;
}
