import type { Moment } from "./probe.ts";

/**
 * What the kernel counts since the machine started, turned into what happened between two readings.
 * Where the two cannot be compared there is no answer, rather than a zero or a spike.
 */

/** Counters as they stood at a moment. */
export type Reading<T> = { readonly at: Moment; readonly value: T };

/**
 * Time between two readings; undefined when they cannot be compared: none before, another boot, or
 * an uptime that did not advance.
 */
export function elapsedMs(before: Moment | undefined, now: Moment): number | undefined {
  if (before === undefined || before.bootId !== now.bootId) return undefined;
  const elapsed = now.uptimeMs - before.uptimeMs;
  return elapsed > 0 ? elapsed : undefined;
}

type Counters = Readonly<Record<string, number>>;

/** How much a counter grew; undefined when it was reset or wrapped, or is missing. */
export function growth(before: number | undefined, after: number | undefined): number | undefined {
  if (before === undefined || after === undefined || after < before) return undefined;
  return after - before;
}

/** Whether any of an object's counters was reset or wrapped: then its rates mean nothing. */
export function isReset(before: Counters, after: Counters): boolean {
  for (const name in after) {
    if (growth(before[name], after[name]) === undefined) return true;
  }
  return false;
}

/** What `toRates` makes of each object that both readings hold and that was not reset between them. */
export function compareEach<T extends Counters>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  toRates: (then: T, now: T) => Record<string, number>,
): Record<string, Record<string, number>> {
  const rates: Record<string, Record<string, number>> = {};
  for (const [name, now] of after) {
    const then = before.get(name);
    if (then !== undefined && !isReset(then, now)) rates[name] = toRates(then, now);
  }
  return rates;
}

/** A part of a whole in percent, held within 0 and 100. */
export function percentOf(part: number, whole: number): number {
  return Math.min(100, Math.max(0, (part / whole) * 100));
}
