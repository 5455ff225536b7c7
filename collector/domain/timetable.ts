import { type CalendarDocument, type HolidaySet, WEEKDAYS } from "@vigie/shared/calendar.ts";
import { holidaysOf } from "./holidays.ts";
import { type Hours, MINUTES_PER_DAY, toHours } from "./opening-hours.ts";
import { inside, type Stretch, unite } from "./stretch.ts";

/**
 * The hours of each civil date of a calendar. Each date is looked at by itself: what of its own hours
 * lies before midnight, and what of the night before lies after. So a holiday closes its date and
 * nothing else, and a night that begins on a holiday goes on after midnight.
 */
export type Timetable = {
  readonly timeZone: string;
  /** Monday first. Nights belong to the day on which they start. */
  readonly week: readonly (readonly Hours[])[];
  readonly exceptions: ReadonlyMap<string, readonly Hours[]>;
  readonly closedDates: ReadonlySet<string>;
  readonly holidaySet: HolidaySet | undefined;
  readonly workedHolidays: ReadonlySet<string>;
  /** The closed holidays of years that were looked at; it can be forgotten at any time. */
  readonly holidays: Map<number, ReadonlySet<string>>;
};

/** Years of holidays that a timetable keeps worked out. */
const YEARS_KEPT_MAX = 64;

export function toTimetable(document: CalendarDocument & { readonly timeZone: string }): Timetable {
  const { timeZone, weekly, holidaySet, workedHolidays, holidays, exceptions } = document;
  const dated = Object.entries(exceptions ?? {});
  return {
    timeZone,
    week: WEEKDAYS.map((day) => toHours(weekly?.[day] ?? [])),
    exceptions: new Map(dated.map(([date, openings]) => [date, toHours(openings)])),
    closedDates: new Set(holidays),
    holidaySet,
    workedHolidays: new Set(workedHolidays),
    holidays: new Map(),
  };
}

/**
 * When it is open in a month (counted from January of the year 0), in order and apart. A clock change
 * can push hours past midnight, so those of the date before are looked at too.
 */
export function stretchesOfMonth(timetable: Timetable, month: number): Stretch[] {
  const [first, next] = [firstOfMonth(month), firstOfMonth(month + 1)];
  const stretches: Stretch[] = [];
  let date = first.subtract({ days: 1 });
  while (Temporal.PlainDate.compare(date, next) < 0) {
    for (const { opensAt, closesAt } of hoursOn(timetable, date)) {
      const startMs = instantMs(timetable.timeZone, date, opensAt);
      stretches.push({ startMs, endMs: instantMs(timetable.timeZone, date, closesAt) });
    }
    date = date.add({ days: 1 });
  }
  return inside(unite(stretches), spanOfMonths(timetable, { from: month, to: month + 1 }));
}

/** From the first instant of a month to the first of another one. */
export function spanOfMonths(
  { timeZone }: Timetable,
  { from, to }: { readonly from: number; readonly to: number },
): Stretch {
  const startOf = (month: number): number =>
    firstOfMonth(month).toZonedDateTime(timeZone).epochMilliseconds;
  return { startMs: startOf(from), endMs: startOf(to) };
}

/** The hours inside a civil date: its own up to midnight, and the end of the night before. */
export function hoursOn(timetable: Timetable, date: Temporal.PlainDate): Hours[] {
  if (isClosed(timetable, date)) return [];

  const before = hoursStartingOn(timetable, date.subtract({ days: 1 }))
    .filter(({ closesAt }) => closesAt > MINUTES_PER_DAY)
    .map(({ closesAt }) => ({ opensAt: 0, closesAt: closesAt - MINUTES_PER_DAY }));
  const own = hoursStartingOn(timetable, date).map(({ opensAt, closesAt }) => ({
    opensAt,
    closesAt: Math.min(closesAt, MINUTES_PER_DAY),
  }));
  return [...before, ...own];
}

/** The dates of the set's holidays that close it in a year. */
export function holidayDates(timetable: Timetable, year: number): ReadonlySet<string> {
  const { holidaySet, workedHolidays } = timetable;
  return keptIn(timetable.holidays, { key: year, atMost: YEARS_KEPT_MAX }, () => {
    const holidays = holidaySet === undefined ? [] : holidaysOf(holidaySet, year);
    const closed = holidays.filter(({ key }) => !workedHolidays.has(key));
    return new Set(closed.map(({ date }) => date));
  });
}

/** What was worked out for a key before, or is now. A full memory is emptied: it fills again. */
export function keptIn<T>(
  known: Map<number, T>,
  { key, atMost }: { readonly key: number; readonly atMost: number },
  make: () => T,
): T {
  const found = known.get(key);
  if (found !== undefined) return found;

  const made = make();
  if (known.size >= atMost) known.clear();
  known.set(key, made);
  return made;
}

function hoursStartingOn(timetable: Timetable, date: Temporal.PlainDate): readonly Hours[] {
  return timetable.exceptions.get(date.toString()) ?? timetable.week[date.dayOfWeek - 1] ?? [];
}

/** An exception wins over a holiday, but one without hours has nothing to open the date for. */
function isClosed(timetable: Timetable, date: Temporal.PlainDate): boolean {
  const iso = date.toString();
  if (timetable.exceptions.get(iso)?.length) return false;
  return timetable.closedDates.has(iso) || holidayDates(timetable, date.year).has(iso);
}

function firstOfMonth(month: number): Temporal.PlainDate {
  return Temporal.PlainDate.from({
    year: Math.floor(month / 12),
    month: (month % 12) + 1,
    day: 1,
  });
}

/**
 * A local time that a clock change skips moves on with the clock; of two the earlier is meant. So
 * hours that are skipped have no length, or run into the next ones, and are united after.
 */
function instantMs(timeZone: string, date: Temporal.PlainDate, minute: number): number {
  const isNextDay = minute === MINUTES_PER_DAY;
  const day = isNextDay ? date.add({ days: 1 }) : date;
  const minuteOfDay = isNextDay ? 0 : minute;
  const plainTime = new Temporal.PlainTime(Math.floor(minuteOfDay / 60), minuteOfDay % 60);
  return day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
}
