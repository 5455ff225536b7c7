/** An instant as the API says it: UTC, to the millisecond. */
export function toInstant(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ smallestUnit: "millisecond" });
}
