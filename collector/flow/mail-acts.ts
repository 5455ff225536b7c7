import type { MailTicketWish } from "@vigie/shared/mail.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { StoredFile } from "../attachments/store.ts";
import type { ReadMail } from "../domain/mail.ts";
import type { MailAttachment, MailPlace } from "../registry/registry.ts";
import type { Outcome } from "./acts.ts";

/** What is done with mails that came in, by themselves and by people. */

/** A mail that came, as far as it could be read; its bytes are kept elsewhere by now. */
export type TakenMail = {
  readonly place: MailPlace | null;
  readonly receivedAtMs: number;
  readonly bytes: number;
  readonly contentHash: string;
  /** Under which it is kept as it came; null = it is not. */
  readonly sourceHash: string | null;
  /** undefined = nothing could be made of it. */
  readonly read: MailWords | undefined;
  /** Whether only its beginning was fetched. */
  readonly isTooLarge: boolean;
  /** As they came, of what could not be read. */
  readonly headers: string | null;
  readonly files: readonly MailFile[];
};

export type MailWords = Omit<ReadMail, "attachments"> & {
  readonly attachments: readonly MailAttachment[];
};

/** A file of a mail whose bytes are in the attachment store. */
export type MailFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly stored: StoredFile;
};

/** Which addresses are the mailbox's own, and which tickets they name. */
export type MailAddresses = {
  readonly numberOf: (address: string) => number | undefined;
  readonly isOwn: (address: string) => boolean;
};

/** A decision of a person about one mail, and the files that go with it. */
export type Deciding<Wish> = {
  readonly id: string;
  readonly wish: Wish;
  /** Of the mail as the person saw it. */
  readonly version: number;
  readonly files: readonly MailFile[];
};

export interface MailDesk {
  /** Keeps a mail with what it leads to; once only, however often it comes. */
  take(mail: TakenMail): Promise<{ readonly isNew: boolean }>;
  /** Opens a ticket of it. Refuses as an opening does, or with `mail_decided`. */
  openTicket(deciding: Deciding<MailTicketWish>): Promise<Outcome>;
  /** Puts it on a ticket. Refuses as an act does, or with `mail_decided`. */
  attach(deciding: Deciding<{ readonly by: string; readonly ticketId: string }>): Promise<Outcome>;
  ignore(deciding: Omit<Deciding<{ readonly by: string }>, "files">): Promise<Outcome>;
}

/** The same for whoever knows a mail by its id only, and what its sender laid out. */
export interface MailRoom {
  openTicket(id: string, wish: MailTicketWish, version: number): Promise<Outcome>;
  attach(
    id: string,
    wish: { readonly by: string; readonly ticketId: string },
    version: number,
  ): Promise<Outcome>;
  ignore(id: string, by: string, version: number): Promise<Outcome>;
  /** A whole document, made fit to be shown in a frame of its own. */
  html(id: string): Promise<{ readonly html: string } | Refusal>;
}
