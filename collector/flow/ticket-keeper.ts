import type { AssignmentWish, LinkWish } from "@vigie/shared/conversation.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { TicketRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { assign } from "./assignment.ts";
import { touchTicket } from "./draft.ts";
import type { Ledger } from "./ledger.ts";
import type { Beside } from "./side-lines.ts";
import { invalid } from "./terms.ts";
import { link, unlink } from "./ticket-links.ts";

/**
 * What people put to a ticket besides what they say: whose it is, who follows it, what it has to do with.
 * Refuses with `not_found`, `version_conflict`, `ticket_state`, `ticket_full`, or `ticket_change_invalid`
 * with the field and what is wrong.
 */
export interface TicketKeeper {
  assign(ticketId: string, wish: AssignmentWish, version: number): Promise<Outcome>;
  /** Done, too, where they follow it already. */
  watch(ticketId: string, staffId: string): Promise<Outcome>;
  unwatch(ticketId: string, staffId: string): Promise<Outcome>;
  link(ticketId: string, wish: LinkWish): Promise<Outcome>;
  unlink(ticketId: string, linkId: string, by: string): Promise<Outcome>;
}

/** Who follows one ticket: each of them may be told of every line. */
const WATCHERS_MAX = 50;

type Tools = {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
};

export function createTicketKeeper({ ledger, newId, now }: Tools): TicketKeeper {
  function onTicket(
    ticketId: string,
    work: (beside: Beside, ticket: TicketRow, nowMs: number) => Promise<Outcome>,
  ): Promise<Outcome> {
    return ledger.write(async ({ unit, draft }) => {
      const ticket = await unit.tickets.find(ticketId);
      return ticket === undefined
        ? notFound(ticketId)
        : work({ unit, draft }, ticket, now().wallMs);
    });
  }

  return {
    assign: (ticketId, wish, version) =>
      onTicket(ticketId, async (beside, ticket, nowMs) =>
        ticket.version === version
          ? assign(beside, { ...wish, ticket, nowMs })
          : conflict(ticket.version),
      ),
    watch: (ticketId, staffId) =>
      onTicket(ticketId, (beside, ticket) => watch(beside, ticket, staffId)),
    unwatch: (ticketId, staffId) =>
      onTicket(ticketId, (beside, ticket) => unwatch(beside, ticket, staffId)),
    link: (ticketId, wish) =>
      onTicket(ticketId, (beside, ticket, nowMs) =>
        link(beside, { wish, ticket, id: newId("lnk"), nowMs }),
      ),
    unlink: (ticketId, linkId, by) =>
      onTicket(ticketId, (beside, ticket, nowMs) => unlink(beside, { ticket, linkId, by, nowMs })),
  };
}

async function watch(
  { unit, draft }: Beside,
  ticket: TicketRow,
  staffId: string,
): Promise<Outcome> {
  const refusal = await wrongWatcher(unit, ticket.id, staffId);
  if (refusal !== undefined) return refusal;
  if (await unit.conversation.watch(ticket.id, staffId)) touchTicket(draft, ticket);
  return { done: true };
}

async function unwatch(
  { unit, draft }: Beside,
  ticket: TicketRow,
  staffId: string,
): Promise<Outcome> {
  if (!(await unit.conversation.unwatch(ticket.id, staffId))) return notFound(staffId);
  touchTicket(draft, ticket);
  return { done: true };
}

async function wrongWatcher(
  { staff, conversation }: Unit,
  ticketId: string,
  staffId: string,
): Promise<Refusal | undefined> {
  const [person] = await staff.staff({ ids: [staffId], limit: 1 });
  if (person === undefined) return notFound(staffId);
  if (!person.active) return invalid(`staffId: ${person.name} has left: name somebody else`);
  const watchers = await conversation.watchers(ticketId);
  if (watchers.length < WATCHERS_MAX || watchers.some(({ id }) => id === staffId)) return undefined;
  return invalid(`staffId: ${WATCHERS_MAX} follow it already, which is the most: make it a team's`);
}
