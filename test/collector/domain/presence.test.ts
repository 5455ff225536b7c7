import { MACHINE_CLASSES, PRESENCES } from "@vigie/shared/machine.ts";
import { describe, expect, test } from "vitest";
import { offlineAfterMs, silentAfterMs } from "../../../collector/domain/presence.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

test.for([
  [10, 45_000, "three reports of 10 s, and the jitter"],
  [60, 195_000, "three reports of a minute"],
  [3_600, 10_815_000, "three reports of an hour"],
] as const)("every %d s: silent after %d ms (%s)", ([cadenceSeconds, ms]) => {
  expect(silentAfterMs(cadenceSeconds)).toBe(ms);
});

describe("how long a machine may be away", () => {
  test.for([
    ["silent", "server", 2 * MINUTE_MS, "it is expected at all times"],
    ["silent", "virtual", 2 * MINUTE_MS, "so is what runs on it"],
    ["silent", "workstation", 4 * DAY_MS, "a long weekend"],
    ["silent", "laptop", 15 * DAY_MS, "two weeks of leave"],
    ["down", "server", 20 * MINUTE_MS, "updates take that long to start again"],
    ["down", "virtual", 20 * MINUTE_MS, "the same"],
    ["down", "workstation", 4 * DAY_MS, "switched off for a long weekend"],
    ["down", "laptop", 15 * DAY_MS, "closed for two weeks"],
  ] as const)("%s, a %s: %d ms (%s)", ([state, machineClass, ms]) => {
    expect(offlineAfterMs(state, machineClass)).toBe(ms);
  });

  test("who is there, was never there or is gone has nothing to wait for", () => {
    const others = PRESENCES.filter((state) => state !== "silent" && state !== "down");
    for (const state of others) {
      for (const machineClass of MACHINE_CLASSES) {
        expect(offlineAfterMs(state, machineClass)).toBeUndefined();
      }
    }
  });
});
