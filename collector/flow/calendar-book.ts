import type { Calendar } from "../domain/working-time.ts";
import type { Contracts } from "../registry/registry.ts";
import { compileCalendars } from "./calendar-versions.ts";

/**
 * Calendars as they are now, by the calendar's id: for what is asked at this moment and frozen by
 * nothing. A version never changes, so each is compiled once.
 */
export type CalendarBook = {
  /** Throws for a calendar that is not there: clauses were checked when they were written. */
  readonly newest: (
    contracts: Pick<Contracts, "calendarVersions">,
  ) => Promise<(calendarId: string) => Calendar>;
};

export function createCalendarBook(): CalendarBook {
  const compiled = new Map<string, Calendar>();
  return {
    async newest(contracts) {
      const rows = await contracts.calendarVersions();
      for (const [id, calendar] of compileCalendars(rows, compiled)) compiled.set(id, calendar);
      const byNumber = rows.toSorted((a, b) => a.number - b.number);
      const newest = new Map(byNumber.map(({ calendarId, id }) => [calendarId, compiled.get(id)]));
      return (calendarId) => {
        const calendar = newest.get(calendarId);
        if (calendar === undefined) throw new Error(`there is no calendar ${calendarId}`);
        return calendar;
      };
    },
  };
}
