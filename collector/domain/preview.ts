import type { EscalationStep } from "@vigie/shared/contract.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { PreviewedTarget, SlaPreview, SlaPreviewWish } from "@vigie/shared/sla.ts";
import { clockStartMs, dueMsOf } from "./due.ts";
import { escalationOf } from "./escalation.ts";
import { toInstant } from "./instant.ts";
import { toPreviewCourse } from "./preview-wish.ts";
import { type Clock, openPeriodsOf, readClock } from "./sla.ts";
import { type TargetCourse, targetsOf } from "./target-course.ts";
import { replay } from "./ticket-course.ts";

/**
 * What the clocks of a ticket would say, asked by whoever writes a contract. State, elapsed, remaining
 * and overrun are those of a ticket at `now`, which knows nothing of what is still to come. The start,
 * the due time, the escalations and the intervals are those of the whole story: what is stated for
 * later, pauses and changes, is taken to happen. In a pause nothing is due, as on a ticket.
 */

/** The refusal is `calendar_invalid` or `sla_preview_invalid`; `moment` is now if nothing is said. */
export function previewSla(wish: SlaPreviewWish, moment: Temporal.Instant): SlaPreview | Refusal {
  const asked = toPreviewCourse(wish, moment);
  if ("problem" in asked) return asked;
  const { events, now } = asked;
  const steps = wish.escalations ?? [];
  const known = targetsOf(replay(events.filter(({ atMs }) => atMs <= now.epochMilliseconds)));
  const targets = targetsOf(replay(events)).map((target) => {
    const clock = readClock(known.find(({ kind }) => kind === target.kind) ?? target, now);
    return preview(target, { clock, now, steps });
  });
  return { targets };
}

type Reading = {
  readonly clock: Clock;
  readonly now: Temporal.Instant;
  readonly steps: readonly EscalationStep[];
};

function preview(target: TargetCourse<string>, { clock, now, steps }: Reading): PreviewedTarget {
  const { state, elapsedMs, remainingMs, breached, overrunMs } = clock;
  const isPaused = state === "paused";
  const dueMs = isPaused ? undefined : dueMsOf(target);
  const open = isPaused ? [] : openPeriodsOf(target, now.epochMilliseconds);
  return {
    name: target.kind,
    clockStart: toInstant(clockStartMs(target)),
    dueAt: dueMs === undefined ? null : toInstant(dueMs),
    // Nothing ends a target of a preview.
    state: state === "ended" ? "running" : state,
    elapsedSeconds: elapsedMs / 1_000,
    remainingSeconds: remainingMs / 1_000,
    breached,
    overrunSeconds: overrunMs / 1_000,
    openIntervals: open.map(({ start, end }) => [
      toInstant(start.epochMilliseconds),
      toInstant(end.epochMilliseconds),
    ]),
    escalations: steps.map((step) => {
      const atMs = isPaused ? null : escalationOf(target, step).atMs;
      return { ...step, at: atMs === null ? null : toInstant(atMs) };
    }),
  };
}
