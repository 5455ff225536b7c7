import type { CalendarDocument } from "@vigie/shared/calendar.ts";

/** Calendars with their versions. A version once written never changes: tickets name theirs for ever. */

export type CalendarVersionRow = {
  readonly id: string;
  readonly calendarId: string;
  readonly name: string;
  readonly number: number;
  readonly document: CalendarDocument;
  /** Of a complement: the version of its base by which it counts. */
  readonly baseVersionId: string | null;
};

export type CalendarNumberRow = Pick<CalendarVersionRow, "id" | "calendarId" | "number">;

/** A version of a calendar with hours of its own has no base. */
export type NewCalendarVersion = Omit<CalendarVersionRow, "baseVersionId"> &
  Partial<Pick<CalendarVersionRow, "baseVersionId">>;

export interface Calendars {
  addCalendarVersion(row: NewCalendarVersion): Promise<void>;
  /** All versions, by calendar and number. */
  calendarVersions(): Promise<CalendarVersionRow[]>;
  /** Of all versions only which they are, in no order: that is asked for every ticket that opens. */
  calendarNumbers(): Promise<CalendarNumberRow[]>;
  /** The newest version of each calendar, by calendar, at most `limit` of those after an id. */
  newestCalendars(page: {
    readonly limit: number;
    readonly after?: string;
  }): Promise<CalendarVersionRow[]>;
  /** The newest version of one calendar. */
  findCalendar(calendarId: string): Promise<CalendarVersionRow | undefined>;
  /** The versions of one calendar, the newest first, at most `limit` of those below a number. */
  versionsOfCalendar(
    calendarId: string,
    page: { readonly limit: number; readonly below?: number },
  ): Promise<CalendarVersionRow[]>;
}
