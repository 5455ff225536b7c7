import { SEVERITIES } from "@vigie/shared/rule.ts";
import { describe, expect, test } from "vitest";
import { completeClauses, PRIORITY_MATRIX } from "../../../collector/domain/default-clauses.ts";
import { priorityOf } from "../../../collector/domain/ticket.ts";

describe("priority", () => {
  test.for([
    ["critical", 1],
    ["warning", 3],
  ] as const)("of %s is %i where the contract says nothing else", ([severity, priority]) => {
    expect(SEVERITIES).toContain(severity);
    const { matrix, severities } = completeClauses([]).priorities;
    expect(priorityOf(severities[severity], matrix)).toBe(priority);
  });

  test.for([
    [{ impact: "high", urgency: "low" }, 4, "impact first, then urgency"],
    [{ impact: "low", urgency: "high" }, 2, "and not the other way round"],
    [{ impact: "medium", urgency: "medium" }, 1, "by the contract's own matrix"],
  ] as const)("of what weighs %o is %i: %s", ([weight, priority]) => {
    const matrix = {
      high: { high: 3, medium: 3, low: 4 },
      medium: { high: 3, medium: 1, low: 3 },
      low: { high: 2, medium: 3, low: 3 },
    };
    expect(priorityOf(weight, matrix)).toBe(priority);
  });

  test("never rises when impact or urgency falls", () => {
    const levels = ["high", "medium", "low"] as const;
    for (const level of levels) {
      const byUrgency = levels.map((urgency) => PRIORITY_MATRIX[level][urgency]);
      const byImpact = levels.map((impact) => PRIORITY_MATRIX[impact][level]);
      expect(byUrgency).toEqual(byUrgency.toSorted((a, b) => a - b));
      expect(byImpact).toEqual(byImpact.toSorted((a, b) => a - b));
    }
  });

  test("has its corners", () => {
    const { high, medium, low } = PRIORITY_MATRIX;
    expect([high.high, high.low, medium.medium, low.high, low.low]).toEqual([1, 3, 3, 3, 4]);
  });
});
