/**
 * How names are searched and sorted: folded, that is without case and accents, in a column beside
 * the name. The engine then compares plain text, the same way everywhere.
 */

/** A longer search is cut: no name is that long. */
const SEARCH_LENGTH_MAX = 255;

/** "Électricité" is "electricite". Letters that are no accent, such as "ø", stay. */
export function folded(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

/** The pattern for `like ... escape '\'` that finds the search anywhere in a folded name. */
export function likePattern(search: string): string {
  const literal = folded(search.slice(0, SEARCH_LENGTH_MAX)).replaceAll(/[\\%_]/g, "\\$&");
  return `%${literal}%`;
}
