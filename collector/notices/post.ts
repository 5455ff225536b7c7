import type { AttachmentStore } from "../attachments/store.ts";
import type { Notifier } from "../flow/notifier.ts";
import type { Trial } from "../flow/webhook-keeper.ts";
import type { NoticeRow, Registry, WebhookRow } from "../registry/registry.ts";
import type { Secrets } from "../secrets.ts";
import { createMailCourier } from "./mail-courier.ts";
import { createSender, type Sender } from "./sender.ts";
import { handOver, type SmtpSettings } from "./smtp.ts";
import type { Network } from "./webhook-address.ts";
import { createWebhookCourier, tryWebhook, webhookSecret } from "./webhook-courier.ts";

/** Everything by which notices leave: the sender with its couriers, and what webhooks need besides. */
export type Post = {
  readonly sender: Sender;
  readonly secretOf: (webhook: WebhookRow) => string;
  readonly tryOut: (webhook: WebhookRow) => Promise<Trial>;
};

export type PostTools = {
  readonly registry: Registry;
  readonly notifier: Pick<Notifier, "tell">;
  readonly secrets: Secrets;
  /** undefined = no mail leaves. */
  readonly smtp: SmtpSettings | undefined;
  readonly publicUrl: string | undefined;
  /** Where the bytes of attachments are. */
  readonly files: Pick<AttachmentStore, "open">;
  readonly webhookNetworks: readonly Network[];
  /** Where customers answer about a ticket; undefined = to the sender. */
  readonly replyTo: ((ticketNumber: number) => string) | undefined;
  readonly version: string;
  readonly newId: (prefix: "ntc") => string;
  readonly now: () => number;
  readonly onFailed: (error: unknown) => void;
  readonly onGivenUp: (row: NoticeRow, code: string) => void;
};

export function createPost({ smtp, publicUrl, replyTo, ...tools }: PostTools): Post {
  const { registry, secrets, version, now } = tools;
  const common = { read: registry.read, installation: registry.id, publicUrl };
  const web = { allowed: tools.webhookNetworks, userAgent: `vigie/${version}` };
  const toWebhooks = { ...common, secrets, web };
  const mails =
    smtp === undefined
      ? []
      : [
          createMailCourier({
            ...common,
            from: smtp.from,
            replyTo,
            files: tools.files,
            handOver: (mail) => handOver(smtp, mail),
          }),
        ];
  const sender = createSender({
    registry,
    notifier: tools.notifier,
    couriers: [...mails, createWebhookCourier(toWebhooks)],
    now,
    chance: Math.random,
    onFailed: tools.onFailed,
    onGivenUp: tools.onGivenUp,
  });
  return {
    sender,
    secretOf: (webhook) => webhookSecret(secrets, webhook),
    async tryOut(webhook) {
      const trial = { id: tools.newId("ntc"), nowMs: now() };
      const { handover, status } = await tryWebhook(toWebhooks, webhook, trial);
      return { status, failure: handover.done ? undefined : handover };
    },
  };
}
