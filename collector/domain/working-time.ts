import { type Calendar, monthAt, stretchesIn, workedYearAt } from "./calendar.ts";
import { SPENT_SPAN_MS, type Stretch } from "./stretch.ts";
import {
  exceededInYear,
  spentInYear,
  type WorkedYear,
  workedBefore,
  workedIn,
} from "./worked-year.ts";

export { type Calendar, toCalendar, zoneOf } from "./calendar.ts";

/**
 * Working time: which instants a calendar covers, and how they add up.
 *
 * There is one walk. It goes forward from an instant and yields the covered stretches, in order and
 * without end. A deadline walks until the budget is spent, an elapsed time until the other instant;
 * all answers fold the same walk, so they cannot disagree about a holiday or a clock change. The folds
 * are looked up, year by year, in arrays that hold the same stretches and their sums; that both answer
 * alike is a law of the tests.
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
  const dueMs = spentAtMs(calendar, { startMs: fromMs, endMs: fromMs + SPENT_SPAN_MS }, budgetMs);
  if (dueMs !== undefined) return dueMs;
  throw new RangeError(`${budgetMs} ms are not worked within twenty years`);
}

/** The earliest instant of a span at which a budget is spent, counted from the span's start. */
export function spentAtMs(calendar: Calendar, span: Stretch, budgetMs: number): number | undefined {
  return lookedUp(calendar, span, { budgetMs, inYear: spentInYear });
}

/** The latest instant of a span at which no more than a budget is spent. */
export function exceededAfterMs(
  calendar: Calendar,
  span: Stretch,
  budgetMs: number,
): number | undefined {
  return lookedUp(calendar, span, { budgetMs, inYear: exceededInYear });
}

/** Working milliseconds between two instants; 0 when `to` is not after `from`. */
export function elapsedMs(
  calendar: Calendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): number {
  return workedMs(calendar, { startMs: from.epochMilliseconds, endMs: to.epochMilliseconds });
}

/** Working milliseconds in a span; 0 when it is empty or turned. */
export function workedMs(calendar: Calendar, { startMs, endMs }: Stretch): number {
  if (endMs <= startMs) return 0;
  let year = workedYearAt(calendar, startMs);
  let totalMs = -workedBefore(year, startMs);
  while (year.endMs < endMs) {
    totalMs += workedIn(year);
    year = workedYearAt(calendar, year.endMs);
  }
  return totalMs + workedBefore(year, endMs);
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

type Wanted = {
  readonly budgetMs: number;
  readonly inYear: (year: WorkedYear, fromMs: number, budgetMs: number) => number | undefined;
};

/** The first year of a span that has the answer; what the years before it work is taken off. */
function lookedUp(
  calendar: Calendar,
  { startMs, endMs }: Stretch,
  { budgetMs, inYear }: Wanted,
): number | undefined {
  let leftMs = budgetMs;
  let fromMs = startMs;
  while (fromMs <= endMs) {
    const year = workedYearAt(calendar, fromMs);
    const foundMs = inYear(year, fromMs, leftMs);
    if (foundMs !== undefined) return foundMs <= endMs ? foundMs : undefined;
    leftMs -= workedIn(year) - workedBefore(year, fromMs);
    fromMs = year.endMs;
  }
  return undefined;
}

export function instantOf(epochMs: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMs);
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
