import type { AttachmentStore } from "../attachments/store.ts";
import { domainOf } from "../domain/mail.ts";
import { isConditional, stillHolds } from "../domain/notice-kind.ts";
import { ROWS_OF_MAIL_MAX } from "../domain/notice-pace.ts";
import type { NoticeRow, Tables } from "../registry/registry.ts";
import { toLetter } from "./content.ts";
import type { Courier, Delivered } from "./courier.ts";
import { NO_ENCLOSURES, readEnclosures } from "./enclosures.ts";
import type { Handover } from "./far-end.ts";
import type { Mailbox } from "./mailbox.ts";
import { type Envelope, toMessage } from "./message.ts";
import { findReader, type Reader } from "./reader.ts";
import type { Mail } from "./smtp.ts";
import { type Chapter, readStory } from "./story.ts";

/** Writes mails out of what waits for somebody, and hands them to the mail server. */

export type MailTools = {
  readonly read: Tables;
  readonly from: Mailbox;
  /** Of which installation; two of them never use the same Message-ID. */
  readonly installation: string;
  readonly publicUrl: string | undefined;
  /** Where customers answer about a ticket; undefined = to the sender. */
  readonly replyTo: ((ticketNumber: number) => string) | undefined;
  /** Where the bytes of attachments are. */
  readonly files: Pick<AttachmentStore, "open">;
  readonly handOver: (mail: Mail) => Promise<Handover>;
};

/** Connections to the mail server at a time; servers count them. */
const AT_ONCE = 4;

const GIVEN_UP_AFTER_MS = 72 * 3_600_000;

export function createMailCourier(tools: MailTools): Courier {
  return {
    channel: "mail",
    atOnce: AT_ONCE,
    givenUpAfterMs: GIVEN_UP_AFTER_MS,
    isOneServer: true,
    deliver: (row, nowMs) => deliver(tools, row, nowMs),
  };
}

async function deliver(tools: MailTools, row: NoticeRow, nowMs: number): Promise<Delivered> {
  const { read } = tools;
  const story = await readStory(read, await leavingWith(read, row, nowMs));
  const [lasting, over] = partition(story, holds);
  const reader = await findReader(read, row, lasting[0]?.ticket);
  if (reader === undefined || lasting.length === 0) return nobody(story);
  const isOurs = reader.kind === "staff";
  const { files, leftOut } = isOurs ? NO_ENCLOSURES : await readEnclosures(tools, lasting);
  const answered = isOurs ? undefined : await lastOf(read, reader, lasting[0]?.ticket?.id);
  const envelope = envelopeOf(tools, { story: lasting, reader, answered, nowMs });
  const letter = toLetter(lasting, { reader, publicUrl: tools.publicUrl, leftOut });
  const raw = await toMessage(letter, envelope, files);
  const handover = await tools.handOver({ to: reader.mailbox.address, raw });
  const messageId = `<${envelope.messageId}>`;
  return { rows: rowsOf(lasting), dropped: rowsOf(over), handover, messageId };
}

/** The mail of theirs on the ticket that this one goes on from, so that their program shows one thread. */
async function lastOf(
  { mail }: Tables,
  { kind, id }: Reader,
  ticketId: string | undefined,
): Promise<string | undefined> {
  if (kind !== "contact" || ticketId === undefined) return undefined;
  return (await mail.lastFrom(ticketId, id))?.replaceAll(/[<>\s]/g, "");
}

/** What waits in the same thread leaves too, but for what may not hold once its time has come. */
async function leavingWith(read: Tables, row: NoticeRow, nowMs: number): Promise<NoticeRow[]> {
  const waiting = await read.notices.waiting(row, ROWS_OF_MAIL_MAX);
  const others = waiting.filter(
    ({ id, kind, dueAtMs }) => id !== row.id && (!isConditional(kind) || dueAtMs <= nowMs),
  );
  return [row, ...others].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function holds({ row, ticket }: Chapter): boolean {
  if (row.ticketId === null) return true;
  return ticket !== undefined && stillHolds(row.kind, ticket);
}

function nobody(story: readonly Chapter[]): Delivered {
  return { rows: [], dropped: rowsOf(story), handover: { done: true }, messageId: null };
}

/**
 * A mail is known by the first notice that it tells, so it has the same Message-ID however often it is
 * sent. All about a ticket hangs on one id that was never sent, by which programs put it together.
 */
function envelopeOf(
  { from, installation, replyTo }: MailTools,
  {
    story,
    reader,
    answered,
    nowMs,
  }: {
    readonly story: readonly Chapter[];
    readonly reader: Reader;
    /** A message of the reader's own. */
    readonly answered: string | undefined;
    readonly nowMs: number;
  },
): Envelope {
  const idOf = (what: string) => `${what}.${installation}@${domainOf(from.address)}`;
  const tickets = new Map(story.flatMap(({ ticket }) => (ticket ? [[ticket.id, ticket]] : [])));
  const [ticket] = tickets.size === 1 ? [...tickets.values()] : [];
  return {
    from,
    to: reader.mailbox,
    ...(reader.kind !== "staff" && ticket !== undefined && { replyTo: replyTo?.(ticket.number) }),
    messageId: idOf(story[0]?.row.id ?? ""),
    references: [
      ...(ticket === undefined ? [] : [idOf(ticket.id)]),
      ...(answered === undefined ? [] : [answered]),
    ],
    atMs: nowMs,
    automatic: automaticOf(story, reader),
  };
}

/** What a person wrote is no automatic mail; what confirms a request answers one. */
function automaticOf(story: readonly Chapter[], { kind }: Reader): Envelope["automatic"] {
  if (story.some(({ row }) => row.kind === "staff_replied")) return "none";
  const isAnswer = kind !== "staff" && story.some(({ row }) => row.kind === "ticket_opened");
  return isAnswer ? "replied" : "generated";
}

function rowsOf(story: readonly Chapter[]): NoticeRow[] {
  return story.map(({ row }) => row);
}

function partition<T>(all: readonly T[], isIn: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isIn), all.filter((one) => !isIn(one))];
}
