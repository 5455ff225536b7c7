import { describe, expect, test } from "vitest";
import {
  AGE_MS_MAX,
  clockSkewMs,
  eventTime,
  FUTURE_MS_MAX,
  SKEW_FOUND_MS,
} from "../../../collector/domain/event-time.ts";

const RECEIVED_MS = 1_795_424_400_000;
const HOUR_MS = 3_600_000;
const UPTIME_MS = 100 * HOUR_MS;

function textOf(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toString({ smallestUnit: "millisecond" });
}

/** A report of so long ago by its uptime, whose own clock says another instant. */
function ofThisBoot(ageMs: number, saidMs = RECEIVED_MS) {
  const sending = { receivedMs: RECEIVED_MS, sentUptimeMs: UPTIME_MS, isSameBoot: true };
  return eventTime(sending, { uptimeMs: UPTIME_MS - ageMs, at: textOf(saidMs) });
}

function ofAnEarlierBoot(at: string) {
  const sending = { receivedMs: RECEIVED_MS, sentUptimeMs: 5_000, isSameBoot: false };
  return eventTime(sending, { uptimeMs: UPTIME_MS, at });
}

describe("since the machine started, its uptime counts", () => {
  test.for([
    [0, 0, "just now"],
    [123, -123, "a moment on the way"],
    [HOUR_MS, -HOUR_MS, "an hour in the outbox"],
    [AGE_MS_MAX, -AGE_MS_MAX, "as old as may be"],
    [-HOUR_MS, 0, "taken after it was sent: now, and never the future"],
    [0.4, 0, "fractions are rounded"],
  ] as const)("aged %d ms: received %d ms (%s)", ([ageMs, offMs]) => {
    expect(ofThisBoot(ageMs)).toEqual({ eventMs: RECEIVED_MS + offMs });
  });

  test("its wall clock may be wrong by a lifetime", () => {
    expect(ofThisBoot(HOUR_MS, 0)).toEqual({ eventMs: RECEIVED_MS - HOUR_MS });
    expect(ofThisBoot(HOUR_MS, RECEIVED_MS * 3)).toEqual({ eventMs: RECEIVED_MS - HOUR_MS });
  });

  test("an age beyond what any outbox holds is refused", () => {
    expect(ofThisBoot(AGE_MS_MAX + 1)).toMatchObject({ problem: "instant_too_old" });
  });
});

describe("before its last start, its wall clock counts", () => {
  test.for([
    [-HOUR_MS, undefined, "an hour ago"],
    [-AGE_MS_MAX, undefined, "as old as may be"],
    [-AGE_MS_MAX - 1, "instant_too_old", "a millisecond older"],
    [FUTURE_MS_MAX, undefined, "a minute ahead"],
    [FUTURE_MS_MAX + 1, "instant_in_future", "a millisecond more"],
  ] as const)("%d ms from now: %s (%s)", ([offMs, problem]) => {
    const outcome = ofAnEarlierBoot(textOf(RECEIVED_MS + offMs));
    expect(outcome).toMatchObject(
      problem === undefined ? { eventMs: RECEIVED_MS + offMs } : { problem },
    );
  });

  test.for(["2026-02-31T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-11-23T25:00:00.000Z"])(
    "%s is no instant",
    (at) => {
      expect(ofAnEarlierBoot(at)).toMatchObject({ problem: "report_malformed" });
    },
  );

  test("a refusal says how far off it is", () => {
    expect(ofAnEarlierBoot(textOf(RECEIVED_MS + HOUR_MS))).toMatchObject({
      detail: "3600 s ahead",
    });
    expect(ofThisBoot(AGE_MS_MAX + 1_000)).toMatchObject({ detail: "3024001 s ago" });
  });
});

test.for([
  [0, undefined],
  [SKEW_FOUND_MS, undefined],
  [SKEW_FOUND_MS + 1, SKEW_FOUND_MS + 1],
  [-SKEW_FOUND_MS - 1, -SKEW_FOUND_MS - 1],
  [Number.NaN, undefined],
] as const)("a clock that is off by %d ms is told as %s", ([offMs, found]) => {
  expect(clockSkewMs(RECEIVED_MS, RECEIVED_MS + offMs)).toBe(found);
});
