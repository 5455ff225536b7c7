import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import { describe, expect, test } from "vitest";
import { deadline, elapsedMs, openPeriods } from "../../../collector/domain/working-time.ts";
import { alwaysOpen, calendarOf, everyDay, hours } from "../../support/calendars.ts";

const HOUR_MS = 3_600_000;

/**
 * Paris: 02:00 becomes 03:00 on 29 March 2026, 03:00 becomes 02:00 on 25 October. Lord Howe: 02:00
 * becomes 01:30 on 5 April, 02:00 becomes 02:30 on 4 October. Kolkata never changes.
 */
describe("hours of a date count in real time", () => {
  test.for<[string, string, string, string, number]>([
    ["a Sunday of 23 hours", "Europe/Paris", "00:00-24:00", "2026-03-29", 23],
    ["a Sunday of 25 hours", "Europe/Paris", "00:00-24:00", "2026-10-25", 25],
    ["the day before is an ordinary one", "Europe/Paris", "00:00-24:00", "2026-10-24", 24],
    ["office hours do not see it in spring", "Europe/Paris", "09:00-18:00", "2026-03-29", 9],
    ["office hours do not see it in autumn", "Europe/Paris", "09:00-18:00", "2026-10-25", 9],
    ["a morning over the gap", "Europe/Paris", "00:00-06:00", "2026-03-29", 5],
    ["a morning over the repeated hour", "Europe/Paris", "00:00-06:00", "2026-10-25", 7],
    ["an hour that does not exist", "Europe/Paris", "02:00-03:00", "2026-03-29", 0],
    ["its second half does not either", "Europe/Paris", "02:30-03:00", "2026-03-29", 0],
    ["an opening in the gap moves on", "Europe/Paris", "02:30-05:00", "2026-03-29", 1.5],
    ["a closing in the gap moves on", "Europe/Paris", "01:00-02:30", "2026-03-29", 1.5],
    [
      "hours in the gap and after count once",
      "Europe/Paris",
      "02:00-02:45 03:00-04:00",
      "2026-03-29",
      1,
    ],
    [
      "an opening in the repeated hour is the first",
      "Europe/Paris",
      "02:30-06:00",
      "2026-10-25",
      4.5,
    ],
    [
      "a closing in the repeated hour is the first",
      "Europe/Paris",
      "00:00-02:30",
      "2026-10-25",
      2.5,
    ],
    ["half an hour more", "Australia/Lord_Howe", "00:00-24:00", "2026-04-05", 24.5],
    ["half an hour less", "Australia/Lord_Howe", "00:00-24:00", "2026-10-04", 23.5],
    ["a repeated half hour", "Australia/Lord_Howe", "01:00-03:00", "2026-04-05", 2.5],
    ["a missing half hour", "Australia/Lord_Howe", "01:00-03:00", "2026-10-04", 1.5],
    ["no change in March", "Asia/Kolkata", "00:00-24:00", "2026-03-29", 24],
    ["no change in October", "Asia/Kolkata", "00:00-24:00", "2026-10-25", 24],
    ["a midnight that is skipped", "Africa/Cairo", "00:00-24:00", "2026-04-24", 23],
    [
      "a night's hour that is skipped at the end of the date",
      "America/Scoresbysund",
      "00:00-24:00",
      "2026-03-28",
      23,
    ],
    ["a last hour that comes twice", "Africa/Cairo", "00:00-24:00", "2026-10-29", 25],
    ["a month whose first midnight is skipped", "Asia/Damascus", "00:00-24:00", "2005-04-01", 23],
    ["a month whose last hour comes twice", "Asia/Damascus", "00:00-24:00", "2005-09-30", 25],
    [
      "hours in the last half hour of a year, which was skipped, go on into the next year",
      "Asia/Singapore",
      "23:15-23:45",
      "1982-01-01",
      0.75,
    ],
    ["29 February is a day like others", "Europe/Paris", "09:00-18:00", "2028-02-29", 9],
    ["a whole 29 February", "Europe/Paris", "00:00-24:00", "2028-02-29", 24],
    [
      "a closing in the gap of Lord Howe moves on, up to the end of lunch",
      "Australia/Lord_Howe",
      "01:00-02:15 02:45-04:00",
      "2026-10-04",
      2.5,
    ],
    [
      "no change where there is none, in the days of Paris's",
      "Asia/Kolkata",
      "01:00-04:00",
      "2026-03-29",
      3,
    ],
  ])("%s", ([, timeZone, daily, date, expected]) => {
    const calendar = calendarOf({ timeZone, weekly: everyDay(daily) });
    const day = Temporal.PlainDate.from(date);
    const from = day.toZonedDateTime(timeZone).toInstant();
    const to = day.add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
    expect(elapsedMs(calendar, from, to) / HOUR_MS).toBe(expected);
  });
});

describe("a night over a clock change", () => {
  const nights: CalendarDocument = {
    timeZone: "Europe/Paris",
    weekly: { sat: hours("22:00-06:00") },
  };

  test.for([
    ["has 7 hours in spring", "2026-03-28T12:00:00Z", "2026-03-28T21:00:00Z/2026-03-29T04:00:00Z"],
    ["has 9 hours in autumn", "2026-10-24T12:00:00Z", "2026-10-24T20:00:00Z/2026-10-25T05:00:00Z"],
    ["has 8 hours else", "2026-10-31T12:00:00Z", "2026-10-31T21:00:00Z/2026-10-31T23:00:00Z"],
  ])("%s", ([, from, expected]) => {
    const [period] = openPeriods(calendarOf(nights), Temporal.Instant.from(from ?? ""), {
      count: 1,
    });
    expect(`${period?.start.toString()}/${period?.end.toString()}`).toBe(expected);
  });
});

describe("a deadline over a clock change", () => {
  test.for([
    [
      "24 h from Saturday noon are 13:00 on Sunday",
      "2026-03-28T11:00:00Z",
      24,
      "2026-03-29T11:00:00Z",
    ],
    ["25 h fill the long Sunday", "2026-10-24T22:00:00Z", 25, "2026-10-25T23:00:00Z"],
    ["an hour ends in the repeated hour", "2026-10-25T00:30:00Z", 1, "2026-10-25T01:30:00Z"],
    ["48 h over 29 February", "2028-02-28T11:00:00Z", 48, "2028-03-01T11:00:00Z"],
    [
      "48 h over the end of a February of 28 days",
      "2026-02-27T11:00:00Z",
      48,
      "2026-03-01T11:00:00Z",
    ],
  ] as const)("%s", ([, from, budgetHours, due]) => {
    const actual = deadline(alwaysOpen, Temporal.Instant.from(from), budgetHours * HOUR_MS);
    expect(actual.toString()).toBe(due);
  });
});

describe("nights over holidays and clock changes together", () => {
  const nightly: CalendarDocument = {
    timeZone: "Europe/Paris",
    weekly: everyDay("22:00-06:00"),
    holidaySet: "FR",
  };

  test.for([
    [
      "Easter Monday closes the rest of a night that has lost an hour the week before",
      "2027-03-27T12:00Z",
      "2027-03-27T21:00:00Z/2027-03-28T04:00:00Z 2027-03-28T20:00:00Z/2027-03-28T22:00:00Z 2027-03-29T22:00:00Z/2027-03-30T04:00:00Z",
    ],
    [
      "All Saints closes its date; the night of 31 October ends at midnight",
      "2026-10-31T12:00Z",
      "2026-10-31T21:00:00Z/2026-10-31T23:00:00Z 2026-11-01T23:00:00Z/2026-11-02T05:00:00Z 2026-11-02T21:00:00Z/2026-11-03T05:00:00Z",
    ],
    [
      "the New Year is a holiday and a border of years",
      "2026-12-31T12:00Z",
      "2026-12-31T21:00:00Z/2026-12-31T23:00:00Z 2027-01-01T23:00:00Z/2027-01-02T05:00:00Z 2027-01-02T21:00:00Z/2027-01-03T05:00:00Z",
    ],
  ] as const)("%s", ([, from, expected]) => {
    const periods = openPeriods(calendarOf(nightly), Temporal.Instant.from(from), { count: 3 });
    expect(periods.map(({ start, end }) => `${start.toString()}/${end.toString()}`).join(" ")).toBe(
      expected,
    );
  });
});
