import MailComposer from "nodemailer/lib/mail-composer";
import { domainOf } from "../domain/mail.ts";
import type { Enclosure } from "./enclosures.ts";
import { type Letter, toHtmlPage, toPlain } from "./letter.ts";
import { type Mailbox, toHeaderLine } from "./mailbox.ts";
import { wordsOf } from "./words/words.ts";

/** A letter as the bytes that go over the wire. */

export type Envelope = {
  readonly from: Mailbox;
  readonly to: Mailbox;
  /** Where answers go; undefined = to the sender. */
  readonly replyTo?: string | undefined;
  /** Without angle brackets. */
  readonly messageId: string;
  /** Messages of the same thread, the nearest last, without angle brackets. */
  readonly references: readonly string[];
  readonly atMs: number;
  /** `none` = a person wrote it. */
  readonly automatic: "generated" | "replied" | "none";
};

const NAME_MAX = 120;
const SUBJECT_MAX = 180;

export async function toMessage(
  letter: Letter,
  envelope: Envelope,
  files: readonly Enclosure[] = [],
): Promise<Buffer> {
  const { from, to, replyTo, messageId, references, atMs } = envelope;
  const composer = new MailComposer({
    from: named(from),
    to: named(to),
    subject: toHeaderLine(letter.subject, SUBJECT_MAX),
    text: toPlain(letter, wordsOf(letter.language).colon),
    html: toHtmlPage(letter),
    messageId: `<${messageId}>`,
    date: new Date(atMs),
    headers: headersOf(envelope),
    attachments: files.map(({ name, mediaType, content }) => ({
      filename: toHeaderLine(name, NAME_MAX),
      contentType: mediaType,
      contentDisposition: "attachment",
      content: Buffer.from(content),
    })),
    ...(replyTo !== undefined && { replyTo }),
    ...(references.length > 0 && {
      inReplyTo: `<${references.at(-1)}>`,
      references: references.map((id) => `<${id}>`).join(" "),
    }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function named({ name, address }: Mailbox): Mailbox {
  return { name: toHeaderLine(name, NAME_MAX), address };
}

/** Nothing that answers by itself is to answer what was sent by itself. */
function headersOf({ from, automatic }: Envelope): Record<string, string> {
  if (automatic === "none") return {};
  return {
    "Auto-Submitted": `auto-${automatic}`,
    "X-Auto-Response-Suppress": "All",
    "List-Id": `Vigie <notices.${domainOf(from.address)}>`,
  };
}
