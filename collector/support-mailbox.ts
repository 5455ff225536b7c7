import { join } from "node:path";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Logger } from "pino";
import { openAttachmentFolder } from "./attachments/folder.ts";
import type { AttachmentStore } from "./attachments/store.ts";
import { createCalendarBook } from "./flow/calendar-book.ts";
import type { Clocks } from "./flow/clocks.ts";
import type { TicketDesk } from "./flow/desk.ts";
import type { Ledger } from "./flow/ledger.ts";
import type { MailAddresses, MailRoom } from "./flow/mail-acts.ts";
import { createMailDesk } from "./flow/mail-desk.ts";
import type { Notifier } from "./flow/notifier.ts";
import { createReplyAddresses } from "./mail/reply-address.ts";
import { createMailRoom } from "./mailbox/mail-room.ts";
import { type Arrived, createMailbox, type Mailbox } from "./mailbox/mailbox.ts";
import { createMailReader, type MailReader } from "./mailbox/reader.ts";
import { takeMail } from "./mailbox/taking.ts";
import type { SupportMail } from "./mailbox-settings.ts";
import type { Registry } from "./registry/registry.ts";
import type { Secrets } from "./secrets.ts";

/** The support mailbox, wired: from the server that holds it to the ledger, and to the people who decide. */
export type SupportMailbox = {
  readonly mails: MailRoom;
  /** Takes a mail in, by whatever way it came. */
  readonly take: (arrived: Arrived) => Promise<{ readonly isNew: boolean }>;
  /** Mails as they came. */
  readonly sources: AttachmentStore;
  /** undefined = no mailbox is set. */
  readonly mailbox: Mailbox | undefined;
  readonly close: () => Promise<void>;
};

type Tools = {
  readonly settings: SupportMail;
  readonly dataFolder: string;
  readonly registry: Registry;
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
  readonly clocks: Clocks;
  readonly notifier: Pick<Notifier, "mail">;
  readonly files: AttachmentStore;
  readonly addresses: MailAddresses;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
  readonly log: Logger;
  readonly reader?: MailReader;
};

export async function openSupportMailbox(tools: Tools): Promise<SupportMailbox> {
  const { settings, dataFolder, registry, files, log, reader = createMailReader() } = tools;
  const { believed } = settings;
  const sources = await openAttachmentFolder(join(dataFolder, "mails"));
  const desk = createMailDesk({ ...tools, book: createCalendarBook(), believed });
  const onUnreadable = (fault: string, bytes: number): void =>
    log.warn({ fault, bytes }, "a mail could not be read; a person finds it in the triage list");
  const taking = { reader, sources, files, desk, believed, onUnreadable };
  const take: SupportMailbox["take"] = (arrived) => takeMail(taking, arrived);
  const mailbox = mailboxOf(tools, take);
  return {
    mails: createMailRoom({ read: registry.read, desk, reader, sources, files }),
    take,
    sources,
    mailbox,
    async close() {
      await mailbox?.close();
      await reader.close();
    },
  };
}

function mailboxOf(
  { settings: { mailbox: settings }, registry, now, log }: Tools,
  take: SupportMailbox["take"],
): Mailbox | undefined {
  if (settings === null) return undefined;
  return createMailbox({
    settings,
    keeping: {
      mark: (name, validity) => registry.read.mail.mark(name, validity),
      saveMark: (mark) => registry.commit(({ mail }) => mail.saveMark(mark)),
      take,
      unfiled: (name, validity, limit) => registry.read.mail.unfiled(name, validity, limit),
      setFiled: (ids) => registry.commit(({ mail }) => mail.setFiled(ids)),
    },
    nowMs: () => now().wallMs,
    onFailed: (error) => log.warn({ err: error }, "the support mailbox could not be read"),
  });
}

/** The addresses of the mailbox, and whether a mail comes from Vigie itself. */
export function addressesOf(
  { supportAddress }: Pick<SupportMail, "supportAddress">,
  { secrets, sender }: { readonly secrets: Secrets; readonly sender: string | undefined },
): MailAddresses & { readonly replyTo: ((ticketNumber: number) => string) | undefined } {
  const isSender = (address: string): boolean => address === sender?.toLowerCase();
  if (supportAddress === null) {
    return { numberOf: () => undefined, isOwn: isSender, replyTo: undefined };
  }
  const key = secrets.derive("reply address");
  const { numberOf, isOwn, addressFor } = createReplyAddresses({ supportAddress, key });
  return {
    numberOf,
    isOwn: (address) => isOwn(address) || isSender(address),
    replyTo: addressFor,
  };
}
