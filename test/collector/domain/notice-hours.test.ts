import { describe, expect, test } from "vitest";
import { leavesAtMs, wrongHours } from "../../../collector/domain/notice-hours.ts";
import { mondayToFriday } from "../../support/calendars.ts";

type Hours = Parameters<typeof leavesAtMs>[0][number];

/** Monday to Friday, 9 to 18, in the zone of who gets the mail. */
const office: Hours = { hours: mondayToFriday("09:00-18:00"), breakThrough: [1] };
const always: Hours = { hours: null, breakThrough: [] };
const nights: Hours = { hours: { mon: [["20:00", "06:00"]] }, breakThrough: [] };

describe("when a mail may leave", () => {
  test.for<[string, Hours[], number | null, string, string, string]>([
    [
      "at once by a rule without hours",
      [always],
      3,
      "Europe/Paris",
      "2026-11-22T03:00Z",
      "2026-11-22T03:00Z",
    ],
    ["at once in the hours", [office], 3, "Europe/Paris", "2026-11-23T08:00Z", "2026-11-23T08:00Z"],
    [
      "on Monday morning otherwise",
      [office],
      3,
      "Europe/Paris",
      "2026-11-21T12:00Z",
      "2026-11-23T08:00Z",
    ],
    [
      "in the reader's zone",
      [office],
      3,
      "America/New_York",
      "2026-11-23T08:00Z",
      "2026-11-23T14:00Z",
    ],
    [
      "at closing it is closed",
      [office],
      3,
      "Europe/Paris",
      "2026-11-23T17:00Z",
      "2026-11-24T08:00Z",
    ],
    [
      "at once where the priority breaks through",
      [office],
      1,
      "Europe/Paris",
      "2026-11-21T12:00Z",
      "2026-11-21T12:00Z",
    ],
    [
      "not for what has no priority",
      [office],
      null,
      "Europe/Paris",
      "2026-11-21T12:00Z",
      "2026-11-23T08:00Z",
    ],
    [
      "by the rule that opens first",
      [office, nights],
      3,
      "Europe/Paris",
      "2026-11-23T17:30Z",
      "2026-11-23T19:00Z",
    ],
    [
      "at the right hour after clocks change",
      [office],
      3,
      "Europe/Paris",
      "2026-10-24T12:00Z",
      "2026-10-26T08:00Z",
    ],
    [
      "at once in a zone that is no longer known",
      [office],
      3,
      "Mars/Olympus",
      "2026-11-21T12:00Z",
      "2026-11-21T12:00Z",
    ],
  ])("%s", ([, rules, priority, timeZone, due, leaves]) => {
    const dueAtMs = Temporal.Instant.from(due).epochMilliseconds;
    const leftMs = leavesAtMs(rules, { dueAtMs, priority, timeZone });
    expect(Temporal.Instant.fromEpochMilliseconds(leftMs)).toEqual(Temporal.Instant.from(leaves));
  });
});

test.for<[string, NonNullable<Hours["hours"]>]>([
  [
    "hours that overlap",
    {
      mon: [
        ["09:00", "12:00"],
        ["11:00", "13:00"],
      ],
    },
  ],
  ["a week that never opens", {}],
])("%s cannot hold", ([, hours]) => {
  expect(wrongHours(hours)).toMatchObject({ problem: "notice_rule_invalid" });
});
