import type { Refusal } from "@vigie/shared/problems.ts";
import type { Rule } from "./notice-audience.ts";
import { wrongHours } from "./notice-hours.ts";

/** Whether a rule of who gets what can hold; why it cannot, as `notice_rule_invalid`. */
export function checkNoticeRule({ hours }: Pick<Rule, "hours">): Refusal | undefined {
  return hours === null ? undefined : wrongHours(hours);
}
