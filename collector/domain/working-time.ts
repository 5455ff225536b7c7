import { type Calendar, monthAt, stretchesIn } from "./calendar.ts";
import { lengthUntil, type Stretch, spentAt } from "./stretch.ts";

export { type Calendar, toCalendar } from "./calendar.ts";

/**
 * Working time: which instants a calendar covers, and how they add up.
 *
 * There is one walk. It goes forward from an instant and yields the covered stretches, in order and
 * without end. A deadline walks until the budget is spent, an elapsed time until the other instant;
 * all answers fold the same walk, so they cannot disagree about a holiday or a clock change.
 *
 * Out of hours is whatever the walk leaves out. Instants count to the millisecond.
 */

/** A stretch of time. `end` is the first instant outside it. */
export type Period = { readonly start: Temporal.Instant; readonly end: Temporal.Instant };

/** A calendar that was checked opens within 370 days of any instant; 14 empty months are a mistake. */
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
  return instantOf(spentAt(workingStretches(calendar, from.epochMilliseconds), budgetMs));
}

/** Working milliseconds between two instants; 0 when `to` is not after `from`. */
export function elapsedMs(
  calendar: Calendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): number {
  const walk = workingStretches(calendar, from.epochMilliseconds);
  return lengthUntil(walk, to.epochMilliseconds);
}

export function isOpen(calendar: Calendar, at: Temporal.Instant): boolean {
  const [first] = openPeriods(calendar, at, { count: 1 });
  return first !== undefined && first.start.epochMilliseconds === at.epochMilliseconds;
}

/** The instant itself when the calendar is open then, else when it opens next. */
export function nextOpening(calendar: Calendar, at: Temporal.Instant): Temporal.Instant {
  return instantOf(spentAt(workingStretches(calendar, at.epochMilliseconds), 0));
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
  // Where the last stretch ended: a clock change can push one's end past the next one's start.
  let doneMs = fromMs;
  let emptyMonths = 0;

  for (let month = monthAt(calendar, fromMs); emptyMonths < EMPTY_MONTHS_MAX; month += 1) {
    const stretches = stretchesIn(calendar, month);
    emptyMonths = stretches.length === 0 ? emptyMonths + 1 : 0;
    for (const stretch of stretches) {
      if (stretch.endMs <= doneMs) continue;
      yield stretch.startMs < doneMs ? { startMs: doneMs, endMs: stretch.endMs } : stretch;
      doneMs = stretch.endMs;
    }
  }

  throw new RangeError(`the calendar does not open for ${EMPTY_MONTHS_MAX} months`);
}

export function instantOf(epochMs: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMs);
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
