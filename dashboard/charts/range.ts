/** How far back the charts look. */

export const RANGE_NAMES = ["1h", "6h", "24h", "7d"] as const;
export type RangeName = (typeof RANGE_NAMES)[number];

const HOUR_MS = 3_600_000;

export const RANGE_MS: Readonly<Record<RangeName, number>> = {
  "1h": HOUR_MS,
  "6h": 6 * HOUR_MS,
  "24h": 24 * HOUR_MS,
  "7d": 168 * HOUR_MS,
};

export function isRangeName(text: string): text is RangeName {
  return RANGE_NAMES.some((name) => name === text);
}
