import { type CalendarDocument, WEEKDAYS } from "@vigie/shared/calendar.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHoursText } from "../../../dashboard/contracts/hours-words.ts";
import { DAY_MINUTES, isAlwaysOpen, toWeek } from "../../../dashboard/contracts/week.ts";
import { plain, reader } from "./a-contract.ts";

const none = new Map<string, CalendarDocument>();
const zone = { timeZone: "Europe/Paris" } as const;
const daily = (...hours: [string, string][]): CalendarDocument => ({
  ...zone,
  weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, hours])),
});
const allDay: CalendarDocument = daily(["00:00", "24:00"]);

describe("a calendar's week", () => {
  test("an hour of lunch is drawn as a hole", () => {
    const [monday, ...others] = toWeek(
      {
        ...zone,
        weekly: {
          mon: [
            ["09:00", "12:30"],
            ["14:00", "18:00"],
          ],
        },
      },
      none,
    );
    expect(monday).toEqual([
      { from: 540, to: 750 },
      { from: 840, to: 1_080 },
    ]);
    expect(others.flat()).toEqual([]);
  });

  test("a night goes on into the next day, and Sunday's into Monday", () => {
    const week = toWeek({ ...zone, weekly: { sun: [["22:00", "06:00"]] } }, none);
    expect(week[6]).toEqual([{ from: 1_320, to: DAY_MINUTES }]);
    expect(week[0]).toEqual([{ from: 0, to: 360 }]);
  });

  test("closing at midnight leaves nothing for the next day", () => {
    const week = toWeek({ ...zone, weekly: { mon: [["22:00", "00:00"]] } }, none);
    expect(week[1]).toEqual([]);
  });

  test.for([
    [allDay, true, "day and night"],
    [daily(["08:00", "08:00"]), true, "from eight to eight"],
    [daily(["08:00", "20:00"], ["20:00", "08:00"]), true, "two shifts that touch"],
    [daily(["00:00", "23:59"]), false, "a minute is missing"],
  ] as const)("%o is always open: %s, as %s", ([calendar, expected]) => {
    expect(isAlwaysOpen(toWeek(calendar, none))).toBe(expected);
  });

  test("a complement is open whenever its base is closed, and never else", () => {
    const time = fc
      .integer({ min: 0, max: 1_439 })
      .map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
    const weekly = fc.record(
      Object.fromEntries(
        WEEKDAYS.map((day) => [day, fc.array(fc.tuple(time, time), { maxLength: 3 })]),
      ),
    );
    fc.assert(
      fc.property(weekly, (hours) => {
        const base: CalendarDocument = { ...zone, weekly: hours };
        const [open, closed] = [
          toWeek(base, none),
          toWeek({ complementOf: "base" }, new Map([["base", base]])),
        ];
        for (const [day, bars] of open.entries()) {
          const all = [...bars, ...(closed[day] ?? [])].sort((a, b) => a.from - b.from);
          expect(all.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(DAY_MINUTES);
          for (const [place, { to }] of all.entries()) {
            expect(all[place + 1]?.from ?? DAY_MINUTES).toBe(to);
          }
        }
      }),
    );
  });
});

describe("hours in words", () => {
  const week = (days: NonNullable<CalendarDocument["weekly"]>): CalendarDocument => ({
    ...zone,
    weekly: days,
  });
  test.for([
    [allDay, "jour et nuit, tous les jours", "no hours to tell"],
    [daily(["09:00", "18:00"]), "lun.–dim. 9 h–18 h", "the same every day is said once"],
    [
      week({
        mon: [
          ["09:00", "12:30"],
          ["14:00", "18:00"],
        ],
        tue: [["09:00", "12:00"]],
      }),
      "lun. 9 h–12 h 30, 14 h–18 h ; mar. 9 h–12 h",
      "days that differ are apart",
    ],
    [
      week({ mon: [["22:00", "06:00"]], wed: [["22:00", "06:00"]] }),
      "lun. 22 h–6 h ; mer. 22 h–6 h",
      "a closed day between them keeps them apart",
    ],
    [week({}), "jamais ouvert", "no hours at all"],
  ] as const)("%o reads %s: %s", ([calendar, text]) => {
    expect(plain(toHoursText(calendar, reader))).toBe(text);
  });
});
