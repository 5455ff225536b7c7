/**
 * What a statement may bind: the same on every engine, so that what one takes no other refuses. What
 * agents send may hold U+0000, which one engine cannot keep as text and the other cuts in places: it
 * is kept as U+FFFD, and looked for as U+FFFD.
 */
export type Bound = string | number | null | Uint8Array;

/** The value as it is bound. Throws a TypeError for what no engine keeps, such as a truth. */
export function toBound(value: unknown): Bound {
  if (typeof value === "string") return storable(value);
  if (value === null || typeof value === "number" || value instanceof Uint8Array) return value;
  throw new TypeError(`A registry cannot bind a ${typeof value}.`);
}

/** The text without what no engine keeps; JSON text has none of it. */
function storable(text: string): string {
  return text.includes("\0") ? text.replaceAll("\0", "\uFFFD") : text;
}
