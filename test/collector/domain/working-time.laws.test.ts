import { type CalendarDocument, type Openings, WEEKDAYS } from "@vigie/shared/contract.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { holidaysOf } from "../../../collector/domain/holidays.ts";
import {
  type Calendar,
  deadline,
  elapsedMs,
  isOpen,
  nextOpening,
  openPeriods,
  toCalendar,
} from "../../../collector/domain/working-time.ts";
import { calendarOf, everyDay, hours, officeWithLunch, PARIS } from "../../support/calendars.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;

const ZONES = [
  PARIS,
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "America/New_York",
  "Africa/Cairo",
  "UTC",
];

const instant = fc
  .integer({ min: 0, max: 2 * 365 * 24 * HOUR_MS })
  .map((milliseconds) => Temporal.Instant.from("2026-01-01T00:00Z").add({ milliseconds }));
const budget = fc.integer({ min: 0, max: 40 * HOUR_MS });
const date = fc
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

const documentIn = (zones: readonly string[]): fc.Arbitrary<CalendarDocument> =>
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

const calendar: fc.Arbitrary<Calendar> = fc.oneof(
  documentIn(ZONES).map(calendarOf),
  fc
    .constantFrom(...ZONES)
    .map((timeZone) => calendarOf({ timeZone, weekly: everyDay("00:00-24:00") })),
);

test("the working time up to a deadline is the budget, and a millisecond before it is less", () => {
  fc.assert(
    fc.property(calendar, instant, budget, (some, from, budgetMs) => {
      const due = deadline(some, from, budgetMs);
      expect(elapsedMs(some, from, due)).toBe(budgetMs);
      const before = elapsedMs(some, from, due.subtract({ milliseconds: 1 }));
      expect(before).toBe(Math.max(0, budgetMs - 1));
    }),
  );
});

test("more budget is never due earlier, nor is a later start", () => {
  fc.assert(
    fc.property(
      fc.tuple(calendar, instant, budget, budget, budget),
      ([some, from, a, b, laterMs]) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const due = deadline(some, from, more);
        expect(Temporal.Instant.compare(deadline(some, from, less), due)).toBeLessThanOrEqual(0);
        const later = deadline(some, from.add({ milliseconds: laterMs }), more);
        expect(Temporal.Instant.compare(due, later)).toBeLessThanOrEqual(0);
      },
    ),
  );
});

test("the parts of a span add up to the span", () => {
  fc.assert(
    fc.property(fc.tuple(calendar, instant, budget, budget), ([some, from, firstMs, secondMs]) => {
      const middle = from.add({ milliseconds: firstMs });
      const to = middle.add({ milliseconds: secondMs });
      const parts = elapsedMs(some, from, middle) + elapsedMs(some, middle, to);
      expect(parts).toBe(elapsedMs(some, from, to));
    }),
  );
});

test("periods are in order, apart, never empty, and open inside only", () => {
  fc.assert(
    fc.property(calendar, instant, (some, from) => {
      let last = from;
      for (const { start, end } of openPeriods(some, from, { count: 20 })) {
        expect(Temporal.Instant.compare(last, start)).toBeLessThanOrEqual(0);
        expect(Temporal.Instant.compare(start, end)).toBeLessThan(0);
        expect(isOpen(some, start)).toBe(true);
        expect(isOpen(some, end.subtract({ milliseconds: 1 }))).toBe(true);
        expect(elapsedMs(some, last, start)).toBe(0);
        last = end;
      }
    }),
  );
});

test("nothing is worked before the next opening, and it is open then", () => {
  fc.assert(
    fc.property(calendar, instant, (some, from) => {
      const opening = nextOpening(some, from);
      expect(elapsedMs(some, from, opening)).toBe(0);
      expect(isOpen(some, opening)).toBe(true);
    }),
  );
});

test("what a calendar has worked out before does not change its answers", () => {
  fc.assert(
    fc.property(
      fc.tuple(documentIn(ZONES), instant, instant, budget),
      ([document, from, other, budgetMs]) => {
        const used = calendarOf(document);
        deadline(used, other, budgetMs);
        expect(deadline(used, from, budgetMs)).toEqual(
          deadline(calendarOf(document), from, budgetMs),
        );
      },
    ),
  );
});

test("out of hours is the complement: with the hours it makes real time", () => {
  const outOfHours = calendarOf({
    timeZone: PARIS,
    weekly: {
      ...everyDay("00:00-09:00 12:00-14:00 18:00-24:00"),
      sat: hours("00:00-24:00"),
      sun: hours("00:00-24:00"),
    },
    exceptions: Object.fromEntries(
      [2026, 2027, 2028, 2029]
        .flatMap((year) => holidaysOf("FR", year))
        .map((holiday) => [holiday.date, hours("00:00-24:00")]),
    ),
  });
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 9_000 * HOUR_MS }), (from, lengthMs) => {
      const to = from.add({ milliseconds: lengthMs });
      const sum = elapsedMs(officeWithLunch, from, to) + elapsedMs(outOfHours, from, to);
      expect(sum).toBe(lengthMs);
    }),
  );
});

test("each quarter of an hour is open as its date and the night before say", () => {
  fc.assert(
    fc.property(documentIn(["Asia/Kolkata"]), date, (document, first) => {
      const some = calendarOf(document);
      let at = Temporal.PlainDate.from(first).toZonedDateTime(document.timeZone);
      for (let quarter = 0; quarter < 3 * 96; quarter += 1) {
        const expected = isOpenByDate(document, at.toPlainDateTime());
        expect(isOpen(some, at.toInstant()), at.toString()).toBe(expected);
        at = at.add({ milliseconds: QUARTER_MS });
      }
    }),
    { numRuns: 30 },
  );
});

/** The rule as one says it of one instant, without walking: for zones without clock changes. */
function isOpenByDate(document: CalendarDocument, at: Temporal.PlainDateTime): boolean {
  const today = at.toPlainDate();
  const time = at.toPlainTime().toString().slice(0, 5);
  const isException = (document.exceptions?.[today.toString()]?.length ?? 0) > 0;
  const holidays = holidaysOf(document.holidaySet ?? "FR", today.year).map(
    (holiday) => holiday.date,
  );
  const isClosed = [...holidays, ...(document.holidays ?? [])].includes(today.toString());
  if (isClosed && !isException) return false;

  const isOwn = startingOn(document, today).some(([opens, closes]) =>
    opens < closes ? opens <= time && time < closes : opens <= time,
  );
  const isNightBefore = startingOn(document, today.subtract({ days: 1 })).some(
    ([opens, closes]) => closes <= opens && time < closes,
  );
  return isOwn || isNightBefore;
}

function startingOn(document: CalendarDocument, day: Temporal.PlainDate): Openings {
  const weekday = WEEKDAYS[day.dayOfWeek - 1] ?? "mon";
  return document.exceptions?.[day.toString()] ?? document.weekly[weekday] ?? [];
}

function clock(quarter: number): string {
  const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
