import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { neverCloses, neverOpens, wrongComplement, wrongDocument } from "./calendar-checks.ts";
import { type Stretch, unite, without } from "./stretch.ts";
import {
  keptIn,
  spanOfMonths,
  stretchesOfMonth,
  type Timetable,
  toTimetable,
} from "./timetable.ts";
import { toWorkedYear, type WorkedYear } from "./worked-year.ts";

/**
 * A calendar as a person writes it, checked, and turned into the stretches of time in which it is
 * open. A complement is open whenever its base is closed, and there is no instant in which both are.
 */

const compiled: unique symbol = Symbol("compiled");

/** A calendar that was checked, for working-time.ts to walk. It opens again and again, for ever. */
export type Calendar = { readonly [compiled]: Compiled };

type Compiled = {
  /** In which its civil dates are read. */
  readonly timeZone: string;
  readonly timetable: Timetable;
  /** The calendar with the timetable's hours, of which this one is the rest. */
  readonly base: Compiled | undefined;
  /** What was worked out already; it can be forgotten at any time. */
  readonly months: Map<number, readonly Stretch[]>;
  readonly years: Map<number, WorkedYear>;
};

/** Months that a calendar keeps worked out: twenty years of a story, and as long a promise after it. */
const MONTHS_KEPT_MAX = 768;

/** Years that it keeps, likewise: 260 stretches of 24 bytes each from Monday to Friday. */
const YEARS_KEPT_MAX = 64;

/**
 * Checks a document; `base` is the calendar that it names in `complementOf`, of whatever kind. The
 * refusal is `calendar_invalid` and says in words what is wrong.
 */
export function toCalendar(
  document: CalendarDocument,
  base?: Calendar,
): { calendar: Calendar } | Refusal {
  const outcome =
    document.complementOf === undefined
      ? compile(document)
      : compileComplement(document, base?.[compiled]);
  if (typeof outcome === "string") return { problem: "calendar_invalid", detail: outcome };
  return { calendar: { [compiled]: outcome } };
}

/** The zone in which the calendar's civil dates are read. */
export function zoneOf(calendar: Calendar): string {
  return calendar[compiled].timeZone;
}

/** The month in which an instant lies, for `stretchesIn`, counted from January of the year 0. */
export function monthAt(calendar: Calendar, atMs: number): number {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs);
  const { year, month } = at.toZonedDateTimeISO(calendar[compiled].timetable.timeZone);
  return year * 12 + month - 1;
}

/**
 * When the calendar is open in a month: in order, apart from one another. Stretches of two months may
 * touch, as they do at midnight between them; none goes over it.
 */
export function stretchesIn(calendar: Calendar, month: number): readonly Stretch[] {
  return monthOf(calendar[compiled], month);
}

/** The year in which an instant lies, worked out as arrays. */
export function workedYearAt(calendar: Calendar, atMs: number): WorkedYear {
  let year = Math.floor(YEAR_OF_EPOCH + atMs / YEAR_MS);
  let worked = yearOf(calendar[compiled], year);
  // The guess is off by one where the year has just begun or is about to.
  while (worked.startMs > atMs) worked = yearOf(calendar[compiled], --year);
  while (worked.endMs <= atMs) worked = yearOf(calendar[compiled], ++year);
  return worked;
}

/** The mean length of a Gregorian year. */
const YEAR_MS = 365.2425 * 86_400_000;
const YEAR_OF_EPOCH = 1970;

// --- from hours to instants ---

function monthOf(calendar: Compiled, month: number): readonly Stretch[] {
  const { base, timetable, months } = calendar;
  return keptIn(months, { key: month, atMost: MONTHS_KEPT_MAX }, () => {
    if (base === undefined) return stretchesOfMonth(timetable, month);
    const whole = spanOfMonths(timetable, { from: month, to: month + 1 });
    return [...without([whole], monthOf(base, month))];
  });
}

function yearOf(calendar: Compiled, year: number): WorkedYear {
  return keptIn(calendar.years, { key: year, atMost: YEARS_KEPT_MAX }, () => {
    const first = year * 12;
    const months = Array.from({ length: 12 }, (_, place) => monthOf(calendar, first + place));
    const span = spanOfMonths(calendar.timetable, { from: first, to: first + 12 });
    return toWorkedYear(span, unite(months.flat()));
  });
}

// --- from the document ---

/** The calendar of a document with hours, or what is wrong with it. */
function compile(document: CalendarDocument): Compiled | string {
  const { timeZone } = document;
  if (timeZone === undefined) return "it needs a timeZone, such as Europe/Paris";
  const wrong = wrongDocument({ ...document, timeZone });
  if (wrong !== undefined) return wrong;

  const timetable = toTimetable({ ...document, timeZone });
  return neverOpens(timetable) ?? { ...nothingKept(), timeZone, timetable, base: undefined };
}

/** The complement of a complement has the hours of that one's base. */
function compileComplement(
  document: CalendarDocument,
  of: Compiled | undefined,
): Compiled | string {
  const wrong = wrongComplement(document);
  if (wrong !== undefined) return wrong;
  if (of === undefined)
    return `it is the complement of ${document.complementOf}, which is not there`;

  const { timetable } = of;
  const timeZone = document.timeZone ?? of.timeZone;
  if (of.base !== undefined) return { ...nothingKept(), timeZone, timetable, base: undefined };
  return neverCloses(timetable) ?? { ...nothingKept(), timeZone, timetable, base: of };
}

function nothingKept(): Pick<Compiled, "months" | "years"> {
  return { months: new Map(), years: new Map() };
}
