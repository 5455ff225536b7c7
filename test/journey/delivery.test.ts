import type { Report } from "@vigie/shared/envelope.ts";
import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL, refusalsOf, reportsOf, samplesOf } from "../support/journey-reading.ts";

/** Each report once, at its own time, whatever the order and however often it comes. */

const story = useJourney({ m1: { class: "laptop" }, m2: {} });

const HOUR_MS = 3_600_000;

describe("the same again", () => {
  test("one effect, and a receipt each time", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const report = await m1.reports({ load_1m: 1 });
    await m1.sends([report]);
    await m1.sends([report]);
    expect(await reportsOf(story)).toEqual([1]);
    expect(await samplesOf(story)).toEqual([["load_1m", "09:00:00", 1]]);
    const receipt = { epoch: m1.epoch(), received: [[1, 1]], rejected: [], generation: 1 };
    expect(m1.receipts()).toEqual([receipt, receipt, receipt]);
    expect(story.counts()).toMatchObject({ reports: 1, repeated: 2, refused: 0 });
  });

  test("twice in one envelope, or in two of one batch, is still once", async () => {
    const m1 = story.agent("m1");
    const report = m1.takes({ load_1m: 1 });
    await m1.sends([report, report]);
    const other = m1.takes({ load_1m: 2 });
    m1.posts([other]);
    m1.posts([other]);
    await story.flush();
    expect(await reportsOf(story)).toEqual([2]);
    expect(await samplesOf(story)).toHaveLength(2);
    expect(m1.receipts().map(({ received }) => received)).toEqual([[[1, 1]], [[2, 2]]]);
  });

  test("a restart does not forget what was received", async () => {
    const m1 = story.agent("m1");
    const report = await m1.reports({ load_1m: 1 });
    await story.collectorRestarts();
    await m1.sends([report]);
    expect(await reportsOf(story)).toEqual([1]);
    expect(m1.receipts()).toHaveLength(2);
  });

  test("it opens no second ticket, and holds nothing longer", async () => {
    const m1 = story.agent("m1");
    const first = await m1.reports(FULL);
    await story.after({ minutes: 3 });
    for (let time = 0; time < 5; time += 1) await m1.sends([first]);
    await story.after({ minutes: 3 });
    await m1.sends([first]);
    expect(await story.alerts("m1")).toMatchObject([{ state: "pending" }]);
    expect(await story.tickets("m1")).toEqual([]);
  });
});

describe("another report under the same number", () => {
  test.for<[string, Partial<Report>]>([
    ["another value", { samples: { load_1m: 2 } }],
    ["the same values of other metrics", { samples: { load_5m: 1 } }],
    ["another instant", { at: "2026-11-23T09:00:00.001Z" }],
    ["one value more", { samples: { load_1m: 1, load_5m: 1 } }],
    ["a probe that failed", { probes: [{ probe: "smart", outcome: "failed", reason: "x" }] }],
    ["a fact", { facts: { inventory: { hash: "h" } } }],
    ["the value of an object", { samples: {}, objects: { volume: { "/": { used_percent: 1 } } } }],
  ])("%s: it is refused and kept, and the first one stands", async ([, change]) => {
    const m1 = story.agent("m1");
    const report = await m1.reports({ load_1m: 1 });
    await m1.sends([{ ...report, ...change }]);
    expect(m1.receipts().at(-1)).toMatchObject({
      received: [],
      rejected: [{ seq: 1, code: "seq_conflict" }],
    });
    expect(await refusalsOf(story)).toEqual(["seq_conflict"]);
    expect(await samplesOf(story)).toEqual([["load_1m", "09:00:00", 1]]);
    await m1.reports({ load_1m: 3 });
    expect(m1.receipts().at(-1)).toMatchObject({ received: [[2, 2]], rejected: [] });
  });

  test("in the same envelope it is noticed too", async () => {
    const m1 = story.agent("m1");
    const report = m1.takes({ load_1m: 1 });
    await m1.sends([report, { ...report, samples: { load_1m: 2 } }]);
    expect(m1.receipts()).toMatchObject([
      { received: [[1, 1]], rejected: [{ seq: 1, code: "seq_conflict" }] },
    ]);
    expect(await samplesOf(story)).toEqual([["load_1m", "09:00:00", 1]]);
    expect(await refusalsOf(story)).toEqual(["seq_conflict"]);
  });

  test("after the agent lost its outbox, its numbers begin anew", async () => {
    const m1 = story.agent("m1");
    await m1.reports({ load_1m: 1 });
    m1.losesOutbox();
    await m1.reports({ load_1m: 2 });
    expect(await reportsOf(story)).toEqual([1, 1]);
    expect(m1.receipts().at(-1)).toMatchObject({ epoch: m1.epoch(), received: [[1, 1]] });
  });

  test("an agent that loses its outbox all the time is refused by and by, and the known go on", async () => {
    const m1 = story.agent("m1");
    const epoch = m1.epoch();
    await m1.reports({ load_1m: 0 });
    for (let time = 0; time < 63; time += 1) {
      m1.losesOutbox();
      await m1.reports({ load_1m: 1 });
    }
    m1.losesOutbox();
    await m1.reports({ load_1m: 1 });
    const rejected = [{ seq: 1, code: "epoch_too_many" }];
    expect(m1.receipts().at(-1)).toMatchObject({ epoch: m1.epoch(), received: [], rejected });
    await m1.sends([{ ...m1.takes({ load_1m: 1 }), seq: 2 }], { epoch });
    expect(m1.receipts().at(-1)).toMatchObject({ epoch, received: [[2, 2]] });
  });
});

describe("whose clock counts", () => {
  test("a clock that is years wrong: the age of a report is right all the same", async () => {
    const m1 = story.agent("m1");
    m1.clockIsWrongBy(-10 * 365 * 24 * HOUR_MS);
    await m1.greets();
    const held = m1.takes({ load_1m: 1 });
    await story.after({ minutes: 1 });
    await m1.sends([held]);
    expect(await samplesOf(story)).toEqual([["load_1m", "09:00:00", 1]]);
    const { clockSkewSeconds } = await story.machine("m1");
    expect(clockSkewSeconds).toBe((-10 * 365 * 24 * HOUR_MS) / 1_000);
  });

  test("a clock that is set right is no longer told of, not even after a restart", async () => {
    const m1 = story.agent("m1");
    m1.clockIsWrongBy(HOUR_MS);
    await m1.greets();
    await m1.reports({ load_1m: 1 });
    expect((await story.machine("m1")).clockSkewSeconds).toBe(3_600);
    await story.collectorRestarts();
    m1.clockIsWrongBy(119_000);
    await m1.reports({ load_1m: 1 });
    expect((await story.machine("m1")).clockSkewSeconds).toBeNull();
  });

  test("reports of an earlier boot are taken at their word", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const held = m1.takes({ load_1m: 1 });
    const bootBefore = m1.bootId();
    await story.after({ minutes: 30 });
    m1.reboots();
    await m1.greets();
    await m1.sends([held], { bootId: bootBefore });
    expect(await samplesOf(story)).toEqual([["load_1m", "09:00:00", 1]]);
  });

  test.for<[string, number, string | undefined]>([
    ["34 days old", -34 * 24 * HOUR_MS, undefined],
    ["36 days old", -36 * 24 * HOUR_MS, "instant_too_old"],
    ["half a minute ahead", 30_000, undefined],
    ["two minutes ahead", 120_000, "instant_in_future"],
    ["of the year 9999", 7_900 * 365 * 24 * HOUR_MS, "instant_in_future"],
  ])("a report of an earlier boot, %s: %s", async ([, offMs, code]) => {
    const m1 = story.agent("m1");
    await m1.greets();
    m1.clockIsWrongBy(offMs);
    const held = m1.takes({ load_1m: 1 });
    m1.clockIsWrongBy(0);
    await m1.sends([held], { bootId: "boot-0" });
    expect(m1.receipts()[0]).toMatchObject({
      received: code === undefined ? [[1, 1]] : [],
      rejected: code === undefined ? [] : [{ seq: 1, code }],
    });
    await m1.reports({ load_1m: 2 });
    expect(m1.receipts().at(-1)).toMatchObject({ received: [[2, 2]] });
  });

  test("an instant that is no day is refused where it would count", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const held = { ...m1.takes({ load_1m: 1 }), at: "2026-02-31T99:99:99.999Z" };
    await m1.sends([held], { bootId: "boot-0" });
    expect(m1.receipts()).toMatchObject([{ rejected: [{ seq: 1, code: "report_malformed" }] }]);
  });

  test("an uptime from before the boot is now, and never the future", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    await m1.sends([{ ...m1.takes({ load_1m: 1 }), uptimeMs: Number.MAX_SAFE_INTEGER }]);
    expect(await samplesOf(story)).toEqual([["load_1m", "09:00:00", 1]]);
  });
});
