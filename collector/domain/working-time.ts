import { type Calendar, monthAt, stretchesIn, workedYearAt } from "./calendar.ts";
import { lengthUntil, type Stretch, spentAt } from "./stretch.ts";
import { spentInYear, workedBefore, workedIn } from "./worked-year.ts";

export { type Calendar, toCalendar, zoneOf } from "./calendar.ts";

/**
 * Working time: which instants a calendar covers, and how they add up.
 *
 * There is one walk. It goes forward from an instant and yields the covered stretches, in order and
 * without end. A deadline walks until the budget is spent, an elapsed time until the other instant;
 * all answers fold the same walk, so they cannot disagree about a holiday or a clock change. What lies
 * in the year of its start or the next one is looked up in arrays that hold the same stretches; that
 * both answer alike is a law of the tests.
 *
 * Out of hours is whatever the walk leaves out. Instants count to the millisecond.
 */

/** A stretch of time. `end` is the first instant outside it. */
export type Period = { readonly start: Temporal.Instant; readonly end: Temporal.Instant };

/** A calendar that was checked opens within 400 days of any instant; 14 empty months are a mistake. */
const EMPTY_MONTHS_MAX = 14;

/** More periods than any page shows; a count above it is a mistake. */
const OPEN_PERIODS_MAX = 1_000;

/**
 * Yields the working periods that end after `from`, without end; the first is cut to start there.
 * Two that follow one another may touch.
 */
export function* workingPeriods(calendar: Calendar, from: Temporal.Instant): Generator<Period> {
  for (const { startMs, endMs } of workingStretches(calendar, from.epochMilliseconds)) {
    yield { start: instantOf(startMs), end: instantOf(endMs) };
  }
}

/**
 * The instant at which `budgetMs` of working time, counted from `from`, is spent: the earliest such,
 * so a budget spent as the calendar closes is due at that closing. A budget of 0 is due at `from`
 * if open, else at the next opening. Throws a RangeError when it takes more than twenty years.
 */
export function deadline(
  calendar: Calendar,
  from: Temporal.Instant,
  budgetMs: number,
): Temporal.Instant {
  return instantOf(deadlineMs(calendar, from.epochMilliseconds, budgetMs));
}

/** `deadline` in epoch milliseconds. */
export function deadlineMs(calendar: Calendar, fromMs: number, budgetMs: number): number {
  return (
    lookedUpDeadline(calendar, fromMs, budgetMs) ??
    spentAt(workingStretches(calendar, fromMs), budgetMs)
  );
}

/** Working milliseconds between two instants; 0 when `to` is not after `from`. */
export function elapsedMs(
  calendar: Calendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): number {
  const [fromMs, toMs] = [from.epochMilliseconds, to.epochMilliseconds];
  if (toMs <= fromMs) return 0;
  return (
    lookedUpElapsed(calendar, fromMs, toMs) ?? lengthUntil(workingStretches(calendar, fromMs), toMs)
  );
}

export function isOpen(calendar: Calendar, at: Temporal.Instant): boolean {
  return deadlineMs(calendar, at.epochMilliseconds, 0) === at.epochMilliseconds;
}

/** The instant itself when the calendar is open then, else when it opens next. */
export function nextOpening(calendar: Calendar, at: Temporal.Instant): Temporal.Instant {
  return deadline(calendar, at, 0);
}

/** The next working periods, at most `count` and none that starts at or after `until`. */
export function openPeriods(
  calendar: Calendar,
  from: Temporal.Instant,
  { until, count }: { readonly until?: Temporal.Instant; readonly count: number },
): Period[] {
  if (count > OPEN_PERIODS_MAX) throw new RangeError(`${count} periods are more than anyone shows`);

  const periods: Period[] = [];
  if (count <= 0) return periods;
  for (const { start, end } of workingPeriods(calendar, from)) {
    if (until !== undefined && !isBefore(start, until)) break;
    periods.push({ start, end: until !== undefined && isBefore(until, end) ? until : end });
    if (periods.length >= count) break;
  }
  return periods;
}

/** The walk, in epoch milliseconds: what `workingPeriods` yields, without objects for its instants. */
export function* workingStretches(calendar: Calendar, fromMs: number): Generator<Stretch> {
  let emptyMonths = 0;

  for (let month = monthAt(calendar, fromMs); emptyMonths < EMPTY_MONTHS_MAX; month += 1) {
    const stretches = stretchesIn(calendar, month);
    emptyMonths = stretches.length === 0 ? emptyMonths + 1 : 0;
    for (const stretch of stretches) {
      if (stretch.endMs <= fromMs) continue;
      yield stretch.startMs < fromMs ? { startMs: fromMs, endMs: stretch.endMs } : stretch;
    }
  }

  throw new RangeError(`the calendar does not open for ${EMPTY_MONTHS_MAX} months`);
}

/** The deadline, where the budget is spent in the year of the start or in the next one. */
function lookedUpDeadline(
  calendar: Calendar,
  fromMs: number,
  budgetMs: number,
): number | undefined {
  const year = workedYearAt(calendar, fromMs);
  const inYear = spentInYear(year, fromMs, budgetMs);
  if (inYear !== undefined) return inYear;
  const restMs = budgetMs - (workedIn(year) - workedBefore(year, fromMs));
  return spentInYear(workedYearAt(calendar, year.endMs), year.endMs, restMs);
}

/** The working time, where the span ends in the year in which it starts or in the next one. */
function lookedUpElapsed(calendar: Calendar, fromMs: number, toMs: number): number | undefined {
  const year = workedYearAt(calendar, fromMs);
  const doneMs = workedBefore(year, fromMs);
  if (toMs <= year.endMs) return workedBefore(year, toMs) - doneMs;
  const next = workedYearAt(calendar, year.endMs);
  if (toMs > next.endMs) return undefined;
  return workedIn(year) - doneMs + workedBefore(next, toMs);
}

export function instantOf(epochMs: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMs);
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
