import { createHash } from "node:crypto";
import { cleanText } from "../domain/mail-text.ts";

/** The head of a mail is looked for within this: no honest one is longer. */
const HEAD_BYTES_MAX = 1024 * 1024;

/** What of the headers is kept of a mail that cannot be read. */
const KEPT_BYTES_MAX = 64 * 1024;

/** Headers that the sender wrote and that no server changes on the way. */
const SENDERS_OWN = /^(?:from|date|subject|message-id|content-type):/i;

/** By these a mail differs from the same words said again. */
const TELLING = /^(?:date|message-id):\s*\S/i;

/**
 * Tells two mails apart by what their sender wrote: the same mail that came twice, by two addresses of
 * one mailbox, has other lines of servers in its head and is still the same. What says neither when it
 * was written nor under which id is told by all of its head: a device may say the same each day.
 */
export function contentHashOf(source: Uint8Array): string {
  const { head, body } = parted(source);
  const hash = createHash("sha256");
  const lines = unfolded(head);
  const isTold = lines.some((line) => TELLING.test(line));
  for (const line of lines) if (!isTold || SENDERS_OWN.test(line)) hash.update(`${line}\n`);
  return hash.update("\n").update(body).digest("hex");
}

/** The headers as they came, for a person to look at. */
export function headersOf(source: Uint8Array): string {
  return cleanText(parted(source.subarray(0, KEPT_BYTES_MAX)).head);
}

function parted(source: Uint8Array): { readonly head: string; readonly body: Uint8Array } {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const beginning = bytes.subarray(0, HEAD_BYTES_MAX).toString("latin1");
  const end = /\r?\n\r?\n/.exec(beginning);
  const headEnd = end?.index ?? beginning.length;
  return {
    // Bytes above ASCII are UTF-8 wherever they are allowed at all.
    head: bytes.subarray(0, headEnd).toString("utf8"),
    body: bytes.subarray(headEnd + (end?.[0].length ?? 0)),
  };
}

function unfolded(head: string): string[] {
  return head.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
}
