import type { TicketTarget } from "@vigie/shared/ticket.ts";

/**
 * Counts a promised time on from when the server said it, by the intervals that it gave: working time
 * runs only inside them. Whether a promise was broken is the server's to say, never this count's.
 */
export type Countdown = {
  readonly state: "running" | "out_of_hours" | "paused" | "due" | "met" | "breached" | "ended";
  /** Working time left; undefined when it no longer runs. */
  readonly remainingSeconds: number | undefined;
  /** Working time past the budget. */
  readonly overrunSeconds: number;
  /** How much of the budget is used, 0 to 1. */
  readonly share: number;
  /** When working time goes on; only out of hours, and only when it is known. */
  readonly opensAtMs: number | undefined;
};

const SECOND_MS = 1_000;
/** How far the page's clock may be behind the server's without being set anew. */
const BEHIND_MS_MAX = 2_000;

export function countDown(target: TicketTarget, readAtMs: number, nowMs: number): Countdown {
  const ended = endOf(target);
  if (ended !== undefined) return ended;
  const counted = workingSeconds(target.openIntervals, readAtMs, nowMs);
  if (target.state === "breached") {
    return {
      state: "breached",
      remainingSeconds: undefined,
      overrunSeconds: target.overrunSeconds + counted,
      share: 1,
      opensAtMs: undefined,
    };
  }
  const remaining = Math.max(0, (target.remainingSeconds ?? 0) - counted);
  // What is open now begins at the server's "now", which this page's clock may not have reached yet.
  const begunMs = Math.max(nowMs, readAtMs) + BEHIND_MS_MAX;
  const isOpen = target.openIntervals.some(([start, end]) => start <= begunMs && nowMs < end);
  const next = target.openIntervals.find(([start]) => start > begunMs)?.[0];
  return {
    state: runningState(remaining, isOpen),
    remainingSeconds: remaining,
    overrunSeconds: 0,
    share: shareOf(target.budgetSeconds, remaining),
    opensAtMs: isOpen ? undefined : next,
  };
}

/** Half of the budget is where a clock asks for attention. */
const ATTENTION_SHARE = 0.5;

export type ClockLook = "neutral" | "attention" | "broken" | "paused" | "met" | "over";

/** Neutral, attention from half of the budget, broken from the breach. */
export function toLook({ state, share }: Countdown): ClockLook {
  switch (state) {
    case "breached":
      return "broken";
    case "paused":
      return "paused";
    case "met":
      return "met";
    case "ended":
      return "over";
    case "due":
      return "attention";
    case "running":
    case "out_of_hours":
      return share >= ATTENTION_SHARE ? "attention" : "neutral";
  }
}

function endOf(target: TicketTarget): Countdown | undefined {
  const { state, budgetSeconds, remainingSeconds, elapsedSeconds, overrunSeconds } = target;
  const still = { overrunSeconds, opensAtMs: undefined };
  const share = shareOf(budgetSeconds, budgetSeconds - elapsedSeconds);
  switch (state) {
    case "paused":
      return { ...still, state, remainingSeconds: remainingSeconds ?? undefined, share };
    case "met":
      return { ...still, state, remainingSeconds: undefined, share };
    case "not_needed":
    case "cancelled":
      return { ...still, state: "ended", remainingSeconds: undefined, share };
    case "running":
    case "out_of_hours":
    case "breached":
      return undefined;
  }
}

function runningState(remainingSeconds: number, isOpen: boolean): Countdown["state"] {
  if (remainingSeconds === 0) return "due";
  return isOpen ? "running" : "out_of_hours";
}

function shareOf(budgetSeconds: number, remainingSeconds: number): number {
  if (budgetSeconds <= 0) return 1;
  return Math.min(1, Math.max(0, 1 - remainingSeconds / budgetSeconds));
}

function workingSeconds(
  intervals: TicketTarget["openIntervals"],
  fromMs: number,
  toMs: number,
): number {
  let sum = 0;
  for (const [start, end] of intervals) {
    sum += Math.max(0, Math.min(end, toMs) - Math.max(start, fromMs));
  }
  return sum / SECOND_MS;
}
