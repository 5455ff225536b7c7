import { REPLY_LINES } from "@vigie/shared/mail.ts";

/**
 * What of an answer is new, and what it repeats of the mails before. Programs mark what they repeat in
 * a few ways; where none is found, or where somebody answered between the lines, all of it is new: better
 * to read something twice than to miss it.
 */
export type Folded = {
  readonly text: string;
  /** null = it quotes nothing. */
  readonly quoted: string | null;
};

/** A longer line is looked at up to here: a line that introduces a quote is short. */
const LOOKED_AT_MAX = 300;

/** A line such as "On ... wrote:" is often broken into several. */
const INTRODUCTION_LINES_MAX = 4;

export function foldQuote(text: string): Folded {
  const lines = text.split("\n");
  const begin = beginOf(lines);
  if (begin === undefined) return whole(text);
  const before = lines.slice(0, begin.line);
  const { quoted, after } = splitTail(lines.slice(begin.line), begin.isToTheEnd);
  if (after === undefined) return whole(text);
  const own = join([...before, ...after]);
  // Nothing but a quote says at least that.
  return own === "" ? whole(text) : { text: own, quoted: join(quoted) };
}

function whole(text: string): Folded {
  return { text: text.trim(), quoted: null };
}

function join(lines: readonly string[]): string {
  return lines.join("\n").trim();
}

type Begin = {
  readonly line: number;
  /** Whether everything from here on is the quote, marked or not. */
  readonly isToTheEnd: boolean;
};

function beginOf(lines: readonly string[]): Begin | undefined {
  for (const [line, text] of lines.entries()) {
    const looked = text.slice(0, LOOKED_AT_MAX).replaceAll(/[\u00A0\u202F]/g, " ");
    if (isDivider(looked) || isHeaderBlock(lines, line)) return { line, isToTheEnd: true };
    const introduced = introductionAt(lines, line);
    if (introduced > 0) return { line, isToTheEnd: !isMarkedAfter(lines, line + introduced) };
    if (isMarked(looked)) return { line, isToTheEnd: false };
  }
  return undefined;
}

const DIVIDERS: readonly RegExp[] = [
  /^-{2,}\s*(?:original message|message d['’]origine|message original|ursprüngliche nachricht)\s*-{2,}$/i,
  ...Object.values(REPLY_LINES).map((line) => new RegExp(line)),
];

/** What follows is the mail that is answered, as it was. */
function isDivider(line: string): boolean {
  return DIVIDERS.some((pattern) => pattern.test(line.trim()));
}

/** The headers of the mail before, as Outlook writes them: who, when, to whom, about what. */
const HEADER_BLOCK: readonly RegExp[] = [
  /^\*?(?:from|de)\s?:\*?\s/i,
  /^\*?(?:sent|date|envoyé|envoyé le)\s?:\*?\s/i,
  /^\*?(?:to|à)\s?:\*?\s/i,
  /^\*?(?:subject|objet)\s?:\*?/i,
];
const HEADER_BLOCK_LINES = 7;

function isHeaderBlock(lines: readonly string[], line: number): boolean {
  const [from, ...others] = HEADER_BLOCK;
  if (!from?.test(plain(lines[line]))) return false;
  const following = lines.slice(line + 1, line + 1 + HEADER_BLOCK_LINES).map(plain);
  // What somebody forwards is what they write about.
  if (isForwarded(lines, line)) return false;
  return others.every((pattern) => following.some((text) => pattern.test(text)));
}

const FORWARD =
  /^[-\s]*(?:forwarded message|begin forwarded message\s?:|message transféré|début du message (?:réexpédié|transféré)\s?:)[-\s]*$/i;
const FORWARD_LINES_BEFORE = 3;

function isForwarded(lines: readonly string[], line: number): boolean {
  return lines
    .slice(Math.max(0, line - FORWARD_LINES_BEFORE), line)
    .some((text) => FORWARD.test(plain(text)));
}

function plain(line: string | undefined): string {
  return (line ?? "")
    .slice(0, LOOKED_AT_MAX)
    .replaceAll(/[\u00A0\u202F]/g, " ")
    .trim();
}

/** Ends of lines that introduce a quote: "On ..., Marie wrote:", "Le ..., Marie a écrit :". */
const INTRODUCTION_BEGIN = /^(?:on|le|am)\s+\S/i;
const INTRODUCTION_END = /(?:\bwrote|a écrit|\bschrieb(?:\s.{0,200})?)\s*:$/i;

/** How many lines introduce a quote from here; 0 = none do. */
function introductionAt(lines: readonly string[], line: number): number {
  if (!INTRODUCTION_BEGIN.test(plain(lines[line]))) return 0;
  let said = "";
  for (let count = 1; count <= INTRODUCTION_LINES_MAX; count += 1) {
    const next = plain(lines[line + count - 1]);
    if (next === "" || isMarked(next)) return 0;
    said = `${said} ${next}`.trim();
    // It names a day or an hour: a sentence that ends in "wrote:" does not.
    if (INTRODUCTION_END.test(said)) return /\d/.test(said) ? count : 0;
  }
  return 0;
}

function isMarked(line: string): boolean {
  return /^\s{0,3}>/.test(line);
}

function isMarkedAfter(lines: readonly string[], line: number): boolean {
  const next = lines.slice(line).find((text) => text.trim() !== "");
  return next !== undefined && isMarked(next);
}

type Tail = {
  readonly quoted: readonly string[];
  /** What somebody wrote below it; undefined = between it, so that nothing may be folded. */
  readonly after: readonly string[] | undefined;
};

function splitTail(tail: readonly string[], isToTheEnd: boolean): Tail {
  if (isToTheEnd) return { quoted: tail, after: [] };
  const first = tail.findIndex(isMarked);
  const end = tail.findIndex(
    (line, place) => place > first && !isMarked(line) && line.trim() !== "",
  );
  if (end === -1) return { quoted: tail, after: [] };
  const after = tail.slice(end);
  return { quoted: tail.slice(0, end), after: after.some(isMarked) ? undefined : after };
}
