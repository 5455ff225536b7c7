import type { NoticeRuleDocument } from "@vigie/shared/notice-rule.ts";

/**
 * Who of the staff gets what before anybody has written a rule. A dispatcher hears of everything new, by
 * mail of what cannot wait; who has a ticket hears of it.
 */
export type DefaultNoticeRule = Omit<NoticeRuleDocument, "id" | "name" | "version" | "key"> & {
  readonly key: string;
};

const ALWAYS = {
  enabled: true,
  customerIds: [],
  priorities: [],
  hours: null,
  breakThrough: [],
} satisfies Partial<NoticeRuleDocument>;

const DISPATCHERS = { audience: "role", role: "dispatcher" } as const;

export const DEFAULT_NOTICE_RULES: readonly DefaultNoticeRule[] = [
  {
    ...ALWAYS,
    key: "new_urgent",
    label: { en: "New P1 tickets, to dispatchers", fr: "Nouveaux tickets P1, aux répartiteurs" },
    to: DISPATCHERS,
    kinds: ["ticket_opened", "ticket_reopened"],
    channels: ["screen", "mail"],
    priorities: [1],
  },
  {
    ...ALWAYS,
    key: "outage",
    label: { en: "Site outages, to dispatchers", fr: "Sites injoignables, aux répartiteurs" },
    to: DISPATCHERS,
    kinds: ["outage_opened"],
    channels: ["screen", "mail"],
  },
  {
    ...ALWAYS,
    key: "new",
    label: { en: "New tickets, on dispatchers' screens", fr: "Nouveaux tickets, à l’écran" },
    to: DISPATCHERS,
    kinds: ["ticket_opened", "ticket_reopened"],
    channels: ["screen"],
  },
  {
    ...ALWAYS,
    key: "assigned",
    label: { en: "Tickets assigned to me", fr: "Tickets qui me sont affectés" },
    to: { audience: "assignee" },
    kinds: ["assigned", "ticket_reopened"],
    channels: ["screen", "mail"],
  },
  {
    ...ALWAYS,
    key: "customer_replied",
    label: { en: "A customer wrote, to who is in charge", fr: "Un client écrit, au responsable" },
    to: { audience: "responsible" },
    kinds: ["customer_replied"],
    channels: ["screen", "mail"],
  },
  {
    ...ALWAYS,
    key: "deadlines",
    label: { en: "Deadlines, to who is in charge", fr: "Échéances, au responsable" },
    to: { audience: "responsible" },
    kinds: ["breach_near", "breached", "escalated"],
    channels: ["screen", "mail"],
  },
  {
    ...ALWAYS,
    key: "deadlines_missed",
    label: { en: "Missed P1 and P2, to dispatchers", fr: "P1 et P2 dépassés, aux répartiteurs" },
    to: DISPATCHERS,
    kinds: ["breached", "escalated"],
    channels: ["screen", "mail"],
    priorities: [1, 2],
  },
  {
    ...ALWAYS,
    key: "watched",
    label: { en: "Tickets I watch", fr: "Tickets que j’observe" },
    to: { audience: "watchers" },
    kinds: ["customer_replied", "ticket_reopened", "ticket_resolved", "breached"],
    channels: ["screen", "mail"],
  },
  {
    ...ALWAYS,
    key: "undelivered",
    label: {
      en: "Notices given up, to administrators",
      fr: "Envois abandonnés, aux administrateurs",
    },
    to: { audience: "role", role: "administrator" },
    kinds: ["undelivered"],
    channels: ["screen"],
  },
];

/** What a rule does in words: those of a person, else ours. */
export function labelOf({
  key,
  name,
}: Pick<NoticeRuleDocument, "key" | "name">): NoticeRuleDocument["label"] {
  if (name !== null) return { en: name, fr: name };
  const known = DEFAULT_NOTICE_RULES.find((rule) => rule.key === key);
  return known?.label ?? { en: key ?? "", fr: key ?? "" };
}
