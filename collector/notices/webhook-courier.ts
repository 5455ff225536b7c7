import type { WebhookBody } from "@vigie/shared/webhook.ts";
import { toInstant } from "../domain/instant.ts";
import type { NoticeRow, Tables, TicketListRow, WebhookRow } from "../registry/registry.ts";
import type { Secrets } from "../secrets.ts";
import type { Courier, Delivered } from "./courier.ts";
import { readStory } from "./story.ts";
import { urlOf } from "./ticket-words.ts";
import { type Answered, deliver, type WebhookTools } from "./webhook.ts";

/** Tells programs of events, each by its own delivery and in their order. */

export type WebhookCourierTools = {
  readonly read: Tables;
  readonly secrets: Secrets;
  readonly installation: string;
  readonly publicUrl: string | undefined;
  readonly web: WebhookTools;
};

/** Programs that are told at a time; a slow one holds one of these for 5 s at most. */
const AT_ONCE = 16;

const GIVEN_UP_AFTER_MS = 24 * 3_600_000;

export function createWebhookCourier(tools: WebhookCourierTools): Courier {
  return {
    channel: "webhook",
    atOnce: AT_ONCE,
    givenUpAfterMs: GIVEN_UP_AFTER_MS,
    isOneServer: false,
    deliver: (row, nowMs) => deliverRow(tools, row, nowMs),
  };
}

/** What signs the deliveries of a webhook; another one once its number is raised. */
export function webhookSecret(
  secrets: Secrets,
  { id, secretNumber }: Pick<WebhookRow, "id" | "secretNumber">,
): string {
  return `whs_${secrets.derive(`webhook ${id} ${secretNumber}`).toString("base64url")}`;
}

/** Tries a webhook at once, past the outbox. */
export async function tryWebhook(
  tools: WebhookCourierTools,
  webhook: WebhookRow,
  { id, nowMs }: { readonly id: string; readonly nowMs: number },
): Promise<Answered> {
  const about = { installation: tools.installation, ticket: null, parameters: {} };
  const body: WebhookBody = { v: 1, id, kind: "test", at: toInstant(nowMs), ...about };
  return send(tools, webhook, { body, nowMs });
}

/** Signed anew each time: what is signed says when it was sent. */
function send(
  { secrets, web }: WebhookCourierTools,
  webhook: WebhookRow,
  { body, nowMs }: { readonly body: WebhookBody; readonly nowMs: number },
): Promise<Answered> {
  const delivery = {
    url: webhook.url,
    body: JSON.stringify(body),
    idempotencyKey: body.id,
    secret: webhookSecret(secrets, webhook),
    atSeconds: Math.floor(nowMs / 1_000),
  };
  return deliver(delivery, web);
}

async function deliverRow(
  tools: WebhookCourierTools,
  row: NoticeRow,
  nowMs: number,
): Promise<Delivered> {
  const { read, installation, publicUrl } = tools;
  const webhook = await read.notices.findWebhook(row.recipientId);
  const [chapter] = await readStory(read, [row]);
  if (webhook === undefined || !webhook.enabled || chapter === undefined) {
    return { rows: [], dropped: [row], handover: { done: true }, messageId: null };
  }
  const body: WebhookBody = {
    v: 1,
    id: row.id,
    kind: row.kind,
    at: toInstant(row.createdAtMs),
    installation,
    ticket: chapter.ticket === undefined ? null : toTicket(chapter.ticket, publicUrl),
    parameters: { ...row.parameters, ...(chapter.line && { actor: chapter.line.actor }) },
  };
  const { handover } = await send(tools, webhook, { body, nowMs });
  return { rows: [row], dropped: [], handover, messageId: null };
}

function toTicket(ticket: TicketListRow, publicUrl: string | undefined): WebhookBody["ticket"] {
  const { id, number, state, type, priority, title, customerId, machineId } = ticket;
  return {
    id,
    number,
    state,
    type,
    priority,
    title,
    rule: ticket.ruleKey,
    object: ticket.object === "" ? null : ticket.object,
    customer: { id: customerId, name: ticket.customerName },
    machine: machineId === null ? null : { id: machineId, name: ticket.machineName ?? machineId },
    openedAt: toInstant(ticket.openedAtMs),
    breaksAt: ticket.breaksAtMs === null ? null : toInstant(ticket.breaksAtMs),
    url: urlOf(ticket, publicUrl) ?? null,
  };
}
