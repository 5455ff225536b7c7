import type { Series } from "@vigie/shared/machine.ts";
import { describe, expect, test } from "vitest";
import {
  align,
  GAP_MS_MIN,
  startOf,
  summarise,
  toColumns,
  youngSince,
} from "../../../dashboard/charts/columns.ts";

const MINUTE = 60_000;

describe("a line", () => {
  test("goes on with the live points that are newer than its last step", () => {
    const points = { at: [MINUTE, 2 * MINUTE + 1, 3 * MINUTE], values: [1, 2, 3] };
    const columns = toColumns(
      series([
        [0, 10],
        [MINUTE, 20],
      ]),
      points,
      0,
    );
    expect(columns.at).toEqual([0, MINUTE, 2 * MINUTE + 1, 3 * MINUTE]);
    expect(columns.mean).toEqual([10, 20, 2, 3]);
  });

  test("has a gap where nothing was measured, whatever the server's step", () => {
    const late = GAP_MS_MIN + 2 * MINUTE;
    const columns = toColumns(
      series([
        [0, 10],
        [MINUTE, null],
        [late, 20],
      ]),
      undefined,
      0,
    );
    expect(columns.mean).toEqual([10, null, 20]);
    expect(columns.min).toEqual([10, null, 20]);
  });

  test("has none where one report was missed", () => {
    const columns = toColumns(
      series([
        [0, 10],
        [2 * MINUTE, 20],
      ]),
      undefined,
      0,
    );
    expect(columns.mean).toEqual([10, 20]);
  });

  test("leaves out what is older than the span", () => {
    const columns = toColumns(
      series([
        [0, 10],
        [5 * MINUTE, 20],
      ]),
      undefined,
      4 * MINUTE,
    );
    expect(columns.mean).toEqual([20]);
  });

  test("has only live points while the series is not read", () => {
    const columns = toColumns(undefined, { at: [MINUTE], values: [7] }, 0);
    expect(columns.mean).toEqual([7]);
  });
});

describe("where a chart of an hour begins", () => {
  const [fromMs, toMs] = [0, 60 * MINUTE];
  const begun = (first: number) => toColumns(series([[first, 1]]), undefined, fromMs);

  test.for([
    [40, 40, 40, "a machine twenty minutes old begins with its first value"],
    [58, 58, 55, "but five minutes are shown at least"],
    [50, -600, 0, "one with a longer history shows its silence"],
    [50, undefined, 0, "as long as the history is not read, the whole hour"],
  ] as const)("first value at %d, first seen at %s min: %d, %s", ([first, seen, start]) => {
    const seenMs = seen === undefined ? undefined : seen * MINUTE;
    expect(startOf(begun(first * MINUTE), seenMs, { fromMs, toMs })).toBe(start * MINUTE);
  });

  test.for([
    [40, 40, 40, "a young machine: since its first value"],
    [50, -600, undefined, "silence before is silence, not youth"],
    [50, undefined, undefined, "the history is not read yet"],
    [0, 0, undefined, "one as old as the hour"],
  ] as const)("first value at %d, first seen at %s min: since %s, %s", (row) => {
    const [first, seen, since] = row;
    const seenMs = seen === undefined ? undefined : seen * MINUTE;
    const sinceMs = since === undefined ? undefined : since * MINUTE;
    expect(youngSince(begun(first * MINUTE), seenMs, fromMs)).toBe(sinceMs);
  });

  test("without a value, the whole hour", () => {
    expect(startOf(toColumns(undefined, undefined, 0), 0, { fromMs, toMs })).toBe(fromMs);
  });
});

describe("what a line says in figures", () => {
  test("mean, most and last; gaps do not count", () => {
    const late = GAP_MS_MIN + MINUTE;
    const columns = toColumns(
      series([
        [0, 10],
        [late, 20],
      ]),
      undefined,
      0,
    );
    expect(summarise(columns)).toEqual({ mean: 15, max: 20, last: 20 });
  });

  test("nothing measured says nothing, which is not 0", () => {
    expect(summarise(toColumns(series([]), undefined, 0))).toBeUndefined();
  });
});

test("lines of different instants share an axis; only a gap is null", () => {
  const one = toColumns(
    series([
      [0, 1],
      [2 * MINUTE, 3],
    ]),
    undefined,
    0,
  );
  const other = toColumns(series([[MINUTE, 2]]), undefined, 0);
  const { at, lines } = align([one, other]);
  expect(at).toEqual([0, MINUTE, 2 * MINUTE]);
  expect(lines[0]).toEqual([1, undefined, 3]);
  expect(lines[3]).toEqual([undefined, 2, undefined]);
});

function series(rows: readonly (readonly [at: number, mean: number | null])[]): Series {
  const values = rows.map(([, mean]) => mean);
  return {
    metric: "cpu_busy_percent",
    object: null,
    from: "",
    to: "",
    stepSeconds: 60,
    at: rows.map(([at]) => at),
    mean: values,
    min: values,
    max: values,
  };
}
