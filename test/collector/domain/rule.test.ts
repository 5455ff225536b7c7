import type {
  ClockCondition,
  Condition,
  ForecastCondition,
  RateCondition,
  ThresholdCondition,
} from "@vigie/shared/rule.ts";
import { describe, expect, test } from "vitest";
import { DEFAULT_RULES } from "../../../collector/domain/default-rules.ts";
import {
  checkRule,
  clockVerdict,
  samplesNeeded,
  verdictOf,
} from "../../../collector/domain/rule.ts";

const above: ThresholdCondition = {
  kind: "threshold",
  metric: "volume_used_percent",
  direction: "above",
  fireAt: 90,
  clearAt: 87,
};
const below: ThresholdCondition = {
  kind: "threshold",
  metric: "memory_available_bytes",
  direction: "below",
  fireAt: 100,
  clearAt: 200,
};
const withAnd: ThresholdCondition = {
  ...above,
  and: { metric: "volume_free_bytes", direction: "below", level: 20 },
};
const plain: ThresholdCondition = { ...above, clearAt: 90 };

const rate: RateCondition = {
  kind: "rate",
  metric: "volume_used_percent",
  direction: "above",
  fireAt: 10,
  clearAt: 5,
  windowSeconds: 3_600,
};
const forecast: ForecastCondition = {
  kind: "forecast",
  metric: "volume_used_percent",
  direction: "above",
  level: 100,
  fireWithinHours: 168,
  clearBeyondHours: 240,
};
const clock: ClockCondition = { kind: "clock", fireAtSeconds: 300, clearAtSeconds: 120 };

const QUIET = false;
const FIRING = true;

describe("a verdict", () => {
  test.for<[string, ThresholdCondition, number, number | undefined, boolean, string]>([
    ["below the level it is clear", above, 89.9, undefined, QUIET, "clear"],
    ["at the level it fires", above, 90, undefined, QUIET, "breach"],
    ["past the level it fires", above, 97, undefined, QUIET, "breach"],
    ["between the levels nothing starts", above, 88, undefined, QUIET, "clear"],
    ["between the levels nothing ends", above, 88, undefined, FIRING, "breach"],
    ["at the clear level it ends", above, 87, undefined, FIRING, "clear"],
    ["past the clear level it ends", above, 12, undefined, FIRING, "clear"],
    ["the other direction fires at its level", below, 100, undefined, QUIET, "breach"],
    ["the other direction does not start between", below, 150, undefined, QUIET, "clear"],
    ["the other direction goes on between", below, 150, undefined, FIRING, "breach"],
    ["the other direction ends at its clear level", below, 200, undefined, FIRING, "clear"],
    ["equal levels: at the level it fires", plain, 90, undefined, QUIET, "breach"],
    ["equal levels: at the level it does not flap", plain, 90, undefined, FIRING, "breach"],
    ["equal levels: just off the level it ends", plain, 89.9, undefined, FIRING, "clear"],
    ["both hold", withAnd, 95, 20, QUIET, "breach"],
    ["the second does not hold: nothing starts", withAnd, 95, 21, QUIET, "clear"],
    ["the second no longer holds: it ends", withAnd, 95, 21, FIRING, "clear"],
    ["the first cleared: it ends", withAnd, 87, 5, FIRING, "clear"],
    ["between the levels with the second: it goes on", withAnd, 88, 5, FIRING, "breach"],
    ["the second is not known: nothing starts", withAnd, 95, undefined, QUIET, "clear"],
    [
      "the second is not known: nothing is mended by that",
      withAnd,
      95,
      undefined,
      FIRING,
      "breach",
    ],
    [
      "the first cleared, the second is not known: it ends",
      withAnd,
      80,
      undefined,
      FIRING,
      "clear",
    ],
    ["no number never starts", above, Number.NaN, undefined, QUIET, "clear"],
    ["no number never ends", above, Number.NaN, undefined, FIRING, "breach"],
  ])("%s", ([, condition, value, and, isFiring, verdict]) => {
    expect(verdictOf(condition, { value, and }, isFiring)).toBe(verdict);
  });
});

test.for<[string, number, boolean, string]>([
  ["at the level it fires", 300, QUIET, "breach"],
  ["it may be behind as well as ahead", -300, QUIET, "breach"],
  ["short of it nothing starts", 299, QUIET, "clear"],
  ["between the levels it goes on", -121, FIRING, "breach"],
  ["back at the clear level it ends", 120, FIRING, "clear"],
])("a clock: %s", ([, skewSeconds, isFiring, verdict]) => {
  expect(clockVerdict(clock, skewSeconds, isFiring)).toBe(verdict);
});

describe("a rule that cannot hold is refused", () => {
  test.for<[string, Condition, number, string]>([
    ["it would clear while it fires", { ...above, clearAt: 91 }, 0, "cannot clear at 91"],
    ["the same below", { ...below, clearAt: 99 }, 0, "cannot clear at 99"],
    ["no such metric", { ...above, metric: "volume_mood" }, 0, "there is no metric volume_mood"],
    [
      "a wire name is not a metric's",
      { ...above, metric: "used_percent" },
      0,
      "no metric used_percent",
    ],
    [
      "no such second metric",
      { ...above, and: { metric: "mood", direction: "below", level: 1 } },
      0,
      "there is no metric mood",
    ],
    [
      "a volume and the machine are two objects",
      { ...above, and: { metric: "memory_used_percent", direction: "above", level: 1 } },
      0,
      "volume_used_percent and memory_used_percent are not measured of the same object",
    ],
    ["it fires at no number", { ...above, fireAt: Number.NaN }, 0, "fires must be a finite"],
    [
      "it never fires",
      { ...above, fireAt: Number.POSITIVE_INFINITY },
      0,
      "fires must be a finite number",
    ],
    [
      "it never clears",
      { ...above, clearAt: Number.NEGATIVE_INFINITY },
      0,
      "clears must be a finite number",
    ],
    [
      "the second level is infinite",
      { ...above, and: { metric: "volume_free_bytes", direction: "below", level: Infinity } },
      0,
      "second level must be a finite number",
    ],
    ["it holds for less than nothing", above, -1, "hold time"],
    ["it holds for ever", above, Number.POSITIVE_INFINITY, "hold time"],
    [
      "an unknown metric cannot be absent",
      { kind: "absence", metric: "mood", absentForSeconds: 60 },
      0,
      "there is no metric mood",
    ],
    [
      "an absence of no time",
      { kind: "absence", metric: "load_1m", absentForSeconds: 0 },
      0,
      "more than 0 seconds",
    ],
    ["a rate of no metric", { ...rate, metric: "mood" }, 0, "there is no metric mood"],
    ["a rate that would clear while it fires", { ...rate, clearAt: 11 }, 0, "cannot clear at 11"],
    ["a rate over no time", { ...rate, windowSeconds: 0 }, 0, "more than 0 seconds"],
    ["a counter that falls", { ...rate, fireAt: 0, clearAt: 0, counter: true }, 0, "never falls"],
    ["a forecast of no metric", { ...forecast, metric: "mood" }, 0, "there is no metric mood"],
    ["a forecast of no level", { ...forecast, level: Number.NaN }, 0, "must be a finite number"],
    ["a forecast of now", { ...forecast, fireWithinHours: 0 }, 0, "more than 0 hours"],
    ["a forecast that would come and go", { ...forecast, clearBeyondHours: 100 }, 0, "within"],
    ["a clock right to the second", { ...clock, clearAtSeconds: 0 }, 0, "never right to 0"],
    ["a clock that clears later", { ...clock, clearAtSeconds: 301 }, 0, "cannot clear at 301"],
  ])("%s", ([, condition, holdForMs, words]) => {
    expect(checkRule({ condition, holdForMs })).toEqual({
      problem: "rule_invalid",
      detail: expect.stringContaining(words),
    });
  });
});

test.for<[string, Condition]>([
  ["levels apart", above],
  ["levels apart, below", below],
  ["equal levels", plain],
  ["a second metric of the same kind of object", withAnd],
  ["offline", { kind: "offline" }],
  ["an absence", { kind: "absence", metric: "load_1m", absentForSeconds: 60 }],
  ["a rate", rate],
  ["a rate of a counter", { ...rate, counter: true }],
  ["a fall", { ...rate, direction: "below", fireAt: -10, clearAt: -5 }],
  ["a forecast", forecast],
  ["a forecast that ends where it begins", { ...forecast, clearBeyondHours: 168 }],
  ["a clock", clock],
])("a rule with %s holds", ([, condition]) => {
  expect(checkRule({ condition, holdForMs: 300_000 })).toBeUndefined();
});

test.for(DEFAULT_RULES)("the default rule $key holds", (rule) => {
  expect(checkRule(rule)).toBeUndefined();
});

test("a rule that fires at once needs one report, any other three", () => {
  expect([0, 1, 300_000].map(samplesNeeded)).toEqual([1, 3, 3]);
});
