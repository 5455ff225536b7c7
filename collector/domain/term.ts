import type {
  Term,
  TermEvents,
  TermReminder,
  TermSpan,
  TermStanding,
  TermState,
} from "@vigie/shared/term.ts";
import { type Day, earliest, isBefore } from "./term-clause.ts";
import { type Course, type Span, spansFrom, toCourse } from "./term-course.ts";
import { nextReminderDay, type Reminder, remindersOn } from "./term-reminders.ts";

/**
 * Where a contract stands on a civil day: a pure answer to its term clause and to what happened to
 * it. Everything that happened is known on every day asked for, so that a notice dated tomorrow
 * tells the end today; only the state is that of the day.
 *
 *     not_started --first day--> in_force --notice, early end--> notice_given --day after the end--> ended
 *                                   \-- nobody renewed it expressly --------------------------------^
 */

export { checkTerm, checkTermDay } from "./term-check.ts";

type Wish = { readonly on: Day; readonly count: number };

/** Terms listed where nobody says how many. */
const TERMS_LISTED = 3;

/** The standing on a day, with some terms from the current one on. The term is a checked one. */
export function termStanding(term: Term, events: TermEvents, on: Day): TermStanding {
  return standingOf(toCourse(term, events), events, { on, count: TERMS_LISTED });
}

/** The same with as many terms as somebody wishes. */
export function longTermStanding(term: Term, events: TermEvents, wish: Wish): TermStanding {
  return standingOf(toCourse(term, events), events, wish);
}

/** The day that a reminder is of: the last notice date, or the end. */
export function deadlineOf({ on, daysBefore }: TermReminder): string {
  return Temporal.PlainDate.from(on).add({ days: daysBefore }).toString();
}

function standingOf(course: Course, events: TermEvents, { on, count }: Wish): TermStanding {
  const state = stateOn(course, events, on);
  const terms = state === "ended" ? [] : termsFrom(course, on, count);
  return {
    on: on.toString(),
    state,
    current: state === "not_started" ? null : (terms[0] ?? null),
    endsOn: toText(course.endsOn),
    reminders: remindersOn(course, events, on).map(toReminder),
    terms,
  };
}

/**
 * The next day on which the standing is another one: the state, the current term, the notice date
 * that is still useful, or the day of a reminder. null = nothing changes any more by itself.
 */
export function nextTermDay(term: Term, events: TermEvents, after: Day): Day | null {
  const course = toCourse(term, events);
  const overOn = course.endsOn?.add({ days: 1 });
  const days = [
    course.firstDay,
    overOn,
    noticeDay(events),
    nextTermStart(course, after),
    ...nextReminderDay(course, events, after),
  ]
    .filter((day) => day !== undefined)
    .filter((day) => isBefore(after, day) && !isBefore(day, course.firstDay))
    .filter((day) => overOn === undefined || !isBefore(overOn, day));
  return days.length === 0 ? null : days.reduce(earliest);
}

/** An express renewal that never comes is no notice: the contract is in force up to its last day. */
function stateOn({ firstDay, endsOn }: Course, events: TermEvents, on: Day): TermState {
  if (isBefore(on, firstDay)) return "not_started";
  if (endsOn !== null && isBefore(endsOn, on)) return "ended";
  const notice = noticeDay(events);
  const isNoticed = notice !== undefined && !isBefore(on, notice);
  return isNoticed || events.endsEarlyOn !== undefined ? "notice_given" : "in_force";
}

function termsFrom({ phases, endsOn }: Course, on: Day, count: number): TermSpan[] {
  const terms: TermSpan[] = [];
  for (const span of spansFrom(phases, on)) {
    if (terms.length >= count || (endsOn !== null && isBefore(endsOn, span.startsOn))) break;
    terms.push(toTermSpan(span, endsOn));
  }
  return terms;
}

/** A term in which the contract ends is shown up to that day; notice has nothing left to end then. */
function toTermSpan({ number, startsOn, ...span }: Span, courseEndsOn: Day | null): TermSpan {
  const isCut =
    courseEndsOn !== null && (span.endsOn === null || isBefore(courseEndsOn, span.endsOn));
  const endsOn = isCut ? courseEndsOn : span.endsOn;
  return {
    number,
    startsOn: startsOn.toString(),
    endsOn: toText(endsOn),
    anniversaryOn: endsOn === null ? null : endsOn.add({ days: 1 }).toString(),
    lastNoticeOn: isCut ? null : toText(span.lastNoticeOn),
  };
}

function toText(day: Day | null): string | null {
  return day === null ? null : day.toString();
}

function nextTermStart({ phases }: Course, after: Day): Day | undefined {
  for (const { startsOn } of spansFrom(phases, after)) {
    if (isBefore(after, startsOn)) return startsOn;
  }
  return undefined;
}

function noticeDay({ noticeGivenOn }: TermEvents): Day | undefined {
  return noticeGivenOn === undefined ? undefined : Temporal.PlainDate.from(noticeGivenOn);
}

function toReminder({ daysBefore, on, of }: Reminder): TermReminder {
  return { daysBefore, on: on.toString(), of };
}
