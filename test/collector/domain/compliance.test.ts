import { describe, expect, test } from "vitest";
import {
  count,
  figuresOf,
  newTally,
  type Outcome,
  toTargetOutcome,
} from "../../../collector/domain/compliance.ts";
import { outcome } from "../../support/outcomes.ts";

function figures(outcomes: readonly Outcome[]) {
  const tally = newTally();
  for (const each of outcomes) count(tally, each);
  return figuresOf(tally);
}

const MINUTE_MS = 60_000;
const broken = outcome({ state: "breached", overrunMs: 30 * MINUTE_MS });

describe("figures by priority and target", () => {
  test("each state is counted by itself; what was not needed or cancelled is no promise kept", () => {
    expect(
      figures([
        outcome({}),
        outcome({ pausedMs: 10 * MINUTE_MS }),
        broken,
        outcome({ state: "not_needed" }),
        outcome({ state: "cancelled", pausedMs: 5 * MINUTE_MS }),
      ]),
    ).toEqual([
      {
        priority: 2,
        target: "restoration",
        met: 2,
        breached: 1,
        notNeeded: 1,
        cancelled: 1,
        complianceBasisPoints: 6_666,
        pausedSeconds: 900,
        overrunSeconds: 1_800,
        causes: { unsaid: 1 },
      },
    ]);
  });

  test("are in the order of priorities, then of targets", () => {
    const keys = figures([
      outcome({ priority: 3, target: "acknowledgement" }),
      outcome({ priority: 1, target: "resolution" }),
      outcome({ priority: 1, target: "acknowledgement" }),
      outcome({ priority: 1, target: "workaround" }),
    ]).map(({ priority, target }) => `${priority} ${target}`);
    expect(keys).toEqual([
      "1 acknowledgement",
      "1 workaround",
      "1 resolution",
      "3 acknowledgement",
    ]);
  });

  test.for<[string, Outcome[], number | null]>([
    ["all were kept", [outcome({}), outcome({})], 10_000],
    ["none was", [broken], 0],
    ["nothing was promised in earnest", [outcome({ state: "not_needed" })], null],
    [
      "one breach among many never reads as all",
      [...Array.from({ length: 29_999 }, () => outcome({})), broken],
      9_999,
    ],
  ])("the share that was met: %s", ([, outcomes, share]) => {
    expect(figures(outcomes)[0]?.complianceBasisPoints).toBe(share);
  });

  test("causes are those of breaches, by what people said", () => {
    const [figure] = figures([
      { ...broken, cause: "third_party" },
      { ...broken, cause: "third_party" },
      { ...broken, cause: "force_majeure" },
      broken,
      outcome({ cause: "workload" }),
    ]);
    expect(figure?.causes).toEqual({ third_party: 2, force_majeure: 1, unsaid: 1 });
  });

  test("times are added before they are rounded, and an overrun never reads as none", () => {
    const short = outcome({ state: "breached", overrunMs: 400 });
    expect(figures([short])[0]?.overrunSeconds).toBe(1);
    expect(figures([short, short])[0]?.overrunSeconds).toBe(1);
    expect(figures([short, short, short])[0]?.overrunSeconds).toBe(2);
  });
});

test("an outcome is told in seconds, with the versions by which it was counted", () => {
  expect(toTargetOutcome({ ...broken, cause: "workload", endedAtMs: 1_780_000_000_123 })).toEqual({
    ticket: { id: "tic_1", number: 1 },
    target: "restoration",
    cycle: 1,
    priority: 2,
    state: "breached",
    budgetSeconds: 14_400,
    elapsedSeconds: 3_600,
    overrunSeconds: 1_800,
    pausedSeconds: 0,
    cause: "workload",
    contractVersionId: "cov_1",
    calendarVersionId: "clv_1",
    endedAt: "2026-05-28T20:26:40.123Z",
  });
});
