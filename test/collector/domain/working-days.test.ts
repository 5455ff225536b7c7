import { describe, expect, test } from "vitest";
import { type ClockEvent, targetsOf } from "../../../collector/domain/course.ts";
import { replay } from "../../../collector/domain/ticket-course.ts";
import { workingDaysAfter } from "../../../collector/domain/working-days.ts";
import type { Calendar } from "../../../collector/domain/working-time.ts";
import {
  alwaysOpen,
  calendarOf,
  everyDay,
  hours,
  inParis,
  mondayToFriday,
  nights,
  office,
  officeWithLunch,
  PARIS,
  parisText,
} from "../../support/calendars.ts";
import {
  changed,
  opened,
  paused,
  promise,
  resumed,
  type Said,
  told,
} from "../../support/clock-stories.ts";

/** Monday 8 to 18, Tuesday 10 to 16, the rest of the week 9 to 18. */
const uneven = calendarOf({
  timeZone: PARIS,
  weekly: {
    ...mondayToFriday("09:00-18:00"),
    mon: hours("08:00-18:00"),
    tue: hours("10:00-16:00"),
  },
});

/** Monday without lunch, Tuesday with. */
const lunchOnTuesday = calendarOf({
  timeZone: PARIS,
  weekly: { ...mondayToFriday("09:00-18:00"), tue: hours("09:00-12:00 14:00-18:00") },
});

const saturdayInventory = calendarOf({
  timeZone: PARIS,
  weekly: mondayToFriday("09:00-18:00"),
  exceptions: { "2026-06-06": hours("10:00-12:00") },
});

function due(
  calendar: Calendar,
  start: string,
  budget: { readonly workingDays: number; readonly endOfDay: boolean },
) {
  const atMs = workingDaysAfter(calendar, inParis(start).epochMilliseconds, budget);
  return atMs === undefined ? undefined : parisText(Temporal.Instant.fromEpochMilliseconds(atMs));
}

/** 8 June 2026 is a Monday. */
describe("so many working days after", () => {
  test.for<[string, Calendar, string, number, string]>([
    ["is the same time of the next day", office, "2026-06-08T10:30", 1, "2026-06-09T10:30"],
    [
      "is the opening for what starts at the opening",
      office,
      "2026-06-08T09:00",
      1,
      "2026-06-09T09:00",
    ],
    ["passes over the weekend", office, "2026-06-05T16:00", 1, "2026-06-08T16:00"],
    ["passes over a holiday", office, "2026-07-13T10:00", 1, "2026-07-15T10:00"],
    [
      "counts from the opening after a start on Saturday",
      office,
      "2026-06-06T10:00",
      1,
      "2026-06-09T09:00",
    ],
    [
      "counts from the opening after a start in the evening",
      office,
      "2026-06-05T19:00",
      1,
      "2026-06-09T09:00",
    ],
    ["counts from the end of lunch", officeWithLunch, "2026-06-08T12:30", 1, "2026-06-09T14:00"],
    ["is the start itself for no day", office, "2026-06-08T10:30", 0, "2026-06-08T10:30"],
    [
      "is the next opening for no day from Saturday",
      office,
      "2026-06-06T10:30",
      0,
      "2026-06-08T09:00",
    ],
    ["is not before that day opens", uneven, "2026-06-08T08:30", 1, "2026-06-09T10:00"],
    ["is not after that day closes", uneven, "2026-06-08T17:00", 1, "2026-06-09T16:00"],
    ["stays within that day's lunch", lunchOnTuesday, "2026-06-08T13:00", 1, "2026-06-09T13:00"],
    [
      "counts a Saturday that is open for once",
      saturdayInventory,
      "2026-06-05T11:00",
      1,
      "2026-06-06T11:00",
    ],
    ["goes on after the 31st", office, "2026-07-31T10:00", 1, "2026-08-03T10:00"],
    [
      "goes on after the year, New Year's Day not counted",
      office,
      "2026-12-31T10:00",
      1,
      "2027-01-04T10:00",
    ],
    ["counts 29 February", office, "2028-02-28T10:00", 1, "2028-02-29T10:00"],
    ["and does without it in other years", office, "2027-02-26T10:00", 1, "2027-03-01T10:00"],
    [
      "keeps the local time as the clocks go forward",
      office,
      "2026-03-27T10:00",
      1,
      "2026-03-30T10:00",
    ],
    [
      "keeps the local time as the clocks go back",
      office,
      "2026-10-23T10:00",
      1,
      "2026-10-26T10:00",
    ],
    [
      "moves on with the clock from an hour that is skipped",
      alwaysOpen,
      "2026-03-28T02:30",
      1,
      "2026-03-29T03:30",
    ],
    ["counts both dates of a night", nights, "2026-06-08T23:00", 1, "2026-06-09T23:00"],
    [
      "passes over a holiday, not over the night that follows",
      nights,
      "2026-07-13T23:00",
      1,
      "2026-07-15T23:00",
    ],
    [
      "counts every day where it is always open",
      alwaysOpen,
      "2026-06-05T16:00",
      7,
      "2026-06-12T16:00",
    ],
    ["is far for many days", office, "2026-01-05T10:00", 260, "2027-01-15T10:00"],
  ])("%s", ([, calendar, start, days, expected]) => {
    expect(due(calendar, start, { workingDays: days, endOfDay: false })).toBe(expected);
  });

  test.for<[string, Calendar, string, number, string]>([
    ["is that day's last closing", office, "2026-06-08T10:30", 1, "2026-06-09T18:00"],
    ["is today's for no day", office, "2026-06-08T10:30", 0, "2026-06-08T18:00"],
    ["is the last of several", officeWithLunch, "2026-06-08T10:30", 2, "2026-06-10T18:00"],
    ["is midnight where a night goes on", nights, "2026-06-08T23:00", 1, "2026-06-10T00:00"],
  ])("at the end of the day: %s", ([, calendar, start, days, expected]) => {
    expect(due(calendar, start, { workingDays: days, endOfDay: true })).toBe(expected);
  });

  test("no day from the second pass of an hour stays in the second pass", () => {
    const second = Temporal.Instant.from("2026-10-25T01:30:00Z").epochMilliseconds;
    const none = { workingDays: 0, endOfDay: false };
    expect(workingDaysAfter(alwaysOpen, second, none)).toBe(second);
  });

  test("an hour that comes twice is meant the first time", () => {
    const at = workingDaysAfter(alwaysOpen, inParis("2026-10-24T02:30").epochMilliseconds, {
      workingDays: 1,
      endOfDay: false,
    });
    expect(at).toBe(Temporal.Instant.from("2026-10-25T00:30:00Z").epochMilliseconds);
  });

  test("half an hour that Lord Howe skips moves on by half an hour", () => {
    const zone = "Australia/Lord_Howe";
    const island = calendarOf({ timeZone: zone, weekly: everyDay("00:00-24:00") });
    const start = Temporal.PlainDateTime.from("2026-10-03T02:15").toZonedDateTime(zone);
    const at = workingDaysAfter(island, start.epochMilliseconds, {
      workingDays: 1,
      endOfDay: false,
    });
    const local = Temporal.Instant.fromEpochMilliseconds(at ?? 0).toZonedDateTimeISO(zone);
    expect(local.toPlainDateTime().toString()).toBe("2026-10-04T02:45:00");
  });
});

describe("a promise of working days since Monday at 10:30", () => {
  const MONDAY = "2026-06-08T10:30";
  const next = promise({ workingDays: 1 });
  test.for<[string, readonly ClockEvent[], Partial<Said>]>([
    [
      "is due the next day, nine working hours later",
      [opened(MONDAY, next)],
      { due: "2026-06-09T10:30", remaining: 540 },
    ],
    [
      "is due at an opening if so counted, not at the closing before",
      [opened("2026-06-08T09:00", next)],
      { due: "2026-06-09T09:00", breachAfter: "2026-06-09T09:00" },
    ],
    [
      "a pause is added as working time",
      [opened(MONDAY, next), paused("2026-06-08T17:00"), resumed("2026-06-09T10:00")],
      { due: "2026-06-09T12:30" },
    ],
    [
      "a pause of a night adds nothing",
      [opened(MONDAY, next), paused("2026-06-08T18:00"), resumed("2026-06-09T09:00")],
      { due: "2026-06-09T10:30" },
    ],
    [
      "a pause moves it on from an opening",
      [opened("2026-06-08T09:00", next), paused("2026-06-08T12:00"), resumed("2026-06-08T13:00")],
      { due: "2026-06-09T10:00" },
    ],
    [
      "a pause moves it on from the end of a day",
      [
        opened(MONDAY, promise({ workingDays: 1, endOfDay: true })),
        paused("2026-06-08T12:00"),
        resumed("2026-06-08T13:00"),
      ],
      { due: "2026-06-10T10:00" },
    ],
    [
      "a lunch in which it is due stays its due time; it is broken after it",
      [opened("2026-06-08T13:00", promise({ workingDays: 1, calendar: lunchOnTuesday }))],
      { due: "2026-06-09T13:00", breachAfter: "2026-06-09T14:00" },
    ],
    [
      "carried on to two days it is due two days after the start",
      [
        opened(MONDAY, next),
        changed("2026-06-08T14:30", "carry_elapsed", promise({ workingDays: 2 })),
      ],
      { due: "2026-06-10T10:30" },
    ],
    [
      "carried on from an opening it is due at an opening",
      [
        opened("2026-06-08T09:00", next),
        changed("2026-06-08T12:00", "carry_elapsed", promise({ workingDays: 2 })),
      ],
      { due: "2026-06-10T09:00" },
    ],
    [
      "carried on from hours it is counted from the start",
      [opened(MONDAY), changed("2026-06-08T11:30", "carry_elapsed", next)],
      { due: "2026-06-09T10:30" },
    ],
    [
      "carried on from a calendar that ran faster it is due before that day",
      [
        opened(MONDAY, promise({ hours: 20, calendar: alwaysOpen })),
        changed("2026-06-08T20:30", "carry_elapsed", promise({ workingDays: 2 })),
      ],
      { due: "2026-06-09T17:00" },
    ],
    [
      "carried on to hours it has consumed what it has",
      [opened(MONDAY, next), changed("2026-06-08T14:30", "carry_elapsed", promise({ hours: 5 }))],
      { due: "2026-06-08T15:30" },
    ],
    [
      "begun anew it is counted from there",
      [opened(MONDAY, next), changed("2026-06-08T14:30", "restart", next)],
      { due: "2026-06-09T14:30" },
    ],
  ])("%s", ([, events, expected]) => {
    const last = events.at(-1)?.atMs ?? 0;
    const now = parisText(Temporal.Instant.fromEpochMilliseconds(last));
    expect(told(events, now)).toMatchObject(expected);
  });
});

test("days that are not reached within twenty years are never due", () => {
  const mondays = Array.from({ length: 1_000 }, (_, week) =>
    Temporal.PlainDate.from("2026-06-08").add({ weeks: week }).toString(),
  ).filter((_, week) => week % 40 !== 0);
  const rare = calendarOf({
    timeZone: PARIS,
    weekly: { mon: hours("09:00-18:00") },
    exceptions: Object.fromEntries(mondays.map((date) => [date, []])),
  });
  expect(due(rare, "2026-06-08T10:00", { workingDays: 260, endOfDay: false })).toBeUndefined();
  const story = [opened("2026-06-08T10:00", promise({ workingDays: 260, calendar: rare }))];
  expect(told(story, "2026-06-09T10:00")).toMatchObject({ due: undefined, breached: false });
  expect(targetsOf(replay(story))).toHaveLength(1);
});
