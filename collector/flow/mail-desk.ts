import type { TriageReason } from "@vigie/shared/mail.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { senderOf } from "../domain/mail.ts";
import { decideMail, type MailDecision, type MailFacts } from "../domain/mail-decision.ts";
import { cutToBytes, toTitle } from "../domain/mail-text.ts";
import { causeOf } from "../domain/ticket.ts";
import type { MailPlace, TicketRow, Unit } from "../registry/registry.ts";
import type { CalendarBook } from "./calendar-book.ts";
import type { TicketDesk } from "./desk.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import type { MailDesk, MailWords, TakenMail } from "./mail-acts.ts";
import { answerRefusal } from "./mail-answer.ts";
import { factsOf, type MailJudging } from "./mail-facts.ts";
import { type MailOnTicket, sayByMail } from "./mail-lines.ts";
import { openByMail } from "./mail-opening.ts";
import { type Fate, signatureOf, toMailRow } from "./mail-rows.ts";
import { createMailTriage } from "./mail-triage.ts";
import type { Notifier } from "./notifier.ts";
import type { RecountTools } from "./recount.ts";
import { link } from "./ticket-links.ts";

/**
 * Takes a mail in: what is known of it, what becomes of it, the line that it leaves and its own row, all
 * in one unit with how far the mailbox was read. So each mail acts once, whenever the collector stops.
 */
export type MailTools = RecountTools &
  MailJudging & {
    readonly ledger: Ledger;
    readonly desk: TicketDesk;
    readonly book: CalendarBook;
    /** Answers what a contract refuses; undefined = no mail leaves. */
    readonly notifier: Pick<Notifier, "mail"> | undefined;
    readonly now: () => { readonly wallMs: number };
  };

export function createMailDesk(tools: MailTools): MailDesk {
  return { take: (mail) => take(tools, mail), ...createMailTriage(tools) };
}

function take(tools: MailTools, mail: TakenMail): Promise<{ readonly isNew: boolean }> {
  return tools.ledger.write(async (gathering) => {
    const { unit } = gathering;
    if (mail.place !== null) await advance(unit, mail.place);
    if ((await unit.mail.idOf(mail.contentHash)) !== undefined) return { isNew: false };
    const id = tools.newId("eml");
    const fate = await fateOf(tools, gathering, { mail, id });
    await unit.mail.add(toMailRow(mail, { id, nowMs: tools.now().wallMs, fate }));
    return { isNew: true };
  });
}

async function advance({ mail }: Unit, { mailbox, validity, uid }: MailPlace): Promise<void> {
  const mark = await mail.mark(mailbox, validity);
  const lastUid = Math.max(mark?.lastUid ?? 0, uid);
  await mail.saveMark({ mailbox, validity, lastUid, firstUid: mark?.firstUid ?? uid });
}

/** A mail that was read, with the id that its row gets. */
type Case = {
  readonly id: string;
  readonly mail: TakenMail;
  readonly read: MailWords;
  readonly facts: MailFacts<TicketRow>;
  readonly decision: MailDecision<TicketRow>;
};

const NOBODYS = { detail: null, route: null, ticketId: null, customerId: null, contactId: null };

async function fateOf(
  tools: MailTools,
  gathering: Gathering,
  { mail, id }: Pick<Case, "mail" | "id">,
): Promise<Fate> {
  const { read, receivedAtMs } = mail;
  if (read === undefined) {
    return { ...NOBODYS, state: "triage", reason: "unreadable", authentication: "none" };
  }
  const nowMs = tools.now().wallMs;
  const reading = { unit: gathering.unit, letter: read.letter, receivedAtMs, nowMs };
  const facts = await factsOf(tools, reading);
  const decision = whole(mail, decideMail(facts));
  const fate = await carry(tools, gathering, { id, mail, read, facts, decision });
  return { ...fate, authentication: facts.authentication };
}

/** What acts must be there whole: of a part nobody knows what the rest says. */
function whole(
  { isTooLarge }: TakenMail,
  decision: MailDecision<TicketRow>,
): MailDecision<TicketRow> {
  const isQuiet = decision.to === "ignore" || decision.to === "note" || decision.to === "triage";
  if (!isTooLarge || isQuiet) return decision;
  const thread = decision.to === "open" ? decision.follows : decision.thread;
  return { to: "triage", reason: "too_large", hint: thread?.ticket };
}

type Decided = Omit<Fate, "authentication">;

async function carry(tools: MailTools, gathering: Gathering, found: Case): Promise<Decided> {
  const { decision, facts } = found;
  switch (decision.to) {
    case "ignore":
      return { ...NOBODYS, ...whoseOf(facts), state: "ignored", reason: decision.reason };
    case "triage":
      return { ...waiting(facts, decision.reason), ticketId: decision.hint?.id ?? null };
    case "note":
      return note(tools, gathering, { ...found, decision });
    case "append":
      return append(tools, gathering, { ...found, decision });
    case "staff_reply":
      return replyOfStaff(tools, gathering, { ...found, decision });
    case "open":
      return open(tools, gathering, { ...found, decision });
  }
}

/** Whose a mail is, where a server that is believed vouches for it and no two customers share the address. */
function whoseOf({ authentication, sender }: MailFacts<TicketRow>): Partial<Decided> {
  const [contact, ...others] = sender.contacts;
  const isOne = others.every(({ customerId }) => customerId === contact?.customerId);
  if (contact === undefined || authentication !== "pass" || !isOne) return {};
  return { customerId: contact.customerId, contactId: contact.id };
}

function waiting(facts: MailFacts<TicketRow>, reason: TriageReason): Decided {
  return { ...NOBODYS, ...whoseOf(facts), state: "triage", reason };
}

/** An act was refused: a person looks at the mail, and at what stood against it. */
function stopped(facts: MailFacts<TicketRow>, { problem, detail }: Refusal): Decided {
  const isFull = problem === "ticket_full";
  const waits = waiting(facts, isFull ? "ticket_full" : "refused");
  return { ...waits, detail: isFull ? null : `${problem}: ${detail}` };
}

type CaseOf<To extends MailDecision<TicketRow>["to"]> = Omit<Case, "decision"> & {
  readonly decision: Extract<MailDecision<TicketRow>, { readonly to: To }>;
};

/** Of what a program writes, the beginning says all. */
const NOTE_BYTES_MAX = 2_048;

async function note(tools: MailTools, gathering: Gathering, found: CaseOf<"note">) {
  const { facts, decision } = found;
  const { reason, thread } = decision;
  const { text } = cutToBytes(found.read.text, NOTE_BYTES_MAX);
  const done = await sayByMail(tools, gathering, {
    ticket: thread.ticket,
    doing: { kind: "comment", by: writerOf(found) },
    mail: { ...onTicket(found), text, files: [] },
    parameters: { automatic: reason },
  });
  const fate: Decided = { ...NOBODYS, ...whoseOf(facts), state: "ignored", reason };
  if ("problem" in done) return fate;
  return { ...fate, route: thread.route, ticketId: thread.ticket.id };
}

async function append(tools: MailTools, gathering: Gathering, found: CaseOf<"append">) {
  const { facts, decision } = found;
  const { thread, contactId, reopens } = decision;
  const { ticket, route } = thread;
  const by = await nameOf(gathering.unit, found);
  const doing = { kind: "customer_message", by } as const;
  const done = await sayByMail(tools, gathering, { ticket, doing, mail: onTicket(found) });
  if ("problem" in done) return { ...stopped(facts, done), ticketId: ticket.id };
  if (reopens) await reopen(tools, gathering, { ticketId: ticket.id, by });
  return { ...onOne({ route, ticketId: ticket.id }), customerId: ticket.customerId, contactId };
}

function onOne({ route, ticketId }: Pick<Decided, "route" | "ticketId">): Decided {
  return { ...NOBODYS, state: "ticket", reason: null, route, ticketId };
}

/** What nobody had in hand is new again; else it goes back to whoever had it. */
async function reopen(
  { desk, now }: MailTools,
  { unit }: Gathering,
  { ticketId, by }: { readonly ticketId: string; readonly by: string },
): Promise<void> {
  const ticket = await unit.tickets.find(ticketId);
  if (ticket === undefined) return;
  const cause = causeOf(ticket);
  // The same cause has another ticket by now: that one is worked on, and this one says what was written.
  if (cause !== undefined && (await unit.tickets.openFor(cause)) !== undefined) return;
  const act =
    ticket.takenBy === null
      ? ({ kind: "fire_again" } as const)
      : ({ kind: "reopen", by, mode: "resume" } as const);
  await desk.perform({ unit, ticket, act, nowMs: now().wallMs, by });
}

async function replyOfStaff(
  tools: MailTools,
  gathering: Gathering,
  found: CaseOf<"staff_reply">,
): Promise<Decided> {
  const { facts, decision } = found;
  const { ticket, route } = decision.thread;
  const by = facts.sender.staff?.name ?? writerOf(found);
  const doing = { kind: "reply", by } as const;
  const done = await sayByMail(tools, gathering, { ticket, doing, mail: onTicket(found) });
  if ("problem" in done) return { ...stopped(facts, done), ticketId: ticket.id };
  return { ...onOne({ route, ticketId: ticket.id }), customerId: ticket.customerId };
}

async function open(
  tools: MailTools,
  gathering: Gathering,
  found: CaseOf<"open">,
): Promise<Decided> {
  const { facts, decision, read } = found;
  const { contactId, customerId, follows } = decision;
  const by = await nameOf(gathering.unit, found);
  const { subject } = read.letter;
  const title = toTitle({ subject, text: read.text, address: addressOf(found) });
  const mail = onTicket(found);
  const about = { customerId, requesterId: contactId };
  const opened = await openByMail(tools, gathering, { mail, by, title, about });
  if ("problem" in opened) {
    if (opened.problem !== "channel_refused") return stopped(facts, opened);
    const { receivedAtMs } = mail;
    const address = addressOf(found);
    await answerRefusal(tools, gathering, { customerId, contactId, address, receivedAtMs });
    return { ...waiting(facts, "channel_refused"), detail: opened.detail };
  }
  if (follows !== undefined) {
    const wish = { by, kind: "related", ticketId: follows.ticket.id } as const;
    const id = tools.newId("lnk");
    await link(gathering, { wish, ticket: opened, id, nowMs: tools.now().wallMs });
  }
  return { ...onOne({ route: "new", ticketId: opened.id }), customerId, contactId };
}

function onTicket({ id, mail, read }: Omit<Case, "decision">): MailOnTicket {
  const { text, isCut, attachmentsOmitted } = read;
  const { receivedAtMs, files } = mail;
  return { mailId: id, text, isCut, receivedAtMs, files, filesUnread: attachmentsOmitted };
}

function addressOf({ read }: Omit<Case, "decision">): string {
  return senderOf(read.letter)?.address ?? "";
}

function writerOf({ read }: Omit<Case, "decision">): string {
  const sender = senderOf(read.letter) ?? read.letter.from[0];
  return signatureOf({ fromName: sender?.name ?? "", fromAddress: sender?.address ?? null });
}

/** A contact as the estate names them, whatever they call themselves in their mails. */
async function nameOf({ mail }: Unit, found: CaseOf<"append"> | CaseOf<"open">): Promise<string> {
  const known = await mail.correspondents(addressOf(found));
  return known.find(({ id }) => id === found.decision.contactId)?.name ?? writerOf(found);
}
