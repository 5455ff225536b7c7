import { lengthUntil, type Stretch, unite, without } from "./stretch.ts";
import { type Calendar, workingStretches } from "./working-time.ts";

/**
 * Working time consumed: what the calendars of a target's legs cover, less what does not count. Every
 * answer is a fold over the same walk.
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

/** Where a budget is spent: the first and the last instant at which just that much is consumed. */
export type Spent = { readonly firstMs: number; readonly lastMs: number };

/** A budget that needs longer than this was never meant for so few hours a week. */
const SPENT_YEARS_MAX = 20;
export const SPENT_SPAN_MS = SPENT_YEARS_MAX * 366 * 86_400_000;

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

/** The stretches that count, from an instant on, through all legs. */
export function* counted(legs: readonly Leg[], breaks: Breaks, fromMs: number): Generator<Stretch> {
  for (const leg of legs) {
    if (leg.toMs <= fromMs) continue;
    for (const { startMs, endMs } of countedIn(leg, breaks, fromMs)) {
      if (startMs >= leg.toMs) break;
      yield { startMs, endMs: Math.min(endMs, leg.toMs) };
    }
  }
}

/** Working milliseconds that counted before an instant. */
export function consumedMs(legs: readonly Leg[], breaks: Breaks, untilMs: number): number {
  return sum(legs, (leg) => lengthUntil(countedIn(leg, breaks), Math.min(leg.toMs, untilMs)));
}

/** Working milliseconds before an instant that did not count because of a pause. */
export function pausedMs(legs: readonly Leg[], breaks: Breaks, untilMs: number): number {
  if (breaks.pauses.length === 0) return 0;
  const pausable = legs.filter((leg) => leg.pausable);
  const unpaused = toBreaks([], breaks.closed);
  return consumedMs(pausable, unpaused, untilMs) - consumedMs(pausable, breaks, untilMs);
}

/** Undefined when it is never spent: the walk ends, or it takes more than twenty years. */
export function spentOn(walk: Iterable<Stretch>, budgetMs: number): Spent | undefined {
  let leftMs = budgetMs;
  let firstMs: number | undefined;
  let limitMs: number | undefined;
  for (const { startMs, endMs } of walk) {
    limitMs ??= startMs + SPENT_SPAN_MS;
    const lengthMs = endMs - startMs;
    if (lengthMs >= leftMs) firstMs ??= startMs + leftMs;
    if (lengthMs > leftMs && firstMs !== undefined) return { firstMs, lastMs: startMs + leftMs };
    leftMs -= lengthMs;
    if (endMs > limitMs) break;
  }
  return firstMs === undefined ? undefined : { firstMs, lastMs: Number.POSITIVE_INFINITY };
}

function countedIn(leg: Leg, breaks: Breaks, fromMs = leg.fromMs): Generator<Stretch> {
  const startMs = Math.max(fromMs, leg.fromMs);
  const stops = since(leg.pausable ? breaks.both : breaks.closed, startMs);
  return without(workingStretches(leg.calendar, startMs), stops);
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

function sum(legs: readonly Leg[], lengthOf: (leg: Leg) => number): number {
  return legs.reduce((total, leg) => total + lengthOf(leg), 0);
}
