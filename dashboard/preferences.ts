/**
 * What this browser remembers of its reader. Storage may be forbidden or hold what an older version
 * wrote, so reading may give nothing, and never throws.
 */

const PREFIX = "vigie.";

/** Where the colour scheme is kept; boot.js reads it before the first paint. */
export const SCHEME_KEY = `${PREFIX}scheme`;

export type PreferenceName = "language" | "actor" | "staff" | "trial";

export function readPreference(name: PreferenceName): string | undefined {
  try {
    return window.localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text, or forgets it when there is none. */
export function keepPreference(name: PreferenceName, text: string | undefined): void {
  try {
    if (text === undefined) window.localStorage.removeItem(PREFIX + name);
    else window.localStorage.setItem(PREFIX + name, text);
  } catch {
    // Nothing is lost but the memory of a choice.
  }
}

/** Tells when another page of this browser keeps or forgets it; returns what ends that. */
export function onPreference(
  name: PreferenceName,
  listener: (text: string | undefined) => void,
): () => void {
  function onStorage({ key, newValue }: StorageEvent): void {
    if (key === PREFIX + name) listener(newValue ?? undefined);
  }
  window.addEventListener("storage", onStorage);
  return () => window.removeEventListener("storage", onStorage);
}
