import type { TargetKind } from "@vigie/shared/ticket.ts";
import type { Promised } from "./clock-event.ts";
import {
  type Breaks,
  breaksUntil,
  type Counted,
  consumedMs,
  countedSpans,
  type Leg,
  spentInSpans,
  toBreaks,
} from "./consumption.ts";
import type { Run } from "./run.ts";
import { SPENT_SPAN_MS } from "./stretch.ts";
import { advance, replay, type TicketCourse } from "./ticket-course.ts";
import { workingDaysAfter } from "./working-days.ts";
import { type Calendar, elapsedMs, instantOf } from "./working-time.ts";

/** The promised times of a ticket, as its course leaves them: budgets in working time, and ends. */

/** A target as the course leaves it, for sla.ts to read. */
export type TargetCourse<Kind extends string = TargetKind> = {
  readonly kind: Kind;
  /** 1, and one more for each time that it began anew. */
  readonly cycle: number;
  /** The promise in force, as it was given. */
  readonly promise: Promised<Kind>;
  /** Working days as the working time that they are. */
  readonly budgetMs: number;
  /** Of working days: the instant of the last one; it may be outside working time. */
  readonly dueOnDayMs: number | undefined;
  readonly calendar: Calendar;
  readonly pausable: boolean;
  readonly legs: readonly Leg[];
  /** What the legs before the last one consumed. */
  readonly carriedMs: number;
  /** What counts of the last leg; of a target that ended, as if no break came after its end. */
  readonly ahead: readonly Counted[];
  readonly breaks: Breaks;
  readonly end:
    | {
        readonly atMs: number;
        readonly state: "met" | "breached" | "not_needed" | "cancelled";
      }
    | undefined;
  readonly course: TicketCourse<Kind>;
};

/** The targets, in the order promised. */
export function targetsOf<Kind extends string = TargetKind>(
  course: TicketCourse<Kind>,
): readonly TargetCourse<Kind>[] {
  const breaks = toBreaks(course.pauses, course.closed);
  return course.runs.map((run) => toTarget(course, run, breaks));
}

/** The target as it was known at an instant; before it was promised, as it was first promised. */
export function targetAsOf<Kind extends string>(
  target: TargetCourse<Kind>,
  atMs: number,
): TargetCourse<Kind> {
  const { course, kind } = target;
  const unknown = course.events.findIndex((event) => event.atMs > atMs);
  if (unknown === -1) return target;

  let known = replay(course.events.slice(0, unknown));
  const promising = course.events.slice(unknown).filter((event) => "promises" in event);
  for (const event of promising) {
    if (known.runs.some(({ promise }) => promise.kind === kind)) break;
    known = advance(known, event);
  }
  return targetsOf(known).find((earlier) => earlier.kind === kind) ?? target;
}

/** Whether a promise that starts at an instant is due within twenty years: else it is a mistake. */
export function isWithinReach({ budget, calendar }: Promised<string>, fromMs: number): boolean {
  if ("workingDays" in budget) return workingDaysAfter(calendar, fromMs, budget) !== undefined;
  const endless = { calendar, pausable: false, fromMs, toMs: Number.POSITIVE_INFINITY };
  return spentInSpans(countedSpans(endless, toBreaks([], [])), budget.ms) !== undefined;
}

function toTarget<Kind extends string>(
  course: TicketCourse<Kind>,
  run: Run<Kind>,
  breaks: Breaks,
): TargetCourse<Kind> {
  const { promise, cycle, legs } = run;
  const { calendar, pausable } = promise;
  const { budgetMs, dueOnDayMs } = toBudget(promise, legs[0]?.fromMs ?? 0);
  const target = { kind: promise.kind, cycle, promise, budgetMs, dueOnDayMs, calendar, pausable };
  const carriedMs = consumedMs(legs.slice(0, -1), breaks, Number.POSITIVE_INFINITY);
  const end = toEnd(run, budgetMs, breaks);
  const last = legs.at(-1);
  const stops = end === undefined ? breaks : breaksUntil(breaks, end.atMs);
  const ahead = last === undefined ? [] : countedSpans(last, stops);
  return { ...target, legs, carriedMs, ahead, breaks, end, course };
}

/**
 * The number of days is counted from where the count begins, also when they are promised later: what
 * was consumed until then is taken off the working time that they are.
 */
function toBudget(
  { budget, calendar }: Promised<string>,
  fromMs: number,
): { readonly budgetMs: number; readonly dueOnDayMs: number | undefined } {
  if ("ms" in budget) return { budgetMs: budget.ms, dueOnDayMs: undefined };
  const dueOnDayMs = workingDaysAfter(calendar, fromMs, budget);
  // More working time than there is in twenty years of days that far apart: it is never due.
  if (dueOnDayMs === undefined) return { budgetMs: SPENT_SPAN_MS, dueOnDayMs };
  const budgetMs = elapsedMs(calendar, instantOf(fromMs), instantOf(dueOnDayMs));
  return { budgetMs, dueOnDayMs };
}

/** A breach stays, however the target ended; only a promise that is taken back cannot be broken. */
function toEnd(
  { ending, legs }: Run<string>,
  budgetMs: number,
  breaks: Breaks,
): TargetCourse<string>["end"] {
  if (ending === undefined) return undefined;
  const { atMs, by, as } = ending;
  if (by === "changed") return { atMs, state: "cancelled" };
  if (consumedMs(legs, breaks, atMs) > budgetMs) return { atMs, state: "breached" };
  return { atMs, state: as === "judged" ? "met" : as };
}
