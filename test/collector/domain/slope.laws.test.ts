import fc from "fast-check";
import { expect, test } from "vitest";
import { type Course, middleOf, type Slope, slopeOf } from "../../../collector/domain/slope.ts";

/** What must hold for every course, whatever was measured. */

const HOUR_MS = 3_600_000;
const FIRST_MS = 1_790_000_000_000;

/** Points an hour apart: integers, so that the arithmetic of both sides is exact enough to compare. */
const courses = (minLength: number): fc.Arbitrary<Course> =>
  fc
    .array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength, maxLength: 80 })
    .map(toCourse);

function toCourse(value: readonly number[]): Course {
  return { atMs: value.map((_, place) => FIRST_MS + place * HOUR_MS), value };
}

function withValues({ atMs, value }: Course, change: (number: number, place: number) => number) {
  return { atMs, value: value.map(change) };
}

/** Middle and bounds, an hour. */
function bothOf(slope: Slope | undefined): number[] {
  if (slope === undefined) return [];
  const { middle, bounds } = slope;
  return [middle, bounds?.lower ?? 0, bounds?.upper ?? 0].map((number) => number * HOUR_MS);
}

function expectClose(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual.length).toBe(wanted.length);
  for (const [place, number] of actual.entries()) expect(number).toBeCloseTo(wanted[place] ?? 0, 3);
}

test("the middle lies between the bounds, and nothing is ever NaN", () => {
  fc.assert(
    fc.property(courses(2), (course) => {
      const slope = slopeOf(course);
      expect(bothOf(slope).every(Number.isFinite)).toBe(true);
      if (slope?.bounds === undefined) return;
      expect(slope.bounds.lower).toBeLessThanOrEqual(slope.middle);
      expect(slope.bounds.upper).toBeGreaterThanOrEqual(slope.middle);
    }),
  );
});

test("what never falls has no slope below 0, and the other way round", () => {
  fc.assert(
    fc.property(courses(2), (course) => {
      const sorted = course.value.toSorted((a, b) => a - b);
      for (const number of bothOf(slopeOf(toCourse(sorted))))
        expect(number).toBeGreaterThanOrEqual(0);
      for (const number of bothOf(slopeOf(toCourse(sorted.toReversed())))) {
        expect(number).toBeLessThanOrEqual(0);
      }
    }),
  );
});

test("a shift changes nothing, a line that is added adds its own slope", () => {
  const shifts = fc.integer({ min: -1_000_000, max: 1_000_000 });
  const slopes = fc.integer({ min: -1_000, max: 1_000 });
  fc.assert(
    fc.property(courses(40), shifts, slopes, (course, shift, anHour) => {
      const moved = withValues(course, (number, place) => number + shift + anHour * place);
      const wanted = bothOf(slopeOf(course)).map((slope) => slope + anHour);
      expectClose(bothOf(slopeOf(moved)), wanted);
    }),
  );
});

test("a scale scales, and a mirror mirrors the bounds", () => {
  fc.assert(
    fc.property(courses(40), fc.integer({ min: 1, max: 1_000 }), (course, factor) => {
      const slope = slopeOf(course);
      const scaled = slopeOf(withValues(course, (number) => number * factor));
      expectClose(
        bothOf(scaled),
        bothOf(slope).map((number) => number * factor),
      );
      const mirrored = slopeOf(withValues(course, (number) => -number));
      expectClose([mirrored?.middle ?? 0], [-(slope?.middle ?? 0)]);
    }),
  );
});

test("one point in four may be anything: the slope of a line stays", () => {
  const noises = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), {
    minLength: 20,
    maxLength: 20,
  });
  fc.assert(
    fc.property(noises, fc.integer({ min: -500, max: 500 }), (noise, anHour) => {
      const course = withValues(toCourse(Array.from({ length: 80 }, () => 0)), (_, place) =>
        place % 4 === 1 ? (noise[(place - 1) / 4] ?? 0) : anHour * place,
      );
      expect(bothOf(slopeOf(course))[0]).toBeCloseTo(anHour, 6);
    }),
  );
});

test("the middle of numbers is that of the same numbers sorted", () => {
  const numbers = fc.array(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
    {
      minLength: 1,
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(numbers, (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      const half = sorted.length >> 1;
      const upper = sorted[half] ?? 0;
      const lower = sorted.length % 2 === 1 ? upper : (sorted[half - 1] ?? 0);
      expect(middleOf(values)).toBe(sorted.length % 2 === 1 ? upper : lower + (upper - lower) / 2);
    }),
  );
});
