import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isWithin,
  type Range,
  toRanges,
  withinLimit,
  withNumber,
} from "../../../collector/domain/ranges.ts";

/** Few numbers close together, so that they meet. */
const numbers = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });

function addAll(added: readonly number[]): readonly Range[] {
  return added.reduce<readonly Range[]>(withNumber, []);
}

function membersOf(ranges: readonly Range[]): number[] {
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => from + n));
}

describe("one number more", () => {
  test.for<[string, readonly Range[], number, readonly Range[]]>([
    ["the first", [], 5, [[5, 5]]],
    ["the next", [[1, 4]], 5, [[1, 5]]],
    ["one before", [[5, 9]], 4, [[4, 9]]],
    [
      "one that closes a hole",
      [
        [1, 4],
        [6, 9],
      ],
      5,
      [[1, 9]],
    ],
    [
      "one that leaves a hole",
      [[1, 4]],
      6,
      [
        [1, 4],
        [6, 6],
      ],
    ],
    [
      "one in a hole that touches neither side",
      [
        [1, 2],
        [9, 9],
      ],
      5,
      [
        [1, 2],
        [5, 5],
        [9, 9],
      ],
    ],
    [
      "one before all",
      [[5, 9]],
      1,
      [
        [1, 1],
        [5, 9],
      ],
    ],
  ])("%s", ([, before, number, after]) => {
    expect(withNumber(before, number)).toEqual(after);
  });

  test("one that is there already: it is the same array", () => {
    const ranges: readonly Range[] = [
      [1, 4],
      [6, 9],
    ];
    for (const number of [1, 3, 4, 6, 9]) expect(withNumber(ranges, number)).toBe(ranges);
  });
});

test("ranges hold exactly the numbers that were added, sorted, and never touch", () => {
  fc.assert(
    fc.property(numbers, (added) => {
      const ranges = addAll(added);
      const wanted = [...new Set(added)].sort((a, b) => a - b);
      expect(membersOf(ranges)).toEqual(wanted);
      for (const [place, [from]] of ranges.entries()) {
        const before = ranges[place - 1];
        if (before !== undefined) expect(from).toBeGreaterThan(before[1] + 1);
      }
      for (let number = 0; number <= 42; number += 1) {
        expect(isWithin(ranges, number)).toBe(wanted.includes(number));
      }
    }),
  );
});

test("one after the other or all at once is the same", () => {
  fc.assert(
    fc.property(numbers, (added) => {
      expect(toRanges(added)).toEqual(addAll(added));
    }),
  );
});

test("beyond the limit the lowest holes are closed: what was there stays, nothing above is added", () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 8 }), (added, max) => {
      const ranges = addAll(added);
      const limited = withinLimit(ranges, max);
      expect(limited.length).toBe(Math.min(ranges.length, max));
      for (const number of added) expect(isWithin(limited, number)).toBe(true);
      // All but the first range are as they were.
      expect(limited.slice(1)).toEqual(ranges.slice(ranges.length - limited.length + 1));
    }),
  );
});

test("the largest exact number is a number like any other", () => {
  const last = Number.MAX_SAFE_INTEGER;
  expect(addAll([last, last - 1, 1])).toEqual([
    [1, 1],
    [last - 1, last],
  ]);
});

test("no ranges hold nothing", () => {
  expect(isWithin([], 1)).toBe(false);
  expect(withinLimit([], 1)).toEqual([]);
  expect(toRanges([])).toEqual([]);
});
