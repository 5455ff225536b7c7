import { describe, expect, test } from "vitest";
import { BUCKETS_KEPT, Bucket, Buckets } from "../../../collector/broker/rate.ts";

const RATE = { messagesPerSecond: 2, burst: 10 };

describe("a bucket", () => {
  test.for([
    [0, 0, 10, "a burst at once"],
    [10, 0, 0, "and no more"],
    [10, 499, 0, "until a whole message is paid"],
    [10, 500, 1, "as the rate says"],
    [10, 60_000, 10, "never more than a burst, however long it was silent"],
    [14, 1_000, -2, "what was too much is owed"],
  ] as const)("after %i messages and %i ms has room for %i: %s", ([spent, waitedMs, room]) => {
    const bucket = new Bucket(RATE, 1_000);
    bucket.spend(spent);
    expect(bucket.room(1_000 + waitedMs)).toBe(room);
  });

  test("says how long to wait for one message, and that is enough", () => {
    const bucket = new Bucket(RATE, 0);
    bucket.spend(10);
    expect(bucket.room(0)).toBe(0);
    expect(bucket.waitMs()).toBe(500);
    expect(bucket.room(bucket.waitMs())).toBe(1);
  });

  test("lets who connects over and over do so at its rate, not faster", () => {
    const bucket = new Bucket(RATE, 0);
    let connected = 0;
    // 100 tries in each of 60 seconds.
    for (let nowMs = 0; nowMs < 60_000; nowMs += 10) {
      if (bucket.spendOnConnecting(nowMs)) connected += 1;
    }
    expect(connected, "a burst, a debt of as many, then 2 a second").toBeLessThanOrEqual(141);
    expect(connected).toBeGreaterThanOrEqual(130);
  });
});

describe("the buckets of agents", () => {
  test("are the same for every connection of an agent, and no other's", () => {
    const buckets = new Buckets(RATE, () => false);
    buckets.of("a", 0).spend(10);
    expect(buckets.of("a", 0).room(0)).toBe(0);
    expect(buckets.of("b", 0).room(0)).toBe(10);
  });

  test("are forgotten when they are full again, however many agents come", () => {
    const buckets = new Buckets(RATE, () => false);
    for (let n = 0; n < 20 * BUCKETS_KEPT; n += 1) buckets.of(`agent ${n}`, n).spend(1);
    expect(buckets.size(), "each is full after 500 ms").toBeLessThanOrEqual(2 * BUCKETS_KEPT);
  });

  test("are kept where something is owed, or where a connection holds them", () => {
    const buckets = new Buckets(RATE, (agentId) => agentId === "connected");
    const held = buckets.of("connected", 0);
    const owing = buckets.of("owing", 0);
    owing.spend(15);
    for (let n = 0; n < 3 * BUCKETS_KEPT; n += 1) buckets.of(`agent ${n}`, 0);
    expect(buckets.size()).toBeLessThanOrEqual(2 * BUCKETS_KEPT);
    expect(buckets.of("connected", 0)).toBe(held);
    expect(buckets.of("owing", 0)).toBe(owing);
  });
});
