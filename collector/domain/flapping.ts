/**
 * An alert that comes and goes is one trouble, not many. Once it changed more often than
 * `CHANGES_MAX` times within `WINDOW_MS` it is flapping: it counts as firing, whatever it does, until it
 * has not changed for a while. That while doubles with each relapse.
 *
 *              too many changes                 calm for long enough
 *     steady -------------------> flapping ----------------------------> steady
 *                                  |    ^                                  |
 *                                  +----+ a change: the calm begins anew   |
 *                                       ^                                  |
 *                                       +-- too many changes: a relapse ---+
 */
export type Flapping = {
  /** Whether its condition holds at the moment, held long enough. */
  readonly isFiring: boolean;
  /** Its last changes, event times, oldest first; as many as are needed to judge it. */
  readonly changes: readonly number[];
  /** Since when it flaps; null = it is steady. */
  readonly sinceMs: number | null;
  /** When it is steady again, if it changes no more. */
  readonly calmAtMs: number | null;
  /** How often it has begun to flap again soon after it was steady. */
  readonly relapses: number;
  /** When it was last steady again. */
  readonly steadyAtMs: number | null;
};

/** Three times firing, and twice quiet between them. */
const CHANGES_MAX = 4;
const WINDOW_MS = 2 * 3_600_000;

const CALM_FIRST_MS = 30 * 60_000;
const CALM_MAX_MS = 8 * 3_600_000;

/** Steady for a day, what was before is forgotten. */
const RELAPSE_WITHIN_MS = 86_400_000;

export const STEADY: Flapping = {
  isFiring: false,
  changes: [],
  sinceMs: null,
  calmAtMs: null,
  relapses: 0,
  steadyAtMs: null,
};

/** It began or ceased to fire. */
export function noteChange(
  before: Flapping,
  { isFiring, atMs }: { readonly isFiring: boolean; readonly atMs: number },
): Flapping {
  const changes = [...before.changes.filter((at) => at > atMs - WINDOW_MS), atMs].slice(
    -CHANGES_MAX - 1,
  );
  const noted = { ...before, isFiring, changes };
  if (before.sinceMs !== null) return { ...noted, calmAtMs: atMs + calmMs(before.relapses) };
  if (changes.length <= CHANGES_MAX) return noted;
  const isRelapse = before.steadyAtMs !== null && atMs - before.steadyAtMs <= RELAPSE_WITHIN_MS;
  const relapses = isRelapse ? before.relapses + 1 : 0;
  return { ...noted, relapses, sinceMs: atMs, calmAtMs: atMs + calmMs(relapses) };
}

/** Steady again, if it was calm for long enough; else as it was. */
export function settled(before: Flapping, nowMs: number): Flapping {
  if (before.calmAtMs === null || nowMs < before.calmAtMs) return before;
  return { ...before, changes: [], sinceMs: null, calmAtMs: null, steadyAtMs: nowMs };
}

function calmMs(relapses: number): number {
  return Math.min(CALM_MAX_MS, CALM_FIRST_MS * 2 ** relapses);
}
