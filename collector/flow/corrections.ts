import type { Refusal } from "@vigie/shared/problems.ts";
import type { TicketChange } from "@vigie/shared/ticket-wish.ts";
import type { TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { conflict, type Outcome } from "./acts.ts";
import { type Beside, overFor, sideFullness, writeSideLine } from "./side-lines.ts";
import { invalid } from "./terms.ts";
import { isContactOf } from "./ticket-subject.ts";

/** What people correct of a ticket: what it is called, who asked, and its tags. No clock knows of these. */

type Correcting = {
  readonly ticket: TicketRow;
  readonly change: TicketChange;
  readonly nowMs: number;
};

/** Writes a line for each field that becomes another; what stays as it was is no correction. */
export async function correct(beside: Beside, correcting: Correcting): Promise<Outcome> {
  const { unit } = beside;
  const { ticket, change, nowMs } = correcting;
  const refusal = await refusalOf(unit, correcting);
  if (refusal !== undefined) return refusal;
  const corrections = await correctionsOf(unit, correcting);
  if (corrections.length === 0) return { done: true };
  const { title = ticket.title, requesterId = ticket.requesterId, by } = change;
  if (!(await unit.tickets.change({ ...ticket, title, requesterId }))) {
    return conflict(ticket.version);
  }
  if (change.tags !== undefined) await unit.conversation.setTags(ticket.id, change.tags);
  for (const parameters of corrections) {
    await writeSideLine(beside, ticket, { kind: "changed", by, nowMs, parameters });
  }
  return { done: true };
}

async function refusalOf(
  unit: Unit,
  { ticket, change: { requesterId = null } }: Correcting,
): Promise<Refusal | undefined> {
  const over = overFor(ticket, ["closed", "cancelled", "merged"]);
  if (over !== undefined) return over;
  const isOwn = requesterId === null || (await isContactOf(unit, ticket.customerId, requesterId));
  if (!isOwn) return invalid("requesterId: there is no such contact of this customer");
  return sideFullness(unit, ticket.id, "changed");
}

type Correction = TicketTransitionRow["parameters"];

/** From what to what, by the words that hold now; a value that is not there is not said. */
async function correctionsOf(
  unit: Unit,
  { ticket, change: { title, requesterId, tags } }: Correcting,
): Promise<Correction[]> {
  const corrections: Correction[] = [];
  if (title !== undefined && title !== ticket.title) {
    corrections.push(said("title", ticket.title, title));
  }
  if (requesterId !== undefined && requesterId !== ticket.requesterId) {
    const [from, to] = [await nameOf(unit, ticket.requesterId), await nameOf(unit, requesterId)];
    corrections.push(said("requester", from, to));
  }
  if (tags === undefined) return corrections;
  const before = (await unit.conversation.tagsOf([ticket.id])).get(ticket.id) ?? [];
  const after = [...new Set(tags)].toSorted();
  const [from, to] = [listOf(before.toSorted()), listOf(after)];
  return from === to ? corrections : [...corrections, said("tags", from, to)];
}

function said(field: string, from: string | null, to: string | null): Correction {
  return { field, ...(from !== null && { from }), ...(to !== null && { to }) };
}

function listOf(tags: readonly string[]): string | null {
  return tags.length === 0 ? null : tags.join(", ");
}

async function nameOf({ estate }: Unit, contactId: string | null): Promise<string | null> {
  if (contactId === null) return null;
  const [contact] = await estate.contactList({ ids: [contactId], sort: "id", limit: 1 });
  return contact?.name ?? null;
}
