/**
 * Files that come with tickets: how many, and under which name they are kept. What a file is called is
 * said by whoever sends it, and is shown and saved by somebody else: nothing of it may lead out of a
 * folder, hide its ending or be more than a name.
 */

/** Files of one ticket, with those that no line names yet. */
export const ATTACHMENTS_MAX = 200;

/** All of them together. */
export const TICKET_BYTES_MAX = 500 * 1024 ** 2;

/** What file systems take; in UTF-8. */
const NAME_BYTES_MAX = 255;

/** An ending longer than this is none. */
const ENDING_BYTES_MAX = 20;

const NAMELESS = "file";

/**
 * The name under which a file is kept: the last part of its path, without characters that cannot be seen
 * or that turn the direction of writing, or that a system does not take in names.
 */
export function toFileName(said: string): string {
  const last = said.toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const seen = last
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\uFFFD]/gu, "")
    .replaceAll(/[<>:"|?*]/g, "_")
    .replaceAll(/\s+/g, " ");
  const name = withoutEnds(shortened(withoutEnds(seen)));
  if (name === "") return NAMELESS;
  return isDevice(name) ? `_${name}` : name;
}

/** Windows forgets blanks and dots at an end, so that what is saved would be called otherwise. */
function withoutEnds(name: string): string {
  return name.replace(/^ +/, "").replace(/[ .]+$/, "");
}

/** Names that stand for a device on Windows, with any ending. */
function isDevice(name: string): boolean {
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
}

/** Cut before its ending, between two characters; a device's name has room for one more. */
function shortened(name: string): string {
  const bytesMax = NAME_BYTES_MAX - 1;
  if (bytesOf(name) <= bytesMax) return name;
  const dot = name.lastIndexOf(".");
  const ending = dot <= 0 ? "" : name.slice(dot);
  const kept = bytesOf(ending) <= ENDING_BYTES_MAX ? ending : "";
  let stem = "";
  let room = bytesMax - bytesOf(kept);
  for (const character of name.slice(0, name.length - kept.length)) {
    room -= bytesOf(character);
    if (room < 0) break;
    stem += character;
  }
  return stem + kept;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}

/** What nobody knows the type of. */
const MEDIA_TYPE_UNKNOWN = "application/octet-stream";

const MEDIA_TYPE_LENGTH_MAX = 127;

/** The media type that somebody said, where it is one; it is shown to people, and nothing acts on it. */
export function toMediaType(said: string): string {
  const type = said.split(";")[0]?.trim().toLowerCase() ?? "";
  const isType =
    type.length <= MEDIA_TYPE_LENGTH_MAX && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type);
  return isType ? type : MEDIA_TYPE_UNKNOWN;
}
