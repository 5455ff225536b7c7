/** What strangers write, made fit to be kept and shown: bounded, and without what plays tricks. */

/** What is kept of a mail's text, and of what it quotes, in bytes of UTF-8 each. */
export const MAIL_TEXT_BYTES_MAX = 60 * 1024;

const TITLE_LENGTH_MAX = 200;

/** Text of several lines: line ends are `\n`; no other control characters, no half letters. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, "");
}

/** One line of at most so many letters: whatever divides it is a blank. */
export function cleanLine(text: string, lengthMax: number): string {
  const line = cleanText(text.slice(0, lengthMax * 4))
    .replaceAll(/\s+/g, " ")
    .trim();
  return cutAt(line, lengthMax);
}

/** The text, or as much of its beginning as the bytes allow. */
export function cutToBytes(
  text: string,
  bytesMax: number,
): { readonly text: string; readonly isCut: boolean } {
  // A letter has at least one byte: most texts need no counting.
  if (text.length * 3 <= bytesMax) return { text, isCut: false };
  let bytes = 0;
  let end = 0;
  for (const letter of text) {
    bytes += bytesOf(letter);
    if (bytes > bytesMax) return { text: text.slice(0, end), isCut: true };
    end += letter.length;
  }
  return { text, isCut: false };
}

function bytesOf(letter: string): number {
  const point = letter.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x1_00_00 ? 3 : 4;
}

/** What programs put before the subject of what they answer or forward. */
const PREFIX =
  /^\s*(?:re|fw|fwd|tr|rép|ref|réf|aw|wg|sv|vs|antw|rif|r|i)(?:\s?\[\d{1,3}\])?\s?:\s*/i;
const TICKET_TAG = /\[#(\d{1,10})\]/g;

/** Prefixes that are taken off: a long thread has a few, a hostile subject thousands. */
const PREFIXES_MAX = 20;

/** The title of a ticket that a mail opens: its subject, else its first words, else who sent it. */
export function toTitle({
  subject,
  text,
  address,
}: {
  readonly subject: string;
  readonly text: string;
  readonly address: string;
}): string {
  let bare = cleanLine(subject.replaceAll(TICKET_TAG, " "), TITLE_LENGTH_MAX);
  for (let taken = 0; taken < PREFIXES_MAX && PREFIX.test(bare); taken += 1) {
    bare = bare.replace(PREFIX, "");
  }
  const words = [bare, ...text.slice(0, MAIL_TEXT_BYTES_MAX).split("\n"), address];
  return words.map((line) => cleanLine(line, TITLE_LENGTH_MAX)).find((line) => line !== "") ?? "-";
}

/** The ticket that a subject names; undefined = none, or several. */
export function numberInSubject(subject: string): number | undefined {
  const numbers = new Set(Array.from(subject.matchAll(TICKET_TAG), ([, digits]) => Number(digits)));
  return numbers.size === 1 ? [...numbers][0] : undefined;
}

/** Cuts without parting a letter that is two code units. */
function cutAt(text: string, lengthMax: number): string {
  return text.length <= lengthMax
    ? text
    : text
        .slice(0, lengthMax)
        .toWellFormed()
        .replace(/\uFFFD$/, "");
}
