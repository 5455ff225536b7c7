import type { ServiceLevel, TargetPromise } from "@vigie/shared/contract.ts";
import type { TargetKind } from "@vigie/shared/ticket.ts";
import { stepName } from "./escalation.ts";
import { type Findings, repeated } from "./findings.ts";

/** What can be wrong with the promised times. */

/**
 * A promise that must not be later than another one of its level, where both can be compared. That an
 * acknowledgement may take longer than a restoration is odd and harmless, so it is not here.
 */
const NOT_LATER: readonly (readonly [TargetKind, TargetKind])[] = [
  ["workaround", "restoration"],
  ["restoration", "resolution"],
];

/** Findings in the levels: one level a priority, one promise a kind, each sound by itself. */
export function* levelProblems(
  levels: readonly ServiceLevel[],
  calendarIds: ReadonlySet<string>,
): Findings {
  for (const { value, place } of repeated(levels.map(({ priority }) => priority))) {
    yield `levels[${place}].priority: there is another level for priority ${value}`;
  }
  for (const [place, { targets }] of levels.entries()) {
    const path = `levels[${place}]`;
    for (const { value, place: second } of repeated(targets.map(({ kind }) => kind))) {
      yield `${path}.targets[${second}].kind: the level promises ${value} already`;
    }
    for (const [number, target] of targets.entries()) {
      yield* targetProblems(target, { path: `${path}.targets[${number}]`, calendarIds });
    }
    yield* orderProblems(targets, path);
  }
}

function* targetProblems(
  target: TargetPromise,
  { path, calendarIds }: { readonly path: string; readonly calendarIds: ReadonlySet<string> },
): Findings {
  const { budgetSeconds, workingDays, endOfDay, calendarId, escalations = [] } = target;
  if ((budgetSeconds === undefined) === (workingDays === undefined)) {
    yield `${path}: exactly one of budgetSeconds and workingDays must be there`;
  }
  if (endOfDay !== undefined && workingDays === undefined) {
    yield `${path}.endOfDay: it goes with workingDays only`;
  }
  if (!calendarIds.has(calendarId)) {
    yield `${path}.calendarId: there is no calendar ${calendarId}`;
  }
  for (const { place } of repeated(escalations.map(stepName))) {
    yield `${path}.escalations[${place}]: the same step is listed twice`;
  }
}

/** Two times compare where they are counted alike: on one calendar, in one unit. */
function* orderProblems(targets: readonly TargetPromise[], path: string): Findings {
  for (const [sooner, later] of NOT_LATER) {
    const first = targets.find(({ kind }) => kind === sooner);
    const second = targets.find(({ kind }) => kind === later);
    if (first === undefined || second === undefined) continue;
    if (first.calendarId !== second.calendarId) continue;
    if (isLonger(first, second)) {
      yield `${path}.targets: ${sooner} may not take longer than ${later}`;
    }
  }
}

function isLonger(first: TargetPromise, second: TargetPromise): boolean {
  if (first.budgetSeconds !== undefined && second.budgetSeconds !== undefined) {
    return first.budgetSeconds > second.budgetSeconds;
  }
  if (first.workingDays !== undefined && second.workingDays !== undefined) {
    return first.workingDays > second.workingDays;
  }
  return false;
}
