import type { AttachmentStore } from "../attachments/store.ts";
import type { Letter, ReadAttachment, ReadMail } from "../domain/mail.ts";
import { automaticReason } from "../domain/mail-automatic.ts";
import type { MailDesk, MailFile, MailWords } from "../flow/mail-acts.ts";
import { authenticationIn } from "../flow/mail-facts.ts";
import { contentHashOf, headersOf } from "./content-hash.ts";
import { type Arrived, MAIL_BYTES_MAX } from "./mailbox.ts";
import type { MailReader, Unreadable } from "./reader.ts";

/**
 * From the bytes of a mail to what is judged of it: the mail as it came is kept, it is read, and its files
 * are put where the files of tickets are, if it may act at all. What is kept for nothing is swept.
 */
export type TakingTools = {
  readonly reader: Pick<MailReader, "read">;
  /** Mails as they came. */
  readonly sources: Pick<AttachmentStore, "put">;
  readonly files: Pick<AttachmentStore, "put">;
  readonly desk: Pick<MailDesk, "take">;
  readonly believed: string;
  /** A mail of which nothing could be made. */
  readonly onUnreadable: (fault: string, bytes: number) => void;
};

export async function takeMail(
  tools: TakingTools,
  { place, receivedAtMs, bytes, source, partial }: Arrived,
): Promise<{ readonly isNew: boolean }> {
  const isWhole = partial === undefined;
  const kept = isWhole ? await tools.sources.put(inParts(source), MAIL_BYTES_MAX) : undefined;
  const mail = await readFrom(tools, { source, partial, bytes });
  return tools.desk.take({
    place,
    receivedAtMs,
    bytes,
    contentHash: contentHashOf(source),
    sourceHash: kept?.sha256 ?? null,
    read: mail && toWords(mail),
    isTooLarge: partial === "too_large",
    headers: mail === undefined ? headersOf(source) : null,
    files: mail !== undefined && isWhole ? await filesToKeep(tools, mail) : [],
  });
}

async function readFrom(
  { reader, onUnreadable }: TakingTools,
  { source, partial, bytes }: Pick<Arrived, "source" | "partial" | "bytes">,
): Promise<ReadMail | undefined> {
  // What could not be taken again and again is not tried once more.
  const read: ReadMail | Unreadable =
    partial === "failed" ? { fault: "it could not be taken" } : await reader.read(source);
  if (!("fault" in read)) return read;
  onUnreadable(read.fault, bytes);
  return undefined;
}

function toWords({ attachments, ...mail }: ReadMail): MailWords {
  return {
    ...mail,
    attachments: attachments.map(({ name, mediaType, content }) => ({
      name,
      mediaType,
      bytes: content.byteLength,
    })),
  };
}

/** Of a stranger's mail no file is kept but with the mail itself, until a person wants it. */
async function filesToKeep(
  { files, believed }: TakingTools,
  { letter, attachments }: ReadMail,
): Promise<MailFile[]> {
  return mayAct(letter, believed) ? keepFiles(files, attachments) : [];
}

function mayAct(letter: Letter, believed: string): boolean {
  return authenticationIn(letter, believed) === "pass" && automaticReason(letter) === undefined;
}

/** Puts the bytes of files where those of tickets are. */
export async function keepFiles(
  files: Pick<AttachmentStore, "put">,
  attachments: readonly ReadAttachment[],
): Promise<MailFile[]> {
  const kept: MailFile[] = [];
  for (const { name, mediaType, content } of attachments) {
    const stored = await files.put(inParts(content), MAIL_BYTES_MAX);
    kept.push({ name, mediaType, stored });
  }
  return kept;
}

const PART_BYTES = 1024 * 1024;

/** A part at a time, so that others have their turn in between. */
async function* inParts(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.byteLength; from += PART_BYTES) {
    yield bytes.subarray(from, from + PART_BYTES);
  }
}
