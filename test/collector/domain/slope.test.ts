import { describe, expect, test } from "vitest";
import { middleOf, slopeOf } from "../../../collector/domain/slope.ts";

/** Theil's slope on numbers that can be worked out by hand. */

const HOUR_MS = 3_600_000;

function hourly(values: readonly number[]) {
  return { atMs: values.map((_, place) => place * HOUR_MS), value: values };
}

describe("the middle of all slopes between two points", () => {
  test.for<[string, number[], number]>([
    ["a line has the same slope everywhere", [1, 3, 5, 7], 2],
    // 1, 2, 3, 4 and an outlier: of the ten slopes the fifth and the sixth are 1.
    ["one point that is wrong moves nothing", [1, 2, 3, 4, 100], 1],
    // Slopes 1, -1, 0 between neighbours and over two hours.
    ["up and down again stands still", [0, 1, 0], 0],
    // Slopes 4, 1, 2.5: sorted 1, 2.5, 4.
    ["of three slopes the second", [0, 4, 5], 2.5],
    // Slopes 1, 3, 8 between neighbours, 2, 5.5 over two hours, 4 over three: between 3 and 4.
    ["of six slopes between the two in the middle", [0, 1, 4, 12], 3.5],
    ["nothing moves", [5, 5, 5, 5, 5], 0],
  ])("%s", ([, values, anHour]) => {
    expect((slopeOf(hourly(values))?.middle ?? Number.NaN) * HOUR_MS).toBeCloseTo(anHour, 12);
  });

  test("points need not be equally far apart", () => {
    const course = { atMs: [0, HOUR_MS, 10 * HOUR_MS], value: [0, 2, 20] };
    expect((slopeOf(course)?.middle ?? 0) * HOUR_MS).toBeCloseTo(2, 12);
  });

  test.for([[[]], [[7]]] as const)("%j has none", ([values]) => {
    expect(slopeOf(hourly(values))).toBeUndefined();
  });
});

describe("the bounds", () => {
  const line = (count: number) => hourly(Array.from({ length: count }, (_, place) => place));

  test("a day of points has none: it is one witness", () => {
    expect(slopeOf(line(24))?.bounds).toBeUndefined();
    expect(slopeOf(line(32))?.bounds).toBeUndefined();
  });

  test("a line is sure of itself once there are points enough", () => {
    const { bounds } = slopeOf(line(33)) ?? {};
    expect((bounds?.lower ?? 0) * HOUR_MS).toBeCloseTo(1, 9);
    expect((bounds?.upper ?? 0) * HOUR_MS).toBeCloseTo(1, 9);
  });

  test("the longer a noisy course, the closer they are", () => {
    // Up by one an hour, and by up to 40 more or less: a noise that repeats after 17 points.
    const noisy = (count: number) =>
      hourly(Array.from({ length: count }, (_, place) => place + ((place * 5) % 17) * 5 - 40));
    const widthOf = (count: number) => {
      const { lower = 0, upper = 0 } = slopeOf(noisy(count))?.bounds ?? {};
      return upper - lower;
    };
    expect(widthOf(96)).toBeLessThan(widthOf(48));
    expect(widthOf(240)).toBeLessThan(widthOf(96) / 2);
  });
});

test.for<[string, number[], number]>([
  ["odd", [3, 1, 2], 2],
  ["even: between the two", [4, 1, 3, 2], 2.5],
  ["equal numbers", [7, 7, 7, 7], 7],
  ["one", [-1], -1],
  ["the largest numbers do not overflow", [Number.MAX_VALUE, Number.MAX_VALUE], Number.MAX_VALUE],
])("the middle of %s", ([, values, wanted]) => {
  expect(middleOf(values)).toBe(wanted);
});

test("the middle of nothing is no number", () => {
  expect(middleOf([])).toBeNaN();
});
