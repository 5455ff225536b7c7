import { describe, expect, test } from "vitest";
import {
  type MachineLive,
  NOTHING_LIVE,
  withAlert,
  withTickets,
} from "../../../dashboard/live/machine-live.ts";
import {
  changedThreshold,
  parseTrial,
  type Trial,
  toCourse,
  toLowered,
  toPutBack,
  toTrial,
} from "../../../dashboard/trial/trial-course.ts";
import { alert, instant, ticket } from "../live/samples.ts";
import { LOWERED, PUT_BACK, SHIPPED, SHIPPED_CONDITION } from "./rules.ts";

const BEGAN_MS = Date.parse(instant(0));
const NOW_MS = Date.parse(instant(60));
const trial: Trial = {
  ruleId: LOWERED.id,
  version: LOWERED.version,
  loweredTo: 51,
  sinceMs: BEGAN_MS,
  loweredAtMs: BEGAN_MS,
};

describe("lowering", () => {
  const wish = { ...SHIPPED_CONDITION, fireAt: 51, clearAt: 49 };

  test("goes below the present value, fires at once, and asks for nothing else", () => {
    expect(toLowered(SHIPPED, 61.3)).toEqual({ enabled: true, condition: wish, holdForSeconds: 0 });
  });

  test("starts from what is shipped, whatever the rule was changed to", () => {
    const further = { ...SHIPPED_CONDITION, fireAt: 20, clearAt: 18 };
    const changed = { ...LOWERED, condition: further };
    expect(toLowered(changed, 61.3)).toMatchObject({ condition: wish });
  });

  test.for([
    [12.2, 3, "little memory in use leaves little room"],
    [5, 3, "but some"],
    [99, 89, "never above what fires anyway"],
  ] as const)("at %d %% it goes to %d: %s", ([present, fireAt]) => {
    expect(toLowered(SHIPPED, present)?.condition).toMatchObject({ fireAt });
  });

  test("a value with no room below, and a rule that is not shipped, are not played with", () => {
    expect(toLowered(SHIPPED, 1)).toBeUndefined();
    expect(toLowered({ shipped: null }, 61)).toBeUndefined();
  });
});

describe("putting back", () => {
  test("is to what is shipped, also for a page that did not lower it", () => {
    expect(toPutBack(LOWERED)).toEqual({ condition: SHIPPED_CONDITION, holdForSeconds: 600 });
  });

  test("changes nothing where the threshold is the shipped one", () => {
    expect(toPutBack(PUT_BACK)).toBeUndefined();
    expect(changedThreshold(PUT_BACK)).toBeUndefined();
    expect(changedThreshold(LOWERED)).toBe(51);
  });
});

describe("whether a trial is under way", () => {
  const firing = withAlert(NOTHING_LIVE, alert({ threshold: 51 })).alerts;
  const ofItself = withAlert(NOTHING_LIVE, alert({ threshold: 92 })).alerts;
  const none = NOTHING_LIVE.alerts;
  const seen = {
    ruleId: LOWERED.id,
    version: LOWERED.version,
    loweredTo: 51,
    sinceMs: NOW_MS,
  };
  const older = { ...trial, version: trial.version - 2 };

  test.for([
    [SHIPPED, none, [], undefined, "all is as shipped"],
    [LOWERED, none, [], seen, "a page that knows nothing sees it in the rule"],
    [LOWERED, none, [trial], trial, "the page that began it knows the times too"],
    [LOWERED, none, [older], seen, "what was kept of an older one says nothing of this one"],
    [PUT_BACK, none, [trial], trial, "put back by whomever: told to its end where it was seen"],
    [PUT_BACK, none, [undefined, seen], seen, "the page that only looked on remembers as well"],
    [PUT_BACK, none, [], undefined, "a fresh page has nothing to tell of a trial that is over"],
    [PUT_BACK, none, [older], undefined, "nor has one that kept an older one"],
    [PUT_BACK, firing, [], seen, "but its alert is still to end"],
    [PUT_BACK, ofItself, [], undefined, "an alert at the shipped threshold is none of a trial"],
    [{ ...SHIPPED, shipped: null }, none, [trial], undefined, "a rule that is not shipped"],
  ] as const)("%#: %o", ([rule, alerts, known, expected]) => {
    expect(toTrial({ rule, alerts, known, nowMs: NOW_MS })).toEqual(expected);
  });
});

describe("the course", () => {
  const fed: MachineLive = { ...NOTHING_LIVE, isFed: true };
  const fired = withAlert(fed, alert());
  const ticketed = withTickets(fired, [ticket()], 0);
  const quiet = withAlert(ticketed, alert({ state: "quiet", since: instant(30) }));
  const resolved = ticket({ state: "resolved", resolvedAt: instant(30), version: 2 });

  test("is told by the machine's own alert and ticket", () => {
    expect(toCourse(trial, LOWERED, fed)).toMatchObject({ alert: undefined, ticket: undefined });
    expect(toCourse(trial, LOWERED, fired).alert?.id).toBe("alr_1");
    expect(toCourse(trial, LOWERED, ticketed).ticket?.number).toBe(1);
  });

  test("ends when the rule is as shipped and the alert is over, whoever put it back", () => {
    expect(toCourse(trial, LOWERED, quiet).isRecovered).toBe(false);
    expect(toCourse(trial, PUT_BACK, ticketed)).toMatchObject({
      isPutBack: true,
      isRecovered: false,
    });
    expect(toCourse(trial, PUT_BACK, quiet).isRecovered).toBe(true);
  });

  test("does not end before it is known whether the alert is over", () => {
    expect(toCourse(trial, PUT_BACK, NOTHING_LIVE).isRecovered).toBe(false);
  });

  test("knows its ticket when that is resolved, and none of before the trial", () => {
    const after = withTickets(quiet, [resolved], 0);
    expect(toCourse(trial, PUT_BACK, after).ticket?.state).toBe("resolved");
    const later = { ...trial, sinceMs: Date.parse(instant(40)) };
    expect(toCourse(later, PUT_BACK, after).ticket).toBeUndefined();
  });

  test("has nothing of an alert that was over long before", () => {
    const later = { ...trial, sinceMs: Date.parse(instant(600)) };
    expect(toCourse(later, LOWERED, quiet).alert).toBeUndefined();
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
    ['{"ruleId":"rul_1","loweredAtMs":1,"loweredTo":51}', "what an older version kept"],
    ["{", "a cut text"],
  ] as const)("%s is no trial: %s", ([text]) => {
    expect(parseTrial(text)).toBeUndefined();
  });
});
