import type { ForecastCondition, RateCondition, ThresholdCondition } from "@vigie/shared/rule.ts";
import { FORECAST_LOOKS_BACK_MS, forecastVerdict, outlookOf } from "./forecast.ts";
import { rateOf, rateVerdict, type Window } from "./rate.ts";
import { type Verdict, verdictOf } from "./rule.ts";
import type { Course } from "./slope.ts";

/** When a rule would have fired in the past: from what was measured step by step, and not report by report. */

export type Episode = {
  readonly fromMs: number;
  /** null = it would still fire. */
  readonly untilMs: number | null;
  /** What was measured when it would have begun to fire. */
  readonly value: number;
};

/** One step of the past as a rule sees it; that may depend on whether it fires already. */
export type PastStep = {
  readonly atMs: number;
  readonly value: number;
  /** undefined = nothing can be said, and all stays as it is. */
  readonly judge: (isFiring: boolean) => Verdict | undefined;
};

/** Steps that follow one another, oldest first; a condition that holds in a step holds to its end. */
export function createEpisodes({
  holdForMs,
  stepMs,
}: {
  readonly holdForMs: number;
  readonly stepMs: number;
}) {
  const ended: Episode[] = [];
  let breachedSinceMs: number | undefined;
  let current: Episode | undefined;

  function clear(atMs: number): void {
    if (current !== undefined) ended.push({ ...current, untilMs: atMs });
    current = undefined;
    breachedSinceMs = undefined;
  }

  return {
    add({ atMs, value, judge }: PastStep): void {
      const verdict = judge(current !== undefined);
      if (verdict === undefined) return;
      if (verdict === "clear") {
        clear(atMs);
        return;
      }
      breachedSinceMs ??= atMs;
      const isHeld = atMs + stepMs - breachedSinceMs >= holdForMs;
      if (isHeld) current ??= { fromMs: atMs, untilMs: null, value };
    },
    all: (): readonly Episode[] => (current === undefined ? ended : [...ended, current]),
  };
}

/** Parallel columns of a series, as the metric store gives them. */
export type PastSeries = Window & { readonly max: readonly number[] };

/**
 * A threshold over the past. Where it must hold for a while, the mean of each step is looked at; where
 * it fires at once, the worst of each.
 */
export function* thresholdSteps(
  condition: ThresholdCondition,
  {
    series,
    and,
    holdForMs,
  }: {
    readonly series: PastSeries;
    /** Of the second metric, where there is one. */
    readonly and: PastSeries | undefined;
    readonly holdForMs: number;
  },
): Generator<PastStep> {
  const second = new Map(and?.atMs.map((atMs, place) => [atMs, and.mean[place]]));
  const worst = condition.direction === "above" ? series.max : series.min;
  const looked = holdForMs === 0 ? worst : series.mean;
  for (const [place, atMs] of series.atMs.entries()) {
    const value = looked[place] ?? Number.NaN;
    const values = { value, and: second.get(atMs) };
    yield { atMs, value, judge: (isFiring) => verdictOf(condition, values, isFiring) };
  }
}

/** A rate over the past: at the end of each step the window that ends there. */
export function* rateSteps(
  condition: RateCondition,
  { atMs, mean, min }: Window,
  stepMs: number,
): Generator<PastStep> {
  const windowMs = condition.windowSeconds * 1_000;
  let first = 0;
  for (const [place, endMs] of atMs.entries()) {
    while ((atMs[first] ?? endMs) < endMs + stepMs - windowMs) first += 1;
    const part = (values: readonly number[]) => values.slice(first, place + 1);
    const rate = rateOf({ atMs: part(atMs), mean: part(mean), min: part(min) }, condition);
    if (rate === undefined) continue;
    yield { atMs: endMs, value: rate, judge: (isFiring) => rateVerdict(condition, rate, isFiring) };
  }
}

/** A forecast over the past: what would have been known at each of these instants. */
export function* forecastSteps(
  condition: ForecastCondition,
  { atMs, value }: Course,
  {
    fromMs,
    toMs,
    everyMs,
  }: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly everyMs: number;
  },
): Generator<PastStep> {
  let first = 0;
  let end = 0;
  for (let nowMs = fromMs + everyMs; nowMs <= toMs; nowMs += everyMs) {
    while ((atMs[end] ?? nowMs) < nowMs) end += 1;
    while ((atMs[first] ?? nowMs) < nowMs - FORECAST_LOOKS_BACK_MS) first += 1;
    // Nothing new was measured since it was last looked at.
    if ((atMs[end - 1] ?? 0) < nowMs - everyMs) continue;
    const known = { atMs: atMs.slice(first, end), value: value.slice(first, end) };
    const outlook = outlookOf(known, condition);
    if (outlook.kind === "unknown") continue;
    yield {
      atMs: nowMs,
      value: outlook.value,
      judge: (isFiring) => forecastVerdict(condition, outlook, { isFiring, nowMs }),
    };
  }
}
