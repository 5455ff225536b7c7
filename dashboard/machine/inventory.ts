/** Reads single texts and numbers out of a document whose form is the agent's. */

/** A number or a text at this path; undefined where the document has none. */
export function pick(document: unknown, ...path: readonly string[]): string | number | undefined {
  let value = document;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}

/** What is known of several, side by side; undefined when nothing is. */
export function joined(
  ...parts: readonly (string | number | null | undefined)[]
): string | undefined {
  const known = parts.filter((part) => part !== undefined && part !== null && part !== "");
  return known.length === 0 ? undefined : known.join(" ");
}
