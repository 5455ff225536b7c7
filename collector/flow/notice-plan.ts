import type { Addressee } from "../domain/notice-audience.ts";
import { leavesAtMs } from "../domain/notice-hours.ts";
import type { Noticed } from "../domain/notice-kind.ts";
import { departureOf, REMEMBERED_MS, ROWS_OF_MAIL_MAX } from "../domain/notice-pace.ts";
import type { NoticeRow, TicketRow } from "../registry/registry.ts";
import { type NoticeBook, toNoticeRow } from "./notice-book.ts";
import type { Happened } from "./notifier.ts";

/**
 * When somebody is told: by the pace of what happened, by the hours in which they want mails, and by how
 * much they were told lately, for a storm of tickets must not become one of mails.
 */

type Occasion = { readonly event: Happened; readonly noticed: Noticed };

const MINUTE_MS = 60_000;

/** Mails to one person in an hour; what comes beyond leaves together. */
const MAILS_AN_HOUR_MAX = 20;
/** How long what leaves together is collected: what presses, and what does not. */
const STORM_MS = { pressing: MINUTE_MS, other: 15 * MINUTE_MS } as const;

/** Notices on one screen in an hour; what comes beyond is counted on the newest of its kind. */
const ON_SCREEN_AN_HOUR_MAX = 200;

/** Threads of what is collected for other reasons than its cause. */
const AFTER_HOURS = "after hours";
const STORM = "storm";

export async function planScreen(
  book: NoticeBook,
  addressee: Addressee,
  { event, noticed }: Occasion,
): Promise<void> {
  if (noticed.afterMs > 0) return;
  const recipientId = addressee.person.id;
  const row = toNoticeRow(book, event, {
    recipientKind: "staff",
    recipientId,
    channel: "screen",
    kind: noticed.kind,
    pace: noticed.pace,
    thread: causeOf(event.ticket),
  });
  const isStorm = await book.isMany(recipientId, "screen", ON_SCREEN_AN_HOUR_MAX);
  const kept = isStorm ? { ...row, thread: STORM } : row;
  const repeats = await repeatedOnScreen(book, kept);
  if (repeats === undefined) await book.add(kept);
  else book.repeat(repeats, row.parameters);
}

/** The notice on the screen that says the same of the same thing already. */
async function repeatedOnScreen(book: NoticeBook, row: NoticeRow): Promise<string | undefined> {
  if (row.pace !== "calm" && row.thread !== STORM) return undefined;
  const shown = await book.shown(row);
  return shown.find(({ kind }) => kind === row.kind)?.id;
}

export async function planMail(
  book: NoticeBook,
  addressee: Addressee,
  { event, noticed }: Occasion,
): Promise<void> {
  if (!book.tools.hasMail) return;
  const { kind, pace, afterMs } = noticed;
  if (pace !== "at_once") {
    await planPersonal(book, { addressee, event, noticed });
    return;
  }
  const dueAtMs = book.nowMs + afterMs;
  await book.add(toNoticeRow(book, event, { ...recipientOf(addressee), kind, pace, dueAtMs }));
}

type Personal = Occasion & { readonly addressee: Addressee };

async function planPersonal(book: NoticeBook, planned: Personal): Promise<void> {
  const { addressee, event, noticed } = planned;
  const { kind, pace, afterMs } = noticed;
  const arrived = { ...noticed, atMs: book.nowMs + afterMs, isConditional: afterMs > 0 };
  const thread = causeOf(event.ticket);
  const told = await toldOf(book, addressee.person.id, thread);
  const { dueAtMs, repeats } = departureOf(arrived, told);
  const openAtMs = leavesAtMs(addressee.rules, {
    dueAtMs,
    priority: event.ticket?.priority ?? null,
    timeZone: addressee.person.timeZone,
  });
  if (openAtMs > dueAtMs) {
    await collect(book, planned, { thread: AFTER_HOURS, dueAtMs: openAtMs });
  } else if (repeats !== undefined) {
    book.repeat(repeats, event.parameters);
  } else if (await book.isMany(addressee.person.id, "mail", MAILS_AN_HOUR_MAX)) {
    await collectStorm(book, planned, dueAtMs);
  } else {
    const row = { ...recipientOf(addressee), kind, pace, dueAtMs, thread };
    await book.add(toNoticeRow(book, event, row));
  }
}

async function collectStorm(book: NoticeBook, planned: Personal, dueAtMs: number): Promise<void> {
  const { isUrgent, pace, afterMs } = planned.noticed;
  // That it was opened is in the storm's mail, with how many others.
  if (afterMs > 0) return;
  const waitMs = isUrgent || pace === "prompt" ? STORM_MS.pressing : STORM_MS.other;
  const leavesMs = Math.max(dueAtMs, book.nowMs + waitMs);
  await collect(book, planned, { thread: STORM, dueAtMs: leavesMs });
}

/** Puts it with the others that leave together, of whatever ticket. */
async function collect(
  book: NoticeBook,
  { addressee, event, noticed }: Personal,
  { thread, dueAtMs }: { readonly thread: string; readonly dueAtMs: number },
): Promise<void> {
  const recipient = recipientOf(addressee);
  const waiting = await book.collected({ ...recipient, thread });
  const same = waiting.filter(({ kind }) => kind === noticed.kind);
  const repeats = same.find(({ ticketId }) => ticketId === (event.ticket?.id ?? null));
  const isFull = waiting.length >= ROWS_OF_MAIL_MAX && noticed.afterMs === 0;
  const found = repeats ?? (isFull ? same.at(-1) : undefined);
  if (found !== undefined) {
    book.repeat(found.id, event.parameters);
    return;
  }
  const { kind, pace } = noticed;
  const joinedMs = Math.min(dueAtMs, ...waiting.map((row) => row.dueAtMs));
  const row = { ...recipient, kind, pace, thread, dueAtMs: Math.max(joinedMs, book.nowMs) };
  await book.add(toNoticeRow(book, event, row));
}

async function toldOf({ unit, nowMs }: NoticeBook, recipientId: string, thread: string) {
  const sinceMs = nowMs - REMEMBERED_MS;
  return unit.notices.told({ recipientId, channel: "mail", thread, sinceMs });
}

function recipientOf({ person }: Addressee) {
  return { recipientKind: "staff", recipientId: person.id, channel: "mail" } as const;
}

/**
 * What a ticket is about: of one that a rule opened the thing that it watches, so that a disk that fills
 * every hour is one cause, however many tickets it takes.
 */
export function causeOf(ticket: TicketRow | null): string {
  if (ticket === null) return "vigie";
  if (ticket.ruleId === null || ticket.machineId === null) return ticket.id;
  return `${ticket.machineId} ${ticket.ruleId} ${ticket.object}`;
}
