/** How a maintenance window comes again, as a person chooses it, and as a rule of RFC 5545. */

export const REPETITIONS = ["once", "daily", "weekly", "monthly", "own"] as const;
export type Repetition = (typeof REPETITIONS)[number];

const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

/**
 * The rule of a repetition that begins at a local time ("2026-11-23T22:00"), until a last local day
 * where there is one; null = only once. A month that lacks the day is left out, as the standard has it.
 */
export function toRule(
  repetition: Exclude<Repetition, "own">,
  { startsAt, lastDay }: { readonly startsAt: string; readonly lastDay: string },
): string | null {
  if (repetition === "once") return null;
  const until = lastDay === "" ? "" : `;UNTIL=${lastDay.replaceAll("-", "")}`;
  return `${frequencyOf(repetition, startsAt)}${until}`;
}

function frequencyOf(repetition: "daily" | "weekly" | "monthly", startsAt: string): string {
  const day = new Date(`${startsAt.slice(0, 10)}T00:00:00Z`);
  switch (repetition) {
    case "daily":
      return "FREQ=DAILY";
    case "weekly":
      return `FREQ=WEEKLY;BYDAY=${WEEKDAYS[day.getUTCDay()]}`;
    case "monthly":
      return `FREQ=MONTHLY;BYMONTHDAY=${day.getUTCDate()}`;
  }
}

/** Which of them a rule is, where it is as this page writes it. */
export function toRepetition(rrule: string | null): Repetition {
  if (rrule === null) return "once";
  const parts = rrule.split(";").filter((part) => !part.startsWith("UNTIL="));
  const [frequency, by = "", ...more] = parts;
  if (more.length > 0) return "own";
  if (frequency === "FREQ=DAILY" && by === "") return "daily";
  if (frequency === "FREQ=WEEKLY" && /^BYDAY=[A-Z]{2}$/.test(by)) return "weekly";
  return frequency === "FREQ=MONTHLY" && /^BYMONTHDAY=\d{1,2}$/.test(by) ? "monthly" : "own";
}
