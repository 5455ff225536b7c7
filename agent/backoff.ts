/** How long to wait before trying again: full jitter, so that a fleet never tries in step. */
export type Backoff = { readonly baseMs: number; readonly capMs: number };

/** Waits of a broker that does not answer. */
export const RECONNECT: Backoff = { baseMs: 1_000, capMs: 300_000 };

/**
 * A wait before the try that follows `failures` failed ones: uniform between 0 and the doubled base,
 * at most the cap. `random` is in [0, 1).
 */
export function backoffMs({ baseMs, capMs }: Backoff, failures: number, random: number): number {
  return random * Math.min(capMs, baseMs * 2 ** Math.min(failures, DOUBLINGS_MAX));
}

/** Past this the doubling leaves the whole numbers; every cap is reached long before. */
const DOUBLINGS_MAX = 32;
