import type { Language } from "@vigie/shared/problems.ts";
import type { Part } from "./letter.ts";
import { wordsOf } from "./words/words.ts";

/** What people wrote, as far as a mail shows it. */

/** It is shown up to this many letters. */
const WRITTEN_MAX = 20_000;

/** A ticket's own words in a subject. */
export const TITLE_MAX = 90;

/** None where nothing was written. */
export function toWritten(text: string | null | undefined, language: Language): Part[] {
  if (text == null || text.trim() === "") return [];
  const letters = Array.from(text);
  if (letters.length <= WRITTEN_MAX) return [{ kind: "words", markdown: text }];
  const markdown = letters.slice(0, WRITTEN_MAX).join("");
  return [{ kind: "words", markdown, note: wordsOf(language).cut }];
}

export function cut(text: string, lettersMax: number): string {
  const letters = Array.from(text);
  return letters.length <= lettersMax ? text : `${letters.slice(0, lettersMax - 1).join("")}…`;
}
