import type { Report } from "@vigie/shared/envelope.ts";
import { describe, expect, test } from "vitest";
import { unpackReports } from "../../collector/domain/samples.ts";
import { useJourney } from "../support/journey.ts";

/** Each report once, at its own time, whatever the order and however often it comes. */

const story = useJourney({ m1: { class: "laptop" }, m2: {} });

const HOUR_MS = 3_600_000;
const GIB = 1024 ** 3;

const FULL = { objects: { volume: { "/": { used_percent: 92, free_bytes: 10 * GIB } } } };

/** The samples that are on their way to the metric store, as [metric, instant, value]. */
async function stored(): Promise<[string, string, number][]> {
  const shapes = new Map((await story.read().estate.shapes()).map((shape) => [shape.id, shape]));
  const rows = (await story.spool()).flatMap(({ samples }) => unpackReports(samples));
  return rows.flatMap(({ shapeId, atMs, values }) =>
    Array.from(values, (value, place): [string, string, number] => [
      shapes.get(shapeId)?.columns[place]?.metric ?? "?",
      new Date(atMs).toISOString().slice(11, 19),
      value,
    ]),
  );
}

async function reportsKept(): Promise<number[]> {
  return (await story.read().deliveries.streams()).map(({ reports }) => reports);
}

async function refusals(): Promise<string[]> {
  return (await story.deadLetters()).map(({ code }) => code).reverse();
}

describe("the same again", () => {
  test("one effect, and a receipt each time", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const report = await m1.reports({ load_1m: 1 });
    await m1.sends([report]);
    await m1.sends([report]);
    expect(await reportsKept()).toEqual([1]);
    expect(await stored()).toEqual([["load_1m", "09:00:00", 1]]);
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
    expect(await reportsKept()).toEqual([2]);
    expect(await stored()).toHaveLength(2);
    expect(m1.receipts().map(({ received }) => received)).toEqual([[[1, 1]], [[2, 2]]]);
  });

  test("a restart does not forget what was received", async () => {
    const m1 = story.agent("m1");
    const report = await m1.reports({ load_1m: 1 });
    await story.collectorRestarts();
    await m1.sends([report]);
    expect(await reportsKept()).toEqual([1]);
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
    expect(await refusals()).toEqual(["seq_conflict"]);
    expect(await stored()).toEqual([["load_1m", "09:00:00", 1]]);
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
    expect(await stored()).toEqual([["load_1m", "09:00:00", 1]]);
    expect(await refusals()).toEqual(["seq_conflict"]);
  });

  test("after the agent lost its outbox, its numbers begin anew", async () => {
    const m1 = story.agent("m1");
    await m1.reports({ load_1m: 1 });
    m1.losesOutbox();
    await m1.reports({ load_1m: 2 });
    expect(await reportsKept()).toEqual([1, 1]);
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

describe("catching up, the newest first", () => {
  async function keepsForAnHour(said: Parameters<ReturnType<typeof story.agent>["takes"]>[0]) {
    const held: Report[] = [];
    for (let minute = 0; minute < 60; minute += 1) {
      await story.after({ minutes: 1 });
      held.push(story.agent("m1").takes(said));
    }
    await story.after({ seconds: 10 });
    return held;
  }

  test("older ones are stored at their own times, and change nothing that is said now", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const held = await keepsForAnHour({ load_1m: 9 });
    await m1.reports({ load_1m: 1 });
    await m1.sends(held.slice(30).toReversed());
    await m1.sends(held.slice(0, 30).toReversed());
    expect(await reportsKept()).toEqual([61]);
    const times = (await stored()).map(([, time]) => time).sort();
    expect(times.slice(0, 3)).toEqual(["09:01:00", "09:02:00", "09:03:00"]);
    expect(times.at(-1)).toBe("10:00:10");
    expect((await story.machine("m1")).latest).toMatchObject([
      { metric: "load_1m", value: 1, at: "2026-11-23T10:00:10.000Z" },
    ]);
    expect(story.counts().late).toBe(58);
  });

  test("an hour in breach that is over opens nothing", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const held = await keepsForAnHour(FULL);
    await m1.reports({ objects: { volume: { "/": { used_percent: 40, free_bytes: 900 * GIB } } } });
    for (let from = 40; from >= 0; from -= 20) await m1.sends(held.slice(from, from + 20));
    expect(await story.alerts("m1")).toEqual([]);
  });

  test("an hour in breach that goes on waits from now, not from then", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const held = await keepsForAnHour(FULL);
    await m1.reports(FULL);
    await m1.sends(held.slice(0, 55).toReversed());
    expect(await story.alerts("m1")).toMatchObject([{ state: "pending" }]);
    expect(await story.tickets("m1")).toEqual([]);
  });

  test("late ones close nothing either", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const well = m1.takes({ objects: { volume: { "/": { used_percent: 1, free_bytes: 1 } } } });
    await story.reportsFor(6, "m1", FULL);
    await m1.sends([well]);
    expect(await story.tickets("m1")).toMatchObject([{ state: "new" }]);
  });

  test("late reports of other things than now say nothing of the machine as it is", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const held = Array.from({ length: 12 }, (_, n) =>
      m1.takes({ objects: { volume: { [`/old${n}`]: { used_percent: 99, free_bytes: 1 } } } }),
    );
    await story.after({ minutes: 3 });
    await m1.reports({ load_1m: 1, memory_used_percent: 30 });
    await m1.sends(held);
    const { latest } = await story.machine("m1");
    expect(latest.map(({ metric }) => metric)).toEqual(["load_1m", "memory_used_percent"]);
    // Not even when a rule that looks at them is changed.
    await story.changeRule("volume_full", { holdForSeconds: 0 });
    expect(await story.alerts("m1")).toEqual([]);
    await story.collectorRestarts();
    await m1.reports({ load_1m: 2, memory_used_percent: 30 });
    expect((await story.machine("m1")).latest).toMatchObject([{ value: 2 }, { value: 30 }]);
  });

  test("two reports that overtake one another are taken in the order of their instants", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    await story.changeRule("memory_pressure", { holdForSeconds: 0 });
    const breach = m1.takes({ memory_used_percent: 95, load_1m: 1 });
    await story.after({ seconds: 30 });
    await m1.reports({ memory_used_percent: 50 });
    await m1.sends([breach]);
    expect(await story.alerts("m1")).toEqual([]);
    expect(await reportsKept()).toEqual([2]);
  });

  test("in one envelope they are evaluated from the oldest on", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const held: Report[] = [];
    for (let minute = 0; minute < 3; minute += 1) {
      held.push(m1.takes(FULL));
      await story.after({ seconds: 50 });
    }
    await story.changeRule("volume_almost_full", { holdForSeconds: 60 });
    await m1.sends(held.toReversed());
    expect(await story.tickets("m1")).toMatchObject([{ eventAt: "2026-11-23T09:01:40.000Z" }]);
  });

  test("a machine may hold more gaps than are remembered, and nothing is taken twice", async () => {
    const m1 = story.agent("m1");
    const reports = Array.from({ length: 300 }, () => m1.takes({ load_1m: 1 }));
    const odd = reports.filter((_, place) => place % 2 === 1);
    const even = reports.filter((_, place) => place % 2 === 0);
    for (const some of [odd.slice(0, 100), odd.slice(100), even.slice(0, 100), even.slice(100)]) {
      await m1.sends(some);
    }
    for (const some of [odd.slice(50), even.slice(50)]) await m1.sends(some);
    const [stream] = await story.read().deliveries.streams();
    expect(stream).toMatchObject({ ranges: [[1, 300]], reports: 300 });
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
    expect(await stored()).toEqual([["load_1m", "09:00:00", 1]]);
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
    expect(await stored()).toEqual([["load_1m", "09:00:00", 1]]);
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
    expect(m1.receipts()).toMatchObject([{ rejected: [{ seq: 1, code: "instant_too_old" }] }]);
  });

  test("an uptime from before the boot is now, and never the future", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    await m1.sends([{ ...m1.takes({ load_1m: 1 }), uptimeMs: Number.MAX_SAFE_INTEGER }]);
    expect(await stored()).toEqual([["load_1m", "09:00:00", 1]]);
  });
});

describe("the registry cannot keep a batch", () => {
  test.for([
    ["the disk is full", "storage_full"],
    ["the file does not answer", "storage_failed"],
  ] as const)("%s: no receipt; what comes again is taken once, and all is right", async ([, code]) => {
    const m1 = story.agent("m1");
    await m1.greets();
    await story.reportsFor(5, "m1", FULL);
    await story.after({ minutes: 1 });
    const receipts = m1.receipts().length;
    story.failNextCommitWith(code);
    const report = await m1.reports(FULL);
    expect(story.failures).toMatchObject([{ code }]);
    expect(m1.receipts()).toHaveLength(receipts);
    expect(await story.tickets("m1")).toEqual([]);

    await story.after({ seconds: 30 });
    await m1.sends([report]);
    expect(m1.receipts()).toHaveLength(receipts + 1);
    expect(await story.tickets("m1")).toMatchObject([{ number: 1, state: "new" }]);
    expect(await reportsKept()).toEqual([6]);
  });

  test("the boots of machines are not forgotten with it: a wrong clock does no harm", async () => {
    const m1 = story.agent("m1");
    m1.clockIsWrongBy(-10 * 365 * 24 * HOUR_MS);
    await m1.greets();
    story.failNextCommitWith("storage_full");
    const report = await m1.reports({ load_1m: 1 });
    await m1.sends([report]);
    expect(m1.receipts()).toMatchObject([{ received: [[1, 1]], rejected: [] }]);
    expect(await stored()).toEqual([["load_1m", "09:00:00", 1]]);
  });

  test("a person's act that was not kept is not done, and can be done again", async () => {
    await story.reportsFor(6, "m1", FULL);
    const [ticket] = await story.tickets("m1");
    const { id = "", version = 0 } = ticket ?? {};
    story.failNextCommitWith("storage_failed");
    await expect(story.hands().acknowledge(id, { by: "Nadia" }, version)).rejects.toMatchObject({
      code: "storage_failed",
    });
    expect(await story.tickets("m1")).toMatchObject([{ state: "new", version }]);
    expect(await story.hands().acknowledge(id, { by: "Nadia" }, version)).toEqual({ done: true });
  });

  test("a fault of ours in a batch stops nobody: each message is tried by itself", async () => {
    const [m1, m2] = [story.agent("m1"), story.agent("m2")];
    await m1.greets();
    await m2.greets();
    story.failNextCommit(new Error("a mistake"));
    m1.posts([m1.takes({ load_1m: 1 })]);
    m2.posts([m2.takes({ load_1m: 2 })]);
    await story.flush();
    expect(m1.receipts()).toMatchObject([{ received: [[1, 1]] }]);
    expect(m2.receipts()).toMatchObject([{ received: [[1, 1]] }]);
    expect((await stored()).map(([, , value]) => value).sort()).toEqual([1, 2]);
    expect(await story.deadLetters()).toEqual([]);
  });

  test("a message on which we fail each time is put aside with its reason, and its agent is told", async () => {
    const [m1, m2] = [story.agent("m1"), story.agent("m2")];
    await m1.greets();
    story.failCommitsOf(m1.machineId, new Error("a mistake"));
    m1.posts([m1.takes({ load_1m: 1 }), m1.takes({ load_1m: 2 })]);
    m2.posts([m2.takes({ load_1m: 2 })]);
    await story.flush();
    expect(await refusals()).toEqual(["internal"]);
    expect(m1.receipts()).toMatchObject([
      {
        received: [],
        rejected: [
          { seq: 1, code: "internal" },
          { seq: 2, code: "internal" },
        ],
      },
    ]);
    expect(m2.receipts()).toMatchObject([{ received: [[1, 1]] }]);
    story.failCommitsOf(undefined);
    await m1.reports({ load_1m: 3 });
    expect(m1.receipts().at(-1)).toMatchObject({ received: [[3, 3]] });
  });
});
