import { expect, test } from "vitest";
import { possibleSteps, STEPS, toStepRequest } from "../../../dashboard/ticket/possible-steps.ts";
import { numberOf } from "../../../dashboard/ticket/ticket-number.ts";

test.for([
  ["new", "acknowledge", "somebody takes it"],
  ["acknowledged", "go_on", "then works on it"],
  ["in_progress", "resolve", "until it is solved"],
  ["waiting_customer", "go_on", "a wait ends by going on"],
  ["resolved", "close", "what is solved is closed"],
  ["closed", undefined, "and then nothing is left"],
  ["merged", undefined, "it goes on elsewhere"],
] as const)("on a ticket that is %s the first step is %s: %s", ([state, first]) => {
  expect(possibleSteps(state)[0]).toBe(first);
});

test("nobody waits twice for the same", () => {
  expect(possibleSteps("waiting_customer")).not.toContain("wait_customer");
  expect(possibleSteps("waiting_third_party")).not.toContain("wait_third_party");
});

test("each step is asked for by itself", () => {
  const asked = STEPS.map((step) => JSON.stringify(toStepRequest(step)));
  expect(new Set(asked).size).toBe(STEPS.length);
});

test.for([
  ["12", 12, "the bare number"],
  [" #12 ", 12, "as it is in a subject"],
  ["n° 12", 12, "as French writes it"],
  ["douze", undefined, "no number"],
  ["1234567890", undefined, "more than there can be"],
  ["12 13", undefined, "two are none"],
] as const)("%j names ticket %s: %s", ([text, number]) => {
  expect(numberOf(text)).toBe(number);
});
