import { type CalendarDocument, type Openings, WEEKDAYS } from "@vigie/shared/calendar.ts";
import { type Calendar, type Period, toCalendar } from "../../collector/domain/working-time.ts";

/** Calendars that tests read like a contract. */

export const PARIS = "Europe/Paris";

/** The calendar of a document that must hold; `base` is the one of which it is the complement. */
export function calendarOf(document: CalendarDocument, base?: Calendar): Calendar {
  const outcome = toCalendar(document, base);
  if ("problem" in outcome) throw new Error(`the calendar is refused: ${outcome.detail}`);
  return outcome.calendar;
}

/** Reads "09:00-12:00 14:00-18:00"; "" is closed. */
export function hours(text: string): Openings {
  return text
    .split(" ")
    .filter((span) => span !== "")
    .map((span) => {
      const [opens = "", closes = ""] = span.split("-");
      return [opens, closes];
    });
}

type Weekly = NonNullable<CalendarDocument["weekly"]>;

export function everyDay(text: string): Weekly {
  return Object.fromEntries(WEEKDAYS.map((day) => [day, hours(text)]));
}

export function mondayToFriday(text: string): Weekly {
  return { ...everyDay(text), sat: [], sun: [] };
}

/** Monday to Friday 9 to 18 in Paris, closed on the holidays of France. */
export const office = calendarOf({
  timeZone: PARIS,
  weekly: mondayToFriday("09:00-18:00"),
  holidaySet: "FR",
});

/** The same with two hours for lunch. */
export const officeWithLunch = calendarOf({
  timeZone: PARIS,
  weekly: mondayToFriday("09:00-12:00 14:00-18:00"),
  holidaySet: "FR",
});

/** Every hour of every day in Paris, holidays too. */
export const alwaysOpen = calendarOf({ timeZone: PARIS, weekly: everyDay("00:00-24:00") });

/** Every night from 22 to 6 in Paris, closed on the holidays of France. */
export const nights = calendarOf({
  timeZone: PARIS,
  weekly: everyDay("22:00-06:00"),
  holidaySet: "FR",
});

/** The instant of a local time in Paris, such as "2026-06-05T16:00". */
export function inParis(text: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(text).toZonedDateTime(PARIS).toInstant();
}

/** The local time in Paris, without seconds where there are none. */
export function parisText(at: Temporal.Instant): string {
  return at.toZonedDateTimeISO(PARIS).toPlainDateTime().toString().replace(/:00$/, "");
}

/** A period as "05T09:00/05T18:00", days and local times; a midnight that ends it is "24:00". */
export function periodText({ start, end }: Period): string {
  const dayBefore = parisText(end.subtract({ minutes: 1 })).replace("T23:59", "T24:00");
  const endText = parisText(end).endsWith("T00:00") ? dayBefore : parisText(end);
  return `${parisText(start).slice(8)}/${endText.slice(8)}`;
}
