import { describe, expect, test } from "vitest";
import { elapsedMs, growth, isReset, percentOf } from "../../agent/counters.ts";
import { moment } from "./support/captured.ts";

describe("the time between two readings", () => {
  test.for([
    [moment(100), moment(110), 10_000, "ten seconds of one boot"],
    [undefined, moment(110), undefined, "there was no reading before"],
    [moment(100), moment(100), undefined, "no time went by"],
    [moment(100), moment(90), undefined, "the uptime went back: it is another start"],
    [moment(100), moment(400, "next"), undefined, "another boot counts from zero again"],
  ] as const)("%#", ([before, now, expected, reason]) => {
    expect(elapsedMs(before, now), reason).toBe(expected);
  });
});

describe("the growth of a counter", () => {
  test.for([
    [5, 8, 3, "it grew"],
    [5, 5, 0, "nothing happened, which is a value"],
    [4_294_967_290, 4, undefined, "32 bits wrapped: not a growth of minus four thousand million"],
    [undefined, 8, undefined, "it was not there before"],
    [5, undefined, undefined, "it is gone"],
  ] as const)("%#", ([before, after, expected, reason]) => {
    expect(growth(before, after), reason).toBe(expected);
  });
});

test("one counter that went back spoils the whole object", () => {
  expect(isReset({ reads: 10, writes: 5 }, { reads: 11, writes: 5 })).toBe(false);
  expect(isReset({ reads: 10, writes: 5 }, { reads: 11, writes: 4 })).toBe(true);
});

test("a share stays within 0 and 100, whatever rounding of the kernel says", () => {
  expect(percentOf(1, 4)).toBe(25);
  expect(percentOf(10_010, 10_000)).toBe(100);
  expect(percentOf(-1, 4)).toBe(0);
});
