import { RRuleTemporal } from "rrule-temporal";
import type { Beginnings } from "../domain/maintenance.ts";

/**
 * Reads rules of recurrence. Days and times are local until the domain makes instants of them: the rule
 * is unrolled as if clocks never changed, so that no beginning is left out on the night on which they do.
 */

/** What a rule may say: no times of its own, and nothing that repeats within a day. */
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}$/,
  BYDAY: /^(([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)){0,34}$/,
  BYMONTHDAY: /^-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01])){0,30}$/,
  BYMONTH: /^([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}$/,
  BYSETPOS: /^-?[1-9]\d?(,-?[1-9]\d?){0,11}$/,
  WKST: /^(MO|SU)$/,
};

/** Undefined for a rule that cannot be read, or that never comes true. */
export const beginnings: Beginnings = ({ startsAt, rrule }, from, limit) => {
  const first = Temporal.PlainDateTime.from(startsAt);
  if (rrule === null) return Temporal.PlainDateTime.compare(first, from) < 0 ? [] : [first];
  const parts = partsOf(rrule);
  if (parts === undefined) return undefined;
  try {
    const rule = new RRuleTemporal({
      rruleString: endOfDay(rrule),
      dtstart: first.toZonedDateTime("UTC"),
      tzid: "UTC",
    });
    return unrolled(rule, from, limit);
  } catch {
    // It says so by throwing: a day that there never is, a number that is none.
    return undefined;
  }
};

function unrolled(
  rule: RRuleTemporal,
  from: Temporal.PlainDateTime,
  limit: number,
): Temporal.PlainDateTime[] {
  const found: Temporal.PlainDateTime[] = [];
  let next = rule.next(from.toZonedDateTime("UTC"), true);
  while (next !== null && found.length < limit) {
    found.push(Temporal.PlainDateTime.from(next.toPlainDateTime().toString()));
    next = rule.next(next, false);
  }
  return found;
}

/** The last day is included, whatever the time of day. */
function endOfDay(rrule: string): string {
  return rrule.replace(/UNTIL=(\d{8})/, "UNTIL=$1T235959Z");
}

function partsOf(rrule: string): ReadonlyMap<string, string> | undefined {
  const parts = new Map<string, string>();
  for (const part of rrule.split(";")) {
    const place = part.indexOf("=");
    const [name, value] = [part.slice(0, place), part.slice(place + 1)];
    if (PARTS[name]?.test(value) !== true || parts.has(name)) return undefined;
    parts.set(name, value);
  }
  const isEndedTwice = parts.has("COUNT") && parts.has("UNTIL");
  return parts.has("FREQ") && !isEndedTwice ? parts : undefined;
}
