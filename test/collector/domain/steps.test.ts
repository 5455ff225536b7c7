import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSteps, STEPS_MAX, stepCount } from "../../../collector/domain/steps.ts";

describe("number of steps", () => {
  test.for([
    [0, 60, 60, 1, "one whole step"],
    [0, 61, 60, 2, "a step that is only begun counts"],
    [59, 61, 60, 2, "steps are multiples of their length, wherever the span begins"],
    [60, 120, 60, 1, "the end is exclusive"],
    [60, 60, 60, 0, "an empty span"],
    [120, 60, 60, 0, "a span that ends before it begins"],
    [-61, 1, 60, 3, "before 1970 too"],
    [0, STEPS_MAX, 1, STEPS_MAX, "as many as there may be"],
  ] as const)("%d to %d by %d: %d, %s", ([fromMs, toMs, stepMs, count]) => {
    expect(stepCount({ fromMs, toMs, stepMs })).toBe(count);
  });

  test("one more than there may be is refused, with both numbers", () => {
    expect(() => stepCount({ fromMs: 0, toMs: STEPS_MAX + 1, stepMs: 1 })).toThrow(
      expect.objectContaining({
        code: "series_too_long",
        parameters: { detail: "10001 steps, 10000 at most" },
      }),
    );
  });

  test.for([
    [0, 10, 0, "steps without length"],
    [0, 10, -1, "steps backwards"],
    [0, 10, 0.5, "parts of a millisecond"],
    [0, Number.POSITIVE_INFINITY, 60, "no end"],
    [Number.NaN, 10, 60, "no beginning"],
  ] as const)("%d to %d by %d is a mistake: %s", ([fromMs, toMs, stepMs]) => {
    expect(() => stepCount({ fromMs, toMs, stepMs })).toThrow(RangeError);
  });
});

describe("steps of a span", () => {
  const minute = { fromMs: 1_000, toMs: 61_000, stepMs: 10_000 };

  test("leaves out what is outside the span, and what is no finite number", () => {
    const steps = createSteps(minute);
    const outside = [999, 61_000, -5, Number.NaN];
    for (const atMs of outside) steps.add(atMs, 1);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -Number.POSITIVE_INFINITY]) {
      steps.add(30_000, value);
    }
    expect(steps.toColumns()).toEqual({ atMs: [], mean: [], min: [], max: [] });
  });

  test("the mean of values near the largest number is no infinity", () => {
    const steps = createSteps(minute);
    for (const value of [1.5e308, 1.7e308, 1.6e308]) steps.add(30_000, value);
    expect(steps.toColumns().mean[0]).toBeCloseTo(1.6e308, -295);
  });

  test("whatever is added: each value counts in its step, and in no other", () => {
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer()));
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 30 }), (added, stepMs) => {
        const steps = createSteps({ fromMs: 0, toMs: 100, stepMs });
        for (const [atMs, value] of added) steps.add(atMs, value);

        const groups = Map.groupBy(added, ([atMs]) => atMs - (atMs % stepMs));
        const byTime = [...groups].sort(([one], [other]) => one - other);
        const valuesOf = (group: [number, number][]) => group.map(([, value]) => value);
        expect(steps.toColumns()).toEqual({
          atMs: byTime.map(([atMs]) => atMs),
          mean: byTime.map(([, group]) => sum(valuesOf(group)) / group.length),
          min: byTime.map(([, group]) => Math.min(...valuesOf(group))),
          max: byTime.map(([, group]) => Math.max(...valuesOf(group))),
        });
      }),
    );
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
