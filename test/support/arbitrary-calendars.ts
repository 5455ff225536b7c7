import { type CalendarDocument, type Openings, WEEKDAYS } from "@vigie/shared/calendar.ts";
import fc from "fast-check";
import { type Calendar, toCalendar } from "../../collector/domain/working-time.ts";
import { calendarOf, everyDay, PARIS } from "./calendars.ts";

/** Calendars, instants and budgets by chance, for the laws of working time. */

const HOUR_MS = 3_600_000;

export const ZONES = [
  PARIS,
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "America/New_York",
  "Africa/Cairo",
  "UTC",
];

export const instant = fc
  .integer({ min: 0, max: 2 * 365 * 24 * HOUR_MS })
  .map((milliseconds) => Temporal.Instant.from("2026-01-01T00:00Z").add({ milliseconds }));
export const budget = fc.integer({ min: 0, max: 40 * HOUR_MS });
export const date = fc
  .integer({ min: 0, max: 729 })
  .map((days) => Temporal.PlainDate.from("2026-01-01").add({ days }).toString());

/** Hours from 6 to 20, in quarters, and perhaps a night from 21 to 5 or a part of it. */
const openings: fc.Arbitrary<Openings> = fc
  .record({
    quarters: fc.uniqueArray(fc.integer({ min: 24, max: 80 }), { maxLength: 6 }),
    night: fc.option(fc.tuple(fc.integer({ min: 84, max: 95 }), fc.integer({ min: 0, max: 20 }))),
  })
  .map(({ quarters, night }) => {
    const sorted = quarters.toSorted((a, b) => a - b);
    const day = sorted.flatMap((opens, place): Openings => {
      const closes = sorted[place + 1];
      return place % 2 === 1 || closes === undefined ? [] : [[clock(opens), clock(closes)]];
    });
    return night === null ? day : [...day, [clock(night[0]), clock(night[1])]];
  });

/** A document with hours of its own. */
export type OwnHours = CalendarDocument & Required<Pick<CalendarDocument, "timeZone" | "weekly">>;

export const documentIn = (zones: readonly string[]): fc.Arbitrary<OwnHours> =>
  fc
    .record({
      timeZone: fc.constantFrom(...zones),
      days: fc.array(openings, { minLength: 7, maxLength: 7 }),
      holidaySet: fc.constantFrom("FR", "FR-ALSACE-MOSELLE"),
      holidays: fc.array(date, { maxLength: 20 }),
      exceptions: fc.dictionary(date, openings, { maxKeys: 20 }),
    })
    .map(({ days, ...rest }) => ({
      ...rest,
      weekly: Object.fromEntries(WEEKDAYS.map((day, place) => [day, days[place] ?? []])),
    }))
    .filter((document) => "calendar" in toCalendar(document));

export const calendar: fc.Arbitrary<Calendar> = fc.oneof(
  documentIn(ZONES).map((document) => calendarOf(document)),
  fc
    .constantFrom(...ZONES)
    .map((timeZone) => calendarOf({ timeZone, weekly: everyDay("00:00-24:00") })),
);

/** A calendar with hours of its own and its complement, which must have time to be open, too. */
export const pair: fc.Arbitrary<{ readonly hours: Calendar; readonly rest: Calendar }> = documentIn(
  ZONES,
).map((document) => {
  const hours = calendarOf(document);
  return { hours, rest: calendarOf({ complementOf: "hours" }, hours) };
});

function clock(quarter: number): string {
  const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
