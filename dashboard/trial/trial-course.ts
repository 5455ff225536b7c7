import type {
  AlertDocument,
  RuleChange,
  RuleDocument,
  ThresholdCondition,
} from "@vigie/shared/rule.ts";
import type { TicketSummary } from "@vigie/shared/ticket-document.ts";
import { isOpenTicket, type MachineLive } from "../live/machine-live.ts";

/**
 * The trial: a threshold is lowered below the present value, so that everything happens for real, and
 * put back later. The rule says whether one is under way, so every page on it shows the same; what a
 * page remembers adds the times of its own acts, and tells an end that it has seen from a fresh start.
 */

/** The rule that the trial plays with. */
export const TRIAL_RULE_KEY = "memory_pressure";
export const TRIAL_METRIC = "memory_used_percent";

/** A trial under way, or one that was put back and is not forgotten yet. */
export type Trial = {
  readonly ruleId: string;
  /** Which version of the rule is the lowered one; the next one puts it back. */
  readonly version: number;
  readonly loweredTo: number;
  /** From when on tickets belong to it: when it was lowered, or seen to be. */
  readonly sinceMs: number;
  /** When it was lowered and put back, where this browser did so. */
  readonly loweredAtMs?: number;
  readonly putBackAtMs?: number;
};

/** What Vigie ships for the rule; undefined when the trial can't be played with it. */
export type Shipped = { readonly condition: ThresholdCondition; readonly holdForSeconds: number };

export function toShipped({ shipped }: Pick<RuleDocument, "shipped">): Shipped | undefined {
  if (shipped?.condition.kind !== "threshold") return undefined;
  if (shipped.condition.direction !== "above") return undefined;
  return { condition: shipped.condition, holdForSeconds: shipped.holdForSeconds };
}

/** The threshold that the rule has instead of the shipped one; undefined when it has that. */
export function changedThreshold(rule: RuleDocument): number | undefined {
  const shipped = toShipped(rule);
  if (shipped === undefined || rule.condition.kind !== "threshold") return undefined;
  const { fireAt } = rule.condition;
  return fireAt === shipped.condition.fireAt ? undefined : fireAt;
}

/** So far below the present value that the value's own moves do not end the trial. */
const BELOW_PRESENT = 10;
const CLEAR_BELOW = 2;
const THRESHOLD_MIN = 3;

/** What lowers the rule; undefined when it is no such rule or the value leaves no room below. */
export function toLowered(
  rule: Pick<RuleDocument, "shipped">,
  present: number,
): (RuleChange & { readonly condition: ThresholdCondition }) | undefined {
  const shipped = toShipped(rule);
  if (shipped === undefined) return undefined;
  const { kind, metric, direction, fireAt: shippedAt } = shipped.condition;
  const wished = Math.min(Math.round(present) - BELOW_PRESENT, shippedAt);
  const fireAt = Math.max(THRESHOLD_MIN, wished);
  if (fireAt > present) return undefined;
  return {
    enabled: true,
    condition: { kind, metric, direction, fireAt, clearAt: fireAt - CLEAR_BELOW },
    holdForSeconds: 0,
  };
}

/** What puts the rule back to how it is shipped; undefined when it is so already. */
export function toPutBack(rule: RuleDocument): RuleChange | undefined {
  return changedThreshold(rule) === undefined ? undefined : toShipped(rule);
}

/** The trial that the rule, the machine's alert and what the page remembers tell of. */
export function toTrial(parts: {
  readonly rule: RuleDocument;
  readonly alerts: MachineLive["alerts"];
  /** What is remembered, the best first. */
  readonly known: readonly (Trial | undefined)[];
  readonly nowMs: number;
}): Trial | undefined {
  const { rule, alerts, known, nowMs } = parts;
  if (toShipped(rule) === undefined) return undefined;
  const present = changedThreshold(rule);
  const version = present === undefined ? rule.version - 1 : rule.version;
  const kept = known.find((trial) => trial?.ruleId === rule.id && trial.version === version);
  if (kept !== undefined) return kept;
  const loweredTo = present ?? leftThreshold(rule, alerts);
  return loweredTo === undefined
    ? undefined
    : { ruleId: rule.id, version, loweredTo, sinceMs: nowMs };
}

/** The threshold of an alert that fires on although the rule has the shipped one again. */
function leftThreshold(rule: RuleDocument, alerts: MachineLive["alerts"]): number | undefined {
  const alert = alertOf(rule.id, alerts);
  if (alert?.state !== "firing" || alert.threshold === null) return undefined;
  const shippedAt = toShipped(rule)?.condition.fireAt;
  return alert.threshold === shippedAt ? undefined : alert.threshold;
}

export type Course = {
  /** The alert of the trial, firing or over. */
  readonly alert: AlertDocument | undefined;
  /** Of this rule and opened or reopened for the trial. */
  readonly ticket: TicketSummary | undefined;
  readonly isPutBack: boolean;
  readonly isRecovered: boolean;
};

/** A changed rule is tried on the report that is there, and its alert bears that report's time. */
const REPORT_AGE_MS_MAX = 120_000;

/** How far the trial has come, as the rule and the machine's alerts and tickets tell. */
export function toCourse(
  trial: Trial,
  rule: RuleDocument,
  live: Pick<MachineLive, "alerts" | "tickets" | "isFed">,
): Course {
  const own = alertOf(trial.ruleId, live.alerts);
  const isFiring = own?.state === "firing";
  const isOver =
    own?.state === "quiet" && Date.parse(own.since) >= trial.sinceMs - REPORT_AGE_MS_MAX;
  const alert = isFiring || isOver ? own : undefined;
  const tickets = [...live.tickets.values()]
    .map(({ ticket }) => ticket)
    .filter((ticket) => ticket.rule?.id === trial.ruleId && isOf(trial, ticket))
    .sort((a, b) => b.number - a.number);
  const named = tickets.find(({ id }) => id === alert?.ticketId);
  const isPutBack = changedThreshold(rule) === undefined;
  return {
    alert,
    ticket: named ?? tickets[0],
    isPutBack,
    isRecovered: isPutBack && !isFiring && live.isFed,
  };
}

function alertOf(ruleId: string, alerts: MachineLive["alerts"]): AlertDocument | undefined {
  return [...alerts.values()].find(({ rule }) => rule.id === ruleId);
}

/** A ticket that is open, or was closed after the trial began. */
function isOf(trial: Trial, ticket: TicketSummary): boolean {
  if (isOpenTicket(ticket)) return true;
  return ticket.resolvedAt !== null && Date.parse(ticket.resolvedAt) >= trial.sinceMs;
}

/** Reads what this browser kept of a trial; what is not understood is no trial. */
export function parseTrial(text: string | undefined): Trial | undefined {
  if (text === undefined) return undefined;
  try {
    const kept: Partial<Trial> | null = JSON.parse(text);
    return kept !== null && isTrial(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isTrial(kept: Partial<Trial>): kept is Trial {
  const { ruleId, version, loweredTo, sinceMs, loweredAtMs = 0, putBackAtMs = 0 } = kept;
  const numbers = [version, loweredTo, sinceMs, loweredAtMs, putBackAtMs];
  return typeof ruleId === "string" && numbers.every((number) => typeof number === "number");
}
