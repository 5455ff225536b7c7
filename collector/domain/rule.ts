import { metricNamed } from "@vigie/shared/metrics.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import {
  type AbsenceCondition,
  type ClockCondition,
  type Condition,
  type ForecastCondition,
  metricOfCondition,
  type RateCondition,
  type RuleWish,
  type Severity,
  type ThresholdCondition,
} from "@vigie/shared/rule.ts";

/**
 * Rules: what to watch, and what one report says about it. A verdict is one report's answer; how
 * long it must hold is the alert's matter (alert.ts).
 */

export type Rule = {
  readonly id: string;
  /** Stable name of a default rule, such as `volume_almost_full`. */
  readonly key: string;
  readonly enabled: boolean;
  readonly condition: Condition;
  /** How long the condition must hold, in event time; 0 = at once. */
  readonly holdForMs: number;
  readonly severity: Severity;
  readonly opensTicket: boolean;
  /** Whether recovery resolves the ticket, unless a person has taken it. */
  readonly resolvesTicket: boolean;
  /** Of a rule of one's own; the words of the shipped ones are in default-rules.ts. */
  readonly words?: RuleWords;
  readonly version: number;
};

export type RuleWords = Pick<RuleWish, "label" | "reason">;

export type Verdict = "breach" | "clear";

/** What a threshold is judged on: its metric's value, and its second metric's where it is known. */
export type Values = { readonly value: number; readonly and: number | undefined };

/** Reports over which a condition must hold: two may be the two ends of one spike. */
const SAMPLES_TO_HOLD = 3;

/** Reports that must agree before a rule fires. A rule that fires at once needs one. */
export function samplesNeeded(holdForMs: number): number {
  return holdForMs === 0 ? 1 : SAMPLES_TO_HOLD;
}

/**
 * What one report says. It breaches at or past `fireAt`; while firing it stays in breach until it
 * is back at or past `clearAt`. The `and` level, where there is one, must be passed too; when its
 * value is not known, nothing starts to fire, and nothing that fires is taken as mended.
 */
export function verdictOf(
  condition: ThresholdCondition,
  { value, and }: Values,
  isFiring: boolean,
): Verdict {
  const { direction, fireAt, clearAt } = condition;
  const isBreach =
    isPast(direction, value, fireAt) || (isFiring && !isBack(direction, value, clearAt));
  if (!isBreach) return "clear";
  if (condition.and === undefined) return "breach";
  if (and === undefined) return isFiring ? "breach" : "clear";
  return isPast(condition.and.direction, and, condition.and.level) ? "breach" : "clear";
}

/** What a clock that is wrong by so much says; it stays in breach until it is back at `clearAtSeconds`. */
export function clockVerdict(
  { fireAtSeconds, clearAtSeconds }: ClockCondition,
  skewSeconds: number,
  isFiring: boolean,
): Verdict {
  const wrongBy = Math.abs(skewSeconds);
  return wrongBy >= fireAtSeconds || (isFiring && wrongBy > clearAtSeconds) ? "breach" : "clear";
}

/** Whether it is judged by how a measure goes over time, and not by one report. */
export function looksAtTrends({ kind }: Condition): boolean {
  return kind === "rate" || kind === "forecast";
}

/** Whether a rule can hold; the refusal says in words what is wrong. */
export function checkRule(rule: Pick<Rule, "condition" | "holdForMs">): Refusal | undefined {
  const detail = wrongHold(rule.holdForMs) ?? wrongCondition(rule.condition);
  return detail === undefined ? undefined : { problem: "rule_invalid", detail };
}

function isPast(direction: ThresholdCondition["direction"], value: number, level: number): boolean {
  return direction === "above" ? value >= level : value <= level;
}

/** Back at or past a level, coming from the side that fires. */
function isBack(direction: ThresholdCondition["direction"], value: number, level: number): boolean {
  return direction === "above" ? value <= level : value >= level;
}

function wrongHold(holdForMs: number): string | undefined {
  if (Number.isSafeInteger(holdForMs) && holdForMs >= 0) return undefined;
  return "the hold time must be a whole number of milliseconds, 0 or more";
}

function wrongCondition(condition: Condition): string | undefined {
  const metric = metricOfCondition(condition);
  const unknown = metric === null ? undefined : unknownMetric(metric);
  return unknown ?? wrongTerms(condition);
}

function wrongTerms(condition: Condition): string | undefined {
  switch (condition.kind) {
    case "offline":
    case "site_offline":
      return undefined;
    case "absence":
      return wrongAbsence(condition);
    case "threshold":
      return wrongLevels(condition) ?? wrongAnd(condition);
    case "rate":
      return wrongLevels(condition) ?? wrongWindow(condition);
    case "forecast":
      return wrongHorizon(condition);
    case "clock":
      return wrongSkew(condition);
  }
}

function unknownMetric(name: string): string | undefined {
  return metricNamed(name) === undefined ? `there is no metric ${name}` : undefined;
}

function wrongAbsence({ absentForSeconds }: AbsenceCondition): string | undefined {
  if (Number.isFinite(absentForSeconds) && absentForSeconds > 0) return undefined;
  return "the absence must last more than 0 seconds";
}

function wrongLevels({
  direction,
  fireAt,
  clearAt,
}: ThresholdCondition | RateCondition): string | undefined {
  if (!Number.isFinite(fireAt)) return "the level at which it fires must be a finite number";
  if (!Number.isFinite(clearAt)) return "the level at which it clears must be a finite number";
  if (direction === "above" && clearAt > fireAt) {
    return `it fires at ${fireAt} and above, so it cannot clear at ${clearAt}, which is above too`;
  }
  if (direction === "below" && clearAt < fireAt) {
    return `it fires at ${fireAt} and below, so it cannot clear at ${clearAt}, which is below too`;
  }
  return undefined;
}

function wrongAnd({ metric, and }: ThresholdCondition): string | undefined {
  if (and === undefined) return undefined;
  if (!Number.isFinite(and.level)) return "the second level must be a finite number";
  const unknown = unknownMetric(and.metric);
  if (unknown !== undefined) return unknown;

  // Values of two volumes, or of a volume and the machine, have no place in one verdict.
  const isSameKind = metricNamed(metric)?.kind === metricNamed(and.metric)?.kind;
  return isSameKind ? undefined : `${metric} and ${and.metric} are not measured of the same object`;
}

function wrongWindow({
  counter = false,
  fireAt,
  windowSeconds,
}: RateCondition): string | undefined {
  if (!(windowSeconds > 0)) return "the window must last more than 0 seconds";
  if (!counter || fireAt > 0) return undefined;
  return "a counter never falls, so its change must be more than 0";
}

function wrongHorizon({
  level,
  fireWithinHours,
  clearBeyondHours,
}: ForecastCondition): string | undefined {
  if (!Number.isFinite(level)) return "the level must be a finite number";
  if (!(fireWithinHours > 0)) return "it must look more than 0 hours ahead";
  if (clearBeyondHours >= fireWithinHours) return undefined;
  return `it fires within ${fireWithinHours} hours, so it cannot clear beyond ${clearBeyondHours}, which is within`;
}

function wrongSkew({ fireAtSeconds, clearAtSeconds }: ClockCondition): string | undefined {
  if (!(clearAtSeconds > 0)) return "a clock is never right to 0 seconds: it must clear above that";
  if (clearAtSeconds <= fireAtSeconds) return undefined;
  return `it fires at ${fireAtSeconds} seconds and above, so it cannot clear at ${clearAtSeconds}`;
}
