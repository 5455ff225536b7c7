import { expect, test } from "vitest";
import type { Shape } from "../../collector/domain/samples.ts";
import { rowAt } from "../support/spool-rows.ts";
import {
  CPU,
  CPU_OF_HOUR,
  CPU_SHAPE,
  HOUR,
  MINUTE,
  NOON,
  type Tested,
} from "./metric-store-tested.ts";

/** What is read is what was measured, step by step. */
export function describeSeries(tested: Tested): void {
  test.for([
    [
      "values of one step are told by mean and extremes",
      [
        [0, 10],
        [1, 20],
        [59_999, 60],
      ],
      [[0, 30, 10, 60]],
    ],
    [
      "the start of a step belongs to it",
      [
        [0, 1],
        [MINUTE, 3],
      ],
      [
        [0, 1, 1, 1],
        [MINUTE, 3, 3, 3],
      ],
    ],
    [
      "the end of the span does not",
      [
        [HOUR - 1, 1],
        [HOUR, 3],
      ],
      [[HOUR - MINUTE, 1, 1, 1]],
    ],
    [
      "what is before the span does not",
      [
        [-1, 1],
        [0, 3],
      ],
      [[0, 3, 3, 3]],
    ],
    [
      "steps without values are left out: a gap is a gap",
      [
        [0, 1],
        [10 * MINUTE, 3],
      ],
      [
        [0, 1, 1, 1],
        [10 * MINUTE, 3, 3, 3],
      ],
    ],
    [
      "reports that come late take their own place",
      [
        [5 * MINUTE, 3],
        [0, 1],
      ],
      [
        [0, 1, 1, 1],
        [5 * MINUTE, 3, 3, 3],
      ],
    ],
    ["zero is a value", [[0, 0]], [[0, 0, 0, 0]]],
    [
      "negative values",
      [
        [0, -10],
        [1, -30],
      ],
      [[0, -20, -30, -10]],
    ],
  ] as const)("steps: %s", async ([, points, steps]) => {
    const rows = points.map(([at, value], index) => rowAt(index + 1, 1, [[NOON + at, value]]));
    await tested.store().apply(rows, [CPU_SHAPE]);

    const { atMs, mean, min, max } = await tested.store().series(CPU_OF_HOUR);
    const seen = atMs.map((at, step) => [at - NOON, mean[step], min[step], max[step]]);
    expect(seen).toEqual(steps);
  });

  test.for([
    ["the middle one, in whatever order they come", [9, 1, 5], 5],
    ["one that is wrong moves nothing", [5, 6, 4, 5, 1_000_000], 5],
    ["of two in the middle the lower: it was measured", [1, 2, 4, 8], 2],
    ["of two values the lower", [7, 3], 3],
    ["a single value is its own middle", [-4], -4],
  ] as const)("medians: %s", async ([, values, median]) => {
    const points = values.map((value, place): [number, number] => [NOON + place * 1_000, value]);
    const later: [number, number] = [NOON + 10 * MINUTE, 8];
    await tested.store().apply([rowAt(1, 1, points), rowAt(2, 1, [later])], [CPU_SHAPE]);
    expect(await tested.store().medians(CPU_OF_HOUR)).toEqual({
      atMs: [NOON, NOON + 10 * MINUTE],
      median: [median, 8],
    });
  });

  test("medians of what nobody measured are none", async () => {
    await tested.store().apply([rowAt(1, 1, [[NOON, 1]])], [CPU_SHAPE]);
    const other = { ...CPU_OF_HOUR, machineId: "mac_two" };
    expect(await tested.store().medians(other)).toEqual({ atMs: [], median: [] });
    const before = { ...CPU_OF_HOUR, toMs: NOON };
    expect((await tested.store().medians(before)).median).toEqual([]);
  });

  test("a span that begins inside a step has only what is in the span", async () => {
    await tested.store().apply(
      [
        rowAt(1, 1, [
          [NOON + 10, 1],
          [NOON + 30_000, 3],
        ]),
      ],
      [CPU_SHAPE],
    );
    const late = await tested.store().series({ ...CPU_OF_HOUR, fromMs: NOON + 20_000 });
    expect(late).toEqual({ atMs: [NOON], mean: [3], min: [3], max: [3] });
  });

  test("one series goes on when the machine reports more or other columns", async () => {
    const wider: Shape = {
      ...CPU_SHAPE,
      id: 2,
      columns: [{ metric: "load_1m", object: null }, CPU],
    };
    await tested
      .store()
      .apply([rowAt(1, 1, [[NOON, 5]]), rowAt(2, 2, [[NOON + MINUTE, 99, 7]])], [CPU_SHAPE, wider]);
    expect((await tested.store().series(CPU_OF_HOUR)).mean).toEqual([5, 7]);
  });

  test.for([
    ["machine", { machineId: "mac_two" }],
    ["metric of the catalogue", { metric: "load_1m" }],
    ["metric", { metric: "sunspots_count" }],
    ["object", { metric: "volume_used_percent", object: "/home" }],
    ["object where the metric has one", { metric: "volume_used_percent", object: null }],
    ["object where the metric has none", { object: "/" }],
    ["sample in the span", { fromMs: NOON + MINUTE }],
    ["time in the span", { fromMs: NOON, toMs: NOON }],
  ] as const)("there are no steps without such a %s", async ([, other]) => {
    const columns = [CPU, { metric: "volume_used_percent", object: "/" }];
    await tested.store().apply([rowAt(1, 1, [[NOON, 5, 6]])], [{ ...CPU_SHAPE, columns }]);
    const nothing = { atMs: [], mean: [], min: [], max: [] };
    expect(await tested.store().series({ ...CPU_OF_HOUR, ...other })).toEqual(nothing);
  });

  test.for([1e308, -1e308, 5e-324, Number.MAX_SAFE_INTEGER, 0.1, 12.4, 1 / 3])(
    "the value %d comes back as it is",
    async (value) => {
      await tested.store().apply([rowAt(1, 1, [[NOON, value]])], [CPU_SHAPE]);
      const expected = { atMs: [NOON], mean: [value], min: [value], max: [value] };
      expect(await tested.store().series(CPU_OF_HOUR)).toEqual(expected);
    },
  );

  test("zero from below is zero", async () => {
    await tested.store().apply([rowAt(1, 1, [[NOON, -0]])], [CPU_SHAPE]);
    expect((await tested.store().series(CPU_OF_HOUR)).max[0]).toBeCloseTo(0);
  });

  test("answers 10,000 steps and refuses one more", async () => {
    const longest = { ...CPU_OF_HOUR, stepMs: 1, fromMs: NOON, toMs: NOON + 10_000 };
    await tested.store().apply(
      [
        rowAt(1, 1, [
          [NOON, 5],
          [NOON + 9_999, 6],
        ]),
      ],
      [CPU_SHAPE],
    );
    expect((await tested.store().series(longest)).mean).toEqual([5, 6]);
    await expect(tested.store().series({ ...longest, toMs: NOON + 10_001 })).rejects.toMatchObject({
      code: "series_too_long",
      retryable: false,
    });
  });
}
