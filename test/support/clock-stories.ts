import type { ChangeMode, ReopenMode } from "@vigie/shared/sla.ts";
import type { TargetKind } from "@vigie/shared/ticket.ts";
import {
  type Clock,
  type ClockEvent,
  type Promised,
  readClock,
  replay,
  type TargetCourse,
  targetsOf,
} from "../../collector/domain/course.ts";
import type { Calendar } from "../../collector/domain/working-time.ts";
import { inParis, office, parisText, periodText } from "./calendars.ts";

/** What happened to a ticket, told in local times of Paris, and what its clocks say of it. */

const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

type Promising = {
  readonly kind?: TargetKind;
  readonly hours?: number;
  readonly workingDays?: number;
  readonly endOfDay?: boolean;
  readonly calendar?: Calendar;
  readonly pausable?: boolean;
};

/** Restoration in two office hours, unless said otherwise. */
export function promise(promising: Promising = {}): Promised {
  const { kind = "restoration", calendar = office, pausable = true } = promising;
  const { hours = 2, workingDays, endOfDay = false } = promising;
  const budget = workingDays === undefined ? { ms: hours * HOUR_MS } : { workingDays, endOfDay };
  return { kind, budget, calendar, pausable };
}

export const opened = (when: string, ...promises: readonly Promised[]): ClockEvent => ({
  kind: "opened",
  atMs: msAt(when),
  promises: promises.length === 0 ? [promise()] : promises,
});
export const paused = (when: string): ClockEvent => ({ kind: "paused", atMs: msAt(when) });
export const resumed = (when: string): ClockEvent => ({ kind: "resumed", atMs: msAt(when) });
export const fulfilled = (when: string, target: TargetKind = "restoration"): ClockEvent => ({
  kind: "fulfilled",
  atMs: msAt(when),
  target,
});
export const changed = (
  when: string,
  mode: ChangeMode,
  ...promises: readonly Promised[]
): ClockEvent => ({ kind: "changed", atMs: msAt(when), mode, promises, keepsOthers: false });
export const closed = (when: string, as: "judged" | "not_needed" = "judged"): ClockEvent => ({
  kind: "closed",
  atMs: msAt(when),
  as,
});
export const reopened = (when: string, mode: ReopenMode = "resume"): ClockEvent => ({
  kind: "reopened",
  atMs: msAt(when),
  mode,
});
export const cancelled = (when: string): ClockEvent => ({ kind: "cancelled", atMs: msAt(when) });

/** The target of a story. */
export function targetOf(
  story: readonly ClockEvent[],
  kind: TargetKind = "restoration",
): TargetCourse {
  const target = targetsOf(replay(story)).find((one) => one.kind === kind);
  if (target === undefined) throw new Error(`the story has no ${kind}`);
  return target;
}

/** What its clock says at a local time, in local times and minutes. */
export function told(
  story: readonly ClockEvent[],
  now: string,
  kind: TargetKind = "restoration",
): Said {
  return said(readClock(targetOf(story, kind), inParis(now)));
}

export type Said = ReturnType<typeof said>;

export function said(clock: Clock) {
  return {
    clockStart: parisText(clock.clockStart),
    state: clock.state,
    due: clock.dueAt && parisText(clock.dueAt),
    elapsed: clock.elapsedMs / MINUTE_MS,
    remaining: clock.remainingMs / MINUTE_MS,
    overrun: clock.overrunMs / MINUTE_MS,
    paused: clock.pausedMs / MINUTE_MS,
    breached: clock.breached,
    breachAfter: clock.breachAfter && parisText(clock.breachAfter),
    open: clock.openPeriods.map(periodText).join(" "),
  };
}

export function msAt(when: string): number {
  return inParis(when).epochMilliseconds;
}
