import { expect, test } from "vitest";
import { type Flapping, noteChange, STEADY, settled } from "../../../collector/domain/flapping.ts";

/** An alert that comes and goes, told in minutes. */

const MINUTE_MS = 60_000;
const HOUR = 60;

/** It begins to fire at the first of these minutes, ceases at the second, and so on. */
function changedAt(minutes: readonly number[], before: Flapping = STEADY): Flapping {
  return minutes.reduce(
    (flapping, minute) =>
      noteChange(flapping, { isFiring: !flapping.isFiring, atMs: minute * MINUTE_MS }),
    before,
  );
}

function minuteOf(ms: number | null): number | null {
  return ms === null ? null : ms / MINUTE_MS;
}

test.for<[string, number[], number | null]>([
  ["four changes are still told each", [0, 5, 10, 15], null],
  ["the fifth within two hours is one too many", [0, 5, 10, 15, 20], 20],
  ["what is older than two hours does not count", [0, 5, 10, 15, 2 * HOUR], null],
  ["just within", [0, 5, 10, 15, 2 * HOUR - 1], 2 * HOUR - 1],
  ["once an hour is no flapping", [0, 60, 120, 180, 240, 300, 360], null],
])("%s", ([, minutes, since]) => {
  expect(minuteOf(changedAt(minutes).sinceMs)).toBe(since);
});

test("it is steady half an hour after its last change, and not a moment before", () => {
  const flapping = changedAt([0, 5, 10, 15, 20, 45]);
  expect(minuteOf(flapping.calmAtMs)).toBe(75);
  expect(settled(flapping, 75 * MINUTE_MS - 1)).toBe(flapping);
  expect(settled(flapping, 75 * MINUTE_MS)).toMatchObject({ sinceMs: null, calmAtMs: null });
});

test("each relapse doubles the wait, up to eight hours", () => {
  const waits: (number | null)[] = [];
  let flapping = STEADY;
  let minute = 0;
  for (let relapse = 0; relapse < 7; relapse += 1) {
    const minutes = [0, 1, 2, 3, 4].map((after) => minute + after);
    flapping = changedAt(minutes, flapping);
    const calmAt = minuteOf(flapping.calmAtMs) ?? 0;
    waits.push(calmAt - (minute + 4));
    flapping = settled(flapping, calmAt * MINUTE_MS);
    minute = calmAt + 1;
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 480, 480]);
});

test("steady for more than a day, what was before is forgotten", () => {
  const calm = settled(changedAt([0, 1, 2, 3, 4]), 34 * MINUTE_MS);
  const aDayLater = 34 + 24 * HOUR;
  const again = (first: number) =>
    changedAt(
      [0, 1, 2, 3, 4].map((after) => first + after),
      calm,
    );
  expect(again(aDayLater - 4).relapses).toBe(1);
  expect(again(aDayLater - 3).relapses).toBe(0);
});

test("what it remembers does not grow with how long it flaps", () => {
  const flapping = changedAt(Array.from({ length: 500 }, (_, minute) => minute));
  expect(flapping.changes.length).toBe(5);
  expect(minuteOf(flapping.sinceMs)).toBe(4);
});
