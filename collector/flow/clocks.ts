import { ProblemError } from "@vigie/shared/problems.ts";
import { type Clock, clockAt, type Pause } from "../domain/sla.ts";
import { endOf, type TargetEffect } from "../domain/ticket.ts";
import { type Calendar, toCalendar } from "../domain/working-time.ts";
import type {
  CalendarVersionRow,
  TargetRow,
  TicketClosureRow,
  TicketRow,
} from "../registry/registry.ts";

/**
 * The clocks of tickets: what the domain says of a promised time, as columns. A calendar version
 * never changes, so it is read once.
 */
export type Clocks = {
  /** The calendar of a version. Throws `calendar_invalid`: what is kept was checked when it came. */
  readonly calendarOf: (version: Pick<CalendarVersionRow, "id" | "document">) => Calendar;
  /** A target that starts to run now. */
  readonly start: (starting: Starting) => TargetRow;
  /** The clock of a target; its calendar must have been seen by `calendarOf`. */
  readonly read: (target: TargetRow, course: Course, nowMs: number) => Clock;
  /** The target after an effect; undefined = it stays as it is. */
  readonly move: (
    target: TargetRow,
    effect: TargetEffect,
    moment: { readonly course: Course; readonly nowMs: number },
  ) => TargetRow | undefined;
};

/** What a target's clock has to know of its ticket. */
export type Course = {
  readonly startMs: number;
  /** Spans in which the ticket was closed and came back: no time at all, for every target. */
  readonly closed: readonly Pause[];
};

export type Starting = {
  readonly id: string;
  readonly ticketId: string;
  readonly promise: Pick<TargetRow, "kind" | "budgetMs" | "pausable"> & {
    readonly calendarVersion: CalendarVersionRow;
  };
  readonly nowMs: number;
};

export function createClocks(): Clocks {
  const calendars = new Map<string, Calendar>();

  const calendarOf: Clocks["calendarOf"] = ({ id, document }) => {
    const known = calendars.get(id);
    if (known !== undefined) return known;
    const outcome = toCalendar(document);
    if ("problem" in outcome) throw new ProblemError(outcome.problem, { detail: outcome.detail });
    calendars.set(id, outcome.calendar);
    return outcome.calendar;
  };

  const read: Clocks["read"] = (target, course, nowMs) => {
    const calendar = calendars.get(target.calendarVersionId);
    if (calendar === undefined)
      throw new Error(`no calendar ${target.calendarVersionId} is loaded`);
    return readClock({ target, calendar }, course, nowMs);
  };

  return {
    calendarOf,
    read,
    start(starting) {
      calendarOf(starting.promise.calendarVersion);
      const row = toRunning(starting);
      return withDeadlines(row, read(row, { startMs: starting.nowMs, closed: [] }, starting.nowMs));
    },
    move: (target, effect, { course, nowMs }) =>
      moveTarget(target, effect, { nowMs, clockOf: (moved) => read(moved, course, nowMs) }),
  };
}

function readClock(
  { target, calendar }: { readonly target: TargetRow; readonly calendar: Calendar },
  { startMs, closed }: Course,
  nowMs: number,
): Clock {
  const { kind, budgetMs, pausable, endedAtMs } = target;
  const endedAt = endedAtMs === null ? undefined : instant(endedAtMs);
  return clockAt(
    { kind, budgetMs, calendar, pausable },
    { start: instant(startMs), pauses: [], closed, endedAt },
    instant(nowMs),
  );
}

function toRunning({ id, ticketId, promise }: Starting): TargetRow {
  const { kind, budgetMs, pausable, calendarVersion } = promise;
  return {
    id,
    ticketId,
    kind,
    calendarVersionId: calendarVersion.id,
    budgetMs,
    pausable,
    state: "running",
    dueAtMs: null,
    breachAfterMs: null,
    endedAtMs: null,
  };
}

type Moving = { readonly nowMs: number; readonly clockOf: (target: TargetRow) => Clock };

function moveTarget(
  target: TargetRow,
  effect: TargetEffect,
  { nowMs, clockOf }: Moving,
): TargetRow | undefined {
  const isRunning = target.state === "running";
  switch (effect.kind) {
    case "keep":
      return undefined;
    case "end":
      return isMeant(target, effect.targets)
        ? endTarget(target, effect.as, { nowMs, clockOf })
        : undefined;
    case "resume": {
      if (target.state !== "not_needed") return undefined;
      const running: TargetRow = { ...target, state: "running", endedAtMs: null };
      return withDeadlines(running, clockOf(running));
    }
    case "breach":
      if (target.kind !== effect.target || !isRunning) return undefined;
      return { ...target, state: "breached", breachAfterMs: null };
  }
}

function isMeant({ kind }: TargetRow, targets: "acknowledgement" | "all"): boolean {
  return targets === "all" || kind === targets;
}

/** A target that was broken before stays broken, and its overrun ends here. */
function endTarget(
  target: TargetRow,
  as: "judged" | "not_needed",
  { nowMs, clockOf }: Moving,
): TargetRow | undefined {
  if (target.endedAtMs !== null) return undefined;
  if (target.state === "breached") return { ...target, endedAtMs: nowMs };
  if (target.state !== "running") return undefined;
  const state = endOf(as, clockOf(target).breached);
  return { ...target, state, breachAfterMs: null, endedAtMs: nowMs };
}

/** The spans in which a ticket was closed, from its history; `last` is the one that ends just now. */
export function courseOf(
  { openedAtMs }: Pick<TicketRow, "openedAtMs">,
  closures: readonly TicketClosureRow[],
  last?: { readonly fromMs: number; readonly toMs: number },
): Course {
  const closed: Pause[] = [];
  let closedAtMs: number | undefined;
  for (const { kind, atMs } of closures) {
    if (kind === "resolved") closedAtMs = atMs;
    if (kind !== "reopened" || closedAtMs === undefined) continue;
    closed.push({ from: instant(closedAtMs), to: instant(atMs) });
    closedAtMs = undefined;
  }
  if (last !== undefined) closed.push({ from: instant(last.fromMs), to: instant(last.toMs) });
  return { startMs: openedAtMs, closed };
}

function withDeadlines(row: TargetRow, { dueAt, breachAfter }: Clock): TargetRow {
  return {
    ...row,
    dueAtMs: dueAt?.epochMilliseconds ?? null,
    breachAfterMs: breachAfter?.epochMilliseconds ?? null,
  };
}

function instant(milliseconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds);
}
