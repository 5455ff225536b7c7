import { type TString, Type } from "typebox";

/** What people type into a field: names, numbers, places. */

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
