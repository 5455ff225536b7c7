import type { TicketTarget } from "@vigie/shared/ticket.ts";
import { describe, expect, test } from "vitest";
import { countDown, toLook } from "../../../dashboard/tickets/countdown.ts";

const HOUR = 3_600;
const at = (hour: number) => Date.UTC(2026, 10, 23, 0) + hour * HOUR * 1_000;

/** Four hours of working time, read at 16:00 with three left; open until 18:00, then 9 to 18. */
const target: TicketTarget = {
  kind: "restoration",
  cycle: 1,
  state: "running",
  budgetSeconds: 4 * HOUR,
  elapsedSeconds: HOUR,
  remainingSeconds: 3 * HOUR,
  overrunSeconds: 0,
  dueAt: "2026-11-24T10:00:00Z",
  openIntervals: [
    [at(16), at(18)],
    [at(33), at(34)],
  ],
};
const read = at(16);

describe("a running target", () => {
  test.for([
    [16, 3, "running", "nothing has passed"],
    [17.5, 1.5, "running", "it runs in working time"],
    [18, 1, "out_of_hours", "the closing instant is closed"],
    [25, 1, "out_of_hours", "the night does not count"],
    [33, 1, "running", "the opening instant is open"],
    [33.5, 0.5, "running", "the next morning counts"],
    [34, 0, "due", "used up; broken is for the server to say"],
    [40, 0, "due", "it never runs below zero"],
  ] as const)("at %d h has %d h left and is %s: %s", ([hour, left, state]) => {
    const count = countDown(target, read, at(hour));
    expect(count.remainingSeconds).toBe(left * HOUR);
    expect(count.state).toBe(state);
    expect(count.share).toBeCloseTo(1 - left / 4);
  });

  test("out of hours it says when it goes on", () => {
    expect(countDown(target, read, at(20)).opensAtMs).toBe(at(33));
    expect(countDown(target, read, at(17)).opensAtMs).toBeUndefined();
  });

  test.for([
    [-1_000, -1_000, "the second that is shown may be one before the answer"],
    [-1_900, 0, "the page's clock may be almost two behind"],
  ] as const)("open at once, read %i ms and shown %i ms from then: %s", ([readMs, shownMs]) => {
    const count = countDown(target, at(16) + readMs, at(16) + shownMs);
    expect(count).toMatchObject({ state: "running", opensAtMs: undefined });
  });

  test("what passed before it was read is not counted twice", () => {
    const count = countDown({ ...target, openIntervals: [[at(9), at(18)]] }, read, at(17));
    expect(count.remainingSeconds).toBe(2 * HOUR);
  });
});

describe("a target that does not run", () => {
  test("paused stands still, and keeps what is left", () => {
    const paused: TicketTarget = { ...target, state: "paused", dueAt: null, openIntervals: [] };
    const count = countDown(paused, read, at(40));
    expect(count).toMatchObject({ state: "paused", remainingSeconds: 3 * HOUR, share: 0.25 });
  });

  test("breached counts the overrun on, in working time", () => {
    const breached = {
      ...target,
      state: "breached",
      remainingSeconds: 0,
      overrunSeconds: 60,
    } as const;
    expect(countDown(breached, read, at(25)).overrunSeconds).toBe(60 + 2 * HOUR);
  });

  test.for([
    ["met", "met"],
    ["not_needed", "ended"],
    ["cancelled", "ended"],
  ] as const)("%s is %s, whatever the time", ([state, says]) => {
    const over = { ...target, state, remainingSeconds: null, openIntervals: [] };
    expect(countDown(over, read, at(50))).toMatchObject({
      state: says,
      remainingSeconds: undefined,
    });
  });
});

describe("how a clock looks", () => {
  test.for([
    [1.9, "neutral", "less than half of the budget is used"],
    [1, "neutral", "an hour of four was used when it was read"],
    [2, "attention", "from half on"],
  ] as const)("with %d h used: %s, as %s", ([used, look]) => {
    const remainingSeconds = (4 - used) * HOUR;
    const count = countDown({ ...target, remainingSeconds }, read, read);
    expect(toLook(count)).toBe(look);
  });

  test("a budget of nothing is used up from the start", () => {
    const count = countDown({ ...target, budgetSeconds: 0, remainingSeconds: 0 }, read, read);
    expect(toLook(count)).toBe("attention");
    expect(count.share).toBe(1);
  });
});
