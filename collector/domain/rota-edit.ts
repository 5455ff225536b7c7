import { ROTA_OVERRIDES_MAX } from "@vigie/shared/rota.ts";
import {
  onCallAt,
  overlapOf,
  type Rota,
  type RotaOverride,
  type RotaPlan,
  toPlan,
  turnEndMs,
  withPlan,
} from "./rota.ts";

/**
 * How a rota is changed. What is past stays as it was, and a turn that has begun stays whose it is,
 * unless a person says from which day on it is otherwise. What cannot be is said in words.
 */

type Turns = Pick<RotaPlan, "timeZone" | "handover" | "memberIds">;

export type TurnsChange = Partial<Turns> & {
  /** The civil day from which it holds; undefined = from the next handover on. */
  readonly from?: string | undefined;
};

/** Overrides that are over and still told: those of some years. */
const PAST_KEPT = 500;

/** The plans after a change of the turns. The zone and the day must exist. */
export function changedPlans(
  plans: readonly RotaPlan[],
  { from, ...turns }: TurnsChange,
  nowMs: number,
): RotaPlan[] | string {
  const base = plans.at(-1);
  if (base === undefined) return "it has no turns that could be changed";
  const { timeZone, handover, memberIds } = base;
  const wished = { timeZone, handover, memberIds, ...turns };
  const ordered = (plan: RotaPlan): RotaPlan =>
    turns.memberIds === undefined ? { ...plan, memberIds: goingOn(base, plan.beginsAtMs) } : plan;
  const begun = plans.filter(({ beginsAtMs }) => beginsAtMs <= nowMs);
  if (from === undefined) {
    const pending = plans.find(({ beginsAtMs }) => beginsAtMs > nowMs);
    const atMs = pending?.beginsAtMs ?? turnEndMs(plans, nowMs) ?? nowMs;
    return withPlan(begun, ordered(planFrom(wished, atMs)));
  }
  const plan = toPlan({ ...wished, from });
  if (begun.length > 0 && plan.beginsAtMs <= nowMs) {
    return `from: the handover of ${from} is past, and turns that have begun stay; give a later day`;
  }
  return withPlan(plans, ordered(plan));
}

/**
 * The order of people where nobody said another: whoever comes next begins, and a turn that another
 * handover cuts short in its first half goes on.
 */
function goingOn(base: RotaPlan, atMs: number): readonly string[] {
  const { memberIds } = base;
  const turn = onCallAt({ plans: [base], overrides: [] }, atMs);
  if (turn === undefined) return memberIds;
  const isPastHalf = atMs - turn.startMs > turn.endMs - atMs;
  const first = memberIds.indexOf(turn.staffId) + (isPastHalf ? 1 : 0);
  return [...memberIds.slice(first), ...memberIds.slice(0, first)];
}

/** A plan whose first handover is at an instant or after it. */
function planFrom(turns: Turns, atMs: number): RotaPlan {
  const day = Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(turns.timeZone)
    .toPlainDate();
  const plan = toPlan({ ...turns, from: day.toString() });
  if (plan.beginsAtMs >= atMs) return plan;
  return toPlan({ ...turns, from: day.add({ days: 1 }).toString() });
}

/** The overrides with one more. It begins now at the earliest: who was on call until now was. */
export function withOverride(
  { overrides }: Pick<Rota, "overrides">,
  wished: RotaOverride,
  nowMs: number,
): RotaOverride[] | string {
  const override = { ...wished, startMs: Math.max(wished.startMs, nowMs) };
  if (wished.endMs <= wished.startMs) return "to: it must be later than `from`";
  if (override.endMs <= nowMs) return "to: it is past, and who was on call until now was";
  if (standing(overrides, nowMs).length >= ROTA_OVERRIDES_MAX) {
    return `it has ${ROTA_OVERRIDES_MAX} overrides that are not over; remove one of them`;
  }
  const other = overlapOf(overrides, override);
  if (other !== undefined) {
    return `from: somebody stands in then already (${other.reason}); remove that override or give other hours`;
  }
  return [...kept(overrides, nowMs), override].toSorted((a, b) => a.startMs - b.startMs);
}

/**
 * The overrides without one: of one that has begun, what is past stays. Nothing of one that is over can
 * be taken back.
 */
export function withoutOverride(
  { overrides }: Pick<Rota, "overrides">,
  { id, endMs, startMs }: RotaOverride,
  nowMs: number,
): RotaOverride[] | string {
  if (endMs <= nowMs) return "the override is over, and who was on call was";
  if (startMs >= nowMs) return overrides.filter((other) => other.id !== id);
  return overrides.map((other) => (other.id === id ? { ...other, endMs: nowMs } : other));
}

/** Those that are not over. */
export function standing(overrides: readonly RotaOverride[], nowMs: number): RotaOverride[] {
  return overrides.filter(({ endMs }) => endMs > nowMs);
}

function kept(overrides: readonly RotaOverride[], nowMs: number): RotaOverride[] {
  const past = overrides.filter(({ endMs }) => endMs <= nowMs);
  return [...past.slice(-PAST_KEPT), ...standing(overrides, nowMs)];
}
