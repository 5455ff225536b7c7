import type { TargetKind } from "@vigie/shared/ticket.ts";
import type { ClockEvent } from "./clock-event.ts";
import { beginRun, changeRun, type Ending, endRun, type Run, reopenRun } from "./run.ts";
import type { Stretch } from "./stretch.ts";

/**
 * The course of a ticket, as far as its clocks are concerned: a pure function of what happened to it,
 * in the order in which it took effect. What is told late gives the same course as told in time.
 *
 *     opened --> running --paused, resumed-----------> running; the pause is the whole ticket's
 *                running --changed-------------------> running, on another leg or anew
 *                running --changed, not promised now-> cancelled --changed, promised again--> running
 *                running --fulfilled-----------------> met, breached: for good
 *                running --closed--------------------> met, breached, not needed --reopened--> running
 *                running --cancelled-----------------> cancelled, breached: whatever follows does nothing
 */

type Of<Kind extends string, Name> = Extract<ClockEvent<Kind>, { kind: Name }>;

export type TicketCourse<Kind extends string = TargetKind> = {
  /** In the order in which they took effect. */
  readonly events: readonly ClockEvent<Kind>[];
  /** When the ticket was opened, or last began anew; undefined before its opening. */
  readonly originMs: number | undefined;
  /** In the order promised. */
  readonly runs: readonly Run<Kind>[];
  /** In order, apart from one another; one that goes on has no end. */
  readonly pauses: readonly Stretch[];
  /** Spans in which the ticket was closed and that are no time for any target. */
  readonly closed: readonly Stretch[];
  readonly closedAtMs: number | undefined;
  /** What was done while no clock ran for it: before a queued request's slot, or unpromised. */
  readonly done: readonly Of<Kind, "fulfilled">[];
  /** Changes of a closed ticket act when it is reopened. */
  readonly postponed: readonly Of<Kind, "changed">[];
  readonly isCancelled: boolean;
};

/** The course of all that happened, in any order; of two at one instant the first given is first. */
export function replay<Kind extends string>(
  events: readonly ClockEvent<Kind>[],
): TicketCourse<Kind> {
  const inOrder = events.toSorted((a, b) => a.atMs - b.atMs);
  const start: TicketCourse<Kind> = {
    events: inOrder,
    originMs: undefined,
    runs: [],
    pauses: [],
    closed: [],
    closedAtMs: undefined,
    done: [],
    postponed: [],
    isCancelled: false,
  };
  return inOrder.reduce(step, start);
}

/** The course after one more event; one that took effect earlier than others is put in its place. */
export function advance<Kind extends string>(
  course: TicketCourse<Kind> | undefined,
  event: ClockEvent<Kind>,
): TicketCourse<Kind> {
  const last = course?.events.at(-1);
  if (course === undefined || last === undefined) return replay([event]);
  if (event.atMs < last.atMs) return replay([...course.events, event]);
  return step({ ...course, events: [...course.events, event] }, event);
}

function step<Kind extends string>(
  course: TicketCourse<Kind>,
  event: ClockEvent<Kind>,
): TicketCourse<Kind> {
  if (course.isCancelled) return course;
  switch (event.kind) {
    case "opened":
      return open(course, event);
    case "paused":
      return pause(course, event.atMs);
    case "resumed":
      return { ...course, pauses: endLast(course.pauses, event.atMs) };
    case "fulfilled":
      return fulfil(course, event);
    case "changed":
      return change(course, event);
    case "closed":
      return close(course, event);
    case "cancelled":
      return { ...endAll(course, ending(event.atMs, "cancelled")), isCancelled: true };
    case "reopened":
      return reopen(course, event);
  }
}

function open<Kind extends string>(
  course: TicketCourse<Kind>,
  { atMs, promises }: Of<Kind, "opened">,
): TicketCourse<Kind> {
  if (course.originMs !== undefined) return course;
  const opened = { ...course, originMs: atMs };
  const runs = promises.map((promise) =>
    settle(opened, beginRun(promise, { fromMs: atMs, originMs: atMs })),
  );
  return { ...opened, runs };
}

/** A closed ticket waits for nobody. */
function pause<Kind extends string>(
  course: TicketCourse<Kind>,
  startMs: number,
): TicketCourse<Kind> {
  const isPaused = course.pauses.at(-1)?.endMs === Number.POSITIVE_INFINITY;
  if (isPaused || course.closedAtMs !== undefined) return course;
  return { ...course, pauses: [...course.pauses, { startMs, endMs: Number.POSITIVE_INFINITY }] };
}

function endLast(pauses: readonly Stretch[], atMs: number): readonly Stretch[] {
  const last = pauses.at(-1);
  if (last?.endMs !== Number.POSITIVE_INFINITY) return pauses;
  const before = pauses.slice(0, -1);
  return last.startMs < atMs ? [...before, { startMs: last.startMs, endMs: atMs }] : before;
}

function fulfil<Kind extends string>(
  course: TicketCourse<Kind>,
  event: Of<Kind, "fulfilled">,
): TicketCourse<Kind> {
  const done = [...course.done, event];
  return { ...course, done, runs: course.runs.map((run) => settle({ ...course, done }, run)) };
}

/** What was done once is done, also if its clock begins, or begins again, only after. */
function settle<Kind extends string>(
  { done }: Pick<TicketCourse<Kind>, "done">,
  run: Run<Kind>,
): Run<Kind> {
  const event = done.find(({ target }) => target === run.promise.kind);
  return event === undefined ? run : endRun(run, ending(event.atMs, "fulfilled"));
}

function change<Kind extends string>(
  course: TicketCourse<Kind>,
  event: Of<Kind, "changed">,
): TicketCourse<Kind> {
  const { originMs } = course;
  if (originMs === undefined) return course;
  if (course.closedAtMs !== undefined) {
    return { ...course, postponed: [...course.postponed, event] };
  }
  const { mode, atMs, promises, keepsOthers } = event;
  const runs = course.runs.map((run) => {
    const promise = promises.find(({ kind }) => kind === run.promise.kind);
    if (promise !== undefined && canChange(run)) {
      return settle(course, changeRun(run, promise, { mode, atMs }));
    }
    return promise !== undefined || keepsOthers ? run : endRun(run, ending(atMs, "changed"));
  });
  const begins = {
    fromMs: mode === "from_start" ? originMs : atMs,
    originMs: mode === "restart" ? atMs : originMs,
  };
  const added = promises
    .filter(({ kind }) => course.runs.every(({ promise }) => promise.kind !== kind))
    .map((promise) => settle(course, beginRun(promise, begins)));
  return { ...course, runs: [...runs, ...added], originMs: begins.originMs };
}

/** What ended otherwise was judged by the promise then in force. */
function canChange({ ending: ended }: Run<string>): boolean {
  return ended === undefined || ended.by === "changed";
}

function close<Kind extends string>(
  course: TicketCourse<Kind>,
  { atMs, as }: Of<Kind, "closed">,
): TicketCourse<Kind> {
  if (course.originMs === undefined || course.closedAtMs !== undefined) return course;
  const ended = endAll(course, { atMs, by: "closed", as });
  return { ...ended, closedAtMs: atMs, pauses: endLast(course.pauses, atMs) };
}

function reopen<Kind extends string>(
  course: TicketCourse<Kind>,
  { atMs, mode }: Of<Kind, "reopened">,
): TicketCourse<Kind> {
  const { closedAtMs } = course;
  if (closedAtMs === undefined) return course;
  const isNoTime = mode === "resume" && closedAtMs < atMs;
  const reopened: TicketCourse<Kind> = {
    ...course,
    closedAtMs: undefined,
    closed: isNoTime ? [...course.closed, { startMs: closedAtMs, endMs: atMs }] : course.closed,
    originMs: mode === "restart" ? atMs : course.originMs,
    runs: course.runs.map((run) =>
      run.ending?.by === "closed" ? settle(course, reopenRun(run, { mode, atMs })) : run,
    ),
    postponed: [],
  };
  return course.postponed.reduce(
    (changed, postponed) => change(changed, { ...postponed, atMs }),
    reopened,
  );
}

function endAll<Kind extends string>(
  course: TicketCourse<Kind>,
  ended: Ending,
): TicketCourse<Kind> {
  return { ...course, runs: course.runs.map((run) => endRun(run, ended)) };
}

function ending(atMs: number, by: "fulfilled" | "changed" | "cancelled"): Ending {
  return { atMs, by, as: by === "fulfilled" ? "judged" : "cancelled" };
}
