/** The clock of a story: time passes when the story says so, and never else. */

/** Stories begin on Monday, 23 November 2026, at 10:00 in Paris. */
const BEGINNING = "2026-11-23T10:00:00+01:00";

/** The monotonic clock counts in fractions, as a real one does. */
const FRACTION_MS = 0.001_37;

export function createStoryClock() {
  let clock = beginning();
  return {
    now: () => ({ ...clock }),
    begin(): void {
      clock = beginning();
    },
    pass(ms: number): void {
      clock = { wallMs: clock.wallMs + ms, monotonicMs: clock.monotonicMs + ms + FRACTION_MS };
    },
    /** The wall clock of the machine is set; no time passes by it. */
    setBy(stepMs: number): void {
      clock = { ...clock, wallMs: clock.wallMs + stepMs };
    },
  };
}

function beginning() {
  return { wallMs: Temporal.Instant.from(BEGINNING).epochMilliseconds, monotonicMs: 1_000_000 };
}
