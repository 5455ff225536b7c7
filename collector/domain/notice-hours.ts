import type { NoticeRuleDocument } from "@vigie/shared/notice-rule.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { toCalendar } from "./calendar.ts";
import { deadlineMs } from "./working-time.ts";

/** The hours in which somebody wants mails, read in that person's own zone. */

type Hours = NonNullable<NoticeRuleDocument["hours"]>;

/**
 * When a mail that is due may leave: at once where one of the rules lets it, else as the first of them
 * opens. A priority that breaks through leaves at any hour.
 */
export function leavesAtMs(
  rules: readonly Pick<NoticeRuleDocument, "hours" | "breakThrough">[],
  {
    dueAtMs,
    priority,
    timeZone,
  }: {
    readonly dueAtMs: number;
    readonly priority: number | null;
    readonly timeZone: string;
  },
): number {
  const openings = rules.map(({ hours, breakThrough }) => {
    if (hours === null || breakThrough.some((one) => one === priority)) return dueAtMs;
    return openMs(hours, timeZone, dueAtMs);
  });
  return openings.length === 0 ? dueAtMs : Math.min(...openings);
}

/** What is wrong with hours, as `notice_rule_invalid`; they must open in some week. */
export function wrongHours(hours: Hours): Refusal | undefined {
  const outcome = toCalendar({ timeZone: "UTC", weekly: hours });
  if (!("problem" in outcome)) return undefined;
  return { problem: "notice_rule_invalid", detail: `hours: ${outcome.detail}` };
}

/** Hours were checked when the rule was written; a zone that is gone holds nothing up. */
function openMs(hours: Hours, timeZone: string, atMs: number): number {
  const outcome = toCalendar({ timeZone, weekly: hours });
  return "problem" in outcome ? atMs : deadlineMs(outcome.calendar, atMs, 0);
}
