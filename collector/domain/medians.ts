import { type Span, stepCount } from "./steps.ts";

/**
 * A span of time cut into equal steps as steps.ts cuts it, each told by its middle value: one hour of
 * temporary files does not move it. Of two in the middle it is the lower, as the servers count.
 */

/** Parallel columns, one place a step that has values, oldest first. */
export type MedianColumns = { readonly atMs: number[]; readonly median: number[] };

/** Gathers values, in any order. */
export type Medians = {
  /** Counts a value; one outside the span, or that is no finite number, is left out. */
  add(atMs: number, value: number): void;
  toColumns(): MedianColumns;
};

/** Throws as `stepCount` does. */
export function createMedians(span: Span): Medians {
  const { fromMs, toMs, stepMs } = span;
  stepCount(span);
  const gathered = new Map<number, number[]>();
  return {
    add(atMs, value) {
      if (atMs < fromMs || atMs >= toMs || !Number.isFinite(value)) return;
      const step = Math.floor(atMs / stepMs);
      const values = gathered.get(step);
      if (values === undefined) gathered.set(step, [value]);
      else values.push(value);
    },

    toColumns() {
      const steps = [...gathered].sort(([a], [b]) => a - b);
      return {
        atMs: steps.map(([step]) => step * stepMs),
        median: steps.map(([, values]) => lowerMiddle(values)),
      };
    },
  };
}

function lowerMiddle(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
}
