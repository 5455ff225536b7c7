import { expect, test } from "vitest";
import type { Course, Shipped, Trial } from "../../../dashboard/trial/trial-course.ts";
import { toSteps } from "../../../dashboard/trial/trial-steps.ts";
import { en } from "../../../dashboard/words/en.ts";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { alert, instant, ticket } from "../live/samples.ts";
import { SHIPPED_CONDITION } from "./rules.ts";

const reader = { words: en, formats: createFormats("en"), zone: "UTC" };
const shipped: Shipped = { condition: SHIPPED_CONDITION, holdForSeconds: 600 };
const seen: Trial = { ruleId: "rul_1", version: 5, loweredTo: 51, sinceMs: 0 };
const own: Trial = { ...seen, loweredAtMs: Date.parse(instant(0)) };
const begun: Course = {
  alert: undefined,
  ticket: undefined,
  isPutBack: false,
  isRecovered: false,
};
const ticketed: Course = {
  ...begun,
  alert: alert({ since: instant(60) }),
  ticket: ticket({ openedAt: instant(120), eventAt: instant(60) }),
};
const over: Course = {
  ...ticketed,
  alert: alert({ state: "quiet", since: instant(300), value: 40 }),
  ticket: ticket({
    state: "resolved",
    openedAt: instant(120),
    eventAt: instant(60),
    resolvedAt: instant(300),
  }),
  isPutBack: true,
  isRecovered: true,
};
const reopened: Course = {
  ...ticketed,
  ticket: ticket({ openedAt: instant(-3_600), eventAt: instant(-3_600) }),
};

const told = (trial: Trial, course: Course) =>
  toSteps({ trial, course, shipped }, reader).map(({ text, time, isDone }) =>
    [isDone ? "+" : "-", text, time].filter((part) => part !== undefined).join(" "),
  );

test.for([
  [
    "just lowered here",
    own,
    begun,
    [
      "+ Threshold lowered to 51% 09:00",
      "- Alert: with the next report",
      "- Ticket: right after the alert",
      "- Threshold put back: whenever you like",
      "- Back to normal: with the next report",
    ],
  ],
  [
    "lowered elsewhere: no time is made up, those of alert and ticket are known",
    seen,
    ticketed,
    [
      "+ Threshold lowered to 51%",
      "+ Alert: memory at 61% 09:01",
      "+ Ticket 1 opened 09:02",
      "- Threshold put back: whenever you like",
      "- Back to normal: with the next report",
    ],
  ],
  [
    "put back elsewhere, over: every step is done, and the alert's value is that of then",
    seen,
    over,
    [
      "+ Threshold lowered to 51%",
      "+ Alert: memory at 61% 09:01",
      "+ Ticket 1 opened 09:02",
      "+ Threshold put back to 92%",
      "+ Back to normal: ticket 1 resolved 09:05",
    ],
  ],
  [
    "a ticket that was opened again was not opened at that time",
    own,
    reopened,
    [
      "+ Threshold lowered to 51% 09:00",
      "+ Alert: memory at 61% 09:01",
      "+ Ticket 1 opened",
      "- Threshold put back: whenever you like",
      "- Back to normal: with the next report",
    ],
  ],
  [
    "put back before the alert: none is waited for",
    own,
    { ...begun, isPutBack: true, isRecovered: true },
    ["+ Threshold lowered to 51% 09:00", "+ Threshold put back to 92%", "+ Back to normal"],
  ],
] as const)("%s", ([, trial, course, expected]) => {
  expect(told(trial, course)).toEqual(expected);
});

test("a threshold that somebody raised is not called lowered", () => {
  expect(told({ ...seen, loweredTo: 95 }, begun)[0]).toBe("+ Threshold changed to 95%");
});
