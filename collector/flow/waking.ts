import type { Person } from "../domain/notice-audience.ts";
import { paceOf } from "../domain/notice-kind.ts";
import type { TicketRow } from "../registry/registry.ts";
import type { NoticeBook } from "./notice-book.ts";
import { causeOf, planMail, planScreen } from "./notice-plan.ts";
import type { Happened } from "./notifier.ts";

/**
 * Wakes people for a ticket, whatever hours they want mails in: a policy names its priorities, and
 * whoever wrote it means it. Who was told of the same thing a moment ago is awake.
 */

export type Waking = { readonly ticket: TicketRow; readonly people: readonly Person[] };

/** Who was told so lately is not told again. */
const AWAKE_MS = 10 * 60_000;

export async function whoSleeps(
  book: NoticeBook,
  { ticket, people }: Waking,
): Promise<readonly Person[]> {
  const asleep: Person[] = [];
  for (const person of people) {
    if (!(await isAwake(book, person, ticket))) asleep.push(person);
  }
  return asleep;
}

export async function wake(book: NoticeBook, { people }: Waking, event: Happened): Promise<void> {
  const kind = "ticket_unacknowledged";
  const noticed = { kind, pace: paceOf(kind), isUrgent: true, afterMs: 0 } as const;
  for (const person of people) {
    await planScreen(book, { person, channel: "screen", rules: [] }, { event, noticed });
    if (person.email === null) continue;
    await planMail(book, { person, channel: "mail", rules: [] }, { event, noticed });
  }
}

/** By the way that wakes them: what stands on a screen does not, unless they have nothing else. */
async function isAwake(
  { tools, unit, nowMs }: NoticeBook,
  person: Person,
  ticket: TicketRow,
): Promise<boolean> {
  const channel = tools.hasMail && person.email !== null ? "mail" : "screen";
  const sinceMs = nowMs - AWAKE_MS;
  const thread = causeOf(ticket);
  const told = await unit.notices.told({ recipientId: person.id, channel, thread, sinceMs });
  // What has waited longer did not reach them: the mail server is away.
  return told.some(
    ({ state, dueAtMs }) => state === "sent" || (sinceMs <= dueAtMs && dueAtMs <= nowMs),
  );
}
