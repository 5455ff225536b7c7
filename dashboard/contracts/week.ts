import { type CalendarDocument, type Openings, WEEKDAYS } from "@vigie/shared/calendar.ts";

/** A calendar's ordinary week, as it is drawn and as it is said. */

/** Open from minute to minute of a day, `[from, to)`. */
export type Bar = { readonly from: number; readonly to: number };

export const DAY_MINUTES = 1_440;
const WEEK_DAYS = WEEKDAYS.length;

type Calendars = ReadonlyMap<string, CalendarDocument>;

/**
 * The open stretches of each day from Monday on; a night goes on into the next day. A complement is
 * closed whenever its base is open. Holidays and exceptions are of single dates: they are not here.
 */
export function toWeek(calendar: CalendarDocument, calendars: Calendars): readonly Bar[][] {
  const base = baseOf(calendar, calendars);
  if (base !== undefined) return toWeek(base, new Map()).map(closedOf);
  const week: Bar[][] = WEEKDAYS.map(() => []);
  for (const [day, name] of WEEKDAYS.entries()) {
    for (const [opens, closes] of calendar.weekly?.[name] ?? []) {
      addOpening(week, day, { from: toMinutes(opens), to: toMinutes(closes) });
    }
  }
  return week.map(joined);
}

/** The calendar whose closed time this one is. */
export function baseOf(
  { complementOf }: CalendarDocument,
  calendars: Calendars,
): CalendarDocument | undefined {
  return complementOf === undefined ? undefined : calendars.get(complementOf);
}

/** Days in a row with the same hours, from Monday on. */
export type SameHours = { readonly first: number; readonly last: number; readonly hours: Openings };

/** A calendar's weekly hours as they are written, days of the same hours together. */
export function toSameHours({ weekly }: CalendarDocument): SameHours[] {
  const groups: SameHours[] = [];
  for (const [day, name] of WEEKDAYS.entries()) {
    const hours = weekly?.[name] ?? [];
    const before = groups.at(-1);
    if (before !== undefined && written(before.hours) === written(hours)) {
      groups[groups.length - 1] = { ...before, last: day };
    } else {
      groups.push({ first: day, last: day, hours });
    }
  }
  return groups.filter(({ hours }) => hours.length > 0);
}

/** Whether every minute of the week is open. */
export function isAlwaysOpen(week: readonly Bar[][]): boolean {
  return week.every(([bar]) => bar?.from === 0 && bar.to === DAY_MINUTES);
}

const written = (hours: Openings): string => hours.map(([from, to]) => `${from}-${to}`).join();

function addOpening(week: readonly Bar[][], day: number, { from, to }: Bar): void {
  if (to > from) {
    week[day]?.push({ from, to });
    return;
  }
  week[day]?.push({ from, to: DAY_MINUTES });
  if (to > 0) week[(day + 1) % WEEK_DAYS]?.push({ from: 0, to });
}

/** In order, those that touch as one. */
function joined(bars: readonly Bar[]): Bar[] {
  const whole: Bar[] = [];
  for (const bar of [...bars].sort((a, b) => a.from - b.from)) {
    const before = whole.at(-1);
    if (before !== undefined && bar.from <= before.to) {
      whole[whole.length - 1] = { from: before.from, to: Math.max(before.to, bar.to) };
    } else {
      whole.push(bar);
    }
  }
  return whole;
}

function closedOf(bars: readonly Bar[]): Bar[] {
  const edges = [0, ...bars.flatMap(({ from, to }) => [from, to]), DAY_MINUTES];
  const closed: Bar[] = [];
  for (let place = 0; place < edges.length; place += 2) {
    const [from = 0, to = 0] = edges.slice(place, place + 2);
    if (to > from) closed.push({ from, to });
  }
  return closed;
}

function toMinutes(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
