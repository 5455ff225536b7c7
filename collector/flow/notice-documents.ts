import type { NoticeDocument } from "@vigie/shared/notice.ts";
import type { NoticeRuleDocument } from "@vigie/shared/notice-rule.ts";
import type { WebhookDocument } from "@vigie/shared/webhook.ts";
import { labelOf } from "../domain/default-notice-rules.ts";
import { toInstant } from "../domain/instant.ts";
import type { NoticeListRow, NoticeRuleRow, Tables, WebhookRow } from "../registry/registry.ts";
import { ruleLabel, toObject } from "./documents.ts";

/** Notices, their rules and webhooks as the API says them. */

export function toNotice(row: NoticeListRow): NoticeDocument {
  return {
    id: row.id,
    kind: row.kind,
    channel: row.channel,
    recipient: { kind: row.recipientKind, id: row.recipientId, name: row.recipientName },
    ticket: toTicket(row),
    parameters: { ...row.parameters },
    count: row.count,
    state: row.state,
    createdAt: toInstant(row.createdAtMs),
    dueAt: toInstant(row.dueAtMs),
    nextAt: instantOrNull(row.nextAtMs),
    sentAt: instantOrNull(row.sentAtMs),
    readAt: instantOrNull(row.readAtMs),
    attempts: row.attempts,
    lastError:
      row.errorCode === null ? null : { code: row.errorCode, detail: row.errorDetail ?? "" },
    messageId: row.messageId,
  };
}

function toTicket({ ticketId, ticket }: NoticeListRow): NoticeDocument["ticket"] {
  if (ticketId === null || ticket === null) return null;
  const { number, state, priority, title, ruleKey, ruleWords, customerName, machineName } = ticket;
  return {
    id: ticketId,
    number,
    state,
    priority,
    title,
    rule: ruleKey === null ? null : { key: ruleKey, label: ruleLabel(ruleKey, ruleWords) },
    object: toObject(ticket.object),
    customer: customerName,
    machine: machineName,
  };
}

export function toNoticeRule(row: NoticeRuleRow): NoticeRuleDocument {
  return { ...row, label: labelOf(row) };
}

/** Deliveries that wait are counted up to this. */
const WAITING_MAX = 10_000;

export async function readWebhook(
  { notices }: Tables,
  { secretNumber: _secret, ...row }: WebhookRow,
): Promise<WebhookDocument> {
  return { ...row, waiting: await notices.waitingCount(row.id, WAITING_MAX) };
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : toInstant(ms);
}
