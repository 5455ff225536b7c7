import type { DryRun, DryRunEpisode, DryRunWish } from "@vigie/shared/dry-run.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type {
  Condition,
  ForecastCondition,
  RateCondition,
  ThresholdCondition,
} from "@vigie/shared/rule.ts";
import {
  createEpisodes,
  type Episode,
  forecastSteps,
  type PastStep,
  rateSteps,
  thresholdSteps,
} from "../domain/episodes.ts";
import { FORECAST_LOOKS_BACK_MS } from "../domain/forecast.ts";
import { checkRule, type Rule } from "../domain/rule.ts";
import { withOverrides } from "../domain/rule-override.ts";
import type { Column } from "../domain/samples.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import { breathe } from "./breathe.ts";
import { toInstant, toObject } from "./documents.ts";
import type { Ledger } from "./ledger.ts";
import type { MachineMemory } from "./machine-memory.ts";
import type { Memory } from "./memory.ts";
import { overridesFor } from "./rule-sets.ts";
import { rateStepMs } from "./trend-look.ts";

/** What a rule, as it is or as somebody would have it, would have said of the last days. */
export type DryRunner = {
  /** Refuses with `rule_invalid`, and `dry_run_impossible` for what was not measured. */
  readonly run: (rule: Rule, wish: DryRunWish) => Promise<DryRun | Refusal>;
};

type Tools = {
  readonly metrics: MetricStore;
  readonly ledger: Pick<Ledger, "memory">;
  readonly now: () => { readonly wallMs: number };
};

/** Series that are read for one answer: some seconds of the metric store's time. */
const SERIES_MAX = 300;

/** A forecast is worked out anew for every few hours of the past. */
const FORECAST_SERIES_MAX = 40;
const FORECAST_EVERY_MS = 6 * 3_600_000;

/** Those that wait for their turn: they run one after the other. */
const WAITING_MAX = 4;

const EPISODES_SHOWN_MAX = 200;
const DAYS_MAX = 30;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const STEP_MS = 5 * 60_000;

/** Steps that are judged before others have their turn. */
const STEPS_A_BREATH = 2_000;

export function createDryRunner(tools: Tools): DryRunner {
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  return {
    async run(rule, wish) {
      if (waiting >= WAITING_MAX)
        return impossible("others are being tried; try again in a minute");
      waiting += 1;
      const ran = turn.then(() => run(tools, rule, wish)).finally(() => (waiting -= 1));
      turn = ran.catch(() => {});
      return ran;
    },
  };
}

type Measured = ThresholdCondition | RateCondition | ForecastCondition;

function isMeasured(condition: Condition): condition is Measured {
  return ["threshold", "rate", "forecast"].includes(condition.kind);
}

async function run(tools: Tools, rule: Rule, wish: DryRunWish): Promise<DryRun | Refusal> {
  const tried = toTried(rule, wish);
  const refusal = checkRule(tried);
  if (refusal !== undefined) return refusal;
  const { condition } = tried;
  if (!isMeasured(condition)) {
    return impossible(`${condition.kind}: only levels, rates and forecasts of a metric are kept`);
  }
  const toMs = tools.now().wallMs;
  const fromMs = toMs - (wish.days ?? DAYS_MAX) * DAY_MS;
  const { metric } = condition;
  const places = placesOf(tools.ledger.memory(), tried, { ...wish, metric });
  const most = condition.kind === "forecast" ? FORECAST_SERIES_MAX : SERIES_MAX;
  const found: Found[] = [];
  for (const place of places.slice(0, most)) {
    found.push(await look(tools.metrics, place, { fromMs, toMs }));
    await breathe();
  }
  return toDryRun({ fromMs, toMs, found, places: places.length });
}

function toTried(rule: Rule, { condition, holdForSeconds }: DryRunWish): Rule {
  return {
    ...rule,
    enabled: true,
    ...(condition !== undefined && { condition }),
    ...(holdForSeconds !== undefined && { holdForMs: holdForSeconds * 1_000 }),
  };
}

/** One series, with the rule as it would hold there. */
type Place = { readonly machine: MachineMemory; readonly column: Column; readonly rule: Rule };

/** What measures it now, by the names of machines. */
function placesOf(
  memory: Memory,
  tried: Rule,
  { metric, machineIds }: Pick<DryRunWish, "machineIds"> & { readonly metric: string },
): Place[] {
  const wished = machineIds && new Set(machineIds);
  const machines = [...memory.machines.values()]
    .filter(({ id }) => wished?.has(id) ?? true)
    .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  return machines.flatMap((machine) => {
    const rule = withOverrides(tried, overridesFor(memory.ruleBook, machine, tried.id));
    if (!rule.enabled) return [];
    const columns = machine.shapes.flatMap(({ shape }) => shape.columns);
    const own = columns.filter((column) => column.metric === metric);
    const byObject = new Map(own.map((column) => [column.object, column]));
    return [...byObject.values()].map((column) => ({ machine, column, rule }));
  });
}

type Span = { readonly fromMs: number; readonly toMs: number };

type Found = {
  readonly place: Place;
  readonly firstMs: number | undefined;
  /** How often it would have fired, and the last of these times. */
  readonly fired: number;
  readonly episodes: readonly Episode[];
};

async function look(metrics: MetricStore, place: Place, span: Span): Promise<Found> {
  const { stepMs, firstMs, steps } = await readPast(metrics, place, span);
  const episodes = createEpisodes({ holdForMs: place.rule.holdForMs, stepMs });
  let judged = 0;
  for (const step of steps) {
    episodes.add(step);
    judged += 1;
    // One outlook is as much work as very many steps.
    if (stepMs === FORECAST_EVERY_MS || judged % STEPS_A_BREATH === 0) await breathe();
  }
  const all = episodes.all();
  return { place, firstMs, fired: all.length, episodes: all.slice(-EPISODES_SHOWN_MAX) };
}

type Past = {
  readonly stepMs: number;
  readonly firstMs: number | undefined;
  readonly steps: Iterable<PastStep>;
};

async function readPast(metrics: MetricStore, place: Place, span: Span): Promise<Past> {
  const { condition } = place.rule;
  switch (condition.kind) {
    case "threshold":
      return readThreshold(metrics, { ...place, condition }, span);
    case "rate":
      return readRate(metrics, { ...place, condition }, span);
    case "forecast":
      return readForecast(metrics, { ...place, condition }, span);
    case "absence":
    case "offline":
    case "site_offline":
    case "clock":
      return { stepMs: STEP_MS, firstMs: undefined, steps: [] };
  }
}

type Reading<Own extends Condition> = Place & { readonly condition: Own };

async function readThreshold(
  metrics: MetricStore,
  { machine, column, rule, condition }: Reading<ThresholdCondition>,
  span: Span,
): Promise<Past> {
  const asked = { machineId: machine.id, ...column, ...span, stepMs: STEP_MS };
  const series = await metrics.series(asked);
  const metric = condition.and?.metric;
  const and = metric === undefined ? undefined : await metrics.series({ ...asked, metric });
  const steps = thresholdSteps(condition, { series, and, holdForMs: rule.holdForMs });
  return { stepMs: STEP_MS, firstMs: series.atMs[0], steps };
}

async function readRate(
  metrics: MetricStore,
  { machine, column, condition }: Reading<RateCondition>,
  span: Span,
): Promise<Past> {
  const stepMs = Math.max(STEP_MS, rateStepMs(condition));
  const series = await metrics.series({ machineId: machine.id, ...column, ...span, stepMs });
  return { stepMs, firstMs: series.atMs[0], steps: rateSteps(condition, series, stepMs) };
}

async function readForecast(
  metrics: MetricStore,
  { machine, column, condition }: Reading<ForecastCondition>,
  { fromMs, toMs }: Span,
): Promise<Past> {
  const asked = { machineId: machine.id, ...column, toMs, stepMs: HOUR_MS };
  const past = await metrics.medians({ ...asked, fromMs: fromMs - FORECAST_LOOKS_BACK_MS });
  const course = { atMs: past.atMs, value: past.median };
  const steps = forecastSteps(condition, course, { fromMs, toMs, everyMs: FORECAST_EVERY_MS });
  return { stepMs: FORECAST_EVERY_MS, firstMs: past.atMs[0], steps };
}

function toDryRun({
  fromMs,
  toMs,
  found,
  places,
}: Span & { readonly found: readonly Found[]; readonly places: number }): DryRun {
  const firing = found.filter(({ fired }) => fired > 0);
  const episodes = firing
    .flatMap(({ place, episodes: own }) => own.map((episode) => ({ place, episode })))
    .sort((a, b) => b.episode.fromMs - a.episode.fromMs);
  const firstMs = found.flatMap((one) => one.firstMs ?? []);
  return {
    from: toInstant(fromMs),
    until: toInstant(toMs),
    measuredSince: firstMs.length === 0 ? null : toInstant(Math.min(...firstMs)),
    fired: firing.reduce((total, { fired }) => total + fired, 0),
    machines: machineCount(firing),
    objects: firing.length,
    machinesLookedAt: machineCount(found),
    objectsLookedAt: found.length,
    objectsLeftOut: places - found.length,
    episodes: episodes.slice(0, EPISODES_SHOWN_MAX).map(toEpisode),
  };
}

function machineCount(found: readonly Found[]): number {
  return new Set(found.map(({ place }) => place.machine.id)).size;
}

function toEpisode({
  place: { machine, column },
  episode: { fromMs, untilMs, value },
}: {
  readonly place: Place;
  readonly episode: Episode;
}): DryRunEpisode {
  return {
    machine: { id: machine.id, name: machine.name },
    object: toObject(column.object ?? ""),
    from: toInstant(fromMs),
    until: untilMs === null ? null : toInstant(untilMs),
    value,
  };
}

function impossible(detail: string): Refusal {
  return { problem: "dry_run_impossible", detail };
}
