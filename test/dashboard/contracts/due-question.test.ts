import { describe, expect, test } from "vitest";
import { toPreviewWish } from "../../../dashboard/contracts/due-question.ts";
import { calendars, NIGHTS, OFFICE, reading } from "./a-contract.ts";

const question = {
  priority: 1,
  at: "2026-11-23T14:30",
  pausedFrom: undefined,
  pausedTo: undefined,
} as const;

describe("what the collector is asked", () => {
  test("the promises of that priority, on the contract's own calendars", () => {
    expect(toPreviewWish(reading, question)).toEqual({
      wish: {
        // A complement brings its base, under the id that it names.
        calendars: { [OFFICE]: calendars[0]?.document, [NIGHTS]: calendars[1]?.document },
        start: "2026-11-23T13:30:00.000Z",
        now: "2026-11-23T13:30:00.000Z",
        targets: [
          { name: "acknowledgement", budgetSeconds: 3_600, calendar: OFFICE, pausable: false },
          { name: "restoration", workingDays: 1, endOfDay: true, calendar: NIGHTS, pausable: true },
        ],
        // 75 % is asked once for both.
        escalations: [{ percent: 75 }, { offsetSeconds: 1_800 }],
      },
    });
  });

  test.for([
    ["2026-11-24T09:00", "2026-11-24T10:00", "2026-11-24T09:00:00.000Z", "a wait with an end"],
    ["2026-11-24T09:00", undefined, null, "a wait that goes on"],
  ] as const)("waiting from %s to %s: %s", ([pausedFrom, pausedTo, to]) => {
    const pauses = [{ from: "2026-11-24T08:00:00.000Z", to }];
    expect(toPreviewWish(reading, { ...question, pausedFrom, pausedTo })).toMatchObject({
      wish: { pauses },
    });
  });

  test.for([
    [{ priority: 3 }, "noTargets", "a level without promises"],
    [{ priority: 4 }, "noTargets", "no such level"],
    [{ at: "2026-02-30x" }, "badTime", "no such day"],
    [{ pausedFrom: "x" }, "badTime", "no time to wait from"],
    [
      { pausedFrom: "2026-11-24T09:00", pausedTo: "2026-11-24T08:00" },
      "pauseReversed",
      "an end before the beginning",
    ],
  ] as const)("%o cannot be asked: %s, as %s", ([changes, unanswerable]) => {
    expect(toPreviewWish(reading, { ...question, ...changes })).toEqual({ unanswerable });
  });
});
