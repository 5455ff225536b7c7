import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { NoticeKind } from "@vigie/shared/notice.ts";
import { addresseesOf, matches, type Person, type Told } from "../domain/notice-audience.ts";
import { type Noticed, noticedIn } from "../domain/notice-kind.ts";
import type { TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { tellCustomers } from "./customer-notices.ts";
import { createNoticeBook, type NoticeBook, toNoticeRow } from "./notice-book.ts";
import { planMail, planScreen } from "./notice-plan.ts";
import { type Waking, wake, whoSleeps } from "./waking.ts";

/**
 * Makes of what happened in a unit the rows of the outbox, in that same unit: what is committed is told,
 * what is undone never was. Nobody is sent anything here.
 */

/** A line that a unit added to a ticket's history. */
export type AddedLine = TicketTransitionRow & { readonly id: number };

/** Something to tell that is no line of a history. */
export type Notice = {
  /** What happened: told again under the same key it is told once. */
  readonly key: string;
  readonly kind: NoticeKind;
  /** null = it is about Vigie itself. */
  readonly ticket: TicketRow | null;
  readonly parameters: Readonly<Record<string, string | number>>;
};

/** Somebody whom no rule names, by mail: a contact by the contract, or an address. */
export type MailTo = { readonly kind: "staff" | "contact" | "address"; readonly id: string };

export interface Notifier {
  /** Tells of lines whoever is to hear of them; returns how many rows wait to leave. */
  onLines(unit: Unit, lines: readonly AddedLine[], nowMs: number): Promise<number>;
  /** Tells of something else, likewise. */
  tell(unit: Unit, notice: Notice, nowMs: number): Promise<number>;
  /** Tells one recipient by mail, at once and whatever the rules say. */
  mail(unit: Unit, notice: Notice & { readonly to: MailTo }, nowMs: number): Promise<number>;
  /** Shows one of the staff something on their screen, whatever the rules say. */
  show(unit: Unit, notice: Notice & { readonly staffId: string }, nowMs: number): Promise<void>;
  /** Of some people those who do not know of a ticket's cause since a moment ago. */
  whoSleeps(unit: Unit, waking: Waking, nowMs: number): Promise<readonly Person[]>;
  /** Wakes people for a ticket that nobody took, as a line of its history says. */
  wake(unit: Unit, waking: Waking & { readonly line: AddedLine }, nowMs: number): Promise<number>;
}

export type NotifierTools = {
  readonly newId: (prefix: IdPrefix) => string;
  /** Whether a mail server is set: what could never leave is not written. */
  readonly hasMail: boolean;
};

export function createNotifier(tools: NotifierTools): Notifier {
  return {
    async onLines(unit, lines, nowMs) {
      const book = createNoticeBook(tools, unit, nowMs);
      for (const line of lines) await noticeLine(book, line);
      await book.keep();
      return book.leaving();
    },

    async tell(unit, { key, kind, ticket, parameters }, nowMs) {
      const book = createNoticeBook(tools, unit, nowMs);
      const event = { key, ticket, transitionId: null, parameters, actor: "" };
      await notice(book, event, { kind, pace: "calm", isUrgent: false, afterMs: 0 });
      await book.keep();
      return book.leaving();
    },

    async mail(unit, { to, key, kind, ticket, parameters }, nowMs) {
      if (!tools.hasMail) return 0;
      const book = createNoticeBook(tools, unit, nowMs);
      const event = { key, ticket, transitionId: null, parameters, actor: "" };
      const recipient = { recipientKind: to.kind, recipientId: to.id, channel: "mail" } as const;
      await book.add(toNoticeRow(book, event, { ...recipient, kind, pace: "at_once" }));
      return book.leaving();
    },

    async show(unit, { staffId, key, kind, ticket, parameters }, nowMs) {
      const book = createNoticeBook(tools, unit, nowMs);
      const event = { key, ticket, transitionId: null, parameters, actor: "" };
      const recipient = { recipientKind: "staff", recipientId: staffId } as const;
      const row = { ...recipient, channel: "screen", kind, pace: "at_once" } as const;
      await book.add(toNoticeRow(book, event, row));
    },

    whoSleeps: (unit, waking, nowMs) => whoSleeps(createNoticeBook(tools, unit, nowMs), waking),

    async wake(unit, waking, nowMs) {
      const book = createNoticeBook(tools, unit, nowMs);
      await wake(book, waking, happenedIn(waking));
      await book.keep();
      return book.leaving();
    },
  };
}

/** What happened, as a notice keeps it. */
export type Happened = {
  readonly key: string;
  readonly ticket: TicketRow | null;
  readonly transitionId: number | null;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly actor: string;
};

async function noticeLine(book: NoticeBook, line: AddedLine): Promise<void> {
  // Most lines tell nobody anything, whatever their ticket is like: that one is not even read.
  if (!isWorthReading(line)) return;
  const ticket = await book.ticket(line.ticketId);
  if (ticket === undefined) return;
  const event = happenedIn({ line, ticket });
  for (const noticed of noticedIn(line, ticket)) await notice(book, event, noticed);
  await tellCustomers(book, event, { line, ticket });
}

/** Told by whomever, and however often, a line is told once. */
function happenedIn({
  line: { id: transitionId, actor, parameters },
  ticket,
}: {
  readonly line: AddedLine;
  readonly ticket: TicketRow;
}) {
  return { key: `line ${transitionId}`, ticket, transitionId, parameters, actor };
}

const QUIET_KINDS: ReadonlySet<string> = new Set<TicketTransitionRow["kind"]>([
  "repeated",
  "recovered",
  "commented",
]);

function isWorthReading({ kind, fromState, toState }: AddedLine): boolean {
  return !QUIET_KINDS.has(kind) || fromState !== toState;
}

async function notice(book: NoticeBook, event: Happened, noticed: Noticed): Promise<void> {
  const told = await toldOf(book, event, noticed.kind);
  for (const webhook of await book.webhooks()) {
    // What may turn out not to hold is no event for a program.
    if (noticed.afterMs === 0 && matches(webhook, told))
      await book.call(webhook, { event, noticed });
  }
  const { rules, staff } = await book.people();
  for (const addressee of addresseesOf(told, { rules, staff })) {
    if (addressee.channel === "screen") await planScreen(book, addressee, { event, noticed });
    else await planMail(book, addressee, { event, noticed });
  }
}

async function toldOf(
  book: NoticeBook,
  { ticket, actor }: Happened,
  kind: NoticeKind,
): Promise<Told> {
  return {
    kind,
    actor,
    customerId: ticket?.customerId ?? null,
    priority: ticket?.priority ?? null,
    assigneeId: ticket?.assigneeId ?? null,
    teamId: ticket?.teamId ?? null,
    watcherIds: await book.watchers(ticket),
  };
}
