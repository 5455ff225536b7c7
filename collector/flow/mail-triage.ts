import { AUTOMATIC_REASONS, type MailTicketWish } from "@vigie/shared/mail.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { toTitle } from "../domain/mail-text.ts";
import type { MailListRow, MailRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import type { Gathering } from "./ledger.ts";
import type { Deciding, MailDesk } from "./mail-acts.ts";
import type { MailTools } from "./mail-desk.ts";
import { type MailOnTicket, sayByMail } from "./mail-lines.ts";
import { openByMail } from "./mail-opening.ts";
import { signatureOf } from "./mail-rows.ts";

/**
 * What a person decides about a mail that waits, or that was ignored: a ticket, a line on one, or
 * nothing. A mail that stands on a ticket is a part of its history and stays there.
 */
export function createMailTriage(tools: MailTools): Omit<MailDesk, "take"> {
  return {
    openTicket: (deciding) =>
      tools.ledger.write((gathering) => openTicket(tools, gathering, deciding)),
    attach: (deciding) => tools.ledger.write((gathering) => attach(tools, gathering, deciding)),
    ignore: (deciding) => tools.ledger.write(({ unit }) => ignore(unit, deciding)),
  };
}

async function openTicket(
  tools: MailTools,
  gathering: Gathering,
  deciding: Deciding<MailTicketWish>,
): Promise<Outcome> {
  const { unit } = gathering;
  const row = await undecided(unit, deciding);
  if ("problem" in row) return row;
  const { by, title, type, impact, urgency, despiteChannel, ...about } = deciding.wish;
  const { subject, text, fromAddress, reason } = row;
  const automatic = AUTOMATIC_REASONS.find((known) => known === reason);
  const opened = await openByMail(tools, gathering, {
    by,
    about,
    type,
    impact,
    urgency,
    despiteChannel,
    automatic,
    title: title ?? toTitle({ subject: subject ?? "", text, address: fromAddress ?? "" }),
    mail: onTicket(row, deciding),
  });
  if ("problem" in opened) return opened;
  const { id: ticketId, customerId, requesterId: contactId } = opened;
  return decide(unit, row, { by, state: "ticket", ticketId, customerId, contactId });
}

async function attach(
  tools: MailTools,
  gathering: Gathering,
  deciding: Deciding<{ readonly by: string; readonly ticketId: string }>,
): Promise<Outcome> {
  const { unit } = gathering;
  const row = await undecided(unit, deciding);
  if ("problem" in row) return row;
  const { by, ticketId } = deciding.wish;
  const ticket = await unit.tickets.find(ticketId);
  if (ticket === undefined) return notFound(ticketId);
  const { customerId } = ticket;
  const contactId = row.customerId === customerId ? row.contactId : null;
  const done = await sayByMail(tools, gathering, {
    ticket,
    doing: { kind: "customer_message", by: signatureOf(row) },
    mail: onTicket(row, deciding),
    parameters: { attachedBy: by },
  });
  if ("problem" in done) return done;
  return decide(unit, row, { by, state: "ticket", ticketId, customerId, contactId });
}

async function ignore(
  unit: Unit,
  deciding: Omit<Deciding<{ readonly by: string }>, "files">,
): Promise<Outcome> {
  const row = await undecided(unit, deciding);
  if ("problem" in row) return row;
  const { by } = deciding.wish;
  const { ticketId, customerId, contactId } = row;
  // The ticket that a mail seemed to mean is none of its own.
  const kept = row.state === "ignored" ? ticketId : null;
  return decide(unit, row, { by, state: "ignored", ticketId: kept, customerId, contactId });
}

async function undecided(
  { mail }: Unit,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<MailListRow | Refusal> {
  const row = await mail.find(id);
  if (row === undefined) return notFound(id);
  if (row.version !== version) return conflict(row.version);
  if (row.state !== "ticket") return row;
  return { problem: "mail_decided", detail: `it stands on ticket ${row.ticketNumber}` };
}

function onTicket(
  { id, text, isCut, receivedAtMs, attachments }: MailRow,
  { files }: Pick<Deciding<unknown>, "files">,
): MailOnTicket {
  // Once the mail as it came is gone, its files are gone with it.
  const filesUnread = Math.max(0, attachments.length - files.length);
  return { mailId: id, text, isCut, receivedAtMs, files, filesUnread };
}

type Decided = Pick<MailRow, "ticketId" | "customerId" | "contactId"> & {
  readonly by: string;
  readonly state: "ticket" | "ignored";
};

async function decide(
  { mail }: Unit,
  row: MailListRow,
  { by, state, ticketId, customerId, contactId }: Decided,
): Promise<Outcome> {
  const isOnTicket = state === "ticket";
  const changed = await mail.change({
    ...row,
    state,
    reason: isOnTicket ? null : "by_hand",
    detail: null,
    route: isOnTicket ? "by_hand" : row.route,
    ticketId,
    customerId,
    contactId,
    decidedBy: by,
  });
  if (!changed) throw new Error(`mail ${row.id} changed inside the unit that held it`);
  return { done: true };
}
