import { describe, expect, test } from "vitest";
import { isOver, judgeSite, type SiteMachine } from "../../../collector/domain/outage.ts";

/** Whether the absence of one machine is that of its site, told in minutes since that machine went. */

const MINUTE_MS = 60_000;
const WENT_MS = 1_000 * MINUTE_MS;

type Told = Partial<Pick<SiteMachine, "class" | "state">> & {
  /** Minutes after the first one; left out for one that is there. */
  readonly went?: number;
};

function site(...others: Told[]): SiteMachine[] {
  return [{ went: 0 }, ...others].map(({ went, ...told }, place) => ({
    id: `mac_${place}`,
    class: "server",
    state: went === undefined ? "online" : "silent",
    awaySinceMs: went === undefined ? null : WENT_MS + went * MINUTE_MS,
    ...told,
  }));
}

function verdictAfter(minutes: number, ...others: Told[]): string {
  const nowMs = WENT_MS + minutes * MINUTE_MS;
  const verdict = judgeSite(site(...others), { machineId: "mac_0", nowMs });
  return verdict.kind === "outage" ? `outage of ${verdict.fallen.length}` : verdict.kind;
}

const away: Told = { went: 1 };
const there: Told = {};

test.for<[why: string, others: Told[], minutes: number, expected: string]>([
  ["three of three", [away, away], 2, "outage of 3"],
  ["three of six are half", [away, away, there, there, there], 2, "outage of 3"],
  [
    "three of seven are not, and may become it",
    [away, away, there, there, there, there],
    2,
    "settling",
  ],
  ["nor after the time to settle", [away, away, there, there, there, there], 3, "alone"],
  ["two of two are few", [away], 2, "alone"],
  ["two of three are most, and few: it may become it", [away, there], 2, "settling"],
  ["five minutes apart they still went together", [away, { went: 5 }], 6, "outage of 3"],
  ["longer apart they did not", [away, { went: 5.1 }], 6, "alone"],
  ["nor one that was away already", [away, { went: -60 }], 2, "alone"],
  [
    "what is away for long is not expected",
    [away, away, { went: -60 }, { went: -60 }],
    2,
    "outage of 3",
  ],
  [
    "what was never heard of is not expected",
    [away, away, ...fives({ state: "waiting" })],
    2,
    "outage of 3",
  ],
  [
    "people's machines say nothing for it",
    [
      { ...away, class: "laptop" },
      { ...away, class: "workstation" },
    ],
    2,
    "alone",
  ],
  ["nor against it", [away, away, ...fives({ class: "workstation" })], 2, "outage of 3"],
  ["virtual machines are always on", [{ ...away, class: "virtual" }, away], 2, "outage of 3"],
  [
    "what said that it goes, goes with the others: the power was about to",
    [
      { ...away, state: "down" },
      { ...away, state: "offline" },
    ],
    20,
    "outage of 3",
  ],
  ["found late, it is the same", [away, away], 10_000, "outage of 3"],
])("%s", ([, others, minutes, expected]) => {
  expect(verdictAfter(minutes, ...others)).toBe(expected);
});

function fives(told: Told): Told[] {
  return Array.from({ length: 5 }, () => told);
}

test("it began when the first of them went", () => {
  const nowMs = WENT_MS + 3 * MINUTE_MS;
  expect(judgeSite(site({ went: -2 }, { went: 1 }), { machineId: "mac_0", nowMs })).toEqual({
    kind: "outage",
    fallen: ["mac_0", "mac_1", "mac_2"],
    sinceMs: WENT_MS - 2 * MINUTE_MS,
  });
});

test("a machine that is there, or is not at the site, is no outage", () => {
  const nowMs = WENT_MS;
  expect(judgeSite(site(away, there), { machineId: "mac_2", nowMs }).kind).toBe("alone");
  expect(judgeSite(site(away), { machineId: "mac_9", nowMs }).kind).toBe("alone");
});

describe("it is over once more than half are back", () => {
  test.for([
    [40, 21, false],
    [40, 20, false],
    [40, 19, true],
    [3, 2, false],
    [3, 1, true],
    [3, 0, true],
  ] as const)("%d machines, %d away: %s", ([machines, stillAway, expected]) => {
    expect(isOver({ machines, away: stillAway })).toBe(expected);
  });
});
