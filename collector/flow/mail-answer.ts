import type { ChannelRefusal } from "@vigie/shared/ticket-wish.ts";
import { assess } from "./assessment.ts";
import type { Gathering } from "./ledger.ts";
import type { MailTools } from "./mail-desk.ts";
import { askedAtMs, TYPE_OF_MAIL } from "./mail-opening.ts";

/** The polite answer to a contact whose contract takes no requests by mail: which ways there are. */

type Refused = {
  readonly customerId: string;
  readonly contactId: string;
  readonly address: string;
  readonly receivedAtMs: number;
};

/** Once for a sender and a day: whoever writes ten mails was told by the first. */
export async function answerRefusal(
  { notifier, book, now }: MailTools,
  { unit, draft }: Gathering,
  { customerId, contactId, address, receivedAtMs }: Refused,
): Promise<void> {
  if (notifier === undefined) return;
  const nowMs = now().wallMs;
  const asking = { book, tables: unit, atMs: askedAtMs({ receivedAtMs }, nowMs) };
  const assessed = await assess(asking, { customerId, type: TYPE_OF_MAIL, channel: "mail" });
  if ("problem" in assessed || assessed.channelRefusal === undefined) return;
  const notice = {
    to: { kind: "contact", id: contactId },
    key: `channel_refused ${address} ${dayOf(nowMs)}`,
    kind: "channel_refused",
    ticket: null,
    parameters: toParameters(assessed.channelRefusal),
  } as const;
  draft.notices += await notifier.mail(unit, notice, nowMs);
}

function dayOf(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toString().slice(0, "2026-01-01".length);
}

function toParameters({ why, opensAt, allowed }: ChannelRefusal): Readonly<Record<string, string>> {
  const ways = Map.groupBy(allowed, ({ openNow }) => openNow);
  const named = (isOpen: boolean) => (ways.get(isOpen) ?? []).map(({ channel }) => channel);
  return {
    why,
    open: named(true).join(","),
    closed: named(false).join(","),
    ...(opensAt !== null && { opensAt }),
  };
}
