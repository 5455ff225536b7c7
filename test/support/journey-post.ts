import { Readable } from "node:stream";
import PostalMime, { type Email } from "postal-mime";
import { addDefaultNoticeRules } from "../../collector/default-rows.ts";
import { createNotifier } from "../../collector/flow/notifier.ts";
import { newId } from "../../collector/ids.ts";
import type { Handover } from "../../collector/notices/far-end.ts";
import { createMailCourier } from "../../collector/notices/mail-courier.ts";
import { createSender } from "../../collector/notices/sender.ts";
import type { Registry } from "../../collector/registry/registry.ts";

/** What leaves a story by mail: the collector's own notifier and sender, and a mail server that takes all. */

export type SentMail = {
  readonly to: string;
  /** When it left, on the story's clock. */
  readonly at: string;
  readonly mail: Email;
};

const NO_FILES: ReadonlyMap<string, Uint8Array> = new Map();

export async function openStoryPost(
  registry: Registry,
  {
    now,
    onFailed,
    mails,
    answer = () => ({ done: true }),
    files = NO_FILES,
  }: {
    readonly now: () => { readonly wallMs: number };
    readonly onFailed: (error: unknown) => void;
    /** Those that left, in order. */
    readonly mails: SentMail[];
    /** The bytes of attachments, by their hash. */
    readonly files?: ReadonlyMap<string, Uint8Array>;
    /** What the mail server makes of one. */
    readonly answer?: (to: string) => Handover;
  },
) {
  await addDefaultNoticeRules(registry);
  const notifier = createNotifier({ newId, hasMail: true });
  const courier = createMailCourier({
    read: registry.read,
    from: { name: "Support", address: "support@provider.example" },
    installation: registry.id,
    publicUrl: "https://vigie.example",
    files: {
      async open(sha256) {
        const content = files.get(sha256);
        return content && { bytes: content.byteLength, content: Readable.from([content]) };
      },
    },
    replyTo: (number) => `support+${number}@provider.example`,
    async handOver({ to, raw }) {
      const handover = answer(to);
      const at = Temporal.Instant.fromEpochMilliseconds(now().wallMs).toString();
      if (handover.done) mails.push({ to, at, mail: await PostalMime.parse(raw) });
      return handover;
    },
  });
  const sender = createSender({
    registry,
    notifier,
    couriers: [courier],
    now: () => now().wallMs,
    chance: () => 0.5,
    onFailed,
    onGivenUp: () => {},
  });
  return { notifier, sender };
}
