import type {
  BreachCause,
  ComplianceFigure,
  OutcomeState,
  TargetOutcome,
} from "@vigie/shared/compliance.ts";
import { TARGET_KINDS, type TargetKind } from "@vigie/shared/ticket.ts";
import { toInstant } from "./instant.ts";

/**
 * What was kept of what was promised, added up from outcomes that were frozen when their tickets
 * ended. Nothing is counted anew: a contract or calendar that is edited afterwards changes no figure.
 */

/** How one promised time of a ticket ended. Times are of the clock: working time. */
export type Outcome = {
  readonly ticketId: string;
  readonly ticketNumber: number;
  readonly contractVersionId: string;
  readonly calendarVersionId: string;
  readonly target: TargetKind;
  readonly cycle: number;
  readonly priority: number;
  readonly state: OutcomeState;
  readonly budgetMs: number;
  readonly elapsedMs: number;
  readonly overrunMs: number;
  readonly pausedMs: number;
  readonly cause: BreachCause | null;
  readonly endedAtMs: number;
};

/** What is added up so far, by priority and target. Outcomes come in slices, in any order. */
export type Tally = Map<string, Sum>;

type Sum = {
  readonly priority: number;
  readonly target: TargetKind;
  readonly ended: Record<OutcomeState, number>;
  pausedMs: number;
  overrunMs: number;
  readonly causes: Map<string, number>;
};

/** What stands for the cause of a breach of which nobody said why. */
const UNSAID = "unsaid";

const WHOLE_BASIS_POINTS = 10_000;
const MS_PER_SECOND = 1_000;

export function newTally(): Tally {
  return new Map();
}

/** Counts one more outcome. */
export function count(tally: Tally, outcome: Outcome): void {
  const { priority, target, state } = outcome;
  const key = `${priority} ${target}`;
  const sum = tally.get(key) ?? emptySum(priority, target);
  tally.set(key, sum);
  sum.ended[state] += 1;
  sum.pausedMs += outcome.pausedMs;
  sum.overrunMs += outcome.overrunMs;
  if (state !== "breached") return;
  const cause = outcome.cause ?? UNSAID;
  sum.causes.set(cause, (sum.causes.get(cause) ?? 0) + 1);
}

/** The figures by priority, then in the order of targets. */
export function figuresOf(tally: Tally): ComplianceFigure[] {
  return [...tally.values()]
    .toSorted((a, b) => a.priority - b.priority || placeOf(a.target) - placeOf(b.target))
    .map(toFigure);
}

/** An outcome as the API says it, in whole seconds. */
export function toTargetOutcome(outcome: Outcome): TargetOutcome {
  const { ticketId, ticketNumber, budgetMs, elapsedMs, overrunMs, pausedMs, endedAtMs } = outcome;
  return {
    ticket: { id: ticketId, number: ticketNumber },
    target: outcome.target,
    cycle: outcome.cycle,
    priority: outcome.priority,
    state: outcome.state,
    budgetSeconds: toSeconds(budgetMs),
    elapsedSeconds: toSeconds(elapsedMs),
    overrunSeconds: toSeconds(overrunMs),
    pausedSeconds: toSeconds(pausedMs),
    cause: outcome.cause,
    contractVersionId: outcome.contractVersionId,
    calendarVersionId: outcome.calendarVersionId,
    endedAt: toInstant(endedAtMs),
  };
}

function emptySum(priority: number, target: TargetKind): Sum {
  return {
    priority,
    target,
    ended: { met: 0, breached: 0, not_needed: 0, cancelled: 0 },
    pausedMs: 0,
    overrunMs: 0,
    causes: new Map(),
  };
}

function placeOf(target: TargetKind): number {
  return TARGET_KINDS.indexOf(target);
}

function toFigure({ priority, target, ended, pausedMs, overrunMs, causes }: Sum): ComplianceFigure {
  return {
    priority,
    target,
    met: ended.met,
    breached: ended.breached,
    notNeeded: ended.not_needed,
    cancelled: ended.cancelled,
    complianceBasisPoints: shareMet(ended),
    pausedSeconds: toSeconds(pausedMs),
    overrunSeconds: toSeconds(overrunMs),
    causes: Object.fromEntries([...causes].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Rounded down: nothing but no breach at all is a whole. */
function shareMet({ met, breached }: Record<OutcomeState, number>): number | null {
  if (met + breached === 0) return null;
  return Math.floor((met * WHOLE_BASIS_POINTS) / (met + breached));
}

/** Rounded up, so that an overrun of less than a second never reads as none. */
function toSeconds(ms: number): number {
  return Math.ceil(ms / MS_PER_SECOND);
}
