import type { ForecastCondition, RateCondition, ThresholdCondition } from "@vigie/shared/rule.ts";
import { describe, expect, test } from "vitest";
import {
  createEpisodes,
  forecastSteps,
  type PastStep,
  rateSteps,
  thresholdSteps,
} from "../../../collector/domain/episodes.ts";

/** What a rule would have said of the past, told in steps of five minutes. */

const STEP_MS = 300_000;
const HOUR_MS = 3_600_000;

const FULL: ThresholdCondition = {
  kind: "threshold",
  metric: "volume_used_percent",
  direction: "above",
  fireAt: 90,
  clearAt: 80,
};

function series(values: readonly number[], spread = 0) {
  return {
    atMs: values.map((_, place) => place * STEP_MS),
    mean: values,
    min: values.map((value) => value - spread),
    max: values.map((value) => value + spread),
  };
}

/** From and until which step, and at what value. */
function found(steps: Iterable<PastStep>, holdForMs: number, stepMs = STEP_MS) {
  const episodes = createEpisodes({ holdForMs, stepMs });
  for (const step of steps) episodes.add(step);
  return episodes
    .all()
    .map(({ fromMs, untilMs, value }) => [
      fromMs / stepMs,
      untilMs === null ? null : untilMs / stepMs,
      value,
    ]);
}

describe("a threshold", () => {
  const whole = (values: readonly number[], holdForMs: number, spread = 0) =>
    found(
      thresholdSteps(FULL, { series: series(values, spread), and: undefined, holdForMs }),
      holdForMs,
    );

  test.for<[string, number[], number, (number | null)[][]]>([
    ["never", [10, 20, 89], 0, []],
    ["at once, until it is back", [10, 95, 85, 80, 10], 0, [[1, 3, 95]]],
    [
      "twice",
      [95, 10, 96, 10],
      0,
      [
        [0, 1, 95],
        [2, 3, 96],
      ],
    ],
    ["it still fires", [10, 95], 0, [[1, null, 95]]],
    ["held for ten minutes: from the second step", [95, 96, 10], 600_000, [[1, 2, 96]]],
    ["a step too short", [95, 10, 95, 10], 600_000, []],
    ["between the levels the hold does not begin", [95, 85, 95, 95, 10], 600_000, [[3, 4, 95]]],
  ])("%s", ([, values, holdForMs, wanted]) => {
    expect(whole(values, holdForMs)).toEqual(wanted);
  });

  test("at once means the worst of a step, with a hold time its mean", () => {
    expect(whole([85, 70], 0, 6)).toEqual([[0, 1, 91]]);
    expect(whole([85, 70], STEP_MS, 6)).toEqual([]);
  });

  test("the second metric must be past its level in the same step", () => {
    const condition: ThresholdCondition = {
      ...FULL,
      and: { metric: "volume_free_bytes", direction: "below", level: 20 },
    };
    const and = series([50, 10, 10, 50]);
    const steps = thresholdSteps(condition, {
      series: series([95, 95, 95, 95]),
      and,
      holdForMs: 0,
    });
    expect(found(steps, 0)).toEqual([[1, 3, 95]]);
  });
});

test("a rate is that of the window which ends with the step", () => {
  const condition: RateCondition = {
    kind: "rate",
    metric: "volume_used_percent",
    direction: "above",
    fireAt: 12,
    clearAt: 6,
    windowSeconds: 3_600,
  };
  // An hour of nothing, then one more each step: twelve an hour; then nothing again.
  const values = [...Array<number>(12).fill(0), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12, 12, 12];
  const [[from, until] = [], ...others] = found(
    rateSteps(condition, series([...values, ...Array<number>(12).fill(12)]), STEP_MS),
    0,
  );
  expect(others).toEqual([]);
  expect(from).toBe(22);
  expect(until).toBe(29);
});

test("a forecast says what would have been known then, and nothing of what came after", () => {
  const condition: ForecastCondition = {
    kind: "forecast",
    metric: "volume_used_percent",
    direction: "above",
    level: 100,
    fireWithinHours: 48,
    clearBeyondHours: 72,
  };
  // 50 % and one more every two hours; cleaned up after 80 hours.
  const values = Array.from({ length: 120 }, (_, hour) => (hour < 80 ? 50 + hour / 2 : 30));
  const course = { atMs: values.map((_, hour) => hour * HOUR_MS), value: values };
  const span = { fromMs: 0, toMs: 120 * HOUR_MS, everyMs: 2 * HOUR_MS };
  const episodes = found(forecastSteps(condition, course, span), 0, HOUR_MS);
  expect(episodes).toHaveLength(1);
  const [[from = 0, until = 0] = []] = episodes;
  // 48 hours before it is full is after 52; two weeks are not needed for that.
  expect(from).toBeGreaterThanOrEqual(52);
  expect(from).toBeLessThanOrEqual(56);
  expect(until).toBeGreaterThanOrEqual(82);
  expect(until).toBeLessThanOrEqual(86);
});

test("a machine that was away says nothing new meanwhile", () => {
  const condition: ForecastCondition = {
    kind: "forecast",
    metric: "volume_used_percent",
    direction: "above",
    level: 100,
    fireWithinHours: 48,
    clearBeyondHours: 72,
  };
  const values = Array.from({ length: 40 }, (_, hour) => 50 + hour / 2);
  const course = { atMs: values.map((_, hour) => hour * HOUR_MS), value: values };
  const span = { fromMs: 0, toMs: 400 * HOUR_MS, everyMs: 6 * HOUR_MS };
  const asked = [...forecastSteps(condition, course, span)].map(({ atMs }) => atMs / HOUR_MS);
  expect(asked).toEqual([6, 12, 18, 24, 30, 36, 42]);
});
