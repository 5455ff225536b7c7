import { describe, expect, test } from "vitest";
import {
  inside,
  SPENT_SPAN_MS,
  type Stretch,
  spentOn,
  unite,
  without,
} from "../../../collector/domain/stretch.ts";

describe("united stretches", () => {
  test.for([
    ["are in order", "5-6 1-2", "1-2 5-6"],
    ["are one where they overlap", "1-4 3-6", "1-6"],
    ["are one where they touch", "1-4 4-6", "1-6"],
    ["are one where one is inside the other", "1-9 3-4 5-6", "1-9"],
    ["stay apart where there is a gap", "1-4 5-6", "1-4 5-6"],
    ["have no empty or turned ones among them", "3-3 5-4 1-2", "1-2"],
    ["may have no end", "5-Infinity 1-2 7-9", "1-2 5-Infinity"],
  ] as const)("%s", ([, given, expected]) => {
    expect(textOf(unite(read(given)))).toBe(expected);
  });
});

describe("what lies inside 3-7", () => {
  test.for([
    ["is cut at both ends", "1-9", "3-7"],
    ["is as it is between them", "4-5 6-7", "4-5 6-7"],
    ["is nothing of what only touches", "1-3 7-9", ""],
    ["is the end of one and the beginning of another", "1-4 6-9", "3-4 6-7"],
  ] as const)("%s", ([, given, expected]) => {
    expect(textOf(inside(read(given), { startMs: 3, endMs: 7 }))).toBe(expected);
  });
});

describe("a walk less breaks", () => {
  test.for([
    ["is the walk without any", "1-4 6-9", "", "1-4 6-9"],
    ["loses a middle", "1-9", "3-5", "1-3 5-9"],
    ["loses a beginning", "1-9", "0-3", "3-9"],
    ["loses an end", "1-9", "7-12", "1-7"],
    ["loses a whole stretch", "1-4 6-9", "1-4", "6-9"],
    ["loses parts of two to one break", "1-4 6-9", "3-7", "1-3 7-9"],
    ["loses nothing to a break between", "1-4 6-9", "4-6", "1-4 6-9"],
    ["loses several parts of one", "1-9", "2-3 5-6 8-9", "1-2 3-5 6-8"],
    ["loses nothing to what is past", "5-9", "1-2 3-4", "5-9"],
    ["ends where a break has no end", "1-4 6-9", "3-Infinity", "1-3"],
  ] as const)("%s", ([, walk, breaks, expected]) => {
    expect(textOf([...without(read(walk), read(breaks))])).toBe(expected);
  });

  test("does not look for stretches in a break without end", () => {
    function* endless(): Generator<Stretch> {
      for (let startMs = 0; startMs < 1_000; startMs += 2) yield { startMs, endMs: startMs + 1 };
      throw new Error("walked on");
    }
    const left = [...without(endless(), read("4-Infinity"))];
    expect(textOf(left)).toBe("0-1 2-3");
  });
});

describe("a budget on a walk of 1-4 and 6-9", () => {
  test.for([
    [0, 1, 1, "none is spent as it starts, and exceeded at once"],
    [2, 3, 3, "inside a stretch both are one instant"],
    [3, 4, 6, "spent at an end, it is exceeded after the next beginning"],
    [5, 8, 8, "the second stretch goes on counting"],
  ] as const)("of %i is spent at %i and exceeded after %i: %s", ([budget, spent, exceeded]) => {
    const walk = read("1-4 6-9 12-14");
    expect(spentOn(walk, budget)).toEqual({ firstMs: spent, lastMs: exceeded });
  });

  test("of all that the walk has is never exceeded, and of more is never spent", () => {
    expect(spentOn(read("1-4 6-9"), 6)).toEqual({ firstMs: 9, lastMs: Number.POSITIVE_INFINITY });
    expect(spentOn(read("1-4 6-9"), 7)).toBeUndefined();
  });

  test.for([
    [0, true, "at the limit it is within twenty years"],
    [1, false, "after it, it is not, also in a stretch that begins before"],
  ] as const)("%i ms past twenty years from the first opening: %s", ([pastMs, isSpent]) => {
    const walk = [{ startMs: 5, endMs: 5 + 2 * SPENT_SPAN_MS }];
    expect(spentOn(walk, SPENT_SPAN_MS + pastMs) !== undefined).toBe(isSpent);
  });
});

function read(text: string): Stretch[] {
  return text
    .split(" ")
    .filter((part) => part !== "")
    .map((part) => {
      const [startMs = 0, endMs = 0] = part.split("-").map(Number);
      return { startMs, endMs };
    });
}

function textOf(stretches: readonly Stretch[]): string {
  return stretches.map(({ startMs, endMs }) => `${startMs}-${endMs}`).join(" ");
}
