import type { RuleDocument } from "@vigie/shared/rule.ts";
import { describe, expect, test } from "vitest";
import { NOTHING_LIVE, withAlert, withTickets } from "../../../dashboard/live/machine-live.ts";
import {
  parseTrial,
  type Trial,
  toCourse,
  toLowered,
  toPutBack,
} from "../../../dashboard/trial/trial-course.ts";
import { alert, instant, ticket } from "../live/samples.ts";

const condition = {
  kind: "threshold",
  metric: "memory_used_percent",
  direction: "above",
  fireAt: 92,
  clearAt: 88,
} as const;
const rule: RuleDocument = {
  id: "rul_1",
  key: "memory_pressure",
  enabled: true,
  condition: { ...condition, and: { metric: "swap_used_percent", direction: "above", level: 50 } },
  holdForSeconds: 600,
  severity: "warning",
  opensTicket: true,
  resolvesTicket: true,
  reason: { en: "", fr: "" },
  label: { en: "Memory short", fr: "Mémoire insuffisante" },
  version: 4,
};
const trial: Trial = {
  ruleId: rule.id,
  loweredAtMs: Date.parse(instant(0)),
  loweredTo: 51,
  before: { condition, holdForSeconds: 600 },
};

describe("lowering", () => {
  test("goes below the present value, fires at once, and asks for nothing else", () => {
    expect(toLowered(rule, 61.3)).toEqual({
      enabled: true,
      condition: { ...condition, fireAt: 51, clearAt: 49 },
      holdForSeconds: 0,
    });
  });

  test.for([
    [12.2, 3, "little memory in use leaves little room"],
    [5, 3, "but some"],
    [99, 89, "never above what fires anyway"],
  ] as const)("at %d %% it goes to %d: %s", ([present, fireAt]) => {
    expect(toLowered(rule, present)?.condition).toMatchObject({ fireAt });
  });

  test("a value with no room below, and another kind of rule, are not played with", () => {
    expect(toLowered(rule, 1)).toBeUndefined();
    expect(toLowered({ ...rule, condition: { kind: "offline" } }, 61)).toBeUndefined();
  });

  test("is undone by what was before", () => {
    expect(toPutBack(trial)).toEqual({ condition, holdForSeconds: 600 });
  });
});

describe("the course", () => {
  const fired = withAlert(NOTHING_LIVE, alert());
  const ticketed = withTickets(fired, [ticket()], 0);
  const quiet = withAlert(ticketed, alert({ state: "quiet" }));
  const resolved = ticket({ state: "resolved", resolvedAt: instant(30), version: 2 });

  test("is told by the machine's own alert and ticket", () => {
    expect(toCourse(trial, NOTHING_LIVE)).toMatchObject({ alert: undefined, isRecovered: false });
    expect(toCourse(trial, fired).alert?.id).toBe("alr_1");
    expect(toCourse(trial, ticketed).ticket?.ticket.number).toBe(1);
  });

  test("ends when it was put back and the alert is over", () => {
    const putBack = { ...trial, putBackAtMs: Date.parse(instant(20)) };
    expect(toCourse(putBack, ticketed).isRecovered).toBe(false);
    expect(toCourse(trial, quiet).isRecovered).toBe(false);
    expect(toCourse(putBack, quiet).isRecovered).toBe(true);
  });

  test("knows its ticket when that is resolved, and none of before the trial", () => {
    const putBack = { ...trial, putBackAtMs: Date.parse(instant(20)) };
    const after = withTickets(quiet, [resolved], 0);
    expect(toCourse(putBack, after).ticket?.ticket.state).toBe("resolved");
    const later = { ...trial, loweredAtMs: Date.parse(instant(40)) };
    expect(toCourse(later, after).ticket).toBeUndefined();
  });
});

describe("what the browser kept", () => {
  test("is the same after a reload", () => {
    expect(parseTrial(JSON.stringify(trial))).toEqual(trial);
  });

  test.for([
    [undefined, "nothing"],
    ["", "an empty text"],
    ["null", "null"],
    ['{"ruleId":1}', "another form"],
    ["{", "a cut text"],
  ] as const)("%s is no trial: %s", ([text]) => {
    expect(parseTrial(text)).toBeUndefined();
  });
});
