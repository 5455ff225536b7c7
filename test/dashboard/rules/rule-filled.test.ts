import { RuleWish } from "@vigie/shared/rule.ts";
import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";
import {
  FIRST_FILLED,
  type RuleFilled,
  toKey,
  toRuleWish,
} from "../../../dashboard/rules/rule-filled.ts";

const filled = {
  ...FIRST_FILLED,
  name: "Imprimante bloquée",
  reason: "Personne ne peut plus imprimer.",
  metric: "volume_free_bytes",
};

describe("a rule of one's own", () => {
  test.for([
    [
      "below",
      { fireAt: "10", clearAt: "12,5", holdForSeconds: "5" },
      { kind: "threshold", direction: "below", fireAt: 10e9, clearAt: 12.5e9 },
    ],
    [
      "falling",
      { fireAt: "2", clearAt: "1", holdForSeconds: "0" },
      { kind: "rate", direction: "below", fireAt: -2e9, clearAt: -1e9, windowSeconds: 3_600 },
    ],
    [
      "rising",
      { fireAt: "2", clearAt: "1", holdForSeconds: "0" },
      { kind: "rate", direction: "above", fireAt: 2e9, clearAt: 1e9 },
    ],
    ["absence", { absentForSeconds: "15", holdForSeconds: "0" }, { absentForSeconds: 900 }],
  ] as const)("fires %s: %o", ([kind, levels, condition]) => {
    const wish = toRuleWish({ ...filled, kind, levels });
    expect(wish).toMatchObject({ condition });
    expect([...Value.Errors(RuleWish, wish)]).toEqual([]);
  });

  test.for([
    [{ name: " " }, "it has no name"],
    [{ reason: "" }, "nobody knows why"],
    [{ levels: { fireAt: "10", holdForSeconds: "5" } }, "a level is missing"],
    [{ levels: { fireAt: "dix", clearAt: "5", holdForSeconds: "5" } }, "a level is no number"],
    [{ metric: "nothing" }, "nothing measures it"],
  ] satisfies [Partial<RuleFilled>, string][])("%o is not kept: %s", ([change]) => {
    const whole = { fireAt: "10", clearAt: "5", holdForSeconds: "5" };
    expect(toRuleWish({ ...filled, levels: whole })).toBeDefined();
    expect(toRuleWish({ ...filled, levels: whole, ...change })).toBeUndefined();
  });

  test.for([
    ["File d’impression", "own_file_d_impression"],
    ["  Été à 30° ! ", "own_ete_a_30"],
    ["2 écrans", "own_2_ecrans"],
    ["日本", "own"],
    ["x".repeat(120), `own_${"x".repeat(60)}`],
  ] as const)("%s is called %s", ([name, key]) => {
    expect(toKey(name)).toBe(key);
  });
});
