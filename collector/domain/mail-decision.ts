import type { Authentication, IgnoreReason, MailRoute, TriageReason } from "@vigie/shared/mail.ts";
import type { TicketState } from "@vigie/shared/ticket.ts";

/**
 * What becomes of a mail. It acts only for a contact whose address a believed server vouches for, and
 * only on tickets of that contact's own customer; everything else waits for a person. A mail can say
 * something; it can ask nothing of Vigie.
 */

/** Who has the sender's address. */
export type Sender = {
  readonly contacts: readonly { readonly id: string; readonly customerId: string }[];
  readonly staff: { readonly id: string; readonly name: string } | undefined;
};

/** The ticket that a mail names, and by what. */
export type Thread<Ticket> = {
  readonly route: Extract<MailRoute, "reply_address" | "thread" | "subject">;
  readonly ticket: Ticket;
  /** Whether only somebody whom Vigie wrote about it can know what was named. */
  readonly isSure: boolean;
};

type TicketFacts = {
  readonly customerId: string;
  readonly state: TicketState;
  readonly resolvedAtMs: number | null;
};

export type MailFacts<Ticket extends TicketFacts> = {
  /** Sent by Vigie itself, or from the mailbox's own address. */
  readonly own: IgnoreReason | undefined;
  /** Why no person wrote it. */
  readonly automatic: IgnoreReason | undefined;
  readonly hasSender: boolean;
  readonly authentication: Authentication;
  readonly sender: Sender;
  /** Undefined = it names none; a subject counts only for who has a part in the ticket. */
  readonly thread: Thread<Ticket> | undefined;
  /** Notes of programs that stand on that ticket already. */
  readonly notes: number;
  /** Tickets that this address has opened within `TICKETS_WITHIN_MS`. */
  readonly opened: number;
  readonly nowMs: number;
};

export type MailDecision<Ticket> =
  | { readonly to: "ignore"; readonly reason: IgnoreReason }
  /** A private line, and nothing else. */
  | { readonly to: "note"; readonly reason: IgnoreReason; readonly thread: Thread<Ticket> }
  | {
      readonly to: "triage";
      readonly reason: TriageReason;
      /** The ticket that it seems to mean. */
      readonly hint: Ticket | undefined;
    }
  | {
      readonly to: "append";
      readonly thread: Thread<Ticket>;
      readonly contactId: string;
      /** Whether the ticket was resolved a short while ago, and is taken up again. */
      readonly reopens: boolean;
    }
  | { readonly to: "staff_reply"; readonly thread: Thread<Ticket> }
  | {
      readonly to: "open";
      readonly contactId: string;
      readonly customerId: string;
      /** The ticket that is over and that this one goes on from. */
      readonly follows: Thread<Ticket> | undefined;
    };

/** How long after a resolution an answer takes the ticket up again; later it opens a new one. */
export const MAIL_REOPENS_WITHIN_MS = 14 * 86_400_000;

/** Tickets that one address may open in this time: more is a program, or a flood. */
export const TICKETS_WITHIN_MS = 3_600_000;
export const TICKETS_OF_SENDER_MAX = 10;

/** Notes of programs that one ticket takes: the first few say all there is to say. */
export const NOTES_MAX = 5;

export function decideMail<Ticket extends TicketFacts>(
  facts: MailFacts<Ticket>,
): MailDecision<Ticket> {
  const { own, automatic, thread } = facts;
  if (own !== undefined) return { to: "ignore", reason: own };
  if (automatic !== undefined) return noteOf(facts, automatic);
  const doubt = doubtOf(facts);
  if (doubt !== undefined) return { to: "triage", reason: doubt, hint: thread?.ticket };
  const [contact] = facts.sender.contacts;
  if (contact !== undefined) return ofContact(facts, contact);
  if (thread === undefined) return { to: "triage", reason: "staff_sender", hint: undefined };
  return { to: "staff_reply", thread };
}

/** Only what follows a mail of Vigie's is noted: else anybody could write on any ticket. */
function noteOf<Ticket extends TicketFacts>(
  { thread, notes }: MailFacts<Ticket>,
  reason: IgnoreReason,
): MailDecision<Ticket> {
  const isNoted = thread?.isSure === true && hears(thread.ticket) && notes < NOTES_MAX;
  return isNoted ? { to: "note", reason, thread } : { to: "ignore", reason };
}

/** Why nobody acts for this mail yet, in the order in which it matters. */
function doubtOf({
  hasSender,
  authentication,
  sender,
}: MailFacts<TicketFacts>): TriageReason | undefined {
  if (!hasSender) return "no_sender";
  if (authentication === "fail") return "authentication_failed";
  if (authentication === "none") return "not_authenticated";
  const customers = new Set(sender.contacts.map(({ customerId }) => customerId));
  if (customers.size > 1) return "ambiguous_sender";
  if (customers.size === 0 && sender.staff === undefined) return "unknown_sender";
  // Whose word would it be, the customer's or ours?
  return customers.size > 0 && sender.staff !== undefined ? "ambiguous_sender" : undefined;
}

function ofContact<Ticket extends TicketFacts>(
  { thread, opened, nowMs }: MailFacts<Ticket>,
  { id: contactId, customerId }: Sender["contacts"][number],
): MailDecision<Ticket> {
  if (thread !== undefined && thread.ticket.customerId !== customerId) {
    return { to: "triage", reason: "other_customer", hint: thread.ticket };
  }
  if (thread !== undefined && takesIn(thread.ticket, nowMs)) {
    return { to: "append", thread, contactId, reopens: thread.ticket.state === "resolved" };
  }
  if (opened >= TICKETS_OF_SENDER_MAX) {
    return { to: "triage", reason: "too_many", hint: thread?.ticket };
  }
  return { to: "open", contactId, customerId, follows: thread };
}

/** A ticket that is over for good hears nothing more. */
function hears({ state }: TicketFacts): boolean {
  return state !== "closed" && state !== "cancelled" && state !== "merged";
}

function takesIn(ticket: TicketFacts, nowMs: number): boolean {
  if (ticket.state !== "resolved") return hears(ticket);
  return nowMs - (ticket.resolvedAtMs ?? nowMs) <= MAIL_REOPENS_WITHIN_MS;
}
