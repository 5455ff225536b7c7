import { expect, test } from "vitest";
import { rateOf, rateVerdict } from "../../../collector/domain/rate.ts";

/** How fast something changes over an hour, told every ten minutes. */

const STEP_MS = 600_000;
const HOUR = { windowSeconds: 3_600 };
const COUNTER = { ...HOUR, counter: true };

function steps(values: readonly number[]) {
  return { atMs: values.map((_, place) => place * STEP_MS), mean: values, min: values };
}

test.for<[string, number[], typeof HOUR, number | undefined]>([
  ["up by ten in an hour", [0, 1, 3, 5, 7, 9, 10], HOUR, 10],
  ["down is negative", [10, 8, 6, 4, 2, 1, 0], HOUR, -10],
  ["only the two ends count", [0, 500, -500, 0, 0, 0, 6], HOUR, 6],
  ["of 50 minutes it is said for an hour", [0, 1, 2, 3, 4, 5], HOUR, 6],
  ["less than 80 % of the window says nothing", [0, 1, 2, 3, 4], HOUR, undefined],
  ["one step says nothing", [5], HOUR, undefined],
  ["nothing says nothing", [], HOUR, undefined],
  ["a counter that goes on", [100, 110, 120, 130, 140, 150, 160], COUNTER, 60],
  ["a counter that began anew counts on from 0", [100, 110, 120, 5, 15, 25, 35], COUNTER, 55],
  ["a counter that began anew twice", [50, 3, 1, 1, 1, 1, 1], COUNTER, 4],
])("%s", ([, values, condition, wanted]) => {
  const rate = rateOf(steps(values), condition);
  if (wanted === undefined) expect(rate).toBeUndefined();
  else expect(rate).toBeCloseTo(wanted, 9);
});

const RISING = { direction: "above", fireAt: 10, clearAt: 5 } as const;
const FALLING = { direction: "below", fireAt: -10, clearAt: -5 } as const;

test.for<[string, typeof RISING | typeof FALLING, number, boolean, string]>([
  ["at the level it fires", RISING, 10, false, "breach"],
  ["short of it nothing starts", RISING, 9.9, false, "clear"],
  ["between the levels it goes on", RISING, 5.1, true, "breach"],
  ["back at the clear level it ends", RISING, 5, true, "clear"],
  ["a fast fall fires", FALLING, -10, false, "breach"],
  ["a slower one goes on", FALLING, -6, true, "breach"],
  ["a slow one ends", FALLING, -5, true, "clear"],
  ["a rise is no fall", FALLING, 20, false, "clear"],
])("%s", ([, condition, rate, isFiring, verdict]) => {
  expect(rateVerdict(condition, rate, isFiring)).toBe(verdict);
});
