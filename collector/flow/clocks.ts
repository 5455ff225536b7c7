import type { EscalationStep } from "@vigie/shared/contract.ts";
import type { TargetKind } from "@vigie/shared/ticket.ts";
import {
  type Clock,
  type Promised,
  readClock,
  replay,
  type TargetCourse,
  targetsOf,
} from "../domain/course.ts";
import { toClockEvents } from "../domain/ticket-line.ts";
import type { Calendar } from "../domain/working-time.ts";
import type { ClockLineRow, Contracts, FrozenPromise } from "../registry/registry.ts";
import { compileCalendars } from "./calendar-versions.ts";

/**
 * The clocks of tickets, made from their histories: the same lines give the same clocks, whenever they
 * are asked. A calendar version never changes, so each is compiled once.
 */
export type Clocks = {
  /** What the lines of one ticket leave of its promises, as of now. */
  readonly read: (
    contracts: Pick<Contracts, "calendarVersions">,
    lines: readonly ClockLineRow[],
    nowMs: number,
  ) => Promise<CountedTarget[]>;
};

/** A target with its clock, and what of its promise no clock needs. */
export type CountedTarget = {
  readonly course: TargetCourse<TargetKind>;
  readonly clock: Clock;
  readonly calendarVersionId: string;
  /** The place of the line that gave the promise by which it is judged. */
  readonly promisedAt: number;
  readonly steps: readonly EscalationStep[];
};

export function createClocks(): Clocks {
  const calendars = new Map<string, Calendar>();
  const versionIds = new Map<Calendar, string>();

  async function compile(
    contracts: Pick<Contracts, "calendarVersions">,
    lines: readonly ClockLineRow[],
  ): Promise<void> {
    const named = lines.flatMap(({ promises }) => promises ?? []);
    if (named.every(({ calendarVersionId }) => calendars.has(calendarVersionId))) return;
    for (const [id, calendar] of compileCalendars(await contracts.calendarVersions(), calendars)) {
      calendars.set(id, calendar);
      versionIds.set(calendar, id);
    }
  }

  function calendarOf(versionId: string): Calendar {
    const calendar = calendars.get(versionId);
    if (calendar === undefined) throw new Error(`there is no calendar version ${versionId}`);
    return calendar;
  }

  return {
    async read(contracts, lines, nowMs) {
      await compile(contracts, lines);
      const places = new Map<Promised<TargetKind>, number>();
      const promisedBy = ({ promises }: ClockLineRow, place: number) => {
        const promised = promises?.map((promise) => toPromised(promise, calendarOf)) ?? null;
        for (const promise of promised ?? []) places.set(promise, place);
        return promised;
      };
      const events = toClockEvents(
        lines.map((line, place) => ({ ...line, promises: promisedBy(line, place) })),
      );
      const now = Temporal.Instant.fromEpochMilliseconds(asOf(lines, nowMs));
      const steps = stepsByTarget(lines);
      return targetsOf(replay(events)).map((course) => ({
        course,
        clock: readClock(course, now),
        calendarVersionId: versionIds.get(course.calendar) ?? "",
        promisedAt: places.get(course.promise) ?? 0,
        steps: steps.get(course.kind) ?? [],
      }));
    },
  };
}

/** Now, or the newest line: a clock that was set back must not make a ticket forget what it did. */
export function asOf(lines: readonly ClockLineRow[], nowMs: number): number {
  return Math.max(nowMs, lines.at(-1)?.effectiveAtMs ?? nowMs);
}

function toPromised(
  promise: FrozenPromise,
  calendarOf: (versionId: string) => Calendar,
): Promised<TargetKind> {
  const { kind, budgetSeconds = 0, workingDays, endOfDay = false, pausable } = promise;
  const budget =
    workingDays === undefined ? { ms: budgetSeconds * 1_000 } : { workingDays, endOfDay };
  return { kind, budget, calendar: calendarOf(promise.calendarVersionId), pausable };
}

/** The steps of the newest promise of each target. */
function stepsByTarget(lines: readonly ClockLineRow[]): Map<TargetKind, readonly EscalationStep[]> {
  const steps = new Map<TargetKind, readonly EscalationStep[]>();
  for (const { promises } of lines) {
    for (const { kind, escalations = [] } of promises ?? []) steps.set(kind, escalations);
  }
  return steps;
}
