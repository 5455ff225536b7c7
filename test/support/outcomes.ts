import type { Outcome } from "../../collector/domain/compliance.ts";

const HOUR_MS = 3_600_000;

/** A restoration of priority 2 that was met in an hour of four, on 15 June 2026. */
export function outcome(differs: Partial<Outcome>): Outcome {
  return {
    ticketId: "tic_1",
    ticketNumber: 1,
    contractVersionId: "cov_1",
    calendarVersionId: "clv_1",
    target: "restoration",
    cycle: 1,
    priority: 2,
    state: "met",
    budgetMs: 4 * HOUR_MS,
    elapsedMs: HOUR_MS,
    overrunMs: 0,
    pausedMs: 0,
    cause: null,
    endedAtMs: Temporal.Instant.from("2026-06-15T10:00:00Z").epochMilliseconds,
    ...differs,
  };
}
