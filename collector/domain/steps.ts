import { ProblemError } from "@vigie/shared/problems.ts";

/**
 * A span of time cut into equal steps, each a multiple of its length since 1970. What falls into a
 * step is told by its mean and its extremes.
 */

/** A chart shows some 600 steps; more than this is a mistake of whoever asks. */
export const STEPS_MAX = 10_000;

/** Where the steps begin and end; `toMs` is exclusive. */
export type Span = { readonly fromMs: number; readonly toMs: number; readonly stepMs: number };

/** Parallel columns, one place a step that has values, oldest first. */
export type StepColumns = {
  readonly atMs: number[];
  readonly mean: number[];
  readonly min: number[];
  readonly max: number[];
};

/** Gathers values, in any order. */
export type Steps = {
  /** Counts a value; one outside the span, or that is no finite number, is left out. */
  add(atMs: number, value: number): void;
  toColumns(): StepColumns;
};

/**
 * How many steps a span has. Throws `series_too_long` above STEPS_MAX, and a RangeError for a span
 * that nobody should ask for.
 */
export function stepCount({ fromMs, toMs, stepMs }: Span): number {
  if (![fromMs, toMs, stepMs].every(Number.isSafeInteger) || stepMs <= 0) {
    throw new RangeError(`no span of time: ${fromMs} to ${toMs} by ${stepMs}`);
  }
  if (toMs <= fromMs) return 0;
  const count = Math.ceil(toMs / stepMs) - Math.floor(fromMs / stepMs);
  if (count > STEPS_MAX) {
    throw new ProblemError("series_too_long", { detail: `${count} steps, ${STEPS_MAX} at most` });
  }
  return count;
}

/**
 * Sums are kept a second time at this scale, an exact power of two, so that the mean of values near
 * the largest number does not become infinite.
 */
const SCALE = 2 ** -64;

/** Makes the steps of a span; throws as `stepCount` does. */
export function createSteps(span: Span): Steps {
  const { fromMs, toMs, stepMs } = span;
  const count = stepCount(span);
  const first = Math.floor(fromMs / stepMs);
  const counts = new Uint32Array(count);
  const sums = new Float64Array(count);
  const scaledSums = new Float64Array(count);
  const min = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const max = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);

  function meanOf(step: number): number {
    const sum = sums[step] ?? 0;
    const values = counts[step] ?? 0;
    return Number.isFinite(sum) ? sum / values : (scaledSums[step] ?? 0) / values / SCALE;
  }

  return {
    add(atMs: number, value: number): void {
      if (atMs < fromMs || atMs >= toMs || !Number.isFinite(value)) return;
      const step = Math.floor(atMs / stepMs) - first;
      raise(counts, step, 1);
      raise(sums, step, value);
      raise(scaledSums, step, value * SCALE);
      if (value < (min[step] ?? 0)) min[step] = value;
      if (value > (max[step] ?? 0)) max[step] = value;
    },

    toColumns(): StepColumns {
      const used = [...counts.keys()].filter((step) => counts[step] !== 0);
      return {
        atMs: used.map((step) => (first + step) * stepMs),
        mean: used.map(meanOf),
        min: used.map((step) => min[step] ?? 0),
        max: used.map((step) => max[step] ?? 0),
      };
    },
  };
}

function raise(numbers: Float64Array | Uint32Array, index: number, by: number): void {
  numbers[index] = (numbers[index] ?? 0) + by;
}
