/**
 * When something that failed is tried again: after a time drawn between nothing and a bound that doubles
 * with each attempt (full jitter), so that what failed together does not come back together.
 */

const BASE_MS = 1_000;
const CAP_MS = 300_000;

/** Doublings after which the cap holds anyhow. */
const DOUBLINGS_MAX = 20;

/** How long to wait after the n-th failed attempt (n = 1 is the first). `chance` is drawn from [0, 1). */
export function retryAfterMs(attempts: number, chance: number): number {
  return Math.ceil(chance * retryBoundMs(attempts));
}

/** The longest that may be drawn. */
export function retryBoundMs(attempts: number): number {
  const doublings = Math.min(Math.max(attempts - 1, 0), DOUBLINGS_MAX);
  return Math.min(BASE_MS * 2 ** doublings, CAP_MS);
}
