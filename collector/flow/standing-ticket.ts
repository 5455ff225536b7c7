import { isOpen } from "../domain/ticket.ts";
import type { TicketRow, Unit } from "../registry/registry.ts";

/** How far merged tickets are followed: one into another, into another. */
const MERGES_FOLLOWED_MAX = 20;

/** What stands for a ticket now: itself, or the one into which it was merged, as long as that is open. */
export async function standingTicket(
  { tickets }: Pick<Unit, "tickets">,
  id: string,
): Promise<TicketRow | undefined> {
  let ticket = await tickets.find(id);
  for (let followed = 0; followed < MERGES_FOLLOWED_MAX; followed += 1) {
    if (ticket === undefined || ticket.mergedIntoId === null) break;
    ticket = await tickets.find(ticket.mergedIntoId);
  }
  return ticket !== undefined && isOpen(ticket) ? ticket : undefined;
}
