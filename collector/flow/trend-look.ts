import type { ForecastCondition, RateCondition } from "@vigie/shared/rule.ts";
import { FORECAST_LOOKS_BACK_MS, forecastVerdict, outlookOf } from "../domain/forecast.ts";
import { rateOf, rateVerdict } from "../domain/rate.ts";
import type { Verdict } from "../domain/rule.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import type { AlertRow } from "../registry/registry.ts";
import { boundTo, type TrendBinding } from "./bindings.ts";
import type { MachineMemory } from "./machine-memory.ts";
import type { Memory } from "./memory.ts";
import { rulesOf } from "./rule-sets.ts";

/** What one rule sees in one series of the metric store. */

/** What is measured, and what it says; that may depend on whether the alert fires already. */
export type Seen = { readonly judge: (isFiring: boolean) => Judged };

type Judged = {
  /** undefined = nothing can be said, and all stays as it is. */
  readonly verdict: Verdict | undefined;
  readonly value: number;
  readonly threshold: number;
  readonly forecast: AlertRow["forecast"];
};

/** Series of one machine that are read: what has more objects than this has them by mistake. */
const TRENDS_MAX = 64;

/** The trends that its rules look at in what it reports now. */
export function trendsOf(memory: Memory, machine: MachineMemory): readonly TrendBinding[] {
  const ruleSet = rulesOf(memory, machine);
  const found = new Map<string, TrendBinding>();
  for (const used of machine.shapes) {
    for (const trend of boundTo(ruleSet, used).trends) {
      if (found.size < TRENDS_MAX) found.set(trend.key, trend);
    }
  }
  return [...found.values()];
}

type Looking = {
  readonly machineId: string;
  readonly binding: TrendBinding;
  readonly nowMs: number;
};

/** Undefined when there is too little of late to say anything. */
export async function observe(metrics: MetricStore, looking: Looking): Promise<Seen | undefined> {
  const { condition } = looking.binding;
  return condition.kind === "rate"
    ? observeRate(metrics, looking, condition)
    : observeForecast(metrics, looking, condition);
}

/** A window is looked at in so many steps, none of them shorter than the usual cadence. */
const WINDOW_STEPS = 12;
const STEP_LEAST_MS = 60_000;

/** The step in which a window of this condition is read. */
export function rateStepMs({ windowSeconds }: Pick<RateCondition, "windowSeconds">): number {
  const steps = Math.floor((windowSeconds * 1_000) / WINDOW_STEPS / STEP_LEAST_MS);
  return Math.max(1, steps) * STEP_LEAST_MS;
}

async function observeRate(
  metrics: MetricStore,
  { machineId, binding: { column }, nowMs }: Looking,
  condition: RateCondition,
): Promise<Seen | undefined> {
  const fromMs = nowMs - condition.windowSeconds * 1_000;
  const span = { fromMs, toMs: nowMs, stepMs: rateStepMs(condition) };
  const rate = rateOf(await metrics.series({ machineId, ...column, ...span }), condition);
  if (rate === undefined) return undefined;
  return {
    judge(isFiring) {
      const verdict = rateVerdict(condition, rate, isFiring);
      const threshold = verdict === "breach" ? condition.fireAt : condition.clearAt;
      return { verdict, value: rate, threshold, forecast: null };
    },
  };
}

const HOUR_MS = 3_600_000;

/** Of a machine that was last heard of longer ago, nothing new is known. */
const FRESH_MS = 3 * HOUR_MS;

async function observeForecast(
  metrics: MetricStore,
  { machineId, binding: { column }, nowMs }: Looking,
  condition: ForecastCondition,
): Promise<Seen | undefined> {
  const span = { fromMs: nowMs - FORECAST_LOOKS_BACK_MS, toMs: nowMs, stepMs: HOUR_MS };
  const { atMs, median } = await metrics.medians({ machineId, ...column, ...span });
  const newestMs = atMs.at(-1);
  if (newestMs === undefined || nowMs - newestMs > FRESH_MS) return undefined;
  const outlook = outlookOf({ atMs, value: median }, condition);
  if (outlook.kind === "unknown") return undefined;
  const { value } = outlook;
  const forecast =
    outlook.kind === "sure" ? { earliestMs: outlook.earliestMs, latestMs: outlook.latestMs } : null;
  return {
    judge: (isFiring) => ({
      verdict: forecastVerdict(condition, outlook, { isFiring, nowMs }),
      value,
      threshold: condition.level,
      forecast,
    }),
  };
}
