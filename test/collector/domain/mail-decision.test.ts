import type { TicketState } from "@vigie/shared/ticket.ts";
import { expect, test } from "vitest";
import {
  decideMail,
  MAIL_REOPENS_WITHIN_MS,
  type MailFacts,
  NOTES_MAX,
  TICKETS_OF_SENDER_MAX,
} from "../../../collector/domain/mail-decision.ts";

type Ticket = {
  readonly customerId: string;
  readonly state: TicketState;
  readonly resolvedAtMs: number | null;
};
type Facts = MailFacts<Ticket>;

const NOW_MS = 1_800_000_000_000;
const MARIE = { id: "ctc_marie", customerId: "cus_bakery" };
const NINA = { id: "stf_nina", name: "Nina" };
const TICKET = { customerId: "cus_bakery", state: "new", resolvedAtMs: null } as const;
const REPLY = { route: "reply_address", ticket: TICKET, isSure: true } as const;

function facts(change: Partial<Facts> = {}): Facts {
  return {
    own: undefined,
    automatic: undefined,
    hasSender: true,
    authentication: "pass",
    sender: { contacts: [MARIE], staff: undefined },
    thread: undefined,
    notes: 0,
    opened: 0,
    nowMs: NOW_MS,
    ...change,
  };
}

const resolved = (agoMs: number) => ({
  ...REPLY,
  ticket: { ...TICKET, state: "resolved" as const, resolvedAtMs: NOW_MS - agoMs },
});
const over = (state: TicketState) => ({
  ...REPLY,
  ticket: { ...TICKET, state },
});

test.for([
  ["a contact who names no ticket asks for one", {}, "open", undefined],
  ["an answer joins its ticket", { thread: REPLY }, "append", undefined],
  ["two hours after its resolution too", { thread: resolved(7_200_000) }, "append", undefined],
  [
    "much later it is another request",
    { thread: resolved(MAIL_REOPENS_WITHIN_MS + 1) },
    "open",
    undefined,
  ],
  ["a closed ticket hears nothing more", { thread: over("closed") }, "open", undefined],
  ["a merged one neither", { thread: over("merged") }, "open", undefined],
  [
    "an answer to another customer's ticket is not put there, whatever address it came by",
    { thread: { ...REPLY, ticket: { ...TICKET, customerId: "cus_garage" } } },
    "triage",
    "other_customer",
  ],
  ["nobody says whose mail it is", { authentication: "none" }, "triage", "not_authenticated"],
  [
    "not even a signed address makes up for that",
    { authentication: "none", thread: REPLY },
    "triage",
    "not_authenticated",
  ],
  [
    "it is not from whom it says",
    { authentication: "fail", thread: REPLY },
    "triage",
    "authentication_failed",
  ],
  [
    "nobody has this address",
    { sender: { contacts: [], staff: undefined } },
    "triage",
    "unknown_sender",
  ],
  [
    "the reply address of a ticket does not make a stranger a contact",
    { sender: { contacts: [], staff: undefined }, thread: REPLY },
    "triage",
    "unknown_sender",
  ],
  [
    "an accountant of two customers: for whom does he write?",
    { sender: { contacts: [MARIE, { id: "ctc_2", customerId: "cus_garage" }], staff: undefined } },
    "triage",
    "ambiguous_sender",
  ],
  [
    "two entries of one customer are one person",
    { sender: { contacts: [MARIE, { id: "ctc_2", customerId: "cus_bakery" }], staff: undefined } },
    "open",
    undefined,
  ],
  [
    "staff and contact at once: whose word would it be?",
    { sender: { contacts: [MARIE], staff: NINA } },
    "triage",
    "ambiguous_sender",
  ],
  [
    "the staff answers the customer",
    { sender: { contacts: [], staff: NINA }, thread: REPLY },
    "staff_reply",
    undefined,
  ],
  [
    "the staff writes without a ticket",
    { sender: { contacts: [], staff: NINA } },
    "triage",
    "staff_sender",
  ],
  ["it says no sender, or several", { hasSender: false }, "triage", "no_sender"],
  ["a flood opens no more tickets", { opened: TICKETS_OF_SENDER_MAX }, "triage", "too_many"],
  [
    "a flood may still answer what is open",
    { opened: TICKETS_OF_SENDER_MAX, thread: REPLY },
    "append",
    undefined,
  ],
  ["our own mail that came back", { own: "own_message", thread: REPLY }, "ignore", "own_message"],
  [
    "a program that answers a ticket",
    { automatic: "automatic_reply", thread: REPLY },
    "note",
    "automatic_reply",
  ],
  ["a program that answers nothing", { automatic: "bulk" }, "ignore", "bulk"],
  [
    "a program that only knows a number",
    { automatic: "automatic_reply", thread: { ...REPLY, route: "subject", isSure: false } },
    "ignore",
    "automatic_reply",
  ],
  [
    "two programs that answer each other: the first few say all",
    { automatic: "automatic_reply", thread: REPLY, notes: NOTES_MAX },
    "ignore",
    "automatic_reply",
  ],
  [
    "a program never wakes what is over",
    { automatic: "automatic_reply", thread: over("closed") },
    "ignore",
    "automatic_reply",
  ],
] as const)("%s", ([, change, to, reason]) => {
  const decision = decideMail(facts(change));
  expect(decision.to).toBe(to);
  expect("reason" in decision ? decision.reason : undefined).toBe(reason);
});

test("an answer after the resolution takes the ticket up again, one before does not", () => {
  expect(decideMail(facts({ thread: resolved(1) }))).toMatchObject({ reopens: true });
  expect(decideMail(facts({ thread: REPLY }))).toMatchObject({ reopens: false });
});

test("a new ticket says which one it goes on from", () => {
  const thread = over("closed");
  expect(decideMail(facts({ thread }))).toMatchObject({ to: "open", follows: thread });
});

test("the last moment in which an answer reopens is a moment in which it does", () => {
  expect(decideMail(facts({ thread: resolved(MAIL_REOPENS_WITHIN_MS) })).to).toBe("append");
});
