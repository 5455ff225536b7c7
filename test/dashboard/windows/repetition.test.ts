import { expect, test } from "vitest";
import { toRepetition, toRule } from "../../../dashboard/windows/repetition.ts";
import { type Filled, toWindowWish } from "../../../dashboard/windows/window-form.tsx";
import { CUSTOMER_DOCUMENT } from "../live/samples.ts";

const MONDAY = "2026-11-23T22:00";

test.for([
  ["once", "", null, "no rule at all"],
  ["daily", "", "FREQ=DAILY", "every day"],
  ["weekly", "", "FREQ=WEEKLY;BYDAY=MO", "on the day on which it begins"],
  ["monthly", "", "FREQ=MONTHLY;BYMONTHDAY=23", "on its day of the month"],
  ["daily", "2026-12-24", "FREQ=DAILY;UNTIL=20261224", "until a local day"],
] as const)("%s until %j is %s: %s", ([repetition, lastDay, rule]) => {
  expect(toRule(repetition, { startsAt: MONDAY, lastDay })).toBe(rule);
  expect(toRepetition(rule)).toBe(repetition);
});

test.for([
  "FREQ=YEARLY",
  "FREQ=WEEKLY;BYDAY=MO,TU",
  "FREQ=DAILY;INTERVAL=2",
  "FREQ=MONTHLY;BYDAY=1SU",
])("%s is a rule of one's own", (rule) => {
  expect(toRepetition(rule)).toBe("own");
});

const filled: Filled = {
  customer: CUSTOMER_DOCUMENT,
  siteIds: [],
  classes: ["server"],
  machineIds: [],
  tags: "",
  reason: " Mises à jour ",
  timeZone: "Europe/Paris",
  startsAt: MONDAY,
  minutes: "120",
  repetition: "weekly",
  lastDay: "",
  rule: "",
  grace: "10",
};

test("machines and tags narrow it further", () => {
  const narrowed = { ...filled, classes: [], machineIds: ["mac_1"], tags: "caisse, quai ,caisse" };
  expect(toWindowWish(narrowed, "Claire")?.scope).toEqual({
    machineIds: ["mac_1"],
    tags: ["caisse", "quai"],
  });
});

test("a list that is empty narrows nothing", () => {
  expect(toWindowWish(filled, "Claire")).toEqual({
    customerId: CUSTOMER_DOCUMENT.id,
    by: "Claire",
    scope: { classes: ["server"] },
    reason: "Mises à jour",
    timeZone: "Europe/Paris",
    startsAt: MONDAY,
    durationMinutes: 120,
    rrule: "FREQ=WEEKLY;BYDAY=MO",
    graceMinutes: 10,
  });
});

test.for([
  [{ customer: undefined }, "whose it is"],
  [{ reason: " " }, "why"],
  [{ startsAt: "" }, "when it begins"],
  [{ minutes: "" }, "how long it lasts"],
] as const)("nothing is planned without %o: %s", ([over]) => {
  expect(toWindowWish({ ...filled, ...over }, "Claire")).toBeUndefined();
});
