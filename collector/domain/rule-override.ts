import type { Refusal } from "@vigie/shared/problems.ts";
import type { Condition } from "@vigie/shared/rule.ts";
import type { RuleOverride } from "@vigie/shared/rule-override.ts";
import { checkRule, type Rule } from "./rule.ts";

/** A rule that is otherwise for some machines. What is left out stays as it is. */

type Levels = Omit<RuleOverride, "enabled" | "holdForSeconds" | "severity" | "opensTicket">;
type Level = keyof Levels;

/** Which levels go with which kind of condition. */
const LEVELS: Readonly<Record<Condition["kind"], readonly Level[]>> = {
  threshold: ["fireAt", "clearAt", "andLevel"],
  rate: ["fireAt", "clearAt"],
  forecast: ["fireWithinHours", "clearBeyondHours"],
  absence: ["absentForSeconds"],
  clock: ["fireAtSeconds", "clearAtSeconds"],
  offline: [],
  site_offline: [],
};

/** The rule with what is otherwise taken in, the wider first. The same object where nothing is. */
export function withOverrides(rule: Rule, overrides: readonly (RuleOverride | undefined)[]): Rule {
  return overrides.reduce<Rule>(
    (before, override) => (override === undefined ? before : withOverride(before, override)),
    rule,
  );
}

/** Whether the rule can hold with this; the refusal says in words what is wrong. */
export function checkOverride(rule: Rule, override: RuleOverride): Refusal | undefined {
  const stray = Object.keys(pickLevels(override)).find((name) => !goesWith(rule.condition, name));
  if (stray === undefined) return checkRule(withOverride(rule, override));
  const known = LEVELS[rule.condition.kind].join(", ") || "no level at all";
  const detail = `${stray}: a rule of the kind ${rule.condition.kind} has ${known}`;
  return { problem: "rule_invalid", detail };
}

function withOverride(rule: Rule, override: RuleOverride): Rule {
  const { enabled, holdForSeconds, severity, opensTicket } = override;
  return {
    ...rule,
    ...(enabled !== undefined && { enabled }),
    ...(severity !== undefined && { severity }),
    ...(opensTicket !== undefined && { opensTicket }),
    ...(holdForSeconds !== undefined && { holdForMs: holdForSeconds * 1_000 }),
    condition: withLevels(rule.condition, override),
  };
}

/** A level that no longer goes with the rule, because the rule was changed, says nothing. */
function withLevels(condition: Condition, override: RuleOverride): Condition {
  const levels = Object.entries(pickLevels(override)).filter(([name]) => goesWith(condition, name));
  if (levels.length === 0) return condition;
  const { andLevel, ...own } = Object.fromEntries(levels);
  if (condition.kind !== "threshold" || condition.and === undefined || andLevel === undefined) {
    return { ...condition, ...own };
  }
  return { ...condition, ...own, and: { ...condition.and, level: andLevel } };
}

function pickLevels({
  enabled: _enabled,
  holdForSeconds: _holdForSeconds,
  severity: _severity,
  opensTicket: _opensTicket,
  ...levels
}: RuleOverride): Levels {
  return levels;
}

function goesWith(condition: Condition, name: string): boolean {
  if (name === "andLevel" && condition.kind === "threshold" && condition.and === undefined) {
    return false;
  }
  return LEVELS[condition.kind].some((level) => level === name);
}
