import { folded } from "./folding.ts";

/**
 * Texts as words that can be found: folded, each once, and cut where no search goes. Every engine is
 * given these very words, so that they all find the same.
 */

/** A longer run of letters and digits is no word that a person looks for; its beginning is. */
const WORD_LENGTH_MAX = 40;

/** Of one ticket. With words of the greatest length, what they take still fits every engine. */
const WORDS_MAX = 5_000;

/** A longer search is cut: each further word only narrows it. */
const SOUGHT_WORDS_MAX = 12;

/** The last word stands for what begins so, from this length on: one letter begins everything. */
const BEGINNING_LENGTH_MIN = 2;

export type Sought = {
  /** Words that are there as they are. */
  readonly whole: readonly string[];
  /** A word of which only the beginning is known. */
  readonly beginning: string | undefined;
};

/** The words of texts, in the order in which they come, each once. */
export function wordsOf(texts: Iterable<string>): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    for (const word of wordsIn(text)) {
      if (words.size >= WORDS_MAX) return [...words];
      words.add(word);
    }
  }
  return [...words];
}

/** What a person looks for. Whatever they type, it is words and nothing else. */
export function soughtIn(search: string): Sought {
  const words = [...wordsIn(search)].slice(0, SOUGHT_WORDS_MAX);
  const last = words.at(-1);
  if (last === undefined || last.length < BEGINNING_LENGTH_MIN) {
    return { whole: words, beginning: undefined };
  }
  return { whole: words.slice(0, -1), beginning: last };
}

/** The number in `#12`; undefined = it is no such search. More digits no column of numbers takes. */
export function numberSought(search: string): number | undefined {
  const digits = /^\s*#\s*(\d{1,9})\s*$/.exec(search)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function* wordsIn(text: string): Generator<string> {
  for (const [word] of spelledOut(folded(text)).matchAll(/[\p{L}\p{N}]+/gu)) {
    yield word.length <= WORD_LENGTH_MAX ? word : beginningOf(word);
  }
}

/** No half of a character that takes two places. */
function beginningOf(word: string): string {
  const cut = word.slice(0, WORD_LENGTH_MAX);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

/** Letters that stand for two, and that few keyboards have. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["œ", "oe"],
  ["æ", "ae"],
  ["ß", "ss"],
]);

function spelledOut(text: string): string {
  return text.replaceAll(/[œæß]/g, (letter) => SPELLINGS.get(letter) ?? letter);
}
