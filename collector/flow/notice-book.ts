import type { NoticeChannel, NoticeKind } from "@vigie/shared/notice.ts";
import type { Person, Rule } from "../domain/notice-audience.ts";
import type { Noticed } from "../domain/notice-kind.ts";
import type { Pace } from "../domain/notice-pace.ts";
import type {
  NoticeRow,
  NoticeRuleRow,
  NoticeThread,
  TicketRow,
  ToldRow,
  Unit,
  WebhookRow,
} from "../registry/registry.ts";
import { createNoticePile } from "./notice-pile.ts";
import type { Happened, NotifierTools } from "./notifier.ts";

/** What is read once for all notices of a unit, and the rows that it gains. */
export type NoticeBook = {
  readonly tools: NotifierTools;
  readonly unit: Unit;
  readonly nowMs: number;
  readonly ticket: (id: string) => Promise<TicketRow | undefined>;
  readonly people: () => Promise<{
    readonly rules: readonly Rule[];
    readonly staff: readonly Person[];
  }>;
  readonly watchers: (ticket: TicketRow | null) => Promise<readonly string[]>;
  readonly webhooks: () => Promise<readonly WebhookRow[]>;
  /** Whether somebody had so many on a way within the hour. */
  readonly isMany: (recipientId: string, channel: NoticeChannel, limit: number) => Promise<boolean>;
  /** Writes a row. */
  readonly add: (row: NoticeRow) => Promise<void>;
  /** What waits in a thread that collects, with what this unit added to it; it is read once. */
  readonly collected: (thread: NoticeThread) => Promise<readonly NoticeRow[]>;
  /** What a thread of a screen has had within the hour, likewise. */
  readonly shown: (thread: NoticeThread) => Promise<readonly ToldRow[]>;
  /** The same happened once more: a storm is many of one kind, so they are written together by `keep`. */
  readonly repeat: (id: string, parameters: NoticeRow["parameters"]) => void;
  readonly keep: () => Promise<void>;
  /** Writes a delivery to a webhook, or counts it where too many wait. */
  readonly call: (webhook: WebhookRow, called: Called) => Promise<void>;
  /** Whether one more may wait for a webhook. */
  readonly hasRoom: (webhook: WebhookRow) => Promise<boolean>;
  /** How many of the rows wait to leave. */
  readonly leaving: () => number;
};

/** Deliveries that may wait for one webhook; the events beyond are let go and counted. */
const WAITING_FOR_WEBHOOK_MAX = 10_000;

const HOUR_MS = 3_600_000;

export function createNoticeBook(tools: NotifierTools, unit: Unit, nowMs: number): NoticeBook {
  let leaving = 0;
  const waitingFor = new Map<string, number>();
  const made = new Map<string, number>();
  const pile = createNoticePile(unit, nowMs);

  async function add(row: NoticeRow): Promise<void> {
    const added = await unit.notices.add([row]);
    if (added > 0) pile.add(row);
    const key = `${row.recipientId} ${row.channel}`;
    const before = made.get(key);
    if (before !== undefined) made.set(key, before + added);
    if (row.state === "waiting") leaving += added;
  }

  async function isMany(recipientId: string, channel: NoticeChannel, limit: number) {
    const key = `${recipientId} ${channel}`;
    const query = { recipientId, channel, sinceMs: nowMs - HOUR_MS, limit };
    const count = made.get(key) ?? (await unit.notices.madeSince(query));
    made.set(key, count);
    return count >= limit;
  }

  async function hasRoom({ id }: WebhookRow): Promise<boolean> {
    const limit = WAITING_FOR_WEBHOOK_MAX;
    const waiting = waitingFor.get(id) ?? (await unit.notices.waitingCount(id, limit));
    waitingFor.set(id, waiting + 1);
    return waiting < limit;
  }

  const book: NoticeBook = {
    tools,
    unit,
    nowMs,
    ...pile,
    add,
    isMany,
    hasRoom,
    leaving: () => leaving,
    // The row may have changed since another line of the unit, so it is read each time.
    ticket: (id) => unit.tickets.find(id),
    people: once(() => readPeople(unit)),
    webhooks: once(() => unit.notices.webhooks()),
    watchers: (ticket) => readWatchers(unit, ticket),
    call: (webhook, called) => callWebhook(book, webhook, called),
  };
  return book;
}

/** The answer of the first time; a unit that fails is over. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= read();
    return answer;
  };
}

type Called = { readonly event: Happened; readonly noticed: Noticed };

async function callWebhook(
  book: NoticeBook,
  webhook: WebhookRow,
  { event, noticed: { kind, pace } }: Called,
): Promise<void> {
  if (!(await book.hasRoom(webhook))) {
    await book.unit.notices.letGo(webhook.id);
    return;
  }
  const recipient = { recipientKind: "webhook", recipientId: webhook.id } as const;
  await book.add(toNoticeRow(book, event, { ...recipient, channel: "webhook", kind, pace }));
}

/** A notice as it begins: on screen it has arrived, elsewhere it waits. */
export function toNoticeRow(
  { tools, nowMs }: Pick<NoticeBook, "tools" | "nowMs">,
  { key, ticket, transitionId, parameters }: Happened,
  {
    dueAtMs = nowMs,
    thread,
    ...told
  }: Pick<NoticeRow, "recipientKind" | "recipientId" | "channel"> & {
    readonly kind: NoticeKind;
    readonly pace: Pace;
    readonly dueAtMs?: number;
    readonly thread?: string;
  },
): NoticeRow {
  const id = tools.newId("ntc");
  const isOnScreen = told.channel === "screen";
  return {
    ...told,
    id,
    key: `${key} ${told.kind} ${told.recipientId} ${told.channel}`,
    customerId: ticket?.customerId ?? null,
    ticketId: ticket?.id ?? null,
    transitionId,
    // What is a thread of its own leaves by itself.
    thread: thread ?? id,
    parameters,
    count: 1,
    createdAtMs: nowMs,
    dueAtMs,
    nextAtMs: isOnScreen ? null : dueAtMs,
    state: isOnScreen ? "sent" : "waiting",
    attempts: 0,
    errorCode: null,
    errorDetail: null,
    sentAtMs: isOnScreen ? nowMs : null,
    readAtMs: null,
    messageId: null,
  };
}

/** People who are told at most; a provider has fewer. */
const STAFF_MAX = 1_000;

async function readPeople(unit: Unit): Promise<{ rules: NoticeRuleRow[]; staff: Person[] }> {
  return { rules: await unit.notices.rules(), staff: await readStaff(unit) };
}

/** Those of the staff who are here. */
export async function readStaff({ staff }: Unit): Promise<Person[]> {
  const rows = await staff.staff({ active: true, limit: STAFF_MAX });
  return rows.map(({ teams, ...person }) => ({
    ...person,
    teamIds: teams.map(({ id }) => id),
  }));
}

async function readWatchers(
  { conversation }: Unit,
  ticket: TicketRow | null,
): Promise<readonly string[]> {
  if (ticket === null) return [];
  return (await conversation.watchers(ticket.id)).map(({ id }) => id);
}
