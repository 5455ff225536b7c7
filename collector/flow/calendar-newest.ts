import type { CalendarVersionRow, Tables } from "../registry/registry.ts";

/** The newest version of every calendar, by calendar. */
export type Newest = Map<string, CalendarVersionRow>;

/** Calendars that are read at a time. */
const PAGE = 500;

export async function newestCalendars({ contracts }: Pick<Tables, "contracts">): Promise<Newest> {
  const newest: Newest = new Map();
  let after: string | undefined;
  for (;;) {
    const rows = await contracts.newestCalendars({ limit: PAGE, ...(after && { after }) });
    for (const row of rows) newest.set(row.calendarId, row);
    after = rows.at(-1)?.calendarId;
    if (rows.length < PAGE) return newest;
  }
}

/** A calendar, its complements and theirs, bases first. */
export function withComplements(calendarId: string, newest: Newest): string[] {
  const found = new Set([calendarId]);
  // A set that grows while it is walked gives what was added, too, each once.
  for (const base of found) {
    for (const row of newest.values()) {
      if (row.document.complementOf === base) found.add(row.calendarId);
    }
  }
  return [...found];
}
