import type { NoticeKind } from "@vigie/shared/notice.ts";
import type {
  NoticeAudience,
  NoticeRuleDocument,
  NoticeRuleWish,
} from "@vigie/shared/notice-rule.ts";
import { STAFF_ROLES } from "@vigie/shared/staff.ts";

/** Who is told what, as a person fills it in. */

export const WAYS = ["screen", "mail"] as const;
export type Way = (typeof WAYS)[number];

/** Mails leave at any hour, on workdays between two times, or as it was set elsewhere. */
export type Hours = "always" | "workdays" | "kept";

export type RuleFilled = {
  readonly name: string;
  /** Such as "role dispatcher", "team tem_…" or "assignee". */
  readonly to: string;
  readonly kinds: readonly NoticeKind[];
  readonly ways: readonly Way[];
  readonly priorities: readonly string[];
  /** Several, where another program set them, stay. */
  readonly customerIds: readonly string[];
  readonly hours: Hours;
  readonly from: string;
  readonly until: string;
  readonly breakThrough: readonly string[];
  /** The hours that are kept. */
  readonly kept: NoticeRuleDocument["hours"];
};

const FIRST: RuleFilled = {
  name: "",
  to: "role dispatcher",
  kinds: ["ticket_opened"],
  ways: ["screen", "mail"],
  priorities: [],
  customerIds: [],
  hours: "always",
  from: "08:00",
  until: "19:00",
  breakThrough: ["1"],
  kept: null,
};

/** The rule as fields; undefined = a new one. What came with Vigie is called as its reader calls it. */
export function toRuleFilled(rule: NoticeRuleDocument | undefined, name: string): RuleFilled {
  if (rule === undefined) return FIRST;
  const { to, kinds, channels, priorities, customerIds, hours, breakThrough } = rule;
  return {
    name,
    to: toAudienceKey(to),
    kinds,
    ways: channels,
    priorities: priorities.map(String),
    customerIds,
    ...toHoursFields(hours),
    breakThrough: breakThrough.map(String),
  };
}

function toHoursFields(
  kept: NoticeRuleDocument["hours"],
): Pick<RuleFilled, "hours" | "from" | "until" | "kept"> {
  const { from, until } = FIRST;
  if (kept === null) return { hours: "always", from, until, kept };
  const workdays = toWorkdays(kept);
  return workdays === undefined
    ? { hours: "kept", from, until, kept }
    : { hours: "workdays", ...workdays, kept };
}

const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"] as const;

/** The two times, where the hours are the same on each workday and there are none at the weekend. */
function toWorkdays(
  hours: NonNullable<NoticeRuleDocument["hours"]>,
): { readonly from: string; readonly until: string } | undefined {
  const days = Object.keys(hours);
  const first = hours.mon?.[0];
  if (first === undefined || days.length !== WORKDAYS.length) return undefined;
  const isSame = WORKDAYS.every((day) => JSON.stringify(hours[day]) === JSON.stringify([first]));
  return isSame ? { from: first[0], until: first[1] } : undefined;
}

export function toAudienceKey(to: NoticeAudience): string {
  switch (to.audience) {
    case "role":
      return `role ${to.role}`;
    case "team":
      return `team ${to.teamId}`;
    case "staff":
      return `staff ${to.staffId}`;
    case "assignee":
    case "responsible":
    case "watchers":
      return to.audience;
  }
}

function toAudience(key: string): NoticeAudience | undefined {
  const [audience = "", of = ""] = key.split(" ");
  switch (audience) {
    case "role": {
      const role = STAFF_ROLES.find((known) => known === of);
      return role === undefined ? undefined : { audience, role };
    }
    case "team":
      return { audience, teamId: of };
    case "staff":
      return { audience, staffId: of };
    case "assignee":
    case "responsible":
    case "watchers":
      return { audience };
    default:
      return undefined;
  }
}

/** What is kept of it; undefined while something is missing. */
export function toRuleWish(filled: RuleFilled): NoticeRuleWish | undefined {
  const { kinds, ways, priorities, customerIds, breakThrough } = filled;
  const name = filled.name.trim();
  const to = toAudience(filled.to);
  if (name === "" || to === undefined || kinds.length === 0 || ways.length === 0) return undefined;
  return {
    name,
    to,
    kinds: [...kinds],
    channels: [...ways],
    priorities: priorities.map(Number),
    customerIds: [...customerIds],
    hours: toHours(filled),
    // What leaves at any hour has nothing to break through.
    breakThrough: filled.hours === "always" ? [] : breakThrough.map(Number),
  };
}

function toHours({ hours, from, until, kept }: RuleFilled): NoticeRuleDocument["hours"] {
  if (hours === "always") return null;
  if (hours === "kept") return kept;
  return Object.fromEntries(WORKDAYS.map((day) => [day, [[from, until]]]));
}
