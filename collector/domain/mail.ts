/**
 * A mail as it is judged: what of it matters, read and bounded. Everything in it is what a stranger
 * wrote; nothing of it is true until something else says so.
 */
export type Letter = {
  /** With its angle brackets. */
  readonly messageId: string | null;
  /** Everybody it says to be from: more than one, or nobody, is no sender. */
  readonly from: readonly Correspondent[];
  /** Whom it was sent to, as far as its headers say; addresses in lower case. */
  readonly recipients: readonly string[];
  readonly subject: string;
  /** By the sender's own clock. */
  readonly sentAtMs: number | null;
  /** Message-IDs of the mails that it answers, the nearest first. */
  readonly answers: readonly string[];
  /** Message-IDs of the mails that a report of a server is about. */
  readonly reported: readonly string[];
  /** The headers of `JUDGED_HEADERS`, by their names in lower case, from top to bottom. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Whether it is a calendar's answer to an invitation. */
  readonly isCalendarReply: boolean;
};

export type Correspondent = {
  readonly name: string;
  /** In lower case. */
  readonly address: string;
};

/** A mail as it was read: what is judged of it, and what is kept. */
export type ReadMail = {
  readonly letter: Letter;
  /** What is new in it, and what it repeats. */
  readonly text: string;
  readonly quoted: string | null;
  readonly isCut: boolean;
  readonly hasHtml: boolean;
  readonly blockedImages: number;
  readonly attachments: readonly ReadAttachment[];
  /** Files beyond those that are read. */
  readonly attachmentsOmitted: number;
};

export type ReadAttachment = {
  readonly name: string;
  /** As the mail says; nothing trusts it. */
  readonly mediaType: string;
  readonly content: Uint8Array;
};

/** Headers by which a mail is judged. `list-` stands for every header that begins so. */
export const JUDGED_HEADERS = [
  "authentication-results",
  "auto-submitted",
  "content-type",
  "precedence",
  "return-path",
  "x-auto-response-suppress",
  "x-autoreply",
  "x-autoreply-from",
  "x-autorespond",
  "list-",
] as const;

export type JudgedHeader = (typeof JUDGED_HEADERS)[number];

/** The values of a header, from top to bottom. */
export function valuesOf({ headers }: Pick<Letter, "headers">, name: JudgedHeader) {
  return headers.get(name) ?? [];
}

/** The one sender; undefined = nobody, or several, and then nobody can be held to it. */
export function senderOf({ from }: Pick<Letter, "from">): Correspondent | undefined {
  return from.length === 1 ? from[0] : undefined;
}

/** What follows the last `@`. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}
