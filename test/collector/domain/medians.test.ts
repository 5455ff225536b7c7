import fc from "fast-check";
import { expect, test } from "vitest";
import { createMedians } from "../../../collector/domain/medians.ts";

const SPAN = { fromMs: 100, toMs: 400, stepMs: 100 };

test("each step has its own middle; what is outside or no number is left out", () => {
  const medians = createMedians(SPAN);
  const said: [number, number][] = [
    [399, 7],
    [99, 1_000],
    [100, 3],
    [150, 1],
    [199, 2],
    [400, 1_000],
    [300, Number.NaN],
    [350, Number.POSITIVE_INFINITY],
  ];
  for (const [atMs, value] of said) medians.add(atMs, value);
  expect(medians.toColumns()).toEqual({ atMs: [100, 300], median: [2, 7] });
});

test("half of the values are at or below it, whatever order they come in", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
      (values) => {
        const medians = createMedians(SPAN);
        for (const value of values) medians.add(100, value);
        const [median = Number.NaN] = medians.toColumns().median;
        expect(values).toContain(median);
        expect(values.filter((value) => value <= median).length).toBeGreaterThanOrEqual(
          values.length / 2,
        );
        expect(values.filter((value) => value >= median).length).toBeGreaterThanOrEqual(
          values.length / 2,
        );
      },
    ),
  );
});

test("too many steps are refused", () => {
  expect(() => createMedians({ fromMs: 0, toMs: 10_001, stepMs: 1 })).toThrow("too long");
});
