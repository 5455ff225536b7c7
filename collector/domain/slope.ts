/**
 * How a measure goes on, by the middle of what every two of its points say. A straight line through
 * all points follows the few that are wrong; this one stands until 29 % of them are.
 *
 * Theil (1950), "A rank-invariant method of linear and polynomial regression analysis", Proceedings of
 * the Royal Netherlands Academy of Sciences 53: the median of the slopes between all pairs of points.
 * Sen (1968), "Estimates of the regression coefficient based on Kendall's tau", Journal of the American
 * Statistical Association 63: which of those slopes, in their order, bound it with a given confidence.
 */

/** Points in the order of time, no two at one instant: epoch milliseconds, and finite numbers. */
export type Course = { readonly atMs: readonly number[]; readonly value: readonly number[] };

/** Change a millisecond: the middle one, and the bounds where there are points enough to give them. */
export type Slope = {
  readonly middle: number;
  readonly bounds: { readonly lower: number; readonly upper: number } | undefined;
};

/** 90 % between the bounds, so that only one time in twenty a course is slower than the lower one. */
const NORMAL_QUANTILE = 1.645;

/**
 * What is measured an hour later says nearly the same again, and days repeat themselves: backups at
 * night, people by day. So 24 hours of points count as one witness, where Sen's points are independent;
 * the variance of his statistic grows by as much. Below a day and a half there are no bounds then.
 */
const POINTS_A_WITNESS = 24;

/** Undefined for fewer than two points. */
export function slopeOf({ atMs, value }: Course): Slope | undefined {
  const count = atMs.length;
  if (count < 2) return undefined;
  const slopes = pairwiseSlopes({ atMs, value });
  return { bounds: boundsOf(slopes, count), middle: takeMiddle(slopes) };
}

/** The middle of some numbers; of an even count between the two. NaN for none. */
export function middleOf(values: readonly number[]): number {
  return takeMiddle(Float64Array.from(values));
}

function takeMiddle(values: Float64Array): number {
  const half = values.length >> 1;
  const upper = takeRank(values, half) ?? Number.NaN;
  if (values.length % 2 === 1) return upper;
  const lower = takeRank(values, half - 1) ?? Number.NaN;
  return lower + (upper - lower) / 2;
}

function pairwiseSlopes({ atMs, value }: Course): Float64Array {
  const count = atMs.length;
  const slopes = new Float64Array((count * (count - 1)) / 2);
  let place = 0;
  for (let from = 0; from < count; from += 1) {
    const fromMs = atMs[from] ?? 0;
    const fromValue = value[from] ?? 0;
    for (let to = from + 1; to < count; to += 1) {
      slopes[place] = ((value[to] ?? 0) - fromValue) / ((atMs[to] ?? 0) - fromMs);
      place += 1;
    }
  }
  return slopes;
}

/** Sen's interval: so many ranks below and above the middle of the N slopes, by Kendall's variance. */
function boundsOf(slopes: Float64Array, count: number): Slope["bounds"] {
  const variance = (POINTS_A_WITNESS * (count * (count - 1) * (2 * count + 5))) / 18;
  const spread = NORMAL_QUANTILE * Math.sqrt(variance);
  const lower = takeRank(slopes, Math.floor((slopes.length - spread) / 2) - 1);
  const upper = takeRank(slopes, Math.ceil((slopes.length + spread) / 2));
  return lower === undefined || upper === undefined ? undefined : { lower, upper };
}

/**
 * The number of this rank, counted from 0; undefined where there is none. Puts the numbers into another
 * order: what is lower before it, what is higher after it. Hoare (1961), "Algorithm 65: Find",
 * Communications of the ACM 4: of 56,000 slopes that takes 1 ms, where to sort them takes 6.
 */
function takeRank(values: Float64Array, rank: number): number | undefined {
  if (rank < 0 || rank >= values.length) return undefined;
  let first = 0;
  let last = values.length - 1;
  while (first < last) {
    const { low, high } = part(values, first, last);
    if (rank <= high) last = high;
    else if (rank >= low) first = low;
    else break;
  }
  return values[rank];
}

/** Swaps until all up to `high` are at most the pivot, and all from `low` on are at least that. */
function part(values: Float64Array, first: number, last: number) {
  const pivot = values[(first + last) >> 1] ?? 0;
  let low = first;
  let high = last;
  while (low <= high) {
    while ((values[low] ?? pivot) < pivot) low += 1;
    while ((values[high] ?? pivot) > pivot) high -= 1;
    if (low > high) break;
    const lower = values[high] ?? 0;
    values[high] = values[low] ?? 0;
    values[low] = lower;
    low += 1;
    high -= 1;
  }
  return { low, high };
}
