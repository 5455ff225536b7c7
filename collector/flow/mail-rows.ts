import type { MailMessage, MailMessageDetail } from "@vigie/shared/mail.ts";
import { toInstant } from "../domain/instant.ts";
import { senderOf } from "../domain/mail.ts";
import { cleanLine } from "../domain/mail-text.ts";
import type { MailListRow, MailRow } from "../registry/registry.ts";
import type { MailWords, TakenMail } from "./mail-acts.ts";

/** A mail as a row, and as the API says it. */

/** What became of a mail, and whose it is as far as that is known. */
export type Fate = Pick<
  MailRow,
  "state" | "reason" | "detail" | "route" | "ticketId" | "customerId" | "contactId"
> & { readonly authentication: MailRow["authentication"] };

/** Of the recipients, as many as a person looks at. */
const RECIPIENTS_KEPT = 20;

export function toMailRow(
  { read, place, files: _files, isTooLarge: _partial, ...mail }: TakenMail,
  { id, nowMs, fate }: { readonly id: string; readonly nowMs: number; readonly fate: Fate },
): MailRow {
  return {
    ...mail,
    ...fate,
    ...(read === undefined ? UNREAD : wordsOf(read)),
    id,
    place,
    takenAtMs: nowMs,
    decidedBy: null,
    // What came by no mailbox has no server to tell.
    isFiled: place === null,
    version: 1,
  };
}

const UNREAD = {
  messageId: null,
  sentAtMs: null,
  fromName: "",
  fromAddress: null,
  toAddresses: [],
  subject: null,
  text: "",
  quoted: null,
  isCut: false,
  hasHtml: false,
  attachments: [],
  blockedImages: 0,
} as const;

function wordsOf({ letter, attachmentsOmitted: _omitted, ...words }: MailWords) {
  const { messageId, sentAtMs, subject, recipients } = letter;
  const sender = senderOf(letter) ?? letter.from[0];
  return {
    ...words,
    messageId,
    sentAtMs,
    subject,
    fromName: sender?.name ?? "",
    fromAddress: sender?.address ?? null,
    toAddresses: recipients.slice(0, RECIPIENTS_KEPT),
  };
}

const SIGNATURE_LENGTH_MAX = 120;

/** Who wrote it, as a history names them. */
export function signatureOf({ fromName, fromAddress }: Pick<MailRow, "fromName" | "fromAddress">) {
  const said = [fromName, fromAddress].find((text) => text !== null && text !== "");
  return cleanLine(said ?? "?", SIGNATURE_LENGTH_MAX);
}

export function toMailMessage(row: MailListRow): MailMessage {
  const { id, state, reason, detail, route, authentication, bytes, decidedBy, version } = row;
  const { fromAddress, fromName, toAddresses, subject, sentAtMs } = row;
  return {
    id,
    state,
    reason,
    detail,
    route,
    receivedAt: toInstant(row.receivedAtMs),
    sentAt: sentAtMs === null ? null : toInstant(sentAtMs),
    from: fromAddress === null ? null : { name: fromName, address: fromAddress },
    to: [...toAddresses],
    subject,
    authentication,
    customer: named(row.customerId, row.customerName),
    contact: named(row.contactId, row.contactName),
    ticket:
      row.ticketId === null || row.ticketNumber === null
        ? null
        : { id: row.ticketId, number: row.ticketNumber },
    bytes,
    decidedBy,
    version,
  };
}

export function toMailMessageDetail(row: MailListRow): MailMessageDetail {
  const { text, quoted, isCut, attachments, hasHtml, blockedImages, headers, sourceHash } = row;
  const hasSource = sourceHash !== null;
  return {
    ...toMailMessage(row),
    text,
    quoted,
    isCut,
    attachments: [...attachments],
    hasHtml: hasHtml && hasSource,
    blockedImages,
    headers,
    hasSource,
  };
}

function named(id: string | null, name: string | null) {
  return id === null || name === null ? null : { id, name };
}
