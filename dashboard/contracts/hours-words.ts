import type { CalendarDocument, Openings } from "@vigie/shared/calendar.ts";
import type { Reader } from "./promise-words.ts";
import { isAlwaysOpen, type SameHours, toSameHours, toWeek } from "./week.ts";

/** A calendar's hours in words: lun.–ven. 9 h–12 h 30, 14 h–18 h. */
export function toHoursText(calendar: CalendarDocument, reader: Reader): string {
  const { hours } = reader.words;
  if (isAlwaysOpen(toWeek(calendar, new Map()))) return hours.always;
  const groups = toSameHours(calendar);
  if (groups.length === 0) return hours.closed;
  return groups.map((group) => groupText(group, reader)).join(" ; ");
}

/** 9 h–12 h 30, 14 h–18 h; closed where there are none. */
export function toOpeningsText(openings: Openings, { words, formats }: Reader): string {
  if (openings.length === 0) return words.hours.closedDay;
  return openings
    .map(([from, to]) => `${formats.clockTime(from)}–${formats.clockTime(to)}`)
    .join(", ");
}

function groupText({ first, last, hours }: SameHours, reader: Reader): string {
  const { weekday } = reader.formats;
  const days = first === last ? weekday(first) : `${weekday(first)}–${weekday(last)}`;
  return `${days} ${toOpeningsText(hours, reader)}`;
}
