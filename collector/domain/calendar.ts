import { type CalendarDocument, type HolidaySet, WEEKDAYS } from "@vigie/shared/contract.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { holidaysOf, isHolidayOf } from "./holidays.ts";
import { type Hours, MINUTES_PER_DAY, toHours, wrongHours } from "./opening-hours.ts";
import { type Stretch, unite } from "./stretch.ts";

/**
 * A calendar as a person writes it, checked, and turned into the stretches of time in which it is
 * open. Each civil date is looked at by itself: what of its own hours lies before midnight, and what
 * of the night before lies after. So a holiday closes its date and nothing else, and a night that
 * begins on a holiday goes on after midnight.
 */

const compiled: unique symbol = Symbol("compiled");

/** A calendar that was checked, for working-time.ts to walk. It opens again and again, for ever. */
export type Calendar = { readonly [compiled]: Compiled };

type Compiled = {
  readonly timeZone: string;
  /** Monday first. Nights belong to the day on which they start. */
  readonly week: readonly (readonly Hours[])[];
  readonly exceptions: ReadonlyMap<string, readonly Hours[]>;
  readonly closedDates: ReadonlySet<string>;
  readonly holidaySet: HolidaySet | undefined;
  readonly workedHolidays: ReadonlySet<string>;
  /** What was worked out already, by month and by year; it can be forgotten at any time. */
  readonly months: Map<number, readonly Stretch[]>;
  readonly holidays: Map<number, ReadonlySet<string>>;
};

/** Closed for longer than this, a calendar is a mistake and not a long holiday. */
const CLOSED_DAYS_MAX = 370;

/** Dates with hours of their own: some twenty years of them. */
const EXCEPTIONS_MAX = 1_000;

/** Months and years that a calendar keeps worked out: tickets look at far fewer at a time. */
const KEPT_MAX = 240;

/** Checks a document. The refusal is `calendar_invalid` and says in words what is wrong. */
export function toCalendar(document: CalendarDocument): { calendar: Calendar } | Refusal {
  const detail = wrongZone(document) ?? wrongHours(document) ?? wrongDates(document);
  if (detail !== undefined) return { problem: "calendar_invalid", detail };

  const calendar = compile(document);
  const never = neverOpens(calendar);
  if (never !== undefined) return { problem: "calendar_invalid", detail: never };
  return { calendar: { [compiled]: calendar } };
}

/** The civil month of the calendar's zone, counted from January of the year 0. */
export function monthAt(calendar: Calendar, atMs: number): number {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs);
  const { year, month } = at.toZonedDateTimeISO(calendar[compiled].timeZone);
  return year * 12 + month - 1;
}

/**
 * When the calendar is open on the dates of a month: in order, apart from one another. Stretches of
 * two months may touch, as they do at midnight between them.
 */
export function stretchesIn(calendar: Calendar, month: number): readonly Stretch[] {
  return kept(calendar[compiled].months, month, () => compileMonth(calendar[compiled], month));
}

// --- from hours to instants ---

function compileMonth(calendar: Compiled, month: number): readonly Stretch[] {
  const first = Temporal.PlainDate.from({
    year: Math.floor(month / 12),
    month: (month % 12) + 1,
    day: 1,
  });
  const stretches: Stretch[] = [];
  for (let date = first; date.month === first.month; date = date.add({ days: 1 })) {
    for (const { opensAt, closesAt } of hoursOn(calendar, date)) {
      const startMs = instantMs(calendar.timeZone, date, opensAt);
      stretches.push({ startMs, endMs: instantMs(calendar.timeZone, date, closesAt) });
    }
  }
  return unite(stretches);
}

/** The hours inside a civil date: its own up to midnight, and the end of the night before. */
function hoursOn(calendar: Compiled, date: Temporal.PlainDate): Hours[] {
  if (isClosed(calendar, date)) return [];

  const before = hoursStartingOn(calendar, date.subtract({ days: 1 }))
    .filter(({ closesAt }) => closesAt > MINUTES_PER_DAY)
    .map(({ closesAt }) => ({ opensAt: 0, closesAt: closesAt - MINUTES_PER_DAY }));
  const own = hoursStartingOn(calendar, date).map(({ opensAt, closesAt }) => ({
    opensAt,
    closesAt: Math.min(closesAt, MINUTES_PER_DAY),
  }));
  return [...before, ...own];
}

function hoursStartingOn(calendar: Compiled, date: Temporal.PlainDate): readonly Hours[] {
  return calendar.exceptions.get(date.toString()) ?? calendar.week[date.dayOfWeek - 1] ?? [];
}

/** An exception wins over a holiday, but one without hours has nothing to open the date for. */
function isClosed(calendar: Compiled, date: Temporal.PlainDate): boolean {
  const iso = date.toString();
  if (calendar.exceptions.get(iso)?.length) return false;
  return calendar.closedDates.has(iso) || holidayDates(calendar, date.year).has(iso);
}

function holidayDates(calendar: Compiled, year: number): ReadonlySet<string> {
  const { holidaySet, workedHolidays } = calendar;
  return kept(calendar.holidays, year, () => {
    const holidays = holidaySet === undefined ? [] : holidaysOf(holidaySet, year);
    const closed = holidays.filter(({ key }) => !workedHolidays.has(key));
    return new Set(closed.map(({ date }) => date));
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

function kept<T>(known: Map<number, T>, key: number, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;

  const made = make();
  if (known.size >= KEPT_MAX) known.clear();
  known.set(key, made);
  return made;
}

// --- from the document ---

function compile(document: CalendarDocument): Compiled {
  const { timeZone, weekly, holidaySet, workedHolidays, holidays, exceptions } = document;
  const dated = Object.entries(exceptions ?? {});
  return {
    timeZone,
    week: WEEKDAYS.map((day) => toHours(weekly[day] ?? [])),
    exceptions: new Map(dated.map(([date, openings]) => [date, toHours(openings)])),
    closedDates: new Set(holidays),
    holidaySet,
    workedHolidays: new Set(workedHolidays),
    months: new Map(),
    holidays: new Map(),
  };
}

// --- what can be wrong with it ---

function wrongZone({ timeZone }: CalendarDocument): string | undefined {
  const wrong = `${timeZone} is not the name of a time zone, such as Europe/Paris`;
  // An offset has no clock changes: what looks right in winter would be wrong in summer.
  if (!/^[A-Za-z]/.test(timeZone)) return wrong;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return undefined;
  } catch {
    return wrong;
  }
}

function wrongDates(document: CalendarDocument): string | undefined {
  const { holidays = [], exceptions = {}, holidaySet, workedHolidays = [] } = document;
  const dates = Object.keys(exceptions);
  if (dates.length > EXCEPTIONS_MAX) return `it has more than ${EXCEPTIONS_MAX} exceptions`;

  const noDate = [...holidays, ...dates].find((date) => !isDate(date));
  if (noDate !== undefined) return `${noDate} is not a date`;

  const noHoliday = workedHolidays.find(
    (key) => holidaySet === undefined || !isHolidayOf(holidaySet, key),
  );
  if (noHoliday === undefined) return undefined;
  return `${noHoliday} is not a holiday of ${holidaySet ?? "a calendar without holidays"}`;
}

function isDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/**
 * Only listed dates can keep a week with hours closed for long, so a walk from each of them tells
 * whether some instant would wait for more than `CLOSED_DAYS_MAX`.
 */
function neverOpens(calendar: Compiled): string | undefined {
  if (calendar.week.every((hours) => hours.length === 0)) {
    return "it never opens: no day of the week has hours";
  }
  let seenUpTo = "";
  for (const listed of [...calendar.closedDates, ...calendar.exceptions.keys()].toSorted()) {
    if (listed <= seenUpTo) continue;
    const first = Temporal.PlainDate.from(listed);
    const limit = first.add({ days: CLOSED_DAYS_MAX });
    let date = first;
    while (hoursOn(calendar, date).length === 0) {
      date = date.add({ days: 1 });
      if (Temporal.PlainDate.compare(date, limit) > 0) {
        return `it never opens for ${CLOSED_DAYS_MAX} days from ${listed}`;
      }
    }
    seenUpTo = date.toString();
  }
  return undefined;
}
