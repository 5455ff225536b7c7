/** How lists are asked for and answered. */

export type List<T> = { readonly items: readonly T[]; readonly nextCursor?: string | null };

/** Rows of a list that are read at once, and after them as many more. */
export const ROWS = 50;

/** Of what is chosen from: the most that the collector gives. */
export const CHOICES_MAX = 200;

/** Characters of a search that the collector takes. */
export const SEARCH_LENGTH_MAX = 100;

/** Long enough not to ask at every key, short enough not to be felt. */
export const SEARCH_WAIT_MS = 200;

/** What is said, as a query; what is not said or empty is left out. */
export function toQuery(
  wish: Readonly<Record<string, string | number | undefined>>,
): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wish)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  return query;
}
