import { describe, expect, test } from "vitest";
import {
  type Calendar,
  deadline,
  elapsedMs,
  isOpen,
  nextOpening,
  openPeriods,
  workingPeriods,
} from "../../../collector/domain/working-time.ts";
import {
  alwaysOpen,
  calendarOf,
  hours,
  nights,
  office,
  officeWithLunch,
  PARIS,
} from "../../support/calendars.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe("a budget is due", () => {
  test.for<[string, Calendar, string, number, string]>([
    ["two hours later while open", office, "2026-04-28T08:00:00Z", 120, "2026-04-28T10:00:00Z"],
    ["as lunch starts", officeWithLunch, "2026-04-28T08:00:00Z", 120, "2026-04-28T10:00:00Z"],
    ["after lunch", officeWithLunch, "2026-04-28T09:30:00Z", 60, "2026-04-28T12:30:00Z"],
    ["at the closing when spent then", office, "2026-04-28T14:00:00Z", 120, "2026-04-28T16:00:00Z"],
    ["on Monday after May Day", office, "2026-04-30T15:00:00Z", 120, "2026-05-04T08:00:00Z"],
    ["from the opening at night", office, "2026-04-28T02:00:00Z", 60, "2026-04-28T08:00:00Z"],
    ["from the opening at closing", office, "2026-04-28T16:00:00Z", 60, "2026-04-29T08:00:00Z"],
    ["at once when 0 and open", office, "2026-04-28T08:00:00Z", 0, "2026-04-28T08:00:00Z"],
    ["when it opens when 0 and closed", office, "2026-05-01T08:00:00Z", 0, "2026-05-04T07:00:00Z"],
    ["with its seconds", office, "2026-04-28T15:59:17Z", 1, "2026-04-29T07:00:17Z"],
    ["in the same night", nights, "2026-04-28T21:00:00Z", 300, "2026-04-29T02:00:00Z"],
    ["in the next night", nights, "2026-04-29T01:00:00Z", 240, "2026-04-29T21:00:00Z"],
    ["over midnight of a month", nights, "2026-06-30T21:30:00Z", 60, "2026-06-30T22:30:00Z"],
    [
      "a month later, day and night",
      alwaysOpen,
      "2026-06-01T00:00:00Z",
      43_200,
      "2026-07-01T00:00:00Z",
    ],
    [
      "1,111 working days and an hour later",
      office,
      "2026-01-01T00:00:00Z",
      600_000,
      "2030-05-29T08:00:00Z",
    ],
  ])("%s", ([, calendar, from, budgetMinutes, due]) => {
    const budgetMs = budgetMinutes * MINUTE_MS;
    expect(deadline(calendar, at(from), budgetMs).toString()).toBe(due);
  });

  test("after a year in which it was closed", () => {
    const first = Temporal.PlainDate.from("2026-02-01");
    const holidays = Array.from({ length: 365 }, (_, days) => first.add({ days }).toString());
    const weekly = { mon: hours("09:00-10:00") };
    const closed = calendarOf({ timeZone: "UTC", weekly, holidays });
    expect(deadline(closed, at("2026-02-01T00:00:00Z"), HOUR_MS).toString()).toBe(
      "2027-02-01T10:00:00Z",
    );
  });

  test("to the millisecond", () => {
    const from = at("2026-04-28T15:59:59.250Z");
    expect(deadline(office, from, 1_000).toString()).toBe("2026-04-29T07:00:00.25Z");
  });

  test("never, when twenty years of so few hours are not enough: that is a mistake", () => {
    const rarely = calendarOf({ timeZone: PARIS, weekly: { mon: hours("09:00-09:01") } });
    expect(() => deadline(rarely, at("2026-01-01T00:00:00Z"), 100 * HOUR_MS)).toThrow(RangeError);
  });
});

describe("working time that has passed", () => {
  test.for<[string, Calendar, string, string, number]>([
    ["a day", office, "2026-04-28T00:00:00Z", "2026-04-29T00:00:00Z", 9 * 60],
    ["a day with lunch", officeWithLunch, "2026-04-28T00:00:00Z", "2026-04-29T00:00:00Z", 7 * 60],
    ["half a morning", officeWithLunch, "2026-04-28T08:30:00Z", "2026-04-28T11:00:00Z", 90],
    ["a week with a holiday", office, "2026-04-27T00:00:00Z", "2026-05-04T00:00:00Z", 4 * 9 * 60],
    ["May Day", office, "2026-04-30T22:00:00Z", "2026-05-01T22:00:00Z", 0],
    ["nothing", office, "2026-04-28T08:00:00Z", "2026-04-28T08:00:00Z", 0],
    ["nothing backwards", office, "2026-04-28T10:00:00Z", "2026-04-28T08:00:00Z", 0],
    ["a weekend", office, "2026-04-24T16:00:00Z", "2026-04-27T07:00:00Z", 0],
    ["a night", nights, "2026-04-28T12:00:00Z", "2026-04-29T12:00:00Z", 8 * 60],
    ["Christmas by night", nights, "2026-12-24T12:00:00Z", "2026-12-26T12:00:00Z", (2 + 6) * 60],
    [
      "a year of every hour",
      alwaysOpen,
      "2026-01-01T00:00:00Z",
      "2027-01-01T00:00:00Z",
      8_760 * 60,
    ],
  ])("%s", ([, calendar, from, to, minutes]) => {
    expect(elapsedMs(calendar, at(from), at(to))).toBe(minutes * MINUTE_MS);
  });
});

describe("open or not", () => {
  test.for<[string, Calendar, string, string]>([
    ["open as it opens", office, "2026-04-28T07:00:00Z", "2026-04-28T07:00:00Z"],
    ["closed a millisecond before", office, "2026-04-28T06:59:59.999Z", "2026-04-28T07:00:00Z"],
    [
      "open a millisecond before it closes",
      office,
      "2026-04-28T15:59:59.999Z",
      "2026-04-28T15:59:59.999Z",
    ],
    ["closed as it closes", office, "2026-04-28T16:00:00Z", "2026-04-29T07:00:00Z"],
    ["closed at lunch", officeWithLunch, "2026-04-28T10:30:00Z", "2026-04-28T12:00:00Z"],
    ["closed on a holiday", office, "2026-05-01T08:00:00Z", "2026-05-04T07:00:00Z"],
    ["open at midnight by night", nights, "2026-04-28T22:00:00Z", "2026-04-28T22:00:00Z"],
    ["open at midnight of a month", nights, "2026-06-30T22:00:00Z", "2026-06-30T22:00:00Z"],
    ["always open", alwaysOpen, "2026-05-01T03:21:00Z", "2026-05-01T03:21:00Z"],
  ])("%s", ([, calendar, instant, opening]) => {
    expect(nextOpening(calendar, at(instant)).epochMilliseconds).toBe(
      at(opening).epochMilliseconds,
    );
    expect(isOpen(calendar, at(instant))).toBe(instant === opening);
  });
});

describe("the next open periods", () => {
  test("start at the instant asked for, and no more come than were asked for", () => {
    expect(textsOf(openPeriods(officeWithLunch, at("2026-04-28T08:00:00Z"), { count: 3 }))).toEqual(
      [
        "2026-04-28T08:00:00Z/2026-04-28T10:00:00Z",
        "2026-04-28T12:00:00Z/2026-04-28T16:00:00Z",
        "2026-04-29T07:00:00Z/2026-04-29T10:00:00Z",
      ],
    );
  });

  test("are cut at the end that was asked for", () => {
    const until = at("2026-04-28T13:00:00Z");
    const periods = openPeriods(officeWithLunch, at("2026-04-28T08:00:00Z"), { until, count: 9 });
    expect(textsOf(periods)).toEqual([
      "2026-04-28T08:00:00Z/2026-04-28T10:00:00Z",
      "2026-04-28T12:00:00Z/2026-04-28T13:00:00Z",
    ]);
  });

  test.for([
    ["the end is when it opens", "2026-04-29T07:00:00Z", 5],
    ["none were asked for", undefined, 0],
  ] as const)("are none when %s", ([, until, count]) => {
    const from = at("2026-04-28T16:00:00Z");
    const query = until === undefined ? { count } : { until: at(until), count };
    expect(openPeriods(office, from, query)).toEqual([]);
  });

  test("are never thousands", () => {
    expect(() => openPeriods(office, at("2026-04-28T16:00:00Z"), { count: 1_001 })).toThrow(
      RangeError,
    );
  });
});

test("the walk is lazy: it gives the first period of a calendar without end", () => {
  const { value } = workingPeriods(alwaysOpen, at("2026-04-28T08:00:00Z")).next();
  expect(value.start.toString()).toBe("2026-04-28T08:00:00Z");
});

test("a calendar answers the same after it looked at hundreds of months", () => {
  const from = at("2026-04-28T08:00:00Z");
  const before = deadline(office, from, 100 * HOUR_MS);
  elapsedMs(office, at("2000-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"));
  expect(deadline(office, from, 100 * HOUR_MS)).toEqual(before);
});

function at(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}

function textsOf(periods: ReturnType<typeof openPeriods>): string[] {
  return periods.map(({ start, end }) => `${start.toString()}/${end.toString()}`);
}
