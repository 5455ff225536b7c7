import type { ChangeMode, ReopenMode } from "@vigie/shared/sla.ts";
import type { TargetKind } from "@vigie/shared/ticket.ts";
import type { Promised } from "./clock-event.ts";
import type { Leg } from "./consumption.ts";

/**
 * The run of one target of a ticket: the legs that its count consists of, and how it ended. Nothing
 * is measured here.
 */

/** Why a target runs no longer. */
export type Ending = {
  readonly atMs: number;
  readonly by: "fulfilled" | "closed" | "changed" | "cancelled";
  readonly as: "judged" | "not_needed" | "cancelled";
};

export type Run<Kind extends string = TargetKind> = {
  /** The promise in force. */
  readonly promise: Promised<Kind>;
  /** 1, and one more for each time that it began anew. */
  readonly cycle: number;
  /** What `from_start` counts from: the ticket's start, or where it last began anew. */
  readonly originMs: number;
  /** The first one begins where the count does, the last one is under the promise in force. */
  readonly legs: readonly Leg[];
  readonly ending: Ending | undefined;
};

export function beginRun<Kind extends string>(
  promise: Promised<Kind>,
  { fromMs, originMs }: { readonly fromMs: number; readonly originMs: number },
): Run<Kind> {
  return { promise, cycle: 1, originMs, legs: [toLeg(promise, fromMs)], ending: undefined };
}

/** What ended stays as it ended. */
export function endRun<Kind extends string>(run: Run<Kind>, ending: Ending): Run<Kind> {
  return run.ending === undefined ? { ...run, ending } : run;
}

/**
 * The run under another promise. What was promised no longer and is promised again goes on with
 * what it had consumed: two changes of priority are no way to wind a clock back.
 */
export function changeRun<Kind extends string>(
  run: Run<Kind>,
  promise: Promised<Kind>,
  { mode, atMs }: { readonly mode: ChangeMode; readonly atMs: number },
): Run<Kind> {
  switch (mode) {
    case "carry_elapsed": {
      const stoppedMs = run.ending?.atMs ?? atMs;
      const legs = [...stopLegs(run.legs, stoppedMs), toLeg(promise, atMs)];
      return { ...run, promise, legs, ending: undefined };
    }
    case "from_start":
      return { ...run, promise, legs: [toLeg(promise, run.originMs)], ending: undefined };
    case "restart":
      return restartRun(run, promise, atMs);
  }
}

/** A run that the closing had ended, when the ticket is opened again. */
export function reopenRun<Kind extends string>(
  run: Run<Kind>,
  { mode, atMs }: { readonly mode: ReopenMode; readonly atMs: number },
): Run<Kind> {
  if (mode === "restart") return restartRun(run, run.promise, atMs);
  return { ...run, ending: undefined };
}

function restartRun<Kind extends string>(
  { cycle }: Run<Kind>,
  promise: Promised<Kind>,
  atMs: number,
): Run<Kind> {
  return { ...beginRun(promise, { fromMs: atMs, originMs: atMs }), cycle: cycle + 1 };
}

function stopLegs(legs: readonly Leg[], atMs: number): Leg[] {
  return legs.map((leg) => ({ ...leg, toMs: Math.min(leg.toMs, atMs) }));
}

function toLeg({ calendar, pausable }: Promised<string>, fromMs: number): Leg {
  return { calendar, pausable, fromMs, toMs: Number.POSITIVE_INFINITY };
}
