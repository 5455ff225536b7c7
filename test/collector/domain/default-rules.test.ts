import { metricNamed } from "@vigie/shared/metrics.ts";
import { LANGUAGES } from "@vigie/shared/problems.ts";
import type { Condition } from "@vigie/shared/rule.ts";
import { describe, expect, test } from "vitest";
import { DEFAULT_RULES } from "../../../collector/domain/default-rules.ts";
import { forecastVerdict, type Outlook } from "../../../collector/domain/forecast.ts";
import { rateVerdict } from "../../../collector/domain/rate.ts";
import { checkRule, clockVerdict, verdictOf } from "../../../collector/domain/rule.ts";

test("a key is given once, in snake case", () => {
  const keys = DEFAULT_RULES.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) expect(key).toMatch(/^[a-z]+(_[a-z]+)*$/);
});

describe.for(DEFAULT_RULES)("$key", (rule) => {
  test("it can hold", () => {
    expect(checkRule(rule)).toBeUndefined();
  });

  test("it says its name and its reason in both languages", () => {
    for (const language of LANGUAGES) {
      expect(rule.label[language].trim()).not.toBe("");
      expect(rule.reason[language]).toMatch(/\.$/);
    }
    expect(rule.label.fr).not.toBe(rule.label.en);
    expect(rule.reason.fr).not.toBe(rule.reason.en);
  });

  test("between its levels a value neither starts nor ends it", () => {
    const { condition, holdForMs } = rule;
    const judge = betweenLevelsOf(condition);
    if (judge === undefined) {
      // Offline and absence have no level: they need no hold time either, their wait is their own.
      expect(holdForMs).toBe(0);
      return;
    }
    expect(judge(false)).toBe("clear");
    expect(judge(true)).toBe("breach");
  });
});

/** What a value between the two levels says; undefined = there are no levels. */
function betweenLevelsOf(condition: Condition): ((isFiring: boolean) => unknown) | undefined {
  switch (condition.kind) {
    case "offline":
    case "site_offline":
    case "absence":
      return undefined;
    case "threshold": {
      const value = (condition.fireAt + condition.clearAt) / 2;
      return (isFiring) => verdictOf(condition, { value, and: condition.and?.level }, isFiring);
    }
    case "rate": {
      const rate = (condition.fireAt + condition.clearAt) / 2;
      return (isFiring) => rateVerdict(condition, rate, isFiring);
    }
    case "clock": {
      const skew = (condition.fireAtSeconds + condition.clearAtSeconds) / 2;
      return (isFiring) => clockVerdict(condition, skew, isFiring);
    }
    case "forecast": {
      const hours = (condition.fireWithinHours + condition.clearBeyondHours) / 2;
      const ms = hours * 3_600_000;
      const dates = { earliestMs: ms, likelyMs: ms, latestMs: ms };
      const outlook: Outlook = { kind: "sure", value: 1, ...dates };
      return (isFiring) => forecastVerdict(condition, outlook, { isFiring, nowMs: 0 });
    }
  }
}

const shares = DEFAULT_RULES.flatMap(({ key, condition }) => {
  if (condition.kind !== "threshold" || metricNamed(condition.metric)?.unit !== "percent")
    return [];
  return [[key, [condition.fireAt, condition.clearAt]] as const];
});

test.for(shares)("a share is a share: the levels of %s are between 0 and 100", ([, levels]) => {
  for (const level of levels) {
    expect(level).toBeGreaterThan(0);
    expect(level).toBeLessThan(100);
  }
});

test("of two rules on one metric, the critical one fires later and on less", () => {
  const levels = new Map<string, number>();
  for (const { condition, severity } of DEFAULT_RULES) {
    if (condition.kind !== "threshold") continue;
    levels.set(`${condition.metric} ${severity}`, condition.fireAt);
  }
  expect(levels.get("volume_used_percent critical")).toBeGreaterThan(
    levels.get("volume_used_percent warning") ?? Number.POSITIVE_INFINITY,
  );
});
