import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createClock } from "../../../dashboard/live/clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test.for([
  [1_000_900, 0, "whole seconds of an answer's date are no difference"],
  [1_600_000, 600_000, "a clock here that is ten minutes slow is put right"],
  [400_000, -600_000, "one that is fast too"],
] as const)("told %d, the clock differs by %d: %s", ([serverMs, difference]) => {
  const clock = createClock(Date.now);
  clock.adjust(serverMs);
  expect(clock.now() - Date.now()).toBe(difference);
});

test("all who listen see the same second, and it stops when nobody does", () => {
  const clock = createClock(Date.now);
  const seen: number[] = [];
  const stops = [0, 1].map(() => clock.subscribe(() => seen.push(clock.second())));
  vi.advanceTimersByTime(1_000);
  expect(seen).toEqual([1_001_000, 1_001_000]);
  for (const stop of stops) stop();
  expect(vi.getTimerCount()).toBe(0);
});
