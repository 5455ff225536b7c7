import { expect, test } from "vitest";
import { backOffMs } from "../../../dashboard/live/back-off.ts";

test.for([
  [0, 250, 500, "the first loss is answered at once, nearly"],
  [1, 500, 1_000, "it doubles"],
  [5, 7_500, 15_000, "up to its limit"],
  [1_000, 7_500, 15_000, "and never beyond"],
] as const)("after %d failed tries: %d to %d ms, %s", ([tries, least, most]) => {
  expect(backOffMs(tries, 0)).toBe(least);
  expect(backOffMs(tries, 1)).toBe(most);
});
