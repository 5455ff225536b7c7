import type { NoticeKind } from "@vigie/shared/notice.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { Rule } from "./notice-audience.ts";
import { wrongHours } from "./notice-hours.ts";

/** Whether a rule of who gets what can hold. */

/** What a customer may be told; the rest is the provider's own business. */
const FOR_CUSTOMERS: ReadonlySet<NoticeKind> = new Set<NoticeKind>([
  "ticket_opened",
  "ticket_reopened",
  "ticket_taken",
  "ticket_waiting",
  "ticket_resolved",
  "ticket_closed",
  "staff_replied",
]);

/** Why it cannot, as `notice_rule_invalid`. */
export function checkNoticeRule(rule: Rule): Refusal | undefined {
  if (rule.to.audience === "requester") return wrongForCustomers(rule) ?? checkHours(rule);
  return checkHours(rule);
}

function wrongForCustomers({ kinds, channels, hours }: Rule): Refusal | undefined {
  if (channels.some((channel) => channel !== "mail")) {
    return invalid("channels: who asked is told by mail only; take screen out");
  }
  const place = kinds.findIndex((kind) => !FOR_CUSTOMERS.has(kind));
  if (place !== -1) {
    return invalid(`kinds[${place}]: a customer is not told of ${kinds[place]}; take it out`);
  }
  if (hours === null) return undefined;
  return invalid("hours: who asked is told at once; leave the hours out");
}

function checkHours({ hours }: Rule): Refusal | undefined {
  return hours === null ? undefined : wrongHours(hours);
}

function invalid(detail: string): Refusal {
  return { problem: "notice_rule_invalid", detail };
}
