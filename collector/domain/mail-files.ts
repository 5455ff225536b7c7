import { ATTACHMENT_BYTES_MAX, ATTACHMENTS_A_LINE_MAX } from "@vigie/shared/conversation.ts";
import { ATTACHMENTS_MAX, TICKET_BYTES_MAX } from "./attachment.ts";
import { cleanLine } from "./mail-text.ts";

/** Which of a mail's files go with its line: what finds no room is named there, and not lost in silence. */

/** How much a ticket holds already. */
type Load = { readonly count: number; readonly bytes: number };

/** Of the files that were left out, as many names as a line has room for. */
const NAMES_LENGTH_MAX = 300;

export function fittingFiles<Fitting extends { readonly stored: { readonly bytes: number } }>(
  files: readonly Fitting[],
  load: Load,
): { readonly fitting: readonly Fitting[]; readonly leftOut: readonly Fitting[] } {
  const fitting: Fitting[] = [];
  const leftOut: Fitting[] = [];
  let { count, bytes } = load;
  for (const file of files) {
    const size = file.stored.bytes;
    const hasRoom =
      fitting.length < ATTACHMENTS_A_LINE_MAX &&
      count < ATTACHMENTS_MAX &&
      size <= ATTACHMENT_BYTES_MAX &&
      bytes + size <= TICKET_BYTES_MAX;
    if (!hasRoom) {
      leftOut.push(file);
      continue;
    }
    fitting.push(file);
    count += 1;
    bytes += size;
  }
  return { fitting, leftOut };
}

/** What a line says of files that it has no room for. */
export function leftOutParameters(
  names: readonly string[],
  unread: number,
): Readonly<Record<string, string | number>> {
  const count = names.length + unread;
  if (count === 0) return {};
  return { leftOut: count, leftOutNames: cleanLine(names.join(", "), NAMES_LENGTH_MAX) };
}
