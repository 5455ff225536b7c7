import type { AttachmentStore } from "../attachments/store.ts";
import type { AttachmentRow, Tables } from "../registry/registry.ts";
import type { Chapter } from "./story.ts";

/** Files that go with what the staff wrote to a customer, as far as a mail takes them. */
export type Enclosures = {
  readonly files: readonly Enclosure[];
  /** The names of those that do not go with it, to be said in words. */
  readonly leftOut: readonly string[];
};

export type Enclosure = {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
};

export const NO_ENCLOSURES: Enclosures = { files: [], leftOut: [] };

/** Of all files of a mail; base64 makes a third more of it, and many servers take 20 MB. */
const FILES_BYTES_MAX = 10 * 1024 * 1024;

export async function readEnclosures(
  { read, files }: { readonly read: Tables; readonly files: Pick<AttachmentStore, "open"> },
  story: readonly Chapter[],
): Promise<Enclosures> {
  const enclosed: Enclosure[] = [];
  const leftOut: string[] = [];
  let room = FILES_BYTES_MAX;
  for (const row of await rowsOf(read, story)) {
    const content = row.bytes <= room ? await contentOf(files, row) : undefined;
    if (content === undefined) leftOut.push(row.name);
    else enclosed.push({ name: row.name, mediaType: enclosedAs(row), content });
    room -= content?.byteLength ?? 0;
  }
  return { files: enclosed, leftOut };
}

/** A mail within a mail, or parts of one, would be a part of ours and not a file: its bytes go as they are. */
function enclosedAs({ mediaType }: AttachmentRow): string {
  return /^(?:message|multipart)\//i.test(mediaType) ? "application/octet-stream" : mediaType;
}

/** Those of the replies that the mail tells, and of no other line. */
async function rowsOf(
  { attachments }: Tables,
  story: readonly Chapter[],
): Promise<AttachmentRow[]> {
  const rows: AttachmentRow[] = [];
  for (const { row, line } of story) {
    if (row.kind !== "staff_replied" || line?.kind !== "replied") continue;
    const shown = await attachments.shown(line.ticketId);
    rows.push(...shown.filter((file) => file.public && file.transitionId === row.transitionId));
  }
  return rows;
}

/** undefined = the file is lost; the answer leaves without it. */
async function contentOf(
  files: Pick<AttachmentStore, "open">,
  { sha256 }: AttachmentRow,
): Promise<Uint8Array | undefined> {
  const opened = await files.open(sha256);
  if (opened === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened.content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
