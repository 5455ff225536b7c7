import type { Condition } from "@vigie/shared/rule.ts";
import type { RuleOverride } from "@vigie/shared/rule-override.ts";
import { describe, expect, test } from "vitest";
import type { Rule } from "../../../collector/domain/rule.ts";
import { checkOverride, withOverrides } from "../../../collector/domain/rule-override.ts";

const THRESHOLD: Condition = {
  kind: "threshold",
  metric: "volume_used_percent",
  direction: "above",
  fireAt: 90,
  clearAt: 87,
  and: { metric: "volume_free_bytes", direction: "below", level: 20 },
};
const { and: _and, ...PLAIN } = THRESHOLD;
const FORECAST: Condition = {
  kind: "forecast",
  metric: "volume_used_percent",
  direction: "above",
  level: 100,
  fireWithinHours: 168,
  clearBeyondHours: 240,
};

const ruleOf = (condition: Condition): Rule => ({
  id: "rul_1",
  key: "volume_almost_full",
  enabled: true,
  condition,
  holdForMs: 300_000,
  severity: "warning",
  opensTicket: true,
  resolvesTicket: true,
  version: 1,
});

describe("the most specific word goes before the wider", () => {
  const ofClass: RuleOverride = { fireAt: 80, clearAt: 75, severity: "critical" };
  const ofMachine: RuleOverride = { fireAt: 70, enabled: false };

  test("machine, class, rule", () => {
    expect(withOverrides(ruleOf(THRESHOLD), [ofClass, ofMachine])).toEqual({
      ...ruleOf({ ...THRESHOLD, fireAt: 70, clearAt: 75 }),
      severity: "critical",
      enabled: false,
    });
  });

  test("where nothing is otherwise it is the same object, so that it is shared", () => {
    const rule = ruleOf(THRESHOLD);
    expect(withOverrides(rule, [undefined, undefined])).toBe(rule);
  });

  test("levels of the second metric, hold time and ticket", () => {
    const change = { andLevel: 5, holdForSeconds: 0, opensTicket: false };
    expect(withOverrides(ruleOf(THRESHOLD), [change])).toMatchObject({
      condition: { fireAt: 90, and: { metric: "volume_free_bytes", level: 5 } },
      holdForMs: 0,
      opensTicket: false,
    });
  });

  test("a level that no longer goes with a changed rule says nothing", () => {
    const after = withOverrides(ruleOf(FORECAST), [{ fireAt: 80, severity: "critical" }]);
    expect(after).toEqual({ ...ruleOf(FORECAST), severity: "critical" });
  });
});

describe("what can hold", () => {
  test.for<[string, Condition, RuleOverride, string | undefined]>([
    ["another level", THRESHOLD, { fireAt: 95 }, undefined],
    ["another horizon", FORECAST, { fireWithinHours: 72 }, undefined],
    ["no level at all", { kind: "offline" }, { severity: "warning" }, undefined],
    [
      "it would clear beyond where it fires",
      THRESHOLD,
      { fireAt: 80 },
      "it fires at 80 and above, so it cannot clear at 87, which is above too",
    ],
    [
      "a horizon is no level of a threshold",
      THRESHOLD,
      { fireWithinHours: 72 },
      "fireWithinHours: a rule of the kind threshold has fireAt, clearAt, andLevel",
    ],
    [
      "there is no second metric",
      PLAIN,
      { andLevel: 5 },
      "andLevel: a rule of the kind threshold has fireAt, clearAt, andLevel",
    ],
    [
      "silence has no level",
      { kind: "offline" },
      { fireAt: 1 },
      "fireAt: a rule of the kind offline has no level at all",
    ],
  ])("%s", ([, condition, change, detail]) => {
    const wanted = detail === undefined ? undefined : { problem: "rule_invalid", detail };
    expect(checkOverride(ruleOf(condition), change)).toEqual(wanted);
  });
});
