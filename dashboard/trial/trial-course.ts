import type {
  AlertDocument,
  RuleChange,
  RuleDocument,
  ThresholdCondition,
} from "@vigie/shared/rule.ts";
import type { TicketSummary } from "@vigie/shared/ticket.ts";
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
  const wished = Math.min(Math.round(present), shippedAt) - BELOW_PRESENT;
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
  const shipped = toShipped(rule);
  if (shipped === undefined) return undefined;
  const loweredTo = changedThreshold(rule);
  const version = loweredTo === undefined ? rule.version - 1 : rule.version;
  const kept = known.find((trial) => trial?.ruleId === rule.id && trial.version === version);
  if (kept !== undefined) return kept;
  if (loweredTo !== undefined) return { ruleId: rule.id, version, loweredTo, sinceMs: nowMs };
  const alert = alertOf(rule.id, alerts);
  const threshold = alert?.threshold ?? null;
  const isLeft = alert?.state === "firing" && threshold !== shipped.condition.fireAt;
  if (!isLeft || threshold === null) return undefined;
  return { ruleId: rule.id, version, loweredTo: threshold, sinceMs: nowMs };
}

export type Course = {
  /** The alert of the trial, firing or over. */
  readonly alert: AlertDocument | undefined;
  /** Of this rule and opened or reopened for the trial. */
  readonly ticket: TicketSummary | undefined;
  readonly isPutBack: boolean;
  readonly isRecovered: boolean;
};

/** How far the trial has come, as the rule and the machine's alerts and tickets tell. */
export function toCourse(
  trial: Trial,
  rule: RuleDocument,
  live: Pick<MachineLive, "alerts" | "tickets" | "isFed">,
): Course {
  const own = alertOf(trial.ruleId, live.alerts);
  const isFiring = own?.state === "firing";
  const isOver = own?.state === "quiet" && Date.parse(own.since) >= trial.sinceMs;
  const alert = isFiring || isOver ? own : undefined;
  const tickets = [...live.tickets.values()]
    .map(({ ticket }) => ticket)
    .filter((ticket) => ticket.rule.id === trial.ruleId && isOf(trial, ticket))
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

function isTrial({ ruleId, version, loweredTo, sinceMs, ...own }: Partial<Trial>): boolean {
  const numbers = [version, loweredTo, sinceMs, own.loweredAtMs ?? 0, own.putBackAtMs ?? 0];
  return typeof ruleId === "string" && numbers.every((number) => typeof number === "number");
}
