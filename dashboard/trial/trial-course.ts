import type {
  AlertDocument,
  RuleChange,
  RuleDocument,
  ThresholdCondition,
} from "@vigie/shared/rule.ts";
import { isOpenTicket, type MachineLive, type TicketReading } from "../live/machine-live.ts";

/**
 * The trial: a threshold is lowered below the present value, so that everything happens for real, and
 * put back later. What was before is kept, so that a reload of the page forgets nothing.
 */

/** The rule that the trial plays with. */
export const TRIAL_RULE_KEY = "memory_pressure";
export const TRIAL_METRIC = "memory_used_percent";

/** A trial under way, or one that was put back and waits for the machine to be well again. */
export type Trial = {
  readonly ruleId: string;
  readonly loweredAtMs: number;
  readonly loweredTo: number;
  readonly before: { readonly condition: ThresholdCondition; readonly holdForSeconds: number };
  readonly putBackAtMs?: number;
};

/** So far below the present value that the value's own moves do not end the trial. */
const BELOW_PRESENT = 10;
const CLEAR_BELOW = 2;
const THRESHOLD_MIN = 3;

/** What lowers the rule; undefined when it is no such rule or the value leaves no room below. */
export function toLowered(rule: RuleDocument, present: number): RuleChange | undefined {
  const { condition } = rule;
  if (condition.kind !== "threshold" || condition.direction !== "above") return undefined;
  const wished = Math.min(Math.round(present) - BELOW_PRESENT, condition.fireAt);
  const fireAt = Math.max(THRESHOLD_MIN, wished);
  if (fireAt > present) return undefined;
  const { kind, metric, direction } = condition;
  return {
    enabled: true,
    condition: { kind, metric, direction, fireAt, clearAt: fireAt - CLEAR_BELOW },
    holdForSeconds: 0,
  };
}

/** What puts the rule back to what it was. */
export function toPutBack({ before }: Trial): RuleChange {
  return { condition: before.condition, holdForSeconds: before.holdForSeconds };
}

export type Course = {
  /** Firing since the trial began. */
  readonly alert: AlertDocument | undefined;
  /** Of this rule and opened or reopened for the trial. */
  readonly ticket: TicketReading | undefined;
  readonly isRecovered: boolean;
};

/** How far the trial has come, as the machine's alerts and tickets tell. */
export function toCourse(trial: Trial, live: Pick<MachineLive, "alerts" | "tickets">): Course {
  const own = [...live.alerts.values()].find(({ rule }) => rule.id === trial.ruleId);
  const alert = own?.state === "firing" ? own : undefined;
  const tickets = [...live.tickets.values()]
    .filter(({ ticket }) => ticket.rule.id === trial.ruleId && isOf(trial, ticket))
    .sort((a, b) => b.ticket.number - a.ticket.number);
  const ticket = tickets[0];
  const hadEffect = ticket !== undefined || own !== undefined;
  const isRecovered = trial.putBackAtMs !== undefined && alert === undefined && hadEffect;
  return { alert, ticket, isRecovered };
}

/** A ticket that is open, or was closed after the trial began. */
function isOf(trial: Trial, ticket: TicketReading["ticket"]): boolean {
  if (isOpenTicket(ticket)) return true;
  return ticket.resolvedAt !== null && Date.parse(ticket.resolvedAt) >= trial.loweredAtMs;
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
  const { ruleId, loweredAtMs, loweredTo, before } = kept;
  const isLowered = typeof loweredAtMs === "number" && typeof loweredTo === "number";
  const isKept = before?.condition?.kind === "threshold" && before.holdForSeconds >= 0;
  return typeof ruleId === "string" && isLowered && isKept;
}
