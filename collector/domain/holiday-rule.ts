import type { HolidayKey } from "./holiday-names.ts";

/** On which date of a year a holiday falls. */

type MonthDay = { readonly month: number; readonly day: number };

export type HolidayDate =
  /** The same date every year; with `weekdays` (1 = Monday), only in years in which it is one of them. */
  | (MonthDay & { readonly weekdays?: readonly number[] })
  /** Days after Easter Sunday, before it where negative. */
  | { readonly easter: number }
  | NthWeekday;

/** The n-th such day of the week on or after a date, and so many days later. */
type NthWeekday = {
  readonly nth: number;
  /** 1 = Monday. */
  readonly weekday: number;
  readonly from: MonthDay;
  readonly plusDays?: number;
  /** A week later in years in which it would fall on this day from Easter. */
  readonly notEaster?: number;
};

/** A holiday and who keeps it. */
export type HolidayRule = {
  readonly key: HolidayKey;
  readonly on: HolidayDate;
  /** Holiday sets, separated by spaces. A country stands for all of its sets. */
  readonly sets: string;
  /** The first and the last year in which it was kept, where they are known. */
  readonly years?: { readonly from?: number; readonly to?: number };
};

/** The date of a rule in a year; undefined when it has none then. */
export function dateOf(
  { on, years = {} }: HolidayRule,
  year: number,
): Temporal.PlainDate | undefined {
  const { from = year, to = year } = years;
  if (year < from || year > to) return undefined;
  if ("easter" in on) return easterSunday(year).add({ days: on.easter });
  if ("nth" in on) return nthWeekday(on, year);

  const date = Temporal.PlainDate.from({ year, month: on.month, day: on.day });
  const { weekdays = [date.dayOfWeek] } = on;
  return weekdays.includes(date.dayOfWeek) ? date : undefined;
}

function nthWeekday(
  { nth, weekday, from, plusDays = 0, notEaster }: NthWeekday,
  year: number,
): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, ...from });
  const untilWeekday = (weekday - first.dayOfWeek + 7) % 7;
  const date = first.add({ days: untilWeekday + (nth - 1) * 7 + plusDays });
  const isMoved =
    notEaster !== undefined && date.equals(easterSunday(year).add({ days: notEaster }));
  return isMoved ? date.add({ weeks: 1 }) : date;
}

/**
 * Easter Sunday of the Gregorian calendar: the anonymous algorithm of 1876, as given by J. Meeus,
 * Astronomical Algorithms (1991), chapter 8. Its letters are kept, so that it can be compared.
 */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return Temporal.PlainDate.from({ year, month, day });
}
