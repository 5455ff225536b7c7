import type { Stretch } from "./stretch.ts";

/**
 * A year of a calendar as arrays: when it opens, when it closes, and what has been worked up to each
 * closing. A question about an instant is then a search instead of a walk. It holds nothing that the
 * walk does not say, and what goes on beyond its year is for the next one, or for the walk.
 */
export type WorkedYear = Stretch & {
  readonly opensMs: Float64Array;
  readonly closesMs: Float64Array;
  /** Worked from the beginning of the year up to that closing. */
  readonly workedMs: Float64Array;
};

/** The year of a span, from its stretches in order and apart. */
export function toWorkedYear(span: Stretch, stretches: readonly Stretch[]): WorkedYear {
  const workedMs = new Float64Array(stretches.length);
  let totalMs = 0;
  for (const [place, { startMs, endMs }] of stretches.entries()) {
    totalMs += endMs - startMs;
    workedMs[place] = totalMs;
  }
  return {
    ...span,
    opensMs: Float64Array.from(stretches, ({ startMs }) => startMs),
    closesMs: Float64Array.from(stretches, ({ endMs }) => endMs),
    workedMs,
  };
}

/** Worked from the beginning of the year up to an instant of it. */
export function workedBefore({ opensMs, closesMs, workedMs }: WorkedYear, atMs: number): number {
  const next = firstAbove(closesMs, atMs);
  const done = next === 0 ? 0 : at(workedMs, next - 1);
  return next === closesMs.length ? done : done + Math.max(0, atMs - at(opensMs, next));
}

/** All that is worked in the year. */
export function workedIn({ workedMs }: WorkedYear): number {
  return workedMs.length === 0 ? 0 : at(workedMs, workedMs.length - 1);
}

/**
 * The earliest instant, from one of the year on, at which a budget of working time is spent;
 * undefined when what is left of the year is too little, or nothing.
 */
export function spentInYear(
  year: WorkedYear,
  fromMs: number,
  budgetMs: number,
): number | undefined {
  const first = firstAbove(year.closesMs, fromMs);
  const wantedMs = workedBefore(year, fromMs) + budgetMs;
  return instantAt(year, firstAtLeast(year.workedMs, wantedMs, first), wantedMs);
}

/**
 * The latest instant, from one of the year on, at which no more than a budget of working time is
 * spent; undefined when nothing of the year is worked after that.
 */
export function exceededInYear(
  year: WorkedYear,
  fromMs: number,
  budgetMs: number,
): number | undefined {
  const wantedMs = workedBefore(year, fromMs) + budgetMs;
  return instantAt(year, firstAbove(year.workedMs, wantedMs), wantedMs);
}

/** When so much is worked in the stretch of that place, if there is one. */
function instantAt(
  { closesMs, workedMs }: WorkedYear,
  place: number,
  wantedMs: number,
): number | undefined {
  if (place === closesMs.length) return undefined;
  return at(closesMs, place) - (at(workedMs, place) - wantedMs);
}

/** The place of the first number above a limit, in numbers that rise; their count where none is. */
function firstAbove(numbers: Float64Array, limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(numbers, middle) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The place, from one on, of the first number that reaches a limit. */
function firstAtLeast(numbers: Float64Array, limit: number, from: number): number {
  let low = from;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(numbers, middle) >= limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

function at(numbers: Float64Array, place: number): number {
  return numbers[place] ?? Number.NaN;
}
