import {
  CUSTOMER_NOTICE_KINDS,
  type CustomerNoticeKind,
  type CustomerNoticesWish,
} from "@vigie/shared/customer-notices.ts";
import type { NoticeKind } from "@vigie/shared/notice.ts";
import type { TicketState, TransitionKind } from "@vigie/shared/ticket.ts";
import type { NoticedLine } from "./notice-kind.ts";

/** What a customer is told of a ticket, and who of the customer. */

/** What the staff writes to a customer is no matter of choice. */
export type ToldKind = CustomerNoticeKind | "staff_replied";

/** What a notice tells a customer; undefined = it is none of theirs. */
export function toldAs(kind: NoticeKind): ToldKind | undefined {
  return kind === "staff_replied" ? kind : CUSTOMER_NOTICE_KINDS.find((known) => known === kind);
}

/**
 * What holds for a contract that says nothing else. That a ticket is closed is not told: that it was
 * resolved was.
 */
export const USUAL_NOTICES: CustomerNoticesWish = {
  kinds: CUSTOMER_NOTICE_KINDS.filter((kind) => kind !== "ticket_closed"),
  unasked: false,
};

/** Automatic mails to one address within a day; two programs that answer each other end there at the latest. */
export const AUTOMATIC_MAILS_A_DAY_MAX = 50;

/** Contacts who are told of all tickets of their customer. */
export const TOLD_OF_ALL_MAX = 20;

export type ToldTicket = {
  readonly parentId: string | null;
  readonly requesterId: string | null;
};

/** What a line has to tell a customer, if anything. A part of an outage tells nothing by itself. */
export function toldKindOf(line: NoticedLine, ticket: ToldTicket): ToldKind | undefined {
  if (line.kind === "replied") return "staff_replied";
  if (ticket.parentId !== null) return undefined;
  const kind = kindOf(line);
  // Two programs must not write to each other.
  return kind === "ticket_opened" && "automatic" in line.parameters ? undefined : kind;
}

function kindOf({ kind, fromState, toState }: NoticedLine): CustomerNoticeKind | undefined {
  if (kind === "waiting") return toState === "waiting_customer" ? "ticket_waiting" : undefined;
  const same = SAME_KINDS[kind];
  if (same !== undefined) return same;
  return fromState === "new" && TAKEN.has(toState) ? "ticket_taken" : undefined;
}

const SAME_KINDS: Readonly<Partial<Record<TransitionKind, CustomerNoticeKind>>> = {
  opened: "ticket_opened",
  resolved: "ticket_resolved",
  reopened: "ticket_reopened",
  closed: "ticket_closed",
  cancelled: "ticket_cancelled",
};

const TAKEN: ReadonlySet<TicketState> = new Set<TicketState>(["acknowledged", "in_progress"]);

/** Whether it is told at all, by what the contract says. */
export function isTold(
  kind: ToldKind,
  { requesterId }: ToldTicket,
  { kinds, unasked }: CustomerNoticesWish,
): boolean {
  if (kind === "staff_replied") return true;
  return (requesterId !== null || unasked) && kinds.includes(kind);
}
