import fc from "fast-check";
import { expect, test } from "vitest";
import { parseBudget, toTypedBudget } from "../../../dashboard/contracts/budget-text.ts";

/** A budget as it is typed: what stands in the field is read back to the second. */

const YEAR_SECONDS = 31_536_000;

test.for([
  ["1 h 30", 5_400, "minutes behind hours need no unit"],
  ["1h30", 5_400, "nor spaces"],
  ["1:30", 5_400, "as a clock has it"],
  ["10 min", 600, "minutes alone"],
  ["90 min", 5_400, "more than an hour of them"],
  ["1 h 5 s", 3_605, "hours and seconds"],
  ["23 h 59 min 59 s", 86_399, "everything"],
  ["45 S", 45, "capitals"],
  ["1,5 h", 5_400, "a French fraction"],
  ["1.1 h", 3_960, "a fraction that binary does not have"],
  ["4", 14_400, "a bare number is hours"],
  ["8\u202f760 h", YEAR_SECONDS, "a year, with the space of thousands"],
  ["0 min", 0, "at once"],
] as const)("%s is %d s: %s", ([typed, seconds]) => {
  expect(parseBudget(typed)).toBe(seconds);
});

test.for([
  ["", "nothing"],
  ["1 h 75", "no such minute"],
  ["-1 h", "less than nothing"],
  ["0.0001 h", "no whole second: it would be rounded"],
  ["8761 h", "more than a year"],
  ["2 jours", "days are another kind of promise"],
  ["30 min 1 h", "the wrong way round"],
] as const)("%s is refused: %s", ([typed]) => {
  expect(parseBudget(typed)).toBeUndefined();
});

test.for([
  [600, "10 min"],
  [5_400, "1 h 30 min"],
  [86_399, "23 h 59 min 59 s"],
  [3_605, "1 h 5 s"],
  [0, "0 min"],
] as const)("%d s is written %s", ([seconds, typed]) => {
  expect(toTypedBudget(seconds)).toBe(typed);
});

test("every budget is read back as it was", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: YEAR_SECONDS }), (seconds) => {
      expect(parseBudget(toTypedBudget(seconds))).toBe(seconds);
    }),
  );
});
