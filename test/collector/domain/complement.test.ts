import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import { describe, expect, test } from "vitest";
import { openPeriods, toCalendar, zoneOf } from "../../../collector/domain/working-time.ts";
import {
  alwaysOpen,
  calendarOf,
  everyDay,
  hours,
  inParis,
  mondayToFriday,
  nights,
  office,
  PARIS,
  periodText,
} from "../../support/calendars.ts";

/** A calendar that is open whenever another one is closed. */

const outOf = (base: CalendarDocument) => calendarOf({ complementOf: "base" }, calendarOf(base));

describe("out of hours", () => {
  test.for<[string, CalendarDocument, string, string]>([
    [
      "is the evening, the night and the morning",
      { timeZone: PARIS, weekly: mondayToFriday("09:00-18:00") },
      "2026-04-27T12:00",
      "27T18:00/28T09:00 28T18:00/29T09:00",
    ],
    [
      "is lunch, too",
      { timeZone: PARIS, weekly: mondayToFriday("09:00-12:00 14:00-18:00") },
      "2026-04-27T10:00",
      "27T12:00/27T14:00 27T18:00/28T09:00",
    ],
    [
      "is a weekend in one piece",
      { timeZone: PARIS, weekly: mondayToFriday("09:00-18:00") },
      "2026-04-24T12:00",
      "24T18:00/27T09:00 27T18:00/28T09:00",
    ],
    [
      "is a holiday, but for what an exception opens",
      {
        timeZone: PARIS,
        weekly: mondayToFriday("09:00-18:00"),
        holidaySet: "FR",
        exceptions: { "2026-05-08": hours("10:00-11:00") },
      },
      "2026-05-07T12:00",
      "07T18:00/08T10:00 08T11:00/11T09:00",
    ],
    [
      "is the day, where nights are worked",
      { timeZone: PARIS, weekly: everyDay("22:00-06:00") },
      "2026-04-27T23:00",
      "28T06:00/28T22:00 29T06:00/29T22:00",
    ],
    [
      "goes on over the end of a month, in two stretches that touch",
      { timeZone: PARIS, weekly: mondayToFriday("09:00-18:00") },
      "2026-04-30T12:00",
      "30T18:00/30T24:00 01T00:00/01T09:00",
    ],
    [
      "is only the holidays of a calendar that is open around the clock else",
      { timeZone: PARIS, weekly: everyDay("00:00-24:00"), holidaySet: "FR" },
      "2026-12-01T00:00",
      "25T00:00/25T24:00 01T00:00/01T24:00",
    ],
  ])("%s", ([, base, from, expected]) => {
    const periods = openPeriods(outOf(base), inParis(from), { count: 2 });
    expect(periods.map(periodText).join(" ")).toBe(expected);
  });

  test("has the zone of its base for civil dates, or its own; the hours are the same", () => {
    const own = calendarOf({ complementOf: "office", timeZone: "Indian/Reunion" }, office);
    const base = calendarOf({ complementOf: "office" }, office);
    expect([zoneOf(base), zoneOf(own)]).toEqual([PARIS, "Indian/Reunion"]);
    const from = inParis("2026-04-27T12:00");
    expect(openPeriods(own, from, { count: 9 })).toEqual(openPeriods(base, from, { count: 9 }));
  });
});

describe("a complement that cannot hold is refused and says why", () => {
  test.for<[string, Partial<CalendarDocument>, string]>([
    ["hours would contradict its base", { weekly: { mon: hours("09:00-10:00") } }, "hours on mon"],
    ["so would holidays", { holidaySet: "FR" }, "has holidaySet of its own"],
    ["and closed dates", { holidays: ["2026-05-01"] }, "holidays of its own"],
    ["and toggles", { workedHolidays: ["christmas"] }, "workedHolidays"],
    ["and exceptions", { exceptions: { "2026-05-01": [] } }, "exceptions of its own"],
    ["its zone must be one", { timeZone: "Europe/Lutetia" }, "Europe/Lutetia is not the name"],
  ])("%s", ([, change, words]) => {
    const outcome = toCalendar({ complementOf: "office", ...change }, office);
    expect(outcome).toEqual({
      problem: "calendar_invalid",
      detail: expect.stringContaining(words),
    });
  });

  test("nobody knows its base", () => {
    expect(toCalendar({ complementOf: "cal_9" })).toEqual({
      problem: "calendar_invalid",
      detail: "it is the complement of cal_9, which is not there",
    });
  });

  test("a zone, and lists without anything in them, contradict nothing", () => {
    const empty = { weekly: { sat: [] }, holidays: [], workedHolidays: [], exceptions: {} };
    expect(
      toCalendar({ complementOf: "office", timeZone: PARIS, ...empty }, office),
    ).toHaveProperty("calendar");
  });

  const wholeWeek = { timeZone: PARIS, weekly: everyDay("00:00-24:00") };
  const easterMondays: CalendarDocument = {
    ...wholeWeek,
    holidaySet: "FR",
    workedHolidays: (
      "new_year labour_day victory_1945 ascension whit_monday bastille_day assumption all_saints " +
      "armistice_1918 christmas"
    ).split(" "),
  };
  const days = (first: string, count: number): string[] =>
    Array.from({ length: count }, (_, day) =>
      Temporal.PlainDate.from(first).add({ days: day }).toString(),
    );
  const dated = (dates: readonly string[]) =>
    Object.fromEntries(dates.map((date) => [date, hours("00:00-24:00")]));

  test.for<[string, CalendarDocument]>([
    ["its base is always open", wholeWeek],
    [
      "days that begin at 22:00 leave nothing out",
      { ...wholeWeek, weekly: everyDay("22:00-22:00") },
    ],
    ["one closed date is not for ever", { ...wholeWeek, holidays: ["2026-05-01"] }],
    [
      "26 December is not closed every year in Uri",
      {
        ...wholeWeek,
        holidaySet: "CH-UR",
        workedHolidays: (
          "new_year epiphany st_joseph good_friday easter_sunday easter_monday ascension whit_sunday " +
          "whit_monday corpus_christi national_day assumption federal_fast all_saints " +
          "immaculate_conception christmas"
        ).split(" "),
      },
    ],
    [
      "its only holiday is taken away for a year",
      { ...easterMondays, exceptions: dated(["2027-03-29"]) },
    ],
    [
      "exceptions keep it open for years",
      {
        timeZone: PARIS,
        weekly: mondayToFriday("00:00-24:00"),
        exceptions: dated(days("2026-05-01", 500)),
      },
    ],
  ])("it would never open: %s", ([, base]) => {
    expect(toCalendar({ complementOf: "base" }, calendarOf(base))).toEqual({
      problem: "calendar_invalid",
      detail:
        "it would stay closed for more than 400 days: the calendar of which it is the complement is open all that time",
    });
  });

  test.for<[string, CalendarDocument]>([
    ["Easter Mondays are up to 385 days apart", easterMondays],
    [
      "a year of exceptions ends",
      {
        timeZone: PARIS,
        weekly: mondayToFriday("00:00-24:00"),
        exceptions: dated(days("2026-05-01", 365)),
      },
    ],
    [
      "400 days of exceptions leave thirteen months without anything",
      {
        timeZone: PARIS,
        weekly: mondayToFriday("00:00-24:00"),
        exceptions: dated(days("2026-05-01", 400)),
      },
    ],
  ])("it opens, if seldom: %s", ([, base]) => {
    const seldom = outOf(base);
    let at = inParis("2026-01-01T00:00");
    for (let count = 0; count < 30; count += 1) {
      const [period] = openPeriods(seldom, at, { count: 1 });
      expect(period).toBeDefined();
      at = period?.end ?? at;
    }
  });

  test("the complement of a complement always opens: its hours are the base's", () => {
    const again = calendarOf({ complementOf: "rest" }, outOf({ ...wholeWeek, holidaySet: "FR" }));
    const from = inParis("2026-12-25T00:00");
    expect(openPeriods(again, from, { count: 1 }).map(periodText)).toEqual(["26T00:00/31T24:00"]);
    expect(toCalendar({ complementOf: "again" }, again)).toHaveProperty("calendar");
  });
});

test("the nights' complement and the nights share no instant, over Christmas either", () => {
  const rest = calendarOf({ complementOf: "nights" }, nights);
  const periods = openPeriods(rest, inParis("2026-12-24T12:00"), { count: 3 });
  expect(periods.map(periodText)).toEqual([
    "24T12:00/24T22:00",
    "25T00:00/25T24:00",
    "26T06:00/26T22:00",
  ]);
  expect(openPeriods(alwaysOpen, inParis("2026-12-24T12:00"), { count: 1 })).toHaveLength(1);
});
