/** How long to wait before the next try to connect. */

const WAIT_MS_FIRST = 500;
const WAIT_MS_MAX = 15_000;

/**
 * Doubles with each failed try; between half and the whole of it by chance, so that many pages do not
 * come back together. `random` is in [0, 1).
 */
export function backOffMs(failedTries: number, random: number): number {
  const whole = Math.min(WAIT_MS_MAX, WAIT_MS_FIRST * 2 ** Math.min(failedTries, 10));
  return Math.round(whole / 2 + (whole / 2) * random);
}
