import type { TicketRow } from "../registry/registry.ts";
import { conflict, type Outcome } from "./acts.ts";
import { type Beside, overFor, sideFullness, writeSideLine } from "./side-lines.ts";
import { invalid } from "./terms.ts";

/** As many as a person may give a ticket at once. */
const TAGS_MAX = 32;

export type Tagging = {
  readonly ticket: TicketRow;
  readonly tags: readonly string[];
  readonly by: string;
  readonly nowMs: number;
};

/** Puts further tags on a ticket, inside a unit. Of those that it has already nothing is written. */
export async function addTags(
  beside: Beside,
  { ticket, tags, by, nowMs }: Tagging,
): Promise<Outcome> {
  const { unit } = beside;
  const over = overFor(ticket, ["merged"]);
  if (over !== undefined) return over;
  const before = (await unit.conversation.tagsOf([ticket.id])).get(ticket.id) ?? [];
  const added = tags.filter((tag) => !before.includes(tag));
  if (added.length === 0) return { done: true };
  if (before.length + added.length > TAGS_MAX) {
    return invalid(`tags: the ticket has ${before.length} already, and may have ${TAGS_MAX}`);
  }
  const full = await sideFullness(unit, ticket.id, "changed");
  if (full !== undefined) return full;
  if (!(await unit.tickets.change(ticket))) return conflict(ticket.version);
  await unit.conversation.setTags(ticket.id, [...before, ...added]);
  const parameters = { field: "tags", added: added.join(", ") };
  await writeSideLine(beside, ticket, { kind: "changed", by, nowMs, parameters });
  return { done: true };
}
