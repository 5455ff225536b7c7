import type { KeptCalendar } from "@vigie/shared/calendar.ts";
import type { CalendarVersionRow } from "../registry/registry.ts";

/** A version of a calendar as the API says it. */
export function toKeptCalendar(row: CalendarVersionRow): KeptCalendar {
  const { calendarId, name, document, baseVersionId } = row;
  const version = { id: row.id, number: row.number, ...(baseVersionId && { baseVersionId }) };
  return { id: calendarId, name, version, document };
}
