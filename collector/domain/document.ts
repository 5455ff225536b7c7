/**
 * What a document of unknown shape holds under a name; undefined where it holds nothing, and for what
 * it only inherits.
 */
export function partOf(document: unknown, name: string): unknown {
  if (typeof document !== "object" || document === null) return undefined;
  return Object.getOwnPropertyDescriptor(document, name)?.value;
}
