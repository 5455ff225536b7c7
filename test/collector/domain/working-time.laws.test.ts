import { type Openings, WEEKDAYS } from "@vigie/shared/calendar.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { holidaysOf } from "../../../collector/domain/holidays.ts";
import {
  deadline,
  elapsedMs,
  isOpen,
  nextOpening,
  openPeriods,
} from "../../../collector/domain/working-time.ts";
import {
  budget,
  calendar,
  date,
  documentIn,
  instant,
  type OwnHours,
  ZONES,
} from "../../support/arbitrary-calendars.ts";
import { calendarOf } from "../../support/calendars.ts";

const QUARTER_MS = 15 * 60_000;

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
function isOpenByDate(document: OwnHours, at: Temporal.PlainDateTime): boolean {
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

function startingOn(document: OwnHours, day: Temporal.PlainDate): Openings {
  const weekday = WEEKDAYS[day.dayOfWeek - 1] ?? "mon";
  return document.exceptions?.[day.toString()] ?? document.weekly[weekday] ?? [];
}
