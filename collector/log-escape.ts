/**
 * What does not show in a line, and may change how a terminal or a person reads the rest of it: control
 * characters, format characters such as those that turn the direction, separators of lines.
 */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A line of JSON with the same value, in which all that does not show is written as \uXXXX. */
export function escapeUnseen(line: string): string {
  return line.replace(UNSEEN, (character) =>
    Array.from(
      { length: character.length },
      (_, place) => `\\u${character.charCodeAt(place).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
