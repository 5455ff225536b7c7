import type { Authentication, MailReason, MailRoute, MailState } from "@vigie/shared/mail.ts";

/** Mails that came to the support address, and how far the mailbox was read. */

/** Where a mail lies on its server: the same number means another mail once `validity` differs. */
export type MailPlace = {
  /** `user@host/folder`. */
  readonly mailbox: string;
  readonly validity: number;
  readonly uid: number;
};

export type MailRow = {
  readonly id: string;
  readonly state: MailState;
  readonly reason: MailReason | null;
  /** What stood against it, as a refusal says it. */
  readonly detail: string | null;
  readonly route: MailRoute | null;
  /** Of what the sender wrote, not of what servers added on the way; no two rows have the same. */
  readonly contentHash: string;
  /** With its angle brackets. */
  readonly messageId: string | null;
  /** When it reached the mailbox. */
  readonly receivedAtMs: number;
  readonly takenAtMs: number;
  readonly sentAtMs: number | null;
  readonly fromName: string;
  /** In lower case. */
  readonly fromAddress: string | null;
  /** The first of its recipients. */
  readonly toAddresses: readonly string[];
  readonly subject: string | null;
  readonly authentication: Authentication;
  readonly text: string;
  readonly quoted: string | null;
  readonly isCut: boolean;
  readonly hasHtml: boolean;
  readonly attachments: readonly MailAttachment[];
  readonly blockedImages: number;
  readonly bytes: number;
  /** The headers as they came, of what could not be read. */
  readonly headers: string | null;
  /** Whose it is, once that is known. */
  readonly customerId: string | null;
  readonly contactId: string | null;
  /** The ticket on which it stands, or which it seems to mean. */
  readonly ticketId: string | null;
  readonly decidedBy: string | null;
  /** Under which the mail as it came is kept, in hexadecimal; null = it is not, or no longer. */
  readonly sourceHash: string | null;
  /** Where it lies; null = it came by another way. */
  readonly place: MailPlace | null;
  /** Whether its server was told that it is taken. */
  readonly isFiled: boolean;
  readonly version: number;
};
export type MailAttachment = {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
};

export type MailListRow = MailRow & {
  readonly ticketNumber: number | null;
  readonly customerName: string | null;
  readonly contactName: string | null;
};

/** How far a mailbox was read, since its numbers hold. */
export type MailMarkRow = {
  readonly mailbox: string;
  readonly validity: number;
  /** Every mail up to this one was taken or left alone. */
  readonly lastUid: number;
  /** Mails before this one were there before Vigie: only unread ones are taken. */
  readonly firstUid: number;
};

/** A person of a customer, as an address finds them. */
export type Correspondent = {
  readonly id: string;
  readonly customerId: string;
  readonly name: string;
};

export interface MailMessages {
  /** Rejects when a mail of the same content is there. */
  add(row: MailRow): Promise<void>;
  find(id: string): Promise<MailListRow | undefined>;
  /** The id of the mail of this content. */
  idOf(contentHash: string): Promise<string | undefined>;
  /** Newest first. */
  list(query: {
    readonly states?: readonly MailState[];
    readonly limit: number;
    readonly after?: { readonly id: string };
  }): Promise<MailListRow[]>;
  /** Compare-and-set on the version; false = somebody else changed it. The version is kept + 1. */
  change(row: MailRow): Promise<boolean>;
  /** The ticket of a number. */
  ticketNumbered(number: number): Promise<string | undefined>;
  /** Tickets on which mails with these Message-IDs stand, the newest mail first. */
  ticketsOf(messageIds: readonly string[]): Promise<string[]>;
  /** Contacts of all customers with this address, in any case; at most 10. */
  correspondents(address: string): Promise<Correspondent[]>;
  /** People of the staff with this address, in any case, who are still there; at most 10. */
  staffOf(address: string): Promise<{ readonly id: string; readonly name: string }[]>;
  /** How many tickets this address has opened by mails received since. */
  openedBy(address: string, sinceMs: number): Promise<number>;
  /** Whether a contact has written on a ticket by mail. */
  wroteOn(ticketId: string, contactId: string): Promise<boolean>;
  /** The Message-ID of the newest mail of a contact on a ticket. */
  lastFrom(ticketId: string, contactId: string): Promise<string | undefined>;
  /** How many mails stand on a ticket as mere notes. */
  notesOn(ticketId: string): Promise<number>;

  mark(mailbox: string, validity: number): Promise<MailMarkRow | undefined>;
  saveMark(row: MailMarkRow): Promise<void>;
  /** Mails whose server was not told yet that they are taken, at most `limit`, oldest first. */
  unfiled(
    mailbox: string,
    validity: number,
    limit: number,
  ): Promise<{ readonly id: string; readonly uid: number }[]>;
  setFiled(ids: readonly string[]): Promise<void>;

  /** Mails whose source is kept and who were taken before, at most `limit`, oldest first. */
  sources(query: {
    readonly beforeMs: number;
    readonly limit: number;
  }): Promise<{ readonly id: string; readonly bytes: number }[]>;
  /** All that is kept of sources. */
  sourceBytes(): Promise<number>;
  /** Says that the sources of these mails are not kept any more. */
  dropSources(ids: readonly string[]): Promise<void>;
  /** Those of these hashes under which a mail's source is kept; at most 1,000. */
  namedSources(hashes: readonly string[]): Promise<ReadonlySet<string>>;
  /** Forgets what was ignored before; returns how many, at most `limit`. */
  forgetIgnored(beforeMs: number, limit: number): Promise<number>;
  /**
   * Ignores what waits beyond `rows`, first the oldest that nobody vouched for, then the oldest of
   * strangers; returns how many, at most `limit`.
   */
  boundTriage(rows: number, limit: number): Promise<number>;
}
