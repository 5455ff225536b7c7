import type { RateCondition } from "@vigie/shared/rule.ts";
import type { Verdict } from "./rule.ts";

/** How fast a metric changes: from the beginning of a window to its end, an hour. */

/** What was measured in the steps of a window, oldest first: their means, and the least of each. */
export type Window = {
  readonly atMs: readonly number[];
  readonly mean: readonly number[];
  readonly min: readonly number[];
};

const HOUR_MS = 3_600_000;

/** Measures must span so much of the window, or what they say is of some other span of time. */
const SPANNED_SHARE = 0.8;

/** Change an hour; undefined when too little of the window was measured. */
export function rateOf(
  { atMs, mean, min }: Window,
  { windowSeconds, counter = false }: Pick<RateCondition, "windowSeconds" | "counter">,
): number | undefined {
  const spannedMs = (atMs.at(-1) ?? 0) - (atMs[0] ?? 0);
  if (spannedMs < SPANNED_SHARE * windowSeconds * 1_000) return undefined;
  const change = counter ? counted(min) : (mean.at(-1) ?? 0) - (mean[0] ?? 0);
  return (change / spannedMs) * HOUR_MS;
}

/** It breaches at or past `fireAt`, and while firing until it is back at or past `clearAt`. */
export function rateVerdict(
  { direction, fireAt, clearAt }: Pick<RateCondition, "direction" | "fireAt" | "clearAt">,
  rate: number,
  isFiring: boolean,
): Verdict {
  const sign = direction === "above" ? 1 : -1;
  const isPast = sign * rate >= sign * fireAt;
  return isPast || (isFiring && sign * rate > sign * clearAt) ? "breach" : "clear";
}

/**
 * What was counted over the window. A counter that fell began anew from 0 and has counted up to what it
 * shows; the least of a step is what it shows after that.
 */
function counted(values: readonly number[]): number {
  let total = 0;
  for (let place = 1; place < values.length; place += 1) {
    const before = values[place - 1] ?? 0;
    const value = values[place] ?? 0;
    total += value < before ? value : value - before;
  }
  return total;
}
