import type { IgnoreReason } from "@vigie/shared/mail.ts";
import { domainOf, type Letter, senderOf, valuesOf } from "../domain/mail.ts";
import { authenticationOf } from "../domain/mail-authentication.ts";
import { automaticReason } from "../domain/mail-automatic.ts";
import {
  type MailFacts,
  type Sender,
  type Thread,
  TICKETS_WITHIN_MS,
} from "../domain/mail-decision.ts";
import { numberInSubject } from "../domain/mail-text.ts";
import type { TicketRow, Unit } from "../registry/registry.ts";
import type { MailAddresses } from "./mail-acts.ts";

/** What is known of a mail and its sender, for the decision that mail-decision.ts makes of it. */

export type MailJudging = {
  readonly addresses: MailAddresses;
  /** The server whose results are believed; see mail-authentication.ts. */
  readonly believed: string;
};

type Reading = {
  readonly unit: Unit;
  readonly letter: Letter;
  readonly receivedAtMs: number;
  readonly nowMs: number;
};

export async function factsOf(
  { addresses, believed }: MailJudging,
  { unit, letter, receivedAtMs, nowMs }: Reading,
): Promise<MailFacts<TicketRow>> {
  const address = senderOf(letter)?.address;
  const sender = await readSender(unit, address);
  const thread = await threadOf(unit, { letter, sender, addresses });
  const sinceMs = receivedAtMs - TICKETS_WITHIN_MS;
  return {
    own: await ownReason(unit, letter, addresses),
    automatic: automaticReason(letter),
    hasSender: address !== undefined,
    authentication: authenticationIn(letter, believed),
    sender,
    thread,
    notes: thread === undefined ? 0 : await unit.mail.notesOn(thread.ticket.id),
    opened: address === undefined ? 0 : await unit.mail.openedBy(address, sinceMs),
    nowMs,
  };
}

export function authenticationIn(
  letter: Letter,
  believed: string,
): MailFacts<never>["authentication"] {
  const address = senderOf(letter)?.address;
  if (address === undefined) return "none";
  const results = valuesOf(letter, "authentication-results");
  return authenticationOf({ results, believed, fromDomain: domainOf(address) });
}

async function readSender({ mail }: Unit, address: string | undefined): Promise<Sender> {
  if (address === undefined) return { contacts: [], staff: undefined };
  const staff = await mail.staffOf(address);
  return {
    contacts: await mail.correspondents(address),
    // An address that several share names none of them.
    staff: staff.length === 1 ? staff[0] : undefined,
  };
}

async function ownReason(
  { notices }: Unit,
  { messageId, from }: Letter,
  { isOwn }: MailAddresses,
): Promise<IgnoreReason | undefined> {
  const isSent = messageId !== null && (await notices.ticketOfMessage(messageId)) !== undefined;
  if (isSent) return "own_message";
  return from.some(({ address }) => isOwn(address)) ? "own_address" : undefined;
}

type Threading = {
  readonly letter: Letter;
  readonly sender: Sender;
  readonly addresses: MailAddresses;
};

/** The ticket that a mail names, by what is hardest to make up first. */
async function threadOf(
  unit: Unit,
  { letter, sender, addresses }: Threading,
): Promise<Thread<TicketRow> | undefined> {
  return (
    (await threadByAddress(unit, letter, addresses)) ??
    (await threadByMessages(unit, letter)) ??
    (await threadBySubject(unit, letter, sender))
  );
}

async function threadByAddress(
  unit: Unit,
  { recipients }: Letter,
  { numberOf }: MailAddresses,
): Promise<Thread<TicketRow> | undefined> {
  const numbers = new Set(recipients.flatMap((address) => numberOf(address) ?? []));
  const [number] = numbers;
  // Of two tickets neither is meant for sure.
  if (number === undefined || numbers.size > 1) return undefined;
  const ticket = await standingOf(unit, await unit.mail.ticketNumbered(number));
  return ticket && { route: "reply_address", ticket, isSure: true };
}

/** Message-IDs that are looked up; the nearest come first. */
const MESSAGES_MAX = 20;

/** Only whom we wrote to knows the Message-ID of our mail; that of a customer's own is known to others. */
async function threadByMessages(
  unit: Unit,
  { answers, reported }: Letter,
): Promise<Thread<TicketRow> | undefined> {
  for (const id of [...answers, ...reported].slice(0, MESSAGES_MAX)) {
    const ticket = await standingOf(unit, await unit.notices.ticketOfMessage(id));
    if (ticket !== undefined) return { route: "thread", ticket, isSure: true };
  }
  const [newest] = await unit.mail.ticketsOf(answers.slice(0, MESSAGES_MAX));
  const ticket = await standingOf(unit, newest);
  return ticket && { route: "thread", ticket, isSure: false };
}

/** A number is easily made up: it counts for those alone who have a part in the ticket already. */
async function threadBySubject(
  unit: Unit,
  { subject }: Letter,
  sender: Sender,
): Promise<Thread<TicketRow> | undefined> {
  const number = numberInSubject(subject);
  if (number === undefined) return undefined;
  const ticket = await standingOf(unit, await unit.mail.ticketNumbered(number));
  if (ticket === undefined || !(await hasPart(unit, ticket, sender))) return undefined;
  return { route: "subject", ticket, isSure: false };
}

async function hasPart(
  { mail, conversation }: Unit,
  { id: ticketId, customerId, requesterId, assigneeId }: TicketRow,
  { contacts, staff }: Sender,
): Promise<boolean> {
  for (const contact of contacts) {
    if (contact.customerId !== customerId) continue;
    if (contact.id === requesterId || (await mail.wroteOn(ticketId, contact.id))) return true;
  }
  if (staff === undefined) return false;
  if (staff.id === assigneeId) return true;
  return (await conversation.watchers(ticketId)).some(({ id }) => id === staff.id);
}

/** Merges that are followed; longer chains are nobody's doing. */
const MERGES_MAX = 10;

/** What was said of a ticket that was merged is said of the one that it went into. */
async function standingOf(
  { tickets }: Unit,
  id: string | undefined,
): Promise<TicketRow | undefined> {
  let ticket = id === undefined ? undefined : await tickets.find(id);
  for (let hops = 0; hops < MERGES_MAX; hops += 1) {
    if (ticket === undefined || ticket.mergedIntoId === null) return ticket;
    ticket = await tickets.find(ticket.mergedIntoId);
  }
  return ticket;
}
