import type { EscalationRow, NewOutcomeRow } from "../../../collector/registry/registry.ts";

/** Rows of what the clocks of tickets lead to, sound until a test changes them. */

export const escalation = (change: Partial<EscalationRow> = {}): EscalationRow => ({
  ticketId: "tic_1",
  target: "resolution",
  cycle: 1,
  step: "75%",
  state: "planned",
  atMs: 15_000,
  firesAfterMs: 15_000,
  firedAtMs: null,
  originalAtMs: null,
  ...change,
});

export const outcome = (change: Partial<NewOutcomeRow> = {}): NewOutcomeRow => ({
  ticketId: "tic_1",
  target: "resolution",
  cycle: 1,
  priority: 1,
  contractVersionId: "cov_1",
  calendarVersionId: "clv_1",
  state: "met",
  budgetMs: 14_400_000,
  elapsedMs: 3_600_000,
  overrunMs: 0,
  pausedMs: 0,
  endedAtMs: 30_000,
  ...change,
});
