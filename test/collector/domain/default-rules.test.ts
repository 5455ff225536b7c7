import { metricNamed } from "@vigie/shared/metrics.ts";
import { LANGUAGES } from "@vigie/shared/problems.ts";
import { describe, expect, test } from "vitest";
import { DEFAULT_RULES } from "../../../collector/domain/default-rules.ts";
import { checkRule, verdictOf } from "../../../collector/domain/rule.ts";

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
    const { condition } = rule;
    if (condition.kind !== "threshold") {
      // Offline and absence have no level: they need no hold time either, their wait is their own.
      expect(rule.holdForMs).toBe(0);
      return;
    }
    const { fireAt, clearAt, and } = condition;
    expect(fireAt).not.toBe(clearAt);
    const between = { value: (fireAt + clearAt) / 2, and: and?.level };
    expect(verdictOf(condition, between, false)).toBe("clear");
    expect(verdictOf(condition, between, true)).toBe("breach");
  });

  test("a share is a share: its levels are between 0 and 100", () => {
    const { condition } = rule;
    if (condition.kind !== "threshold") return;
    if (metricNamed(condition.metric)?.unit !== "percent") return;
    for (const level of [condition.fireAt, condition.clearAt]) {
      expect(level).toBeGreaterThan(0);
      expect(level).toBeLessThan(100);
    }
  });
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
