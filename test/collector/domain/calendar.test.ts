import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import { describe, expect, test } from "vitest";
import { openPeriods, toCalendar } from "../../../collector/domain/working-time.ts";
import {
  calendarOf,
  everyDay,
  hours,
  inParis,
  mondayToFriday,
  PARIS,
  periodText,
} from "../../support/calendars.ts";

describe("a calendar that cannot hold is refused and says why", () => {
  const office: CalendarDocument = { timeZone: PARIS, weekly: mondayToFriday("09:00-18:00") };
  const mondays = Array.from({ length: 60 }, (_, week) =>
    Temporal.PlainDate.from("2026-01-05").add({ weeks: week }).toString(),
  );

  test.for<[string, Partial<CalendarDocument>, string]>([
    ["no such zone", { timeZone: "Europe/Lutetia" }, "Europe/Lutetia is not the name"],
    ["an offset has no summer", { timeZone: "+01:00" }, "+01:00 is not the name"],
    ["a zone must be said", { timeZone: "" }, "is not the name"],
    [
      "an empty interval's worth of overlap in the middle of a long day is found too",
      { weekly: { sat: hours("06:00-08:00 09:00-12:00 11:59-13:00 14:00-15:00") } },
      "the hours 09:00-12:00 and 11:59-13:00 of sat overlap",
    ],
    [
      "a night of an exception that is followed by more hours of its date",
      { exceptions: { "2026-05-04": hours("20:00-02:00 22:00-23:00") } },
      "the hours 20:00-02:00 and 22:00-23:00 of 2026-05-04 overlap",
    ],
    [
      "a whole day from 22:00 leaves no room for the next night's hour",
      { weekly: { mon: hours("22:00-22:00"), tue: hours("21:00-23:00") } },
      "the night 22:00-22:00 of mon overlaps with 21:00-23:00 of tue",
    ],
    [
      "the afternoon stands first",
      { weekly: { mon: hours("14:00-18:00 09:00-12:00") } },
      "14:00-18:00 and 09:00-12:00 of mon are not in order",
    ],
    [
      "half an hour would count twice",
      { weekly: { tue: hours("09:00-13:00 12:30-18:00") } },
      "09:00-13:00 and 12:30-18:00 of tue overlap",
    ],
    [
      "the night is not over at 23:00",
      { weekly: { wed: hours("22:00-06:00 23:00-23:30") } },
      "of wed overlap",
    ],
    [
      "the night goes on into Friday's morning",
      { weekly: { thu: hours("22:00-06:00"), fri: hours("05:00-09:00") } },
      "the night 22:00-06:00 of thu overlaps with 05:00-09:00 of fri",
    ],
    [
      "the week begins again after Sunday",
      { weekly: { sun: hours("20:00-08:00"), mon: hours("07:00-09:00") } },
      "of sun overlaps with 07:00-09:00 of mon",
    ],
    [
      "hours of a single date are checked too",
      { exceptions: { "2026-05-04": hours("10:00-12:00 11:00-13:00") } },
      "of 2026-05-04 overlap",
    ],
    ["no day has hours", { weekly: {} }, "it never opens"],
    ["all days have none", { weekly: everyDay("") }, "it never opens"],
    [
      "one date is not for ever",
      { weekly: {}, exceptions: { "2026-05-04": hours("09:00-18:00") } },
      "it never opens",
    ],
    [
      "its only day is closed for sixty weeks",
      { weekly: { mon: hours("09:00-18:00") }, holidays: mondays },
      "it never opens for 370 days from 2026-01-05",
    ],
    [
      "exceptions without hours close it as well",
      {
        weekly: { mon: hours("09:00-18:00") },
        exceptions: Object.fromEntries(mondays.map((date) => [date, []])),
      },
      "it never opens for 370 days from 2026-01-05",
    ],
    ["February has 28 days", { holidays: ["2026-02-30"] }, "2026-02-30 is not a date"],
    ["there are 12 months", { exceptions: { "2026-13-01": [] } }, "2026-13-01 is not a date"],
    [
      "it is one in Alsace-Moselle",
      { holidaySet: "FR", workedHolidays: ["good_friday"] },
      "good_friday is not a holiday of FR",
    ],
    [
      "no set, no toggles",
      { workedHolidays: ["christmas"] },
      "christmas is not a holiday of a calendar without holidays",
    ],
  ])("%s", ([, change, words]) => {
    expect(toCalendar({ ...office, ...change })).toEqual({
      problem: "calendar_invalid",
      detail: expect.stringContaining(words),
    });
  });

  test.for<[string, CalendarDocument, string]>([
    ["hours without a zone", { weekly: mondayToFriday("09:00-18:00") }, "it needs a timeZone"],
    ["a zone without hours", { timeZone: PARIS }, "it needs a weekly list of hours"],
    ["nothing at all", {}, "it needs a timeZone"],
  ])("%s", ([, document, words]) => {
    expect(toCalendar(document)).toEqual({
      problem: "calendar_invalid",
      detail: expect.stringContaining(words),
    });
  });

  test("more exceptions than twenty years need", () => {
    const first = Temporal.PlainDate.from("2026-01-01");
    const dates = Array.from({ length: 1_001 }, (_, days) => first.add({ days }).toString());
    const exceptions = Object.fromEntries(dates.map((date) => [date, hours("09:00-10:00")]));
    expect(toCalendar({ ...office, exceptions })).toHaveProperty("problem", "calendar_invalid");
  });
});

test.for<[string, NonNullable<CalendarDocument["weekly"]>, string]>([
  ["hours may touch", { mon: hours("09:00-12:00 12:00-18:00") }, "27T09:00/27T18:00"],
  [
    "a morning may touch the night",
    { mon: hours("22:00-06:00"), tue: hours("06:00-09:00") },
    "27T22:00/28T09:00",
  ],
  ["closing as it opens is a whole day", { mon: hours("22:00-22:00") }, "27T22:00/28T22:00"],
  ["closing at 0 h is the next midnight", { mon: hours("18:00-00:00") }, "27T18:00/27T24:00"],
])("%s", ([, weekly, expected]) => {
  expect(local({ weekly }, "2026-04-26T00:00", 1)).toBe(expected);
});

describe("the hours of a date", () => {
  const weekdays = mondayToFriday("09:00-18:00");

  test.for<[string, Partial<CalendarDocument>, string, string]>([
    [
      "several intervals a day",
      { weekly: mondayToFriday("09:00-12:00 14:00-18:00") },
      "2026-04-28T00:00",
      "28T09:00/28T12:00 28T14:00/28T18:00",
    ],
    [
      "a night belongs to the day on which it starts: Saturday has none of its own",
      { weekly: { fri: hours("22:00-06:00") } },
      "2026-04-24T00:00",
      "24T22:00/25T06:00 01T22:00/02T06:00",
    ],
    [
      "what touches at midnight is one stretch",
      { weekly: { fri: hours("18:00-24:00"), sat: hours("00:00-06:00") } },
      "2026-04-24T00:00",
      "24T18:00/25T06:00 01T18:00/02T06:00",
    ],
    [
      "1 May is a holiday, then comes the weekend",
      { weekly: weekdays, holidaySet: "FR" },
      "2026-04-30T00:00",
      "30T09:00/30T18:00 04T09:00/04T18:00",
    ],
    [
      "each holiday can be worked",
      { weekly: weekdays, holidaySet: "FR", workedHolidays: ["labour_day"] },
      "2026-04-30T00:00",
      "30T09:00/30T18:00 01T09:00/01T18:00",
    ],
    [
      "further closed dates can be listed",
      { weekly: weekdays, holidays: ["2026-04-30"] },
      "2026-04-29T00:00",
      "29T09:00/29T18:00 01T09:00/01T18:00",
    ],
    [
      "an exception replaces the hours of its date",
      { weekly: weekdays, exceptions: { "2026-04-30": hours("10:00-11:00") } },
      "2026-04-30T00:00",
      "30T10:00/30T11:00 01T09:00/01T18:00",
    ],
    [
      "an exception may close its date",
      { weekly: weekdays, exceptions: { "2026-04-30": [] } },
      "2026-04-29T00:00",
      "29T09:00/29T18:00 01T09:00/01T18:00",
    ],
    [
      "an exception wins over a holiday",
      { weekly: weekdays, holidaySet: "FR", exceptions: { "2026-05-01": hours("10:00-12:00") } },
      "2026-05-01T00:00",
      "01T10:00/01T12:00 04T09:00/04T18:00",
    ],
    [
      "a night of an exception goes on into the next date",
      { weekly: weekdays, exceptions: { "2026-05-02": hours("20:00-02:00") } },
      "2026-05-02T00:00",
      "02T20:00/03T02:00 04T09:00/04T18:00",
    ],
  ])("%s", ([, document, from, expected]) => {
    expect(local(document, from, 2)).toBe(expected);
  });
});

describe("nights and holidays", () => {
  const nightly: CalendarDocument = { timeZone: PARIS, weekly: everyDay("22:00-06:00") };

  test.for<[string, Partial<CalendarDocument>, string]>([
    [
      "Christmas is closed from 0 to 24 h; the night that would start then is open after midnight",
      { holidaySet: "FR" },
      "24T22:00/24T24:00 26T00:00/26T06:00 26T22:00/27T06:00",
    ],
    [
      "26 December closes what the night of Christmas has after midnight",
      { holidaySet: "FR-ALSACE-MOSELLE" },
      "24T22:00/24T24:00 27T00:00/27T06:00 27T22:00/28T06:00",
    ],
    [
      "a listed closed date closes as a holiday does",
      { holidays: ["2026-12-25"] },
      "24T22:00/24T24:00 26T00:00/26T06:00 26T22:00/27T06:00",
    ],
    [
      "with an exception it is no holiday any more, and its night is replaced",
      { holidaySet: "FR", exceptions: { "2026-12-25": hours("08:00-10:00") } },
      "24T22:00/25T06:00 25T08:00/25T10:00 26T22:00/27T06:00",
    ],
    [
      "an exception without hours does not open a holiday",
      { holidaySet: "FR", exceptions: { "2026-12-25": [] } },
      "24T22:00/24T24:00 26T22:00/27T06:00 27T22:00/28T06:00",
    ],
    [
      "on a normal date it takes away the night that starts then, not the one before",
      { exceptions: { "2026-12-25": [] } },
      "24T22:00/25T06:00 26T22:00/27T06:00 27T22:00/28T06:00",
    ],
    [
      "hours over the end of the night before are joined with it and count once",
      { exceptions: { "2026-12-25": hours("04:00-08:00") } },
      "24T22:00/25T08:00 26T22:00/27T06:00 27T22:00/28T06:00",
    ],
    [
      "two exceptions side by side are joined too",
      { exceptions: { "2026-12-24": hours("23:00-07:00"), "2026-12-25": hours("06:30-08:00") } },
      "24T23:00/25T08:00 26T22:00/27T06:00 27T22:00/28T06:00",
    ],
  ])("%s", ([, change, expected]) => {
    expect(local({ ...nightly, ...change }, "2026-12-24T12:00", 3)).toBe(expected);
  });
});

/** The next stretches in local time. */
function local(document: Partial<CalendarDocument>, from: string, count: number): string {
  const calendar = calendarOf({ timeZone: PARIS, weekly: {}, ...document });
  return openPeriods(calendar, inParis(from), { count }).map(periodText).join(" ");
}
