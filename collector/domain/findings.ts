/** What a check finds, one sentence each: the place, what is wrong there and what to do. */
export type Findings = Iterable<string>;

/** Values that come again in a list, each with its second place. */
export function* repeated(
  values: readonly (string | number)[],
): Generator<{ readonly value: string | number; readonly place: number }> {
  const seen = new Set<string | number>();
  for (const [place, value] of values.entries()) {
    if (seen.has(value)) yield { value, place };
    seen.add(value);
  }
}
