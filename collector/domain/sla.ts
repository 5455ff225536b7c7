import { consumedMs, counted, pausedMs } from "./consumption.ts";
import { clockStartMs, dueMsOf, reachOf } from "./due.ts";
import type { Stretch } from "./stretch.ts";
import { type TargetCourse, targetAsOf } from "./target-course.ts";
import { instantOf, isOpen, type Period } from "./working-time.ts";

/**
 * The clock of one promised time, read at an instant. It counts the working stretches of the target's
 * calendars less the pauses, and says nothing that does not follow from that count: so a promise is
 * broken by working time consumed, never because the due instant is past.
 */

export type Clock = {
  /** The start if it was in working time, else the opening after it. */
  readonly clockStart: Temporal.Instant;
  /** By the calendar in force, also before its start; `paused` comes first. */
  readonly state: "running" | "out_of_hours" | "paused" | "ended";
  /** When the budget is spent, as things stand; undefined while paused. */
  readonly dueAt: Temporal.Instant | undefined;
  readonly elapsedMs: number;
  /** 0 once the budget is spent. */
  readonly remainingMs: number;
  readonly overrunMs: number;
  /** Working time that did not count because of pauses. */
  readonly pausedMs: number;
  readonly breached: boolean;
  /** At every instant after this one it is breached, if nothing happens; undefined unless it runs. */
  readonly breachAfter: Temporal.Instant | undefined;
  /** The next stretches that count, up to the one in which it is breached; empty unless it runs. */
  readonly openPeriods: readonly Period[];
};

/** Stretches given to a page for its countdown: two weeks of days without lunch. */
const OPEN_PERIODS_MAX = 14;

/** So far ahead stretches are joined: a calendar open for longer, but for its dates, never closes. */
const JOINED_DAYS_MAX = 400;

/** Reads the clock of a target at `now`. What is after `now` is ignored. */
export function readClock(target: TargetCourse<string>, now: Temporal.Instant): Clock {
  const nowMs = now.epochMilliseconds;
  const known = targetAsOf(target, nowMs);
  const state = stateOf(known, now);
  const runs = state === "running" || state === "out_of_hours";
  const dueMs = state === "paused" ? undefined : dueMsOf(known);

  return {
    clockStart: instantOf(clockStartMs(known)),
    state,
    dueAt: dueMs === undefined ? undefined : instantOf(dueMs),
    ...countAt(known, nowMs),
    breachAfter: runs ? brokenAfter(known) : undefined,
    openPeriods: runs ? openPeriodsOf(known, nowMs) : [],
  };
}

/** Whether it stands still, as its course is known. */
export function isPaused({ pausable, breaks, end }: TargetCourse<string>): boolean {
  const last = breaks.pauses.at(-1);
  return end === undefined && pausable && last?.endMs === Number.POSITIVE_INFINITY;
}

/** The stretches that count from an instant on, up to the one in which the budget is exceeded. */
export function openPeriodsOf(target: TargetCourse<string>, fromMs: number): readonly Period[] {
  const { legs, breaks } = target;
  const { remainingMs } = countAt(target, fromMs);
  const joinedUntilMs = fromMs + JOINED_DAYS_MAX * 86_400_000;
  return covering(counted(legs, breaks, fromMs), { remainingMs, joinedUntilMs });
}

type Count = Pick<Clock, "elapsedMs" | "remainingMs" | "overrunMs" | "pausedMs" | "breached">;

function countAt({ legs, budgetMs, end, breaks }: TargetCourse<string>, nowMs: number): Count {
  const asOfMs = Math.min(nowMs, end?.atMs ?? nowMs);
  const elapsedMs = consumedMs(legs, breaks, asOfMs);
  return {
    elapsedMs,
    remainingMs: Math.max(0, budgetMs - elapsedMs),
    overrunMs: Math.max(0, elapsedMs - budgetMs),
    pausedMs: pausedMs(legs, breaks, asOfMs),
    breached: elapsedMs > budgetMs,
  };
}

function stateOf(target: TargetCourse<string>, now: Temporal.Instant): Clock["state"] {
  if (target.end !== undefined) return "ended";
  if (isPaused(target)) return "paused";
  return isOpen(target.calendar, now) ? "running" : "out_of_hours";
}

/**
 * The last instant at which a target that is broken was not; of another one, at which it will not be if
 * nothing happens. What a change brings too late is broken from the change on.
 */
export function brokenAfter(target: TargetCourse<string>): Temporal.Instant | undefined {
  const { legs, carriedMs, budgetMs } = target;
  if (carriedMs > budgetMs) return instantOf(legs.at(-1)?.fromMs ?? 0);
  const lastMs = reachOf(target, budgetMs)?.lastMs;
  return lastMs !== undefined && Number.isFinite(lastMs) ? instantOf(lastMs) : undefined;
}

/** The last stretch goes on to the next gap. */
function covering(
  walk: Iterable<Stretch>,
  { remainingMs, joinedUntilMs }: { readonly remainingMs: number; readonly joinedUntilMs: number },
): Period[] {
  const stretches: Stretch[] = [];
  let coveredMs = 0;
  for (const stretch of walk) {
    const isCovered = coveredMs > remainingMs;
    const touches = stretches.at(-1)?.endMs === stretch.startMs;
    const isFull = isCovered || stretches.length >= OPEN_PERIODS_MAX;
    if (isCovered && stretch.startMs >= joinedUntilMs) break;
    if (isFull && !touches) break;
    const endMs = isCovered ? Math.min(stretch.endMs, joinedUntilMs) : stretch.endMs;
    coveredMs += endMs - stretch.startMs;
    join(stretches, { startMs: stretch.startMs, endMs });
  }
  return stretches.map(({ startMs, endMs }) => ({
    start: instantOf(startMs),
    end: instantOf(endMs),
  }));
}

/** Stretches that touch, as the nights between two months do, are one to whoever looks at them. */
function join(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1);
  if (last?.endMs !== next.startMs) stretches.push(next);
  else stretches[stretches.length - 1] = { ...last, endMs: next.endMs };
}
