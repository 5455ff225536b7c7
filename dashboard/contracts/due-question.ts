import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import type { EscalationStep, ServiceLevel, TargetPromise } from "@vigie/shared/contract.ts";
import type { SlaPreviewWish } from "@vigie/shared/sla.ts";
import { toInstantMs } from "./local-time.ts";
import type { DueQuestion } from "./place.ts";
import { type ContractReading, clausesOf } from "./reading.ts";

/**
 * "When would it be due?" as the collector is asked it: the contract's own calendars under their ids,
 * so that a complement finds its base, and the moment is that of the opening.
 */

/** Why a question cannot be asked. */
export type Unanswerable = "noTargets" | "badTime" | "pauseReversed";

/** Words and wishes of this page's own making are told apart by `wish`. */
export type AskedPreview =
  | { readonly wish: SlaPreviewWish }
  | { readonly unanswerable: Unanswerable };

export function toPreviewWish(reading: ContractReading, question: DueQuestion): AskedPreview {
  const { levels, term } = clausesOf(reading);
  const level = levels.find(({ priority }) => priority === question.priority);
  if (level === undefined || level.targets.length === 0) return { unanswerable: "noTargets" };
  const startMs = toInstantMs(question.at, term.timeZone);
  if (startMs === undefined) return { unanswerable: "badTime" };
  const pauses = toPauses(question, term.timeZone);
  if (!Array.isArray(pauses)) return { unanswerable: pauses };
  const start = new Date(startMs).toISOString();
  const steps = stepsOf(level);
  return {
    wish: {
      calendars: toCalendars(level, reading),
      start,
      now: start,
      targets: level.targets.map(toPreviewTarget),
      ...(pauses.length > 0 && { pauses }),
      ...(steps.length > 0 && { escalations: steps }),
    },
  };
}

function toPreviewTarget(promise: TargetPromise): SlaPreviewWish["targets"][number] {
  const { kind, calendarId, pausable, budgetSeconds, workingDays, endOfDay } = promise;
  return {
    name: kind,
    calendar: calendarId,
    pausable,
    ...(budgetSeconds !== undefined && { budgetSeconds }),
    ...(workingDays !== undefined && { workingDays }),
    ...(endOfDay !== undefined && { endOfDay }),
  };
}

/** Every step of the level's targets, once: an answer has them all for each target. */
function stepsOf({ targets }: ServiceLevel): EscalationStep[] {
  const steps = new Map<string, EscalationStep>();
  for (const step of targets.flatMap(({ escalations = [] }) => escalations)) {
    steps.set(keyOf(step), step);
  }
  return [...steps.values()];
}

/** What a step is known by. */
export function keyOf(step: {
  readonly percent?: number;
  readonly offsetSeconds?: number;
}): string {
  return step.percent === undefined ? `${step.offsetSeconds ?? 0} s` : `${step.percent} %`;
}

type Pauses = NonNullable<SlaPreviewWish["pauses"]>;

function toPauses({ pausedFrom, pausedTo }: DueQuestion, zone: string): Pauses | Unanswerable {
  if (pausedFrom === undefined) return [];
  const fromMs = toInstantMs(pausedFrom, zone);
  const toMs = pausedTo === undefined ? null : toInstantMs(pausedTo, zone);
  if (fromMs === undefined || toMs === undefined) return "badTime";
  if (toMs !== null && toMs < fromMs) return "pauseReversed";
  const written = (ms: number) => new Date(ms).toISOString();
  return [{ from: written(fromMs), to: toMs === null ? null : written(toMs) }];
}

function toCalendars(
  { targets }: ServiceLevel,
  { calendars }: ContractReading,
): Record<string, CalendarDocument> {
  const wanted: Record<string, CalendarDocument> = {};
  const waiting = targets.map(({ calendarId }) => calendarId);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const document = calendars.get(id)?.document;
    if (document === undefined || Object.hasOwn(wanted, id)) continue;
    wanted[id] = document;
    if (document.complementOf !== undefined) waiting.push(document.complementOf);
  }
  return wanted;
}
