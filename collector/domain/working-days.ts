import { zoneOf } from "./calendar.ts";
import { SPENT_SPAN_MS } from "./stretch.ts";
import { type Calendar, instantOf, nextOpening, workingStretches } from "./working-time.ts";

/**
 * Promises in working days ("J+1"). A working day is a civil date of the calendar's zone with any
 * open time; a night makes two of them.
 */

/** A civil date with open time: its first opening and its last closing, midnight at the latest. */
type OpenDay = {
  readonly date: Temporal.PlainDate;
  readonly opensMs: number;
  readonly closesMs: number;
  readonly nextDateMs: number;
};

/**
 * The instant so many working days after the next opening: at the same time of day, within that day's
 * hours, or at its last closing. A time within its lunch stays. Undefined when that day is more than
 * twenty years away.
 */
export function workingDaysAfter(
  calendar: Calendar,
  fromMs: number,
  { workingDays, endOfDay }: { readonly workingDays: number; readonly endOfDay: boolean },
): number | undefined {
  const zone = zoneOf(calendar);
  const start = nextOpening(calendar, instantOf(fromMs)).toZonedDateTimeISO(zone);
  // The time of day alone could not tell the two passes of an hour that a clock change repeats.
  if (workingDays === 0 && !endOfDay) return start.epochMilliseconds;

  const day = openDayAfter(calendar, start, workingDays);
  if (day === undefined || endOfDay) return day?.closesMs;

  const plainTime = start.toPlainTime();
  const sameTime = day.date.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
  return Math.min(Math.max(sameTime, day.opensMs), day.closesMs);
}

function openDayAfter(
  calendar: Calendar,
  start: Temporal.ZonedDateTime,
  count: number,
): OpenDay | undefined {
  const limitMs = start.epochMilliseconds + SPENT_SPAN_MS;
  let place = 0;
  for (const day of openDays(calendar, start.startOfDay().epochMilliseconds)) {
    if (day.opensMs > limitMs) return undefined;
    if (place === count) return day;
    place += 1;
  }
  return undefined;
}

/** The open dates from a midnight on, without end. */
function* openDays(calendar: Calendar, midnightMs: number): Generator<OpenDay> {
  const zone = zoneOf(calendar);
  let day: OpenDay | undefined;
  for (const { startMs, endMs } of workingStretches(calendar, midnightMs)) {
    let doneMs = startMs;
    while (doneMs < endMs) {
      if (day !== undefined && doneMs >= day.nextDateMs) {
        yield day;
        day = undefined;
      }
      day ??= openDayAt(zone, doneMs);
      doneMs = Math.min(endMs, day.nextDateMs);
      day = { ...day, closesMs: doneMs };
    }
  }
}

function openDayAt(timeZone: string, opensMs: number): OpenDay {
  const date = instantOf(opensMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const nextDateMs = date.add({ days: 1 }).toZonedDateTime({ timeZone }).epochMilliseconds;
  return { date, opensMs, closesMs: opensMs, nextDateMs };
}
