import { type CalendarDocument, type Openings, WEEKDAYS } from "@vigie/shared/calendar.ts";

/** Opening hours as minutes: reading them, and what can be wrong with them. */

/** Minutes since local midnight, `[opensAt, closesAt)`; a night closes past 1440, on the next day. */
export type Hours = { readonly opensAt: number; readonly closesAt: number };

export const MINUTES_PER_DAY = 1440;

type Weekly = NonNullable<CalendarDocument["weekly"]>;

/** Closing at or before opening means the next day, so "22:00" to "22:00" is a whole day. */
export function toHours(openings: Openings): Hours[] {
  return openings.map(([opens, closes]) => {
    const opensAt = minuteOf(opens);
    const closesAt = minuteOf(closes);
    return { opensAt, closesAt: closesAt <= opensAt ? closesAt + MINUTES_PER_DAY : closesAt };
  });
}

function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  return hour * 60 + minute;
}

/** What is wrong with the hours of a document, in words: unsorted, overlapping, or a night too long. */
export function wrongHours({
  weekly,
  exceptions = {},
}: Pick<CalendarDocument, "exceptions"> & { readonly weekly: Weekly }): string | undefined {
  const days = [
    ...WEEKDAYS.map((day) => [day, weekly[day] ?? []] as const),
    ...Object.entries(exceptions),
  ];
  for (const [name, openings] of days) {
    const wrong = wrongOrder(name, openings);
    if (wrong !== undefined) return wrong;
  }
  return wrongNight(weekly);
}

function wrongOrder(name: string, openings: Openings): string | undefined {
  const hours = toHours(openings);
  for (const [place, { opensAt }] of hours.entries()) {
    const previous = hours[place - 1];
    if (previous === undefined || previous.closesAt <= opensAt) continue;
    const both = `${textOf(openings[place - 1])} and ${textOf(openings[place])}`;
    return opensAt < previous.opensAt
      ? `the hours ${both} of ${name} are not in order`
      : `the hours ${both} of ${name} overlap`;
  }
  return undefined;
}

/** Only hours of every week: an exception beside a night is a chosen date, and they are joined. */
function wrongNight(weekly: Weekly): string | undefined {
  for (const [place, day] of WEEKDAYS.entries()) {
    const nextDay = WEEKDAYS[place + 1] ?? WEEKDAYS[0];
    const night = weekly[day]?.at(-1);
    const morning = weekly[nextDay]?.[0];
    if (night === undefined || morning === undefined) continue;

    const closesAt = toHours([night])[0]?.closesAt ?? 0;
    if (closesAt - MINUTES_PER_DAY > minuteOf(morning[0])) {
      return `the night ${textOf(night)} of ${day} overlaps with ${textOf(morning)} of ${nextDay}`;
    }
  }
  return undefined;
}

function textOf(opening: Openings[number] | undefined): string {
  return opening?.join("-") ?? "";
}
