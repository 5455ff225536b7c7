import type { TargetKind } from "@vigie/shared/ticket.ts";
import { exceededAfter, lengthUntil, type Stretch, spentAt, unite, without } from "./stretch.ts";
import {
  type Calendar,
  instantOf,
  isOpen,
  nextOpening,
  type Period,
  workingStretches,
} from "./working-time.ts";

/**
 * The clock of one promised time. It counts the working stretches of the target's calendar less the
 * pauses, from the start to now, and says nothing that does not follow from that count: so a
 * promise is broken by working time consumed, never because the due instant is past.
 */

export type Target = {
  readonly kind: TargetKind;
  readonly budgetMs: number;
  readonly calendar: Calendar;
  /** Whether waiting for somebody else stops it. */
  readonly pausable: boolean;
};

/** `[from, to)`; without `to` it still goes on. */
export type Pause = { readonly from: Temporal.Instant; readonly to: Temporal.Instant | undefined };

/** What happened to the ticket, as far as its clocks are concerned. What is after `now` is ignored. */
export type Course = {
  readonly start: Temporal.Instant;
  /** In any order; they may overlap. Targets that are not pausable run through them. */
  readonly pauses: readonly Pause[];
  /** From a resolution to the reopening: this is time for no target, pausable or not. */
  readonly closed?: readonly Pause[];
  readonly endedAt: Temporal.Instant | undefined;
};

export type Clock = {
  /** The start if it was in working time, else the opening after it. */
  readonly clockStart: Temporal.Instant;
  readonly state: "running" | "out_of_hours" | "paused" | "ended";
  /** When the budget is spent, as things stand; undefined while paused. */
  readonly dueAt: Temporal.Instant | undefined;
  readonly elapsedMs: number;
  /** 0 once the budget is spent. */
  readonly remainingMs: number;
  readonly overrunMs: number;
  readonly breached: boolean;
  /** At every instant after this one it is breached, if nothing happens; undefined unless it runs. */
  readonly breachAfter: Temporal.Instant | undefined;
  /** The next stretches that count, up to the one in which it is breached; empty unless it runs. */
  readonly openPeriods: readonly Period[];
};

/** Stretches given to a page for its countdown: two weeks of days without lunch. */
const OPEN_PERIODS_MAX = 14;

/** Reads the clock of a target at `now`. */
export function clockAt(target: Target, course: Course, now: Temporal.Instant): Clock {
  const { calendar, budgetMs } = target;
  const isEnded = course.endedAt !== undefined && !isAfter(course.endedAt, now);
  const asOf = isEnded ? (course.endedAt ?? now) : now;
  const breaks = breaksOf(target, course, asOf.epochMilliseconds);
  const isPaused = breaks.at(-1)?.endMs === Number.POSITIVE_INFINITY;

  const counted = (from: Temporal.Instant) =>
    without(workingStretches(calendar, from.epochMilliseconds), breaks);
  const clockStart = nextOpening(calendar, course.start);
  const elapsedMs = lengthUntil(counted(clockStart), asOf.epochMilliseconds);
  const remainingMs = Math.max(0, budgetMs - elapsedMs);
  const runs = !isEnded && !isPaused;

  return {
    clockStart,
    state: stateOf(),
    dueAt: isPaused ? undefined : dueAt(),
    elapsedMs,
    remainingMs,
    overrunMs: Math.max(0, elapsedMs - budgetMs),
    breached: elapsedMs > budgetMs,
    breachAfter: runs ? instantOf(exceededAfter(counted(clockStart), budgetMs)) : undefined,
    openPeriods: runs
      ? covering(counted(isAfter(clockStart, now) ? clockStart : now), remainingMs)
      : [],
  };

  function stateOf(): Clock["state"] {
    if (isEnded) return "ended";
    if (isPaused) return "paused";
    const isBeforeStart = isAfter(clockStart, now);
    return isOpen(calendar, now) && !isBeforeStart ? "running" : "out_of_hours";
  }

  /** No budget is due as the clock starts, even where a pause covers that instant. */
  function dueAt(): Temporal.Instant {
    return budgetMs === 0 ? clockStart : instantOf(spentAt(counted(clockStart), budgetMs));
  }
}

/**
 * The stretches that do not count, united, as they were known at an instant: one that goes on then
 * has no end.
 */
function breaksOf({ pausable }: Target, { pauses, closed = [] }: Course, asOfMs: number) {
  const breaks = (pausable ? [...pauses, ...closed] : closed)
    .map(({ from, to }) => ({
      startMs: from.epochMilliseconds,
      endMs: to?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    }))
    .filter(({ startMs }) => startMs <= asOfMs)
    .map(({ startMs, endMs }) => ({
      startMs,
      endMs: endMs > asOfMs ? Number.POSITIVE_INFINITY : endMs,
    }));
  return unite(breaks);
}

function covering(walk: Iterable<Stretch>, remainingMs: number): Period[] {
  const periods: Period[] = [];
  let coveredMs = 0;
  for (const { startMs, endMs } of walk) {
    periods.push({ start: instantOf(startMs), end: instantOf(endMs) });
    coveredMs += endMs - startMs;
    if (coveredMs > remainingMs || periods.length >= OPEN_PERIODS_MAX) break;
  }
  return periods;
}

function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) > 0;
}
