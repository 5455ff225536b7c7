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
  const instantOf = wallClock(timetable.timeZone, first, next);
  const stretches: Stretch[] = [];
  let date = first.subtract({ days: 1 });
  let before = hoursStartingOn(timetable, toDay(date.subtract({ days: 1 })));
  const endMs = localMs(next);
  for (let midnightMs = localMs(date); midnightMs < endMs; midnightMs += DAY_MS) {
    const day = toDay(date);
    const own = hoursStartingOn(timetable, day);
    const hours = isClosed(timetable, day) ? [] : hoursInside(before, own);
    for (const { opensAt, closesAt } of hours) {
      const startMs = instantOf(midnightMs + opensAt * MINUTE_MS);
      stretches.push({ startMs, endMs: instantOf(midnightMs + closesAt * MINUTE_MS) });
    }
    before = own;
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
  const day = toDay(date);
  if (isClosed(timetable, day)) return [];
  const before = toDay(date.subtract({ days: 1 }));
  return hoursInside(hoursStartingOn(timetable, before), hoursStartingOn(timetable, day));
}

/** The hours inside a date, of those that start on the date before and on itself. */
function hoursInside(before: readonly Hours[], own: readonly Hours[]): Hours[] {
  const hours: Hours[] = [];
  for (const { closesAt } of before) {
    if (closesAt > MINUTES_PER_DAY)
      hours.push({ opensAt: 0, closesAt: closesAt - MINUTES_PER_DAY });
  }
  for (const { opensAt, closesAt } of own) {
    hours.push({ opensAt, closesAt: Math.min(closesAt, MINUTES_PER_DAY) });
  }
  return hours;
}

/** A civil date as its hours are looked up by. */
type Day = { readonly iso: string; readonly year: number; readonly dayOfWeek: number };

function toDay(date: Temporal.PlainDate): Day {
  return { iso: date.toString(), year: date.year, dayOfWeek: date.dayOfWeek };
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

function hoursStartingOn(
  { exceptions, week }: Timetable,
  { iso, dayOfWeek }: Day,
): readonly Hours[] {
  return exceptions.get(iso) ?? week[dayOfWeek - 1] ?? [];
}

/** An exception wins over a holiday, but one without hours has nothing to open the date for. */
function isClosed(timetable: Timetable, { iso, year }: Day): boolean {
  if (timetable.exceptions.get(iso)?.length) return false;
  return timetable.closedDates.has(iso) || holidayDates(timetable, year).has(iso);
}

function firstOfMonth(month: number): Temporal.PlainDate {
  return Temporal.PlainDate.from({
    year: Math.floor(month / 12),
    month: (month % 12) + 1,
    day: 1,
  });
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** Farther than this from a clock change, local time and instants differ by the offset alone. */
const CHANGE_FELT_MS = 2 * DAY_MS;

/** Local time as a number: the milliseconds that it would be in UTC. */
function localMs(date: Temporal.PlainDate): number {
  return date.toZonedDateTime("UTC").epochMilliseconds;
}

/** From local times of some dates to instants. Only near a clock change must the zone be asked. */
function wallClock(
  timeZone: string,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): (localMs: number) => number {
  const steady = steadySpans(timeZone, from.subtract({ days: 4 }), localMs(to) + 4 * DAY_MS);
  return (atMs) => {
    const span = steady.find(({ startMs, endMs }) => startMs <= atMs && atMs <= endMs);
    return span === undefined ? askedMs(timeZone, atMs) : atMs - span.offsetMs;
  };
}

/** The spans of local time, from a date on, in which the clock does not change nor is about to. */
function steadySpans(
  timeZone: string,
  from: Temporal.PlainDate,
  untilMs: number,
): (Stretch & { readonly offsetMs: number })[] {
  const spans: (Stretch & { readonly offsetMs: number })[] = [];
  let begin: Temporal.ZonedDateTime | null = from.toZonedDateTime(timeZone);
  while (begin !== null && begin.epochMilliseconds < untilMs) {
    const offsetMs = begin.offsetNanoseconds / 1_000_000;
    const next: Temporal.ZonedDateTime | null = begin.getTimeZoneTransition("next");
    const changeMs = next === null ? Number.POSITIVE_INFINITY : next.epochMilliseconds;
    spans.push({
      startMs: begin.epochMilliseconds + offsetMs + CHANGE_FELT_MS,
      endMs: changeMs + offsetMs - CHANGE_FELT_MS,
      offsetMs,
    });
    begin = next;
  }
  return spans;
}

/**
 * A local time that a clock change skips moves on with the clock; of two the earlier is meant. So
 * hours that are skipped have no length, or run into the next ones, and are united after.
 */
function askedMs(timeZone: string, atMs: number): number {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO("UTC");
  return local.toPlainDateTime().toZonedDateTime(timeZone).epochMilliseconds;
}
