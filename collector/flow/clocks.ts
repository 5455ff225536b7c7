import type { CalendarDocument } from "@vigie/shared/contract.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { type Clock, clockAt, type Pause } from "../domain/sla.ts";
import { endOf, type TargetEffect } from "../domain/ticket.ts";
import { type Calendar, toCalendar } from "../domain/working-time.ts";
import type {
  CalendarVersionRow,
  TargetRow,
  TicketRow,
  TicketTransitionRow,
} from "../registry/registry.ts";

/**
 * The clocks of tickets: what the domain says of a promised time, as columns. A calendar version
 * never changes, so it is read once.
 */
export type Clocks = ReturnType<typeof createClocks>;

/** What a target's clock has to know of its ticket. */
export type Course = {
  readonly startMs: number;
  /** Spans in which the ticket was closed and came back: no time at all, for every target. */
  readonly closed: readonly Pause[];
};

export type Promised = Pick<TargetRow, "kind" | "budgetMs" | "pausable"> & {
  readonly calendarVersion: CalendarVersionRow;
};

export function createClocks() {
  const calendars = new Map<string, Calendar>();

  /** The calendar of a version. Throws `calendar_invalid`: what is kept was checked when it came. */
  function calendarOf({ id, document }: { readonly id: string; readonly document: CalendarDocument }) {
    const known = calendars.get(id);
    if (known !== undefined) return known;
    const outcome = toCalendar(document);
    if ("problem" in outcome) throw new ProblemError(outcome.problem, { detail: outcome.detail });
    calendars.set(id, outcome.calendar);
    return outcome.calendar;
  }

  /** A target that starts to run now. */
  function start({
    id,
    ticketId,
    promise: { kind, budgetMs, pausable, calendarVersion },
    nowMs,
  }: {
    readonly id: string;
    readonly ticketId: string;
    readonly promise: Promised;
    readonly nowMs: number;
  }): TargetRow {
    calendarOf(calendarVersion);
    const row: TargetRow = {
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
    return withDeadlines(row, read(row, { startMs: nowMs, closed: [] }, nowMs));
  }

  /** The clock of a target; its calendar must have been seen by `calendarOf`. */
  function read(target: TargetRow, { startMs, closed }: Course, nowMs: number): Clock {
    const calendar = calendars.get(target.calendarVersionId);
    if (calendar === undefined) throw new Error(`calendar ${target.calendarVersionId} is not loaded`);
    const { kind, budgetMs, endedAtMs } = target;
    return clockAt(
      { kind, budgetMs, calendar, pausable: true },
      {
        start: instant(startMs),
        pauses: closed,
        endedAt: endedAtMs === null ? undefined : instant(endedAtMs),
      },
      instant(nowMs),
    );
  }

  /** The target after an effect; undefined = it stays as it is. */
  function move(
    target: TargetRow,
    effect: TargetEffect,
    { course, nowMs }: { readonly course: Course; readonly nowMs: number },
  ): TargetRow | undefined {
    switch (effect.kind) {
      case "keep":
        return undefined;
      case "end": {
        const isMeant = effect.targets === "all" || target.kind === effect.targets;
        if (!isMeant || target.state !== "running") return undefined;
        const { breached } = read(target, course, nowMs);
        return { ...target, state: endOf(effect.as, breached), breachAfterMs: null, endedAtMs: nowMs };
      }
      case "resume": {
        if (target.state !== "not_needed") return undefined;
        const running: TargetRow = { ...target, state: "running", endedAtMs: null };
        return withDeadlines(running, read(running, course, nowMs));
      }
      case "breach":
        return target.kind === effect.target && target.state === "running"
          ? { ...target, state: "breached", breachAfterMs: null }
          : undefined;
    }
  }

  return { calendarOf, start, read, move };
}

/** The spans in which a ticket was closed, from its history; `last` is the one that ends just now. */
export function courseOf(
  { openedAtMs }: Pick<TicketRow, "openedAtMs">,
  transitions: readonly TicketTransitionRow[],
  last?: { readonly fromMs: number; readonly toMs: number },
): Course {
  const closed: Pause[] = [];
  let closedAtMs: number | undefined;
  for (const { kind, atMs } of transitions) {
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
