/**
 * Records of comma-separated text as RFC 4180 has them, with any delimiter. A record that cannot be read
 * is told with its line, and reading goes on with the next line: the parsers at hand lose what follows,
 * and a person wants to hear of all mistakes at once.
 */
export type CsvRecord = {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why it cannot be read. */
  readonly wrong?: string;
};

/** Characters in one record: an address in full is a hundredth of it. */
const RECORD_LENGTH_MAX = 65_536;

const QUOTE = '"';

/** All records but those in which nothing stands. */
export function* recordsOf(text: string, delimiter: string): Generator<CsvRecord> {
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const read = readRecord(text, at, delimiter);
    if (read.wrong !== undefined || read.cells.some((cell) => cell !== "")) {
      yield { line, cells: read.cells, ...(read.wrong !== undefined && { wrong: read.wrong }) };
    }
    line += linesIn(text.slice(at, read.end));
    at = read.end;
  }
}

type Read = {
  readonly cells: readonly string[];
  /** Where the next record begins. */
  readonly end: number;
  readonly wrong?: string;
};

function readRecord(text: string, start: number, delimiter: string): Read {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = readCell(text, at, delimiter);
    if ("wrong" in cell) return { cells: [], end: afterLine(text, cell.at), wrong: cell.wrong };
    cells.push(cell.value);
    at = cell.end;
    if (at - start > RECORD_LENGTH_MAX) {
      const wrong = `it is longer than ${RECORD_LENGTH_MAX} characters`;
      return { cells: [], end: afterLine(text, at), wrong };
    }
    if (text[at] !== delimiter) return { cells, end: afterLine(text, at) };
    at += 1;
  }
}

type Cell =
  | { readonly value: string; readonly end: number }
  | { readonly wrong: string /** From where on to look for the next line. */; readonly at: number };

function readCell(text: string, start: number, delimiter: string): Cell {
  let at = start;
  while (text[at] === " ") at += 1;
  return text[at] === QUOTE ? readQuoted(text, at, delimiter) : readBare(text, start, delimiter);
}

function readBare(text: string, start: number, delimiter: string): Cell {
  let at = start;
  while (at < text.length && text[at] !== delimiter && !isLineEnd(text[at])) at += 1;
  return { value: text.slice(start, at).trim(), end: at };
}

function readQuoted(text: string, start: number, delimiter: string): Cell {
  const closing = closingQuote(text, start);
  if (closing === undefined) {
    return { wrong: "a quotation mark is opened and not closed", at: start };
  }
  let end = closing + 1;
  while (text[end] === " ") end += 1;
  if (end < text.length && text[end] !== delimiter && !isLineEnd(text[end])) {
    return { wrong: "text follows a closing quotation mark; write a mark inside twice", at: end };
  }
  return { value: text.slice(start + 1, closing).replaceAll('""', QUOTE), end };
}

/** A mark written twice stands for itself. */
function closingQuote(text: string, start: number): number | undefined {
  const limit = Math.min(text.length, start + RECORD_LENGTH_MAX);
  for (let at = start + 1; at < limit; at += 1) {
    if (text[at] !== QUOTE) continue;
    if (text[at + 1] !== QUOTE) return at;
    at += 1;
  }
  return undefined;
}

function afterLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineEnd(text[at])) at += 1;
  return text.startsWith("\r\n", at) ? at + 2 : at + 1;
}

function isLineEnd(character: string | undefined): boolean {
  return character === "\n" || character === "\r";
}

function linesIn(part: string): number {
  return part.match(/\r\n|\r|\n/g)?.length ?? 0;
}
