import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toInstantMs, toLocalTime } from "../../../dashboard/contracts/local-time.ts";

const ZONES = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"];

describe("a local time", () => {
  test.for([
    ["2026-11-23T14:30", "Europe/Paris", "2026-11-23T13:30:00.000Z", "winter"],
    ["2026-07-14T14:30", "Europe/Paris", "2026-07-14T12:30:00.000Z", "summer"],
    ["2026-03-29T02:30", "Europe/Paris", "2026-03-29T01:30:00.000Z", "skipped: an hour later"],
    ["2026-10-25T02:30", "Europe/Paris", "2026-10-25T00:30:00.000Z", "twice: the first"],
    ["2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z", "half an hour skipped"],
    ["2027-04-04T01:45", "Australia/Lord_Howe", "2027-04-03T14:45:00.000Z", "half an hour twice"],
    ["2026-11-23T14:30", "Asia/Kolkata", "2026-11-23T09:00:00.000Z", "a half hour from UTC"],
  ] as const)("%s in %s is %s: %s", ([local, zone, instant]) => {
    expect(new Date(toInstantMs(local, zone) ?? 0).toISOString()).toBe(instant);
  });

  test.for(["", "tomorrow", "2026-13-01T00:00"])("%j is none", (text) => {
    expect(toInstantMs(text, "Europe/Paris")).toBeUndefined();
  });

  test("of an instant leads back to it, or to the first that reads so", () => {
    const anyMinute = fc
      .integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) })
      .map((ms) => ms - (ms % 60_000));
    fc.assert(
      fc.property(anyMinute, fc.constantFrom(...ZONES), (ms, zone) => {
        const local = toLocalTime(ms, zone);
        const found = toInstantMs(local, zone) ?? Number.NaN;
        expect(found).toBeLessThanOrEqual(ms);
        expect(ms - found).toBeLessThanOrEqual(3_600_000);
        expect(toLocalTime(found, zone)).toBe(local);
      }),
      { numRuns: 500 },
    );
  });
});
