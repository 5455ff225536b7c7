import fc from "fast-check";
import { expect, test } from "vitest";
import { retryAfterMs, retryBoundMs } from "../../../collector/domain/retry.ts";

test.for([
  [1, 1_000, "the first waits a second at most"],
  [2, 2_000, "it doubles"],
  [9, 256_000, "and doubles"],
  [10, 300_000, "up to five minutes"],
  [1_000, 300_000, "and stays there"],
] as const)("attempt %i: %i ms at most, %s", ([attempts, boundMs]) => {
  expect(retryBoundMs(attempts)).toBe(boundMs);
});

test("any wait is drawn from nothing to the bound", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempts, chance) => {
        const waitMs = retryAfterMs(attempts, chance);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(retryBoundMs(attempts));
      },
    ),
  );
});
