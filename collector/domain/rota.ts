import { WEEKDAYS } from "@vigie/shared/calendar.ts";
import type { Handover } from "@vigie/shared/rota.ts";

/**
 * Whose turn it is to be woken. A handover is at a time of day in the rota's own zone, whatever its
 * clocks do: a turn over a change of them is an hour shorter or longer.
 */

/** How the turns go from an instant on, until another plan takes over. */
export type RotaPlan = {
  /** The first handover. */
  readonly beginsAtMs: number;
  /** The civil day of the first handover; the others are counted from it. */
  readonly firstDay: string;
  /** IANA. */
  readonly timeZone: string;
  readonly handover: Handover;
  /** In the order of their turns; never empty, each once. */
  readonly memberIds: readonly string[];
};

/** Somebody stands in during `[startMs, endMs)`. */
export type RotaOverride = {
  readonly id: string;
  readonly staffId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly reason: string;
};

export type Rota = {
  /** By their beginnings. */
  readonly plans: readonly RotaPlan[];
  /** Apart from one another. */
  readonly overrides: readonly RotaOverride[];
};

/** Somebody is on call during `[startMs, endMs)`. */
export type Shift = {
  readonly staffId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly override: RotaOverride | undefined;
};

type Span = { readonly startMs: number; readonly endMs: number };

/** Plans that a rota remembers: more than it has in years, however often people come and go. */
const PLANS_MAX = 100;

const DAYS_OF = { day: 1, week: 7 } as const;

/**
 * A plan whose first turn begins with the first handover on a day or after it. The zone and the day
 * must exist.
 */
export function toPlan({
  from,
  timeZone,
  handover,
  memberIds,
}: {
  readonly from: string;
} & Pick<RotaPlan, "timeZone" | "handover" | "memberIds">): RotaPlan {
  const firstDay = firstDayOf(handover, Temporal.PlainDate.from(from)).toString();
  const beginsAtMs = handoverMs({ firstDay, timeZone, handover }, 0);
  return { beginsAtMs, firstDay, timeZone, handover, memberIds };
}

/** The plans after another one was decided: it stands in for those that would begin with it or later. */
export function withPlan(plans: readonly RotaPlan[], plan: RotaPlan): RotaPlan[] {
  const before = plans.filter(({ beginsAtMs }) => beginsAtMs < plan.beginsAtMs);
  return [...before, plan].slice(-PLANS_MAX);
}

/** The override that leaves no instant to one person alone; undefined = there is none. */
export function overlapOf(
  overrides: readonly RotaOverride[],
  { startMs, endMs }: Span,
): RotaOverride | undefined {
  return overrides.find((other) => other.startMs < endMs && startMs < other.endMs);
}

/** Who is on call; undefined before the first turn. */
export function onCallAt({ plans, overrides }: Rota, atMs: number): Shift | undefined {
  const override = overrides.find(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
  if (override !== undefined) return toShift(override);
  const turn = turnAt(plans, atMs);
  if (turn === undefined) return undefined;
  const before = overrides.filter(({ endMs }) => endMs <= atMs).map(({ endMs }) => endMs);
  const after = overrides.filter(({ startMs }) => startMs > atMs).map(({ startMs }) => startMs);
  return {
    ...turn,
    startMs: Math.max(turn.startMs, ...before),
    endMs: Math.min(turn.endMs, ...after),
  };
}

/** The shifts that touch a span, in order, at most `limit` of them, each as long as it really is. */
export function shiftsIn(rota: Rota, { startMs, endMs }: Span, limit: number): Shift[] {
  const shifts: Shift[] = [];
  let atMs = startMs;
  while (atMs < endMs && shifts.length < limit) {
    const shift = onCallAt(rota, atMs);
    if (shift !== undefined) shifts.push(shift);
    atMs = shift === undefined ? nextBeginningMs(rota, atMs) : shift.endMs;
  }
  return shifts;
}

/** When the turn of an instant is over; undefined before the first one. */
export function turnEndMs(plans: readonly RotaPlan[], atMs: number): number | undefined {
  return turnAt(plans, atMs)?.endMs;
}

/** When somebody else takes over, strictly after an instant; undefined = nobody ever does. */
export function nextHandoverMs(rota: Rota, afterMs: number): number | undefined {
  const who = onCallAt(rota, afterMs)?.staffId;
  const anchors = [afterMs, ...edgesAfter(rota, afterMs)];
  const candidates = anchors.flatMap((anchorMs) => [anchorMs, ...boundaries(rota.plans, anchorMs)]);
  return candidates
    .filter((atMs) => atMs > afterMs && onCallAt(rota, atMs)?.staffId !== who)
    .toSorted((one, other) => one - other)[0];
}

/** Where a plan or an override begins or ends. */
function edgesAfter({ plans, overrides }: Rota, afterMs: number): number[] {
  const edges = [
    ...plans.map(({ beginsAtMs }) => beginsAtMs),
    ...overrides.flatMap(({ startMs, endMs }) => [startMs, endMs]),
  ];
  return edges.filter((edgeMs) => edgeMs > afterMs);
}

/** The ends of this turn and of the next: after one of them it is another person's, if there is one. */
function boundaries(plans: readonly RotaPlan[], atMs: number): number[] {
  const turn = turnAt(plans, atMs);
  if (turn === undefined || turn.endMs === Number.POSITIVE_INFINITY) return [];
  const next = turnAt(plans, turn.endMs);
  return next === undefined ? [turn.endMs] : [turn.endMs, next.endMs];
}

function nextBeginningMs(rota: Rota, afterMs: number): number {
  return Math.min(...edgesAfter(rota, afterMs));
}

function toShift(override: RotaOverride): Shift {
  const { staffId, startMs, endMs } = override;
  return { staffId, startMs, endMs, override };
}

/** Whose turn it is, as if nobody ever stood in. */
function turnAt(plans: readonly RotaPlan[], atMs: number): Shift | undefined {
  const at = plans.findLastIndex(({ beginsAtMs }) => beginsAtMs <= atMs);
  const plan = plans[at];
  if (plan === undefined) return undefined;
  const number = turnNumber(plan, atMs);
  const staffId = plan.memberIds[number % plan.memberIds.length];
  if (staffId === undefined) return undefined;
  const nextPlanMs = plans[at + 1]?.beginsAtMs ?? Number.POSITIVE_INFINITY;
  return {
    staffId,
    startMs: handoverMs(plan, number),
    endMs: Math.min(handoverMs(plan, number + 1), nextPlanMs),
    override: undefined,
  };
}

/** Turns of a plan are counted from 0. A civil day is a good guess, whose time may be to come yet. */
function turnNumber(plan: RotaPlan, atMs: number): number {
  const { timeZone, firstDay, handover } = plan;
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  const { days } = Temporal.PlainDate.from(firstDay).until(at.toPlainDate(), {
    largestUnit: "days",
  });
  let number = Math.max(0, Math.floor(days / daysOf(handover)));
  while (number > 0 && handoverMs(plan, number) > atMs) number -= 1;
  while (handoverMs(plan, number + 1) <= atMs) number += 1;
  return number;
}

function handoverMs(
  { firstDay, timeZone, handover }: Pick<RotaPlan, "firstDay" | "timeZone" | "handover">,
  turn: number,
): number {
  return Temporal.PlainDate.from(firstDay)
    .add({ days: turn * daysOf(handover) })
    .toZonedDateTime({ timeZone, plainTime: handover.time }).epochMilliseconds;
}

function daysOf({ every, turn }: Handover): number {
  return DAYS_OF[every] * turn;
}

function firstDayOf(handover: Handover, from: Temporal.PlainDate): Temporal.PlainDate {
  if (handover.every === "day") return from;
  const weekday = WEEKDAYS.indexOf(handover.weekday) + 1;
  return from.add({ days: (weekday - from.dayOfWeek + 7) % 7 });
}
