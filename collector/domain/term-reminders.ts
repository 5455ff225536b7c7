import type { TermEvents, TermReminder } from "@vigie/shared/term.ts";
import { type Day, isBefore, latest } from "./term-clause.ts";
import { type Course, type Span, spansFrom } from "./term-course.ts";

/**
 * When staff is reminded that notice can still be given, or that a contract ends unless somebody
 * renews it. A date is reminded of from the day on which it is the next such date. Where a term is
 * so short that a reminder would fall before that day, it moves up to it and says the days that are
 * really left; several that meet there are one. So a monthly contract is reminded of each of its
 * notice dates, once, and of none of them in the shadow of another.
 */

const REMINDER_DAYS = [90, 60, 30] as const;

export type Reminder = {
  readonly daysBefore: number;
  readonly on: Day;
  readonly of: Subject["of"];
};

/** What staff is reminded of, and the first day on which it comes next. */
type Subject = {
  readonly of: TermReminder["of"];
  readonly day: Day;
  readonly nextFrom: Day;
  readonly reminderDays: readonly number[];
};

/** The reminders of the date that comes next on a day, past ones too, in order of days. */
export function remindersOn(course: Course, events: TermEvents, on: Day): Reminder[] {
  if (isSettled(course, events, on)) return [];
  const subject = subjectOn(course, on);
  return subject === undefined ? [] : toReminders(subject, events);
}

/** The next day of a reminder, and the one on which another date comes next: its own follow then. */
export function nextReminderDay(course: Course, events: TermEvents, after: Day): Day[] {
  if (isSettled(course, events, after)) return [];
  const subject = subjectOn(course, after);
  if (subject === undefined) return [];
  const days = toReminders(subject, events).map(({ on }) => on);
  return [...days.filter((day) => isBefore(after, day)), subject.day.add({ days: 1 })];
}

/** Nobody is reminded of what was settled: the end is known and agreed. */
function isSettled({ endsOn }: Course, { noticeGivenOn, endsEarlyOn }: TermEvents, on: Day) {
  if (endsEarlyOn !== undefined) return true;
  if (noticeGivenOn !== undefined && noticeGivenOn <= on.toString()) return true;
  return endsOn !== null && isBefore(endsOn, on);
}

function subjectOn({ phases, firstDay }: Course, on: Day): Subject | undefined {
  const from = latest(on, firstDay);
  for (const span of spansFrom(phases, from)) {
    if (span.endsOn === null) return undefined;
    const day = subjectDay(span);
    if (day === null || isBefore(day, from)) continue;
    return {
      of: span.lapses ? "end" : "last_notice",
      day,
      nextFrom: latest(firstDay, dayAfterSubjectBefore(span, { phases, firstDay })),
      reminderDays: span.term.reminderDays ?? REMINDER_DAYS,
    };
  }
  return undefined;
}

/** null = nothing ends with this term, whatever anybody does, or nothing is reminded of. */
function subjectDay({ term, lapses, endsOn, lastNoticeOn }: Span): Day | null {
  if (lapses) return endsOn;
  return term.renewal === "tacit" ? lastNoticeOn : null;
}

function dayAfterSubjectBefore(
  span: Span,
  { phases, firstDay }: Pick<Course, "phases" | "firstDay">,
): Day {
  let before = span.startsOn.subtract({ days: 1 });
  while (!isBefore(before, firstDay)) {
    const [earlier] = spansFrom(phases, before).take(1);
    if (earlier === undefined) break;
    const day = subjectDay(earlier);
    if (day !== null) return day.add({ days: 1 });
    before = earlier.startsOn.subtract({ days: 1 });
  }
  return firstDay;
}

function toReminders(
  { of, day, nextFrom, reminderDays }: Subject,
  { noticeGivenOn }: TermEvents,
): Reminder[] {
  const days = reminderDays.map((count) => latest(nextFrom, day.subtract({ days: count })));
  const distinct = new Map(days.map((on) => [on.toString(), on]));
  return [...distinct.values()]
    .toSorted((a, b) => Temporal.PlainDate.compare(a, b))
    .filter((on) => noticeGivenOn === undefined || on.toString() < noticeGivenOn)
    .map((on) => ({ daysBefore: on.until(day).days, on, of }));
}
