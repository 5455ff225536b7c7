/**
 * Sets of whole numbers as sorted, disjoint ranges, both ends included: which seqs of an outbox were
 * received. An outbox that is read in order is one range, however long it lives.
 */
export type Range = readonly [from: number, to: number];

/** Whether the number is in one of the ranges. */
export function isWithin(ranges: readonly Range[], number: number): boolean {
  const last = ranges.at(-1);
  if (last === undefined || number > last[1]) return false;
  const range = ranges[placeOf(ranges, number)];
  return range !== undefined && range[0] <= number;
}

/** The ranges with the number added; the same array when it was in them. */
export function withNumber(ranges: readonly Range[], number: number): readonly Range[] {
  const place = placeOf(ranges, number);
  const at = ranges[place];
  if (at !== undefined && at[0] <= number) return ranges;

  const before = ranges[place - 1];
  const joinsBefore = before !== undefined && before[1] === number - 1;
  const joinsAfter = at !== undefined && at[0] === number + 1;
  const joined: Range = [joinsBefore ? before[0] : number, joinsAfter ? at[1] : number];
  return [
    ...ranges.slice(0, joinsBefore ? place - 1 : place),
    joined,
    ...ranges.slice(joinsAfter ? place + 1 : place),
  ];
}

/** The numbers as ranges. */
export function toRanges(numbers: readonly number[]): readonly Range[] {
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && number <= last[1] + 1) last[1] = Math.max(last[1], number);
    else ranges.push([number, number]);
  }
  return ranges;
}

/** The ranges with their lowest holes closed, so that at most `max` are left. */
export function withinLimit(ranges: readonly Range[], max: number): readonly Range[] {
  if (ranges.length <= max) return ranges;
  const closed = ranges.slice(0, ranges.length - max + 1);
  const [first, last] = [closed[0], closed.at(-1)];
  if (first === undefined || last === undefined) return ranges;
  return [[first[0], last[1]], ...ranges.slice(closed.length)];
}

/** The place of the first range that ends at or after the number. */
function placeOf(ranges: readonly Range[], number: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range !== undefined && range[1] < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
