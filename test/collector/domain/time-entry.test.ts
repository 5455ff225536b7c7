import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outOfHoursMs, toMinutes, wrongSpan } from "../../../collector/domain/time-entry.ts";
import { workedMs } from "../../../collector/domain/working-time.ts";
import { office } from "../../support/calendars.ts";

const ms = (instant: string) => Temporal.Instant.from(instant).epochMilliseconds;

test.for([
  [0, 0, "nothing"],
  [29_999, 0, "less than half a minute"],
  [30_000, 1, "half a minute"],
  [89_999, 1, "a minute and less than a half"],
  [5_400_000, 90, "an hour and a half"],
] as const)("%i ms are told as %i minutes: %s", ([span, minutes]) => {
  expect(toMinutes(span)).toBe(minutes);
});

describe("when somebody says to have worked", () => {
  const now = ms("2026-11-23T10:00:00Z");
  test.for([
    ["2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z", undefined, "until now"],
    ["2026-11-22T10:00:00Z", "2026-11-23T10:00:00Z", undefined, "a whole day"],
    ["2026-11-23T09:00:00Z", null, undefined, "a timer that runs"],
    ["2026-11-23T10:00:01Z", null, "startedAt: this has not happened yet", "in a second"],
    ["2025-11-23T09:00:00Z", "2025-11-23T10:00:00Z", undefined, "a year ago"],
    ["2025-11-22T09:59:59Z", "2025-11-22T10:00:00Z", "look at the date", "the year was mistyped"],
    ["2026-11-23T09:00:00Z", "2026-11-23T10:00:01Z", "endedAt: this has not", "until in a second"],
    ["2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z", "endedAt: it ends before", "no time at all"],
    ["2026-11-23T09:00:00Z", "2026-11-23T08:00:00Z", "endedAt: it ends before", "turned"],
    ["2026-11-22T09:59:59Z", "2026-11-23T10:00:00Z", "24 hours", "longer than anybody works"],
  ] as const)("from %s to %s: %s (%s)", ([from, to, wrong]) => {
    const span = { startedAtMs: ms(from), endedAtMs: to === null ? null : ms(to) };
    const told = wrongSpan(span, now);
    if (wrong === undefined) expect(told).toBeUndefined();
    else expect(told).toContain(wrong);
  });
});

describe("out of hours", () => {
  test.for([
    ["2026-11-23T09:00:00+01:00", "2026-11-23T10:00:00+01:00", 0, "within the hours"],
    ["2026-11-23T17:30:00+01:00", "2026-11-23T19:00:00+01:00", 60, "into the evening"],
    ["2026-11-23T07:00:00+01:00", "2026-11-23T08:00:00+01:00", 60, "before the opening"],
    ["2026-11-22T20:00:00+01:00", "2026-11-22T23:00:00+01:00", 180, "on a Sunday"],
    ["2026-11-23T17:00:00+01:00", "2026-11-24T10:00:00+01:00", 15 * 60, "through the night"],
  ] as const)("from %s to %s are %i minutes: %s", ([from, to, minutes]) => {
    const span = { startMs: ms(from), endMs: ms(to) };
    expect(outOfHoursMs(office, span) / 60_000).toBe(minutes);
  });

  test("law: hours and out of hours are all of it", () => {
    const start = ms("2026-10-20T00:00:00Z");
    fc.assert(
      fc.property(fc.nat(30 * 86_400_000), fc.nat(86_400_000), (offset, length) => {
        const span = { startMs: start + offset, endMs: start + offset + length };
        const out = outOfHoursMs(office, span);
        expect(out).toBeGreaterThanOrEqual(0);
        expect(out + workedMs(office, span)).toBe(length);
      }),
    );
  });
});
