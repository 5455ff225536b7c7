import { type CalendarDocument, WEEKDAYS } from "@vigie/shared/calendar.ts";
import { isCivilDate, wrongZone } from "./civil-time.ts";
import { isHolidayOf } from "./holidays.ts";
import { MINUTES_PER_DAY, wrongHours } from "./opening-hours.ts";
import { unite } from "./stretch.ts";
import { holidayDates, hoursOn, type Timetable } from "./timetable.ts";

/** What can be wrong with a calendar, in words. */

/** Closed for longer than this, a calendar is a mistake and not a long holiday. */
const CLOSED_DAYS_MAX = 370;

/** Open for longer than this, its complement is one. Easter Mondays are up to 385 days apart. */
const OPEN_DAYS_MAX = 400;

/** Dates with hours of their own: some twenty years of them. */
const EXCEPTIONS_MAX = 1_000;

/** Dates that can be meant; ISO dates of four digits are in the order of their texts. */
const DATES = { from: "1900-01-01", to: "2199-12-31" };

/** The wrong in a document with hours. */
export function wrongDocument(
  document: CalendarDocument & { readonly timeZone: string },
): string | undefined {
  const { timeZone, weekly } = document;
  if (weekly === undefined) return "it needs a weekly list of hours";
  return wrongZone(timeZone) ?? wrongHours({ ...document, weekly }) ?? wrongDates(document);
}

/** What else makes hours. Texts, lists and records have keys where they are not empty. */
const OF_HOURS = ["holidaySet", "workedHolidays", "holidays", "exceptions"] as const;

/** The wrong in a document that names a base: anything of its own that would change its hours. */
export function wrongComplement(document: CalendarDocument): string | undefined {
  const { timeZone, weekly = {} } = document;
  const own = [
    ...WEEKDAYS.filter((day) => weekly[day]?.length).map((day) => `hours on ${day}`),
    ...OF_HOURS.filter((field) => Object.keys(document[field] ?? {}).length > 0),
  ];
  if (own.length > 0) {
    return `it is the complement of ${document.complementOf} and has ${own.join(", ")} of its own: give one or the other`;
  }
  return timeZone === undefined ? undefined : wrongZone(timeZone);
}

function wrongDates(document: CalendarDocument): string | undefined {
  const { holidays = [], exceptions = {}, holidaySet, workedHolidays = [] } = document;
  const dates = Object.keys(exceptions);
  if (dates.length > EXCEPTIONS_MAX) return `it has more than ${EXCEPTIONS_MAX} exceptions`;

  const noDate = [...holidays, ...dates].find((date) => !isCivilDate(date));
  if (noDate !== undefined) return `${noDate} is not a date`;
  const farOff = [...holidays, ...dates].find((date) => date < DATES.from || date > DATES.to);
  if (farOff !== undefined) return `${farOff} is not between ${DATES.from} and ${DATES.to}`;

  const noHoliday = workedHolidays.find(
    (key) => holidaySet === undefined || !isHolidayOf(holidaySet, key),
  );
  if (noHoliday === undefined) return undefined;
  return `${noHoliday} is not a holiday of ${holidaySet ?? "a calendar without holidays"}`;
}

/** That some instant would wait for longer than `CLOSED_DAYS_MAX` for the next opening. */
export function neverOpens(timetable: Timetable): string | undefined {
  if (timetable.week.every((hours) => hours.length === 0)) {
    return "it never opens: no day of the week has hours";
  }
  const isOpened = (date: Temporal.PlainDate): boolean => hoursOn(timetable, date).length > 0;
  const stuck = stuckFrom(timetable, { isOver: isOpened, atMost: CLOSED_DAYS_MAX });
  return stuck && `it never opens for ${CLOSED_DAYS_MAX} days from ${stuck}`;
}

/** That the complement of a timetable would wait for longer than `OPEN_DAYS_MAX` for its opening. */
export function neverCloses(timetable: Timetable): string | undefined {
  const isClosed = (date: Temporal.PlainDate): boolean => !isOpenAllDay(timetable, date);
  const stuck = isWeekFull(timetable)
    ? openAfter(closings(timetable, isClosed))
    : stuckFrom(timetable, { isOver: isClosed, atMost: OPEN_DAYS_MAX });
  return (
    stuck &&
    `it would stay closed for more than ${OPEN_DAYS_MAX} days: the calendar of which it is the complement is open all that time`
  );
}

/**
 * Only listed dates can keep a week from what it is wont to do, so a walk from each of them tells
 * whether that takes too long. Returns the date from which it does.
 */
function stuckFrom(
  { closedDates, exceptions }: Timetable,
  {
    isOver,
    atMost,
  }: { readonly isOver: (date: Temporal.PlainDate) => boolean; readonly atMost: number },
): string | undefined {
  let seenUpTo = "";
  for (const listed of [...closedDates, ...exceptions.keys()].toSorted()) {
    if (listed <= seenUpTo) continue;
    const limit = Temporal.PlainDate.from(listed).add({ days: atMost });
    let date = Temporal.PlainDate.from(listed);
    while (!isOver(date)) {
      date = date.add({ days: 1 });
      if (Temporal.PlainDate.compare(date, limit) > 0) return listed;
    }
    seenUpTo = date.toString();
  }
  return undefined;
}

/** Years of which the holidays are looked at: all weekdays come by for every date. */
const YEARS_LOOKED_AT = { from: 2000, to: 2056 };

/** When a timetable that is open around the clock closes for ever and ever: on holidays. */
function closings(
  timetable: Timetable,
  isClosed: (date: Temporal.PlainDate) => boolean,
): Temporal.PlainDate[] {
  const { from, to } = YEARS_LOOKED_AT;
  return Array.from({ length: to - from + 1 }, (_, place) => from + place)
    .flatMap((year) => [...holidayDates(timetable, year)].toSorted())
    .map((date) => Temporal.PlainDate.from(date))
    .filter(isClosed);
}

/** The date after which there are too many days to the next of some dates. */
function openAfter(dates: readonly Temporal.PlainDate[]): string | undefined {
  let last = new Temporal.PlainDate(YEARS_LOOKED_AT.from, 1, 1);
  for (const date of [...dates, new Temporal.PlainDate(YEARS_LOOKED_AT.to, 12, 31)]) {
    if (last.until(date).days > OPEN_DAYS_MAX) return last.toString();
    last = date;
  }
  return undefined;
}

/** Hours of a week do not overlap, so their lengths tell. */
function isWeekFull({ week }: Timetable): boolean {
  const minutes = week.flat().reduce((sum, hours) => sum + hours.closesAt - hours.opensAt, 0);
  return minutes === 7 * MINUTES_PER_DAY;
}

function isOpenAllDay(timetable: Timetable, date: Temporal.PlainDate): boolean {
  const open = hoursOn(timetable, date).map(({ opensAt, closesAt }) => ({
    startMs: opensAt,
    endMs: closesAt,
  }));
  const [first] = unite(open);
  return first?.startMs === 0 && first.endMs === MINUTES_PER_DAY;
}
