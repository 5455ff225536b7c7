import type { NoticeRow, NoticeRuleRow, WebhookRow } from "../../../collector/registry/registry.ts";

/** Notices, their rules and webhooks for the registry's suites: a test changes what it is about. */

export const notice = (change: Partial<NoticeRow> = {}): NoticeRow => {
  const id = change.id ?? "ntc_1";
  return {
    id,
    key: `line 1 ${id}`,
    kind: "ticket_opened",
    channel: "mail",
    recipientKind: "staff",
    recipientId: "stf_1",
    customerId: null,
    ticketId: null,
    transitionId: null,
    thread: "tic_1",
    pace: "calm",
    parameters: {},
    count: 1,
    createdAtMs: 1_000,
    dueAtMs: 1_000,
    nextAtMs: 1_000,
    state: "waiting",
    attempts: 0,
    errorCode: null,
    errorDetail: null,
    sentAtMs: null,
    readAtMs: null,
    messageId: null,
    ...change,
  };
};

/** One that is on a screen. */
export const shown = (change: Partial<NoticeRow> = {}): NoticeRow =>
  notice({ channel: "screen", state: "sent", nextAtMs: null, sentAtMs: 1_000, ...change });

export const noticeRule = (change: Partial<NoticeRuleRow> = {}): NoticeRuleRow => ({
  id: "ntr_1",
  key: null,
  name: "P1 pour Nadia",
  enabled: true,
  to: { audience: "staff", staffId: "stf_1" },
  kinds: ["ticket_opened"],
  channels: ["mail"],
  customerIds: [],
  priorities: [1],
  hours: { mon: [["09:00", "18:00"]] },
  breakThrough: [1],
  version: 1,
  ...change,
});

export const webhook = (change: Partial<WebhookRow> = {}): WebhookRow => ({
  id: "whk_1",
  name: "Astreinte",
  url: "https://hooks.example.org/vigie",
  enabled: true,
  kinds: ["ticket_opened"],
  customerIds: [],
  priorities: [],
  letGo: 0,
  secretNumber: 1,
  version: 1,
  ...change,
});
