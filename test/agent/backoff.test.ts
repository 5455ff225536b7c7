import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs, RECONNECT } from "../../agent/backoff.ts";

test.for([
  [0, 1_000, "the first wait is below the base"],
  [1, 2_000, "then it doubles"],
  [8, 256_000, "and doubles"],
  [9, 300_000, "up to the cap"],
  [10_000, 300_000, "for ever, without leaving the numbers"],
] as const)("after %i failures the wait is below %i ms: %s", ([failures, maxMs]) => {
  expect(backoffMs(RECONNECT, failures, 0)).toBe(0);
  expect(backoffMs(RECONNECT, failures, 0.5)).toBe(maxMs / 2);
});

test("the wait is spread over the whole span", () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(100), random, (failures, share) => {
      const wholeMs = backoffMs(RECONNECT, failures, 1);
      expect(backoffMs(RECONNECT, failures, share)).toBeCloseTo(wholeMs * share, 6);
    }),
  );
});
