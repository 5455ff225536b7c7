import { convert } from "html-to-text";
import PostalMime, { type Attachment, addressParser, type Email } from "postal-mime";
import {
  type Correspondent,
  JUDGED_HEADERS,
  type Letter,
  type ReadAttachment,
  type ReadMail,
} from "../domain/mail.ts";
import { foldQuote } from "../domain/mail-quote.ts";
import { cleanLine, cleanText, cutToBytes, MAIL_TEXT_BYTES_MAX } from "../domain/mail-text.ts";
import {
  isReasonable,
  OPEN_MAX,
  type OwnImages,
  type ShownHtml,
  showHtml,
  withoutTags,
} from "./show-html.ts";

/**
 * Reads a mail as it came, bytes that a stranger chose. Whatever is in it, the answer is bounded; what
 * cannot be read at all rejects, and its caller keeps the headers.
 */

/** Files of one mail that are read. */
const ATTACHMENTS_MAX = 50;

const NESTING_MAX = 128;
const HEADERS_BYTES_MAX = 1024 * 1024;
const MAILS_IN_MAILS_MAX = 3;
const RECIPIENTS_MAX = 1_000;
const ANSWERS_MAX = 50;
const MESSAGE_ID_LENGTH_MAX = 998;
const HEADER_VALUES_MAX = 20;
const HEADER_LENGTH_MAX = 10_000;
const NAME_LENGTH_MAX = 200;
const SUBJECT_LENGTH_MAX = 500;
const ADDRESS_LENGTH_MAX = 254;

export async function readMail(source: Uint8Array): Promise<ReadMail> {
  const email = await parse(source);
  const { text, isCut } = cutToBytes(cleanText(textOf(email)), MAIL_TEXT_BYTES_MAX);
  const { text: own, quoted } = foldQuote(text);
  const shown = email.html === undefined ? undefined : show(email, email.html);
  return {
    letter: toLetter(email),
    text: own,
    quoted,
    isCut,
    hasHtml: shown !== undefined,
    blockedImages: shown?.blockedImages ?? 0,
    attachments: email.attachments.slice(0, ATTACHMENTS_MAX).map(toAttachment),
    attachmentsOmitted: Math.max(0, email.attachments.length - ATTACHMENTS_MAX),
  };
}

/** The HTML of a mail as it came, to be shown; undefined = it has none. */
export async function readHtml(source: Uint8Array): Promise<ShownHtml | undefined> {
  const email = await parse(source);
  return email.html === undefined ? undefined : show(email, email.html);
}

async function parse(source: Uint8Array): Promise<Email> {
  return PostalMime.parse(source, {
    maxNestingDepth: NESTING_MAX,
    maxHeadersSize: HEADERS_BYTES_MAX,
    maxRfc822NestingDepth: MAILS_IN_MAILS_MAX,
    rfc822Attachments: true,
  });
}

function toLetter(email: Email): Letter {
  return {
    messageId: idsIn(email.messageId)[0] ?? null,
    from: sendersOf(email),
    recipients: recipientsOf(email),
    subject: cleanLine(email.subject ?? "", SUBJECT_LENGTH_MAX),
    sentAtMs: toMs(email.date),
    answers: [...idsIn(email.inReplyTo), ...idsIn(email.references).toReversed()]
      .filter((id, place, ids) => ids.indexOf(id) === place)
      .slice(0, ANSWERS_MAX),
    reported: email.attachments.flatMap(reportedIn).slice(0, ANSWERS_MAX),
    headers: headersOf(email),
    isCalendarReply: email.attachments.some(({ method }) => method === "REPLY"),
  };
}

/** Message-IDs in a header; the last ones, which are the nearest, where there are many. */
function idsIn(header = ""): string[] {
  const ids = header.slice(-HEADER_LENGTH_MAX).match(/<[^<>\s]{3,}>/g) ?? [];
  return ids.filter((id) => id.length <= MESSAGE_ID_LENGTH_MAX).map((id) => cleanText(id));
}

/** All of all From headers: a second one is a trick, and whoever shows the first falls for it. */
function sendersOf({ headers }: Email): Correspondent[] {
  return headers
    .filter(({ key }) => key === "from")
    .flatMap(({ value }) => addressParser(value.slice(0, HEADER_LENGTH_MAX), { flatten: true }))
    .flatMap(({ name, address = "" }) => {
      const folded = toAddress(address);
      return folded === undefined
        ? []
        : [{ name: cleanLine(name, NAME_LENGTH_MAX), address: folded }];
    })
    .slice(0, HEADER_VALUES_MAX);
}

/** Headers that say to whom it went; servers write the later ones. */
const RECIPIENT_HEADERS: ReadonlySet<string> = new Set([
  "delivered-to",
  "x-original-to",
  "envelope-to",
  "to",
  "cc",
]);

function recipientsOf({ headers }: Email): string[] {
  const addresses = headers
    .filter(({ key }) => RECIPIENT_HEADERS.has(key))
    .flatMap(({ value }) => addressParser(value, { flatten: true }))
    .flatMap(({ address = "" }) => toAddress(address) ?? []);
  return [...new Set(addresses)].slice(0, RECIPIENTS_MAX);
}

/** An address in lower case; undefined = it is none. */
function toAddress(text: string): string | undefined {
  const address = cleanLine(text, ADDRESS_LENGTH_MAX + 1).toLowerCase();
  const isOne = /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+$/.test(address);
  return isOne && address.length <= ADDRESS_LENGTH_MAX ? address : undefined;
}

function headersOf({ headers }: Email): Letter["headers"] {
  const kept = new Map<string, string[]>();
  for (const { key, value } of headers) {
    const name = key.startsWith("list-") ? "list-" : key;
    if (!JUDGED_HEADERS.some((judged) => judged === name)) continue;
    const values = kept.get(name) ?? [];
    if (values.length < HEADER_VALUES_MAX) values.push(value.slice(0, HEADER_LENGTH_MAX));
    kept.set(name, values);
  }
  return kept;
}

/** A date that cannot be, or of another age, is none. */
const FIRST_MAIL_MS = 0;
const LAST_MAIL_MS = 4_102_444_800_000;

function toMs(date = ""): number | null {
  const ms = Date.parse(date);
  return ms >= FIRST_MAIL_MS && ms < LAST_MAIL_MS ? ms : null;
}

/** As much of a returned mail as its headers need. */
const RETURNED_BYTES_READ = 64 * 1024;
const RETURNED_TYPES: ReadonlySet<string> = new Set([
  "message/rfc822",
  "message/global",
  "text/rfc822-headers",
  "message/global-headers",
]);

/** The Message-ID of the mail that a report returns. */
function reportedIn({ mimeType, content }: Attachment): string[] {
  if (!RETURNED_TYPES.has(mimeType)) return [];
  const text = new TextDecoder().decode(toBytes(content).subarray(0, RETURNED_BYTES_READ));
  return idsIn(/^message-id:\s*([^\r\n]*)/im.exec(text)?.[1]);
}

const ANY_TYPE = "application/octet-stream";
const MEDIA_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;
const NAMES: ReadonlyMap<string, string> = new Map([
  ["message/rfc822", "message.eml"],
  ["text/calendar", "invitation.ics"],
]);

function toAttachment({ filename, mimeType, content }: Attachment, place: number): ReadAttachment {
  const mediaType = MEDIA_TYPE.test(mimeType) ? mimeType : ANY_TYPE;
  const name = cleanLine(filename ?? "", NAME_LENGTH_MAX);
  const unnamed = NAMES.get(mediaType) ?? `file-${place + 1}`;
  return { name: name === "" ? unnamed : name, mediaType, content: toBytes(content) };
}

function toBytes(content: Attachment["content"]): Uint8Array {
  if (typeof content === "string") return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}

function textOf({ text = "", html = "" }: Email): string {
  if (text.trim() !== "" || html === "") return text;
  return isReasonable(html) ? htmlToText(html) : withoutTags(html);
}

const CHILDREN_MAX = 20_000;

function htmlToText(html: string): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxDepth: OPEN_MAX, maxChildNodes: CHILDREN_MAX },
    selectors: [
      { selector: "img", format: "skip" },
      { selector: "a", options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
      ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  });
}

/** Images that are shown with the mail they came in: small ones, of kinds that hold no script. */
const IMAGE_TYPES: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
]);
const IMAGE_BYTES_MAX = 2 * 1024 ** 2;
const IMAGES_BYTES_MAX = 8 * 1024 ** 2;

function show(email: Email, html: string): ShownHtml {
  return showHtml(html, imagesOf(email));
}

function imagesOf({ attachments }: Email): OwnImages {
  const images = new Map<string, string>();
  let room = IMAGES_BYTES_MAX;
  for (const { contentId, mimeType, content } of attachments) {
    if (contentId === undefined || !IMAGE_TYPES.has(mimeType)) continue;
    const bytes = toBytes(content);
    if (bytes.byteLength > Math.min(IMAGE_BYTES_MAX, room)) continue;
    room -= bytes.byteLength;
    const id = contentId.trim().replace(/^<|>$/g, "");
    images.set(id, `data:${mimeType};base64,${Buffer.from(bytes).toString("base64")}`);
  }
  return images;
}
