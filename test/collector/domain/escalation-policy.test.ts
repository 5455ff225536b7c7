import { describe, expect, test } from "vitest";
import {
  DEFAULT_ESCALATION_POLICIES,
  policyLabelOf,
} from "../../../collector/domain/default-escalation-policies.ts";
import {
  type EscalationPolicy,
  isUntaken,
  policyOf,
  wakeOf,
  wrongSteps,
} from "../../../collector/domain/escalation-policy.ts";

const dispatchers = { tells: "role", role: "dispatcher" } as const;
const administrators = { tells: "role", role: "administrator" } as const;

const policy: EscalationPolicy = {
  id: "esc_all",
  enabled: true,
  customerIds: [],
  priorities: [1],
  steps: [
    { afterMinutes: 15, to: dispatchers },
    { afterMinutes: 30, to: administrators },
  ],
  repeats: 1,
  repeatAfterMinutes: 20,
};

const minutes = (count: number) => count * 60_000;

test.for([
  [0, 15, dispatchers, 0, "the first step"],
  [1, 30, administrators, 0, "the last of a round"],
  [2, 65, dispatchers, 1, "20 minutes of silence, then 15 as before"],
  [3, 80, administrators, 1, "and to the end"],
] as const)("step %i comes %i minutes after the opening", ([n, after, to, round]) => {
  expect(wakeOf(policy, minutes(1_000), n)).toMatchObject({
    atMs: minutes(1_000 + after),
    round,
    step: { to },
  });
});

test("after the last round nobody is told any more", () => {
  expect(wakeOf(policy, 0, 4)).toBeUndefined();
});

const bakery = { ...policy, id: "esc_bakery", customerIds: ["cus_bakery"] };

test.for([
  ["cus_bakery", 1, "esc_bakery", "its own before the one for all"],
  ["cus_garage", 1, "esc_all", "the one for all"],
  ["cus_bakery", 2, undefined, "of no priority of theirs"],
] as const)("of %s with priority %i: %s, %s", ([customerId, priority, expected]) => {
  expect(policyOf([policy, bakery], { customerId, priority })?.id).toBe(expected);
});

test("one that is switched off is about nothing", () => {
  const off = { ...bakery, enabled: false };
  expect(policyOf([off], { customerId: "cus_bakery", priority: 1 })).toBeUndefined();
});

test.for([
  [[0, 1, 10], undefined, "each is later"],
  [[5, 5], "steps[1].afterMinutes: 5 is not later than the step before it", "at the same time"],
  [[5, 9, 7], "steps[2].afterMinutes: 7 is not later than the step before it", "out of order"],
] as const)("steps after %j minutes: %s", ([afters, wrong]) => {
  const steps = afters.map((afterMinutes) => ({ afterMinutes, to: dispatchers }));
  expect(wrongSteps(steps)).toBe(wrong);
});

const fresh = { state: "new", takenBy: null, queuedAtMs: null, parentId: null } as const;

test.for([
  [fresh, true, "nobody has looked at it"],
  [{ ...fresh, state: "acknowledged", takenBy: "Ana" }, false, "somebody took it"],
  [{ ...fresh, takenBy: "Ana" }, false, "somebody had it, and it came back"],
  [{ ...fresh, queuedAtMs: 1 }, false, "it waits for a slot"],
  [{ ...fresh, parentId: "tic_9" }, false, "the outage wakes for it"],
  [{ ...fresh, state: "resolved" }, false, "it is over"],
] as const)("%o is to be taken: %s, %s", ([ticket, expected]) => {
  expect(isUntaken(ticket)).toBe(expected);
});

describe("the policies that come with Vigie", () => {
  test("can hold, and each has a key of its own", () => {
    expect(DEFAULT_ESCALATION_POLICIES.map(({ steps }) => wrongSteps(steps))).toEqual([undefined]);
    const keys = DEFAULT_ESCALATION_POLICIES.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("are called by what they do, until a person gives them a name", () => {
    const key = "unacknowledged_p1";
    expect(policyLabelOf({ key, name: null }).fr).toBe("P1 que personne ne prend");
    expect(policyLabelOf({ key, name: "Nuit" })).toEqual({ en: "Nuit", fr: "Nuit" });
    expect(policyLabelOf({ key: "gone", name: null }).en).toBe("gone");
  });
});
