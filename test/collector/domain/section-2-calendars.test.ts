import { describe, expect, test } from "vitest";
import {
  type Calendar,
  deadline,
  elapsedMs,
  isOpen,
  nextOpening,
  toCalendar,
} from "../../../collector/domain/working-time.ts";
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
import { HOUR_MS } from "../../support/clock-stories.ts";

/**
 * The rules of calendars and clocks, by their numbers in the description of the domain: each of its
 * sentences has a test of its name here. Finer points are beside the code that they are about.
 */

const open = (calendar: Calendar, when: string) => isOpen(calendar, inParis(when));
const inHours = (calendar: Calendar, from: string, to: string) =>
  elapsedMs(calendar, inParis(from), inParis(to)) / HOUR_MS;
const due = (calendar: Calendar, from: string, budgetHours: number) =>
  parisText(deadline(calendar, inParis(from), budgetHours * HOUR_MS));

describe("1. a calendar", () => {
  test("is open in half-open local intervals, several a day", () => {
    const moments = ["08:59", "09:00", "11:59", "12:00", "14:00", "17:59", "18:00"];
    const states = moments.map((time) => open(officeWithLunch, `2026-06-08T${time}`));
    expect(states).toEqual([false, true, true, false, true, true, false]);
  });

  test("has nights that cross midnight and belong to the day on which they start", () => {
    const friday = calendarOf({ timeZone: PARIS, weekly: { fri: hours("22:00-06:00") } });
    expect(open(friday, "2026-06-06T05:59")).toBe(true);
    expect(open(friday, "2026-06-05T05:59")).toBe(false);
  });

  test("is closed on the holidays of its set, of which each can be worked", () => {
    const document = {
      timeZone: PARIS,
      weekly: mondayToFriday("09:00-18:00"),
      holidaySet: "FR" as const,
    };
    expect(open(calendarOf(document), "2026-05-25T10:00")).toBe(false);
    const key = "whit_monday";
    expect(open(calendarOf({ ...document, workedHolidays: [key] }), "2026-05-25T10:00")).toBe(true);
  });

  test("has other hours on dates of exception, also where that is a holiday", () => {
    const document = {
      timeZone: PARIS,
      weekly: mondayToFriday("09:00-18:00"),
      holidaySet: "FR" as const,
      exceptions: { "2026-07-14": hours("10:00-11:00"), "2026-07-15": hours("10:00-11:00") },
    };
    const calendar = calendarOf(document);
    expect(inHours(calendar, "2026-07-14T00:00", "2026-07-15T00:00")).toBe(1);
    expect(inHours(calendar, "2026-07-15T00:00", "2026-07-16T00:00")).toBe(1);
  });

  test("closes a holiday's civil date, the end of the night before included", () => {
    expect(open(nights, "2026-07-13T23:59")).toBe(true);
    expect(inHours(nights, "2026-07-14T00:00", "2026-07-15T00:00")).toBe(0);
  });

  test("leaves open what of a holiday's night is on the next date", () => {
    expect(inHours(nights, "2026-07-15T00:00", "2026-07-15T12:00")).toBe(6);
  });
});

describe("2. local times", () => {
  const around = (time: string) =>
    calendarOf({ timeZone: PARIS, weekly: { sun: hours(`${time}-04:00`) } });

  test("that are skipped are the moved ones, those that come twice the first", () => {
    const skipped = nextOpening(around("02:30"), inParis("2026-03-29T00:00"));
    expect(skipped.toString()).toBe("2026-03-29T01:30:00Z");
    const twice = nextOpening(around("02:30"), inParis("2026-10-25T00:00"));
    expect(twice.toString()).toBe("2026-10-25T00:30:00Z");
  });

  test("make days of 23 and 25 hours: durations are real time", () => {
    expect(inHours(alwaysOpen, "2026-03-29T00:00", "2026-03-30T00:00")).toBe(23);
    expect(inHours(alwaysOpen, "2026-10-25T00:00", "2026-10-26T00:00")).toBe(25);
    expect(due(alwaysOpen, "2026-10-24T12:00", 24)).toBe("2026-10-25T11:00");
  });

  test("may change by half an hour, and in some zones never", () => {
    const length = (timeZone: string, day: string) => {
      const calendar = calendarOf({ timeZone, weekly: everyDay("00:00-24:00") });
      const midnight = Temporal.PlainDate.from(day).toZonedDateTime(timeZone);
      const next = midnight.add({ days: 1 });
      return elapsedMs(calendar, midnight.toInstant(), next.toInstant()) / HOUR_MS;
    };
    expect(length("Australia/Lord_Howe", "2026-10-04")).toBe(23.5);
    expect(length("Australia/Lord_Howe", "2026-04-05")).toBe(24.5);
    expect(length("Asia/Kolkata", "2026-03-29")).toBe(24);
  });

  test("keep their seconds", () => {
    expect(due(office, "2026-06-05T16:00:07", 2)).toBe("2026-06-08T09:00:07");
  });

  test("are those of the calendar, whatever zone the machine is in", () => {
    const tokyo = calendarOf({ timeZone: "Asia/Tokyo", weekly: mondayToFriday("09:00-18:00") });
    const opens = nextOpening(tokyo, Temporal.Instant.from("2026-06-06T00:00:00Z"));
    expect(opens.toString()).toBe("2026-06-08T00:00:00Z");
  });
});

test("6. out of hours is what the hours leave of real time", () => {
  const outcome = toCalendar({ complementOf: "office" }, office);
  if ("problem" in outcome) throw new Error(outcome.detail);
  const week = ["2026-03-27T00:00", "2026-04-03T00:00"] as const;
  // The clocks go forward in that week: it has 167 hours.
  expect(inHours(office, ...week) + inHours(outcome.calendar, ...week)).toBe(167);
  expect(open(outcome.calendar, "2026-06-05T18:00")).toBe(true);
  expect(open(outcome.calendar, "2026-06-05T17:59:59")).toBe(false);
});

test("10. a calendar that never opens is refused in words", () => {
  const outcome = toCalendar({ timeZone: PARIS, weekly: {} });
  expect(outcome).toMatchObject({ problem: "calendar_invalid" });
  expect("detail" in outcome && outcome.detail).toContain("never opens");
});
