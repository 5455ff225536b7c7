import type { Series } from "@vigie/shared/machine.ts";
import type { Points } from "../live/machine-live.ts";

/** From series and live points to what is drawn. Where nothing was measured, the line ends. */

/** One line: parallel columns, oldest first; `null` is a gap. */
export type Columns = {
  readonly at: readonly number[];
  readonly mean: readonly (number | null)[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
};

/** What a line says in figures. */
export type Summary = { readonly mean: number; readonly max: number; readonly last: number };

type Row = readonly [at: number, mean: number, min: number, max: number];

/**
 * Nothing for longer than this is a gap, whatever the step: an agent that nobody looks at reports
 * once a minute, and one missed report is not worth a hole.
 */
export const GAP_MS_MIN = 150_000;
/** In coarse steps, this many of them. */
const GAP_STEPS = 2.5;

/** The series, then the points that are newer than its last step, gaps marked. */
export function toColumns(
  series: Series | undefined,
  points: Points | undefined,
  fromMs: number,
): Columns {
  const stepMs = (series?.stepSeconds ?? 0) * 1_000;
  const stored = series === undefined ? [] : toRows(series);
  const last = stored.at(-1);
  const newerThan = last === undefined ? fromMs : last[0] + stepMs;
  const live = points === undefined ? [] : pointRows(points, newerThan);
  const kept = [...stored, ...live].filter(([at]) => at >= fromMs - stepMs);
  return withGaps(kept, Math.max(GAP_MS_MIN, GAP_STEPS * stepMs));
}

/** The least that a chart shows: a minute alone says nothing. */
const SPAN_MS_MIN = 300_000;

/**
 * Where a chart begins. A machine that is younger than the range begins with its first value, so that
 * the first day is not a long nothing; one with a longer history shows its silence.
 */
export function startOf(
  { at }: Columns,
  firstSeenMs: number | undefined,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  const first = at[0];
  if (first === undefined || firstSeenMs === undefined || firstSeenMs < fromMs) return fromMs;
  return Math.max(fromMs, Math.min(first, toMs - SPAN_MS_MIN));
}

/** When the first value was, where the range reaches back to before it; undefined elsewhere. */
export function youngSince(
  { at }: Columns,
  firstSeenMs: number | undefined,
  fromMs: number,
): number | undefined {
  const [first] = at;
  const isYoung = firstSeenMs !== undefined && firstSeenMs > fromMs;
  return isYoung && first !== undefined && first > fromMs ? first : undefined;
}

/** Undefined when there is nothing to say anything about. */
export function summarise({ mean, max }: Columns): Summary | undefined {
  const means = mean.filter((value) => value !== null);
  const last = means.at(-1);
  if (last === undefined) return undefined;
  return {
    mean: means.reduce((sum, value) => sum + value, 0) / means.length,
    max: max.reduce<number>((most, value) => Math.max(most, value ?? -Infinity), -Infinity),
    last,
  };
}

/** Places of several lines on one time axis. `undefined`: this line has no place there, no gap. */
export type Aligned = {
  readonly at: number[];
  readonly lines: readonly (readonly (number | null | undefined)[])[];
};

/** Puts lines on one time axis: mean, min and max of the first, then those of the next. */
export function align(columns: readonly Columns[]): Aligned {
  const at = [...new Set(columns.flatMap((line) => line.at))].sort((a, b) => a - b);
  const places = new Map(at.map((instant, place) => [instant, place]));
  const spread = (line: Columns, values: readonly (number | null)[]) => {
    const row = Array.from<number | null | undefined>({ length: at.length });
    for (const [from, instant] of line.at.entries()) row[places.get(instant) ?? 0] = values[from];
    return row;
  };
  const lines = columns.flatMap((line) =>
    [line.mean, line.min, line.max].map((values) => spread(line, values)),
  );
  return { at, lines };
}

function toRows({ at, mean, min, max }: Series): Row[] {
  const rows: Row[] = [];
  for (const [place, instant] of at.entries()) {
    const middle = mean[place] ?? null;
    if (middle === null) continue;
    rows.push([instant, middle, min[place] ?? middle, max[place] ?? middle]);
  }
  return rows;
}

function pointRows({ at, values }: Points, newerThan: number): Row[] {
  const rows: Row[] = [];
  for (const [place, instant] of at.entries()) {
    const value = values[place];
    if (instant >= newerThan && value !== undefined) rows.push([instant, value, value, value]);
  }
  return rows;
}

function withGaps(rows: readonly Row[], gapMs: number): Columns {
  const at: number[] = [];
  const mean: (number | null)[] = [];
  const min: (number | null)[] = [];
  const max: (number | null)[] = [];
  for (const [instant, middle, low, high] of rows) {
    const before = at.at(-1);
    if (before !== undefined && instant - before > gapMs) {
      at.push(before + 1);
      for (const column of [mean, min, max]) column.push(null);
    }
    at.push(instant);
    mean.push(middle);
    min.push(low);
    max.push(high);
  }
  return { at, mean, min, max };
}
