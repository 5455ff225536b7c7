import type { EscalationStep } from "@vigie/shared/contract.ts";
import { dueMsOf, reachOf } from "./due.ts";
import { isPaused } from "./sla.ts";
import { type TargetCourse, targetAsOf } from "./target-course.ts";

/**
 * When somebody is told that a promise runs out: at a share of its budget, or so much working time
 * before or after it. Both are amounts of working time consumed, so a step moves with pauses and
 * changes as the due time does, and no zone or midnight has a say in it.
 */

export type Escalation = {
  readonly step: EscalationStep;
  /** The earliest instant at which so much is consumed; null while paused and after the end. */
  readonly atMs: number | null;
  /**
   * It fires at the first instant after this one, which is in working time: what is reached just as
   * the office closes fires as it opens again, as a breach would.
   */
  readonly firesAfterMs: number | null;
};

/** The steps of a target in the order given, as they stand at `nowMs`. */
export function escalationsOf(
  target: TargetCourse<string>,
  steps: readonly EscalationStep[],
  nowMs: number,
): readonly Escalation[] {
  const known = targetAsOf(target, nowMs);
  const isStill = known.end !== undefined || isPaused(known);
  return steps.map((step) =>
    isStill ? { step, atMs: null, firesAfterMs: null } : escalationOf(known, step),
  );
}

/** One step, as the course of a target that has not ended stands. */
export function escalationOf(target: TargetCourse<string>, step: EscalationStep): Escalation {
  const amountMs = amountOf(step, target.budgetMs);
  const reach = reachOf(target, amountMs);
  if (reach === undefined) return { step, atMs: null, firesAfterMs: null };
  const atMs = amountMs === target.budgetMs ? dueMsOf(target) : reach.firstMs;
  return {
    step,
    atMs: atMs ?? null,
    firesAfterMs: Number.isFinite(reach.lastMs) ? reach.lastMs : null,
  };
}

/** A step as keys and lines name it: `75%`, `-1800s`, `+3600s`. */
export function stepName(step: EscalationStep): string {
  if ("percent" in step) return `${step.percent}%`;
  return `${step.offsetSeconds < 0 ? "" : "+"}${step.offsetSeconds}s`;
}

/** Consumed working time, to the next millisecond; less than none is there as the clock starts. */
function amountOf(step: EscalationStep, budgetMs: number): number {
  if ("percent" in step) return Math.ceil((budgetMs * step.percent) / 100);
  return budgetMs + step.offsetSeconds * 1_000;
}
