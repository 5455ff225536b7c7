import { inside, SPENT_SPAN_MS, type Spent, type Stretch, unite, without } from "./stretch.ts";
import {
  type Calendar,
  exceededAfterMs,
  spentAtMs,
  workedMs,
  workingStretches,
} from "./working-time.ts";

/**
 * Working time consumed: what the calendars of a target's legs cover, less what does not count. Legs
 * less breaks are spans, and what is worked in a span is looked up; that the walk over the stretches
 * that count says the same is a law of the tests.
 */

/** A stretch of the count under one promise, `[fromMs, toMs)`; the last one has no end. */
export type Leg = {
  readonly calendar: Calendar;
  readonly pausable: boolean;
  readonly fromMs: number;
  readonly toMs: number;
};

/** What does not count, each list in order and apart from one another. */
export type Breaks = {
  /** For legs that can be paused. */
  readonly pauses: readonly Stretch[];
  /** For all of them. */
  readonly closed: readonly Stretch[];
  /** Both together. */
  readonly both: readonly Stretch[];
};

/** Time of a leg in which no break lies: what is worked in it counts. The last one may have no end. */
export type Counted = Stretch & {
  readonly calendar: Calendar;
  /** Without end where the span has none. */
  readonly workedMs: number;
};

export function toBreaks(pauses: readonly Stretch[], closed: readonly Stretch[]): Breaks {
  return { pauses, closed, both: closed.length === 0 ? pauses : unite([...pauses, ...closed]) };
}

/** Breaks as they stood at an instant: what comes after it is no break. */
export function breaksUntil({ pauses, closed }: Breaks, untilMs: number): Breaks {
  const cut = (stretches: readonly Stretch[]) =>
    stretches
      .filter(({ startMs }) => startMs < untilMs)
      .map(({ startMs, endMs }) => ({ startMs, endMs: Math.min(endMs, untilMs) }));
  return toBreaks(cut(pauses), cut(closed));
}

/** The walk: the stretches that count, from an instant on, through all legs. */
export function* counted(legs: readonly Leg[], breaks: Breaks, fromMs: number): Generator<Stretch> {
  for (const leg of legs) {
    for (const { startMs, endMs, workedMs: lengthMs } of countedSpans(leg, breaks, fromMs)) {
      // Between two breaks of one night there is nothing to walk to.
      if (lengthMs > 0) yield* stretchesIn(leg.calendar, { startMs, endMs });
    }
  }
}

function* stretchesIn(calendar: Calendar, span: Stretch): Generator<Stretch> {
  for (const { startMs, endMs } of workingStretches(calendar, span.startMs)) {
    if (startMs >= span.endMs) break;
    yield { startMs, endMs: Math.min(endMs, span.endMs) };
  }
}

/** The spans of a leg that count, from an instant on, in order. */
export function countedSpans(leg: Leg, breaks: Breaks, fromMs = leg.fromMs): readonly Counted[] {
  const { calendar } = leg;
  return spansOf(leg, breaks, { startMs: fromMs, endMs: leg.toMs }).map((span) => ({
    ...span,
    calendar,
    workedMs: Number.isFinite(span.endMs) ? workedMs(calendar, span) : Number.POSITIVE_INFINITY,
  }));
}

/** Working milliseconds that counted before an instant. */
export function consumedMs(legs: readonly Leg[], breaks: Breaks, untilMs: number): number {
  return sum(legs, (leg) => {
    const spans = spansOf(leg, breaks, { startMs: leg.fromMs, endMs: untilMs });
    return sum(spans, (span) => workedMs(leg.calendar, span));
  });
}

/** Working milliseconds before an instant that did not count because of a pause. */
export function pausedMs(legs: readonly Leg[], breaks: Breaks, untilMs: number): number {
  if (breaks.pauses.length === 0) return 0;
  const pausable = legs.filter((leg) => leg.pausable);
  const unpaused = toBreaks([], breaks.closed);
  return consumedMs(pausable, unpaused, untilMs) - consumedMs(pausable, breaks, untilMs);
}

/**
 * Where a budget is spent on spans, as `spentOn` says it of the walk over them: within twenty years of
 * the first opening, or undefined.
 */
export function spentInSpans(spans: readonly Counted[], budgetMs: number): Spent | undefined {
  const beginMs = spans[0]?.startMs ?? 0;
  const openMs = earliest(spans, 0, beginMs + SPENT_SPAN_MS);
  if (openMs === undefined) return undefined;
  const limitMs = openMs + SPENT_SPAN_MS;
  const firstMs = budgetMs === 0 ? openMs : earliest(spans, budgetMs, limitMs);
  if (firstMs === undefined) return undefined;
  return { firstMs, lastMs: latest(spans, budgetMs, limitMs) ?? Number.POSITIVE_INFINITY };
}

/** A span in which nothing is worked is never where a budget is spent, not even one of nothing. */
function earliest(
  spans: readonly Counted[],
  budgetMs: number,
  limitMs: number,
): number | undefined {
  let leftMs = budgetMs;
  for (const span of spans) {
    if (span.workedMs >= Math.max(leftMs, 1)) {
      return spentAtMs(span.calendar, upTo(span, limitMs), leftMs);
    }
    leftMs -= span.workedMs;
  }
  return undefined;
}

function latest(spans: readonly Counted[], budgetMs: number, limitMs: number): number | undefined {
  let leftMs = budgetMs;
  for (const span of spans) {
    if (span.workedMs > leftMs) {
      return exceededAfterMs(span.calendar, upTo(span, limitMs), leftMs);
    }
    leftMs -= span.workedMs;
  }
  return undefined;
}

function upTo({ startMs, endMs }: Stretch, limitMs: number): Stretch {
  return { startMs, endMs: Math.min(endMs, limitMs) };
}

/** What of a leg lies in a span, less the breaks. */
function spansOf(leg: Leg, breaks: Breaks, span: Stretch): readonly Stretch[] {
  const own = inside([{ startMs: leg.fromMs, endMs: leg.toMs }], span);
  const stops = since(
    leg.pausable ? breaks.both : breaks.closed,
    Math.max(span.startMs, leg.fromMs),
  );
  return [...without(own, stops)];
}

/** Without the breaks that are over: a ticket changed often would walk through them each time. */
function since(breaks: readonly Stretch[], fromMs: number): readonly Stretch[] {
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((breaks[middle]?.endMs ?? 0) <= fromMs) low = middle + 1;
    else high = middle;
  }
  return breaks.slice(low);
}

function sum<T>(parts: readonly T[], lengthOf: (part: T) => number): number {
  return parts.reduce((total, part) => total + lengthOf(part), 0);
}
