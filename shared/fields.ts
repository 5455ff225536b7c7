import { type TSchema, type TString, Type } from "typebox";

/** What fields of documents have in common: names, numbers and places that people type, what may be null. */

/** For objects with nothing in them but what they name: a misspelt field is refused, not forgotten. */
export const strict = { additionalProperties: false } as const;

/** The value, or null where there is none or nothing is known. */
export const OrNull = <Value extends TSchema>(value: Value) => Type.Union([value, Type.Null()]);

/** In which language something is written or somebody reads. */
export const LanguageTag = Type.Union([Type.Literal("fr"), Type.Literal("en")]);

/** One line that says something: a blank or a control character in a list is a riddle to its reader. */
export function Line(maxLength: number): TString {
  return Type.String({
    minLength: 1,
    maxLength,
    pattern: "^[^\\p{Cc}]*[^\\p{Cc}\\s][^\\p{Cc}]*$",
    description: `One line of text, not blank and at most ${maxLength} characters`,
  });
}

/** The same, where nothing may be said. */
export function LineOrEmpty(maxLength: number): TString {
  return Type.String({
    maxLength,
    pattern: "^[^\\p{Cc}]*$",
    description: `One line of text of at most ${maxLength} characters`,
  });
}

/** What somebody writes at length, in UTF-8. */
export const TEXT_BYTES_MAX = 64 * 1024;

/** Text of many lines, not blank, in Markdown: the source is what is kept. */
export const MarkdownText = Type.Refine(
  Type.String({ minLength: 1, maxLength: TEXT_BYTES_MAX, pattern: "\\S" }),
  (text) => new TextEncoder().encode(text).byteLength <= TEXT_BYTES_MAX && !text.includes("\0"),
  () => `must not have more than ${TEXT_BYTES_MAX} bytes, nor the character U+0000`,
);
