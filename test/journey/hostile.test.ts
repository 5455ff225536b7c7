import { upTopic } from "@vigie/shared/topics.ts";
import { describe, expect, test } from "vitest";
import { partitionOf } from "../../collector/broker/partition.ts";
import { wireAgent } from "../support/agents.ts";
import { useJourney } from "../support/journey.ts";

/**
 * Whatever comes in from the wire is taken, or refused with its reason and kept as a dead letter, and
 * the next good report of the same agent is accepted.
 */

const story = useJourney({ m1: {}, m2: {} });

const GIB = 1024 ** 3;

async function letters(): Promise<[string, number | null][]> {
  return (await story.deadLetters()).map(({ code, seq }): [string, number | null] => [code, seq]);
}

/** The next good report is taken as if nothing had happened. */
async function expectGoesOn(): Promise<void> {
  const report = await story.agent("m1").reports({ load_1m: 1 });
  expect(story.agent("m1").receipts().at(-1)).toMatchObject({
    received: [[report.seq, report.seq]],
    rejected: [],
  });
  expect(story.failures).toEqual([]);
}

describe("messages", () => {
  test.for<[string, Uint8Array | string, string]>([
    ["nothing", "", "message_not_json"],
    ["half a message", '{"v":1,"epoch"', "message_not_json"],
    ["broken UTF-8", new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), "message_not_utf8"],
    ["too large", "x".repeat(256 * 1024 + 1), "message_too_large"],
    ["a depth of 100,000", "[".repeat(100_000), "message_not_json"],
    ["another form", '{"hello":"world"}', "envelope_malformed"],
  ])("%s", async ([, payload, code]) => {
    await story.agent("m1").publishes(payload);
    expect(await letters()).toEqual([[code, null]]);
    const [kept] = await story.deadLetters();
    const letter = await story.read().deliveries.deadLetter(kept?.id ?? "");
    const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
    expect(letter?.payload).toEqual(bytes.subarray(0, 256 * 1024));
    expect(letter).toMatchObject({ agentId: story.agent("m1").agentId });
    await expectGoesOn();
  });

  test("101 reports at once", async () => {
    const m1 = story.agent("m1");
    await m1.sends(Array.from({ length: 101 }, () => m1.takes({ load_1m: 1 })));
    expect(await letters()).toEqual([["envelope_malformed", null]]);
    await expectGoesOn();
  });

  test("a greeting in another form", async () => {
    await story.agent("m1").greets({ cadenceSeconds: 1.5 });
    expect(await letters()).toEqual([["hello_malformed", null]]);
    await story.agent("m1").greets();
    await expectGoesOn();
  });

  test("a hundred thousand characters of topic are cut", async () => {
    await story.agent("m1").publishes("{}", "x".repeat(60_000));
    expect((await story.deadLetters())[0]?.topic.length).toBe(255);
    await expectGoesOn();
  });
});

describe("who speaks", () => {
  test.for<[string, string]>([
    ["vigie/v1/up/00/agt_short/report", "topic_unknown"],
    ["vigie/v1/down/x/receipt", "topic_unknown"],
    ["", "topic_unknown"],
  ])("on the topic %j: %s", async ([topic, code]) => {
    await story.agent("m1").publishes("{}", topic);
    expect(await letters()).toEqual([[code, null]]);
    await expectGoesOn();
  });

  test("an agent that nobody registered", async () => {
    await story.agent("m1").publishes("{}", upTopic(wireAgent(), "report"));
    expect(await letters()).toEqual([["agent_unknown", null]]);
    await expectGoesOn();
  });

  test("another partition than the agent's", async () => {
    const { agentId } = story.agent("m1");
    const partition = partitionOf(agentId) === "00" ? "01" : "00";
    await story.agent("m1").publishes("{}", upTopic({ agentId, partition }, "report"));
    expect(await letters()).toEqual([["partition_wrong", null]]);
    await expectGoesOn();
  });

  test("the topic says who it is, whatever stands in the body", async () => {
    const [m1, m2] = [story.agent("m1"), story.agent("m2")];
    // The epoch and the boot of the other: they belong to whoever sends them.
    await m2.greets();
    await m2.reports({ load_1m: 7 });
    await m1.sends([m1.takes({ load_1m: 1 })], { epoch: m2.epoch(), bootId: m2.bootId() });
    expect((await story.machine("m2")).latest).toMatchObject([{ value: 7 }]);
    expect((await story.machine("m1")).latest).toMatchObject([{ value: 1 }]);
    expect(m2.receipts()).toHaveLength(1);
  });
});

describe("reports", () => {
  test.for<[string, object, string]>([
    ["an unknown metric", { samples: { magic_percent: 1 } }, "metric_unknown"],
    ["a word for a number", { samples: { load_1m: "1" } }, "sample_not_finite"],
    ["a list of samples", { samples: [1] }, "report_malformed"],
    ["no samples", { samples: undefined }, "report_malformed"],
    ["a field that nobody agreed on", { sudo: true }, "report_malformed"],
    ["a date in words", { at: "now" }, "report_malformed"],
    ["an uptime below zero", { uptimeMs: -1 }, "report_malformed"],
    [
      "a gap beyond counting",
      { gap: { fromSeq: 1, toSeq: 2, reports: 1e300, reason: "full" } },
      "report_malformed",
    ],
    [
      "half a character as a name",
      { objects: { volume: { "\ud800": { used_percent: 1 } } } },
      "report_malformed",
    ],
  ])("%s: it is refused, its neighbours are taken", async ([, change, code]) => {
    const m1 = story.agent("m1");
    const before = m1.takes({ load_1m: 1 });
    const bad = { ...m1.takes({ load_1m: 2 }), ...change };
    const after = m1.takes({ load_1m: 3 });
    await m1.sends([before, bad, after]);
    expect(m1.receipts()).toEqual([
      {
        epoch: m1.epoch(),
        received: [
          [1, 1],
          [3, 3],
        ],
        rejected: [{ seq: 2, code }],
        generation: 1,
      },
    ]);
    expect(await letters()).toEqual([[code, 2]]);
    expect(story.counts()).toMatchObject({ reports: 2, refused: 1 });
    await expectGoesOn();
  });

  test.for([
    ['{"seq":1,"at":"AT","uptimeMs":1,"samples":{"load_1m":1e999}}', "sample_not_finite"],
    ['{"seq":1,"at":"AT","uptimeMs":1,"samples":{"__proto__":{"load_1m":1}}}', "sample_not_finite"],
    ['{"seq":1,"at":"AT","uptimeMs":1,"samples":{},"__proto__":{"load_1m":1}}', "report_malformed"],
    ['{"seq":1,"at":"AT","uptimeMs":1,"samples":{},"objects":{"__proto__":{}}}', "metric_unknown"],
    [
      '{"seq":1,"at":"AT","uptimeMs":1,"samples":{},"facts":{"a":{"hash":"h","document":{"__proto__":1}}}}',
      "report_malformed",
    ],
  ] as const)("%s", async ([text, code]) => {
    const m1 = story.agent("m1");
    const head = `{"v":1,"epoch":"${m1.epoch()}","bootId":"b","sentAt":"2026-11-23T09:00:00.000Z","sentUptimeMs":1`;
    await m1.publishes(`${head},"reports":[${text.replace("AT", "2026-11-23T09:00:00.000Z")}]}`);
    expect(await letters()).toEqual([[code, 1]]);
    expect(m1.receipts()).toMatchObject([{ rejected: [{ seq: 1, code }] }]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    m1.takes();
    await expectGoesOn();
  });

  test("all of one message's refusals are in one letter, and its detail is bounded", async () => {
    const m1 = story.agent("m1");
    await m1.sends(Array.from({ length: 100 }, () => ({ ...m1.takes(), samples: { magic: 1 } })));
    const [letter, ...others] = await story.deadLetters();
    expect(others).toEqual([]);
    expect(letter?.detail.length).toBe(1_000);
    expect(m1.receipts()[0]?.rejected).toHaveLength(100);
    await expectGoesOn();
  });

  test("a report that was refused may come again, mended, under the same number", async () => {
    const m1 = story.agent("m1");
    const good = m1.takes({ load_1m: 1 });
    await m1.sends([{ ...good, samples: { magic: 1 } }]);
    await m1.sends([good]);
    expect(m1.receipts().at(-1)).toMatchObject({ received: [[1, 1]], rejected: [] });
  });
});

describe("names are data", () => {
  test.for([
    "'; drop table alert; --",
    "<img src=x onerror=alert(1)>",
    "{threshold} $& $1",
    "\u0000\u0001\n\r\t\u2028",
    "../../etc/passwd",
    "constructor",
    "toString",
    "0",
    "é".repeat(255),
    '😀 C:\\ "quoted"',
  ])("a volume named %j fills up, and its ticket says so", async (name) => {
    const full = { objects: { volume: { [name]: { used_percent: 99, free_bytes: GIB } } } };
    await story.reportsFor(2, "m1", full);
    await story.collectorRestarts();
    await story.reportsFor(2, "m1", full);
    expect(await story.tickets("m1")).toMatchObject([
      { object: name.replace("\0", "\uFFFD"), rule: { key: "volume_full" } },
    ]);
    await story.reportsFor(1, "m1", {
      objects: { volume: { [name]: { used_percent: 1, free_bytes: 900 * GIB } } },
    });
    expect(await story.tickets("m1")).toMatchObject([{ state: "resolved" }]);
  });
});

describe("what grows has an end", () => {
  test("a machine that measures something else each time is refused for the day", async () => {
    const m1 = story.agent("m1");
    await m1.sends(
      Array.from({ length: 100 }, (_, n) =>
        m1.takes({ objects: { disk: { [`d${n}`]: { busy_percent: n } } } }),
      ),
    );
    expect(await story.deadLetters()).toEqual([]);
    const kept = story.memory().machines.get(m1.machineId);
    expect(kept?.shapes.length).toBeLessThanOrEqual(8);
    await m1.reports({ objects: { disk: { more: { busy_percent: 1 } } } });
    expect(m1.receipts().at(-1)).toMatchObject({
      rejected: [{ seq: 101, code: "report_too_large" }],
    });
    // What it has measured before goes on.
    const known = { objects: { disk: { d99: { busy_percent: 5 } } } };
    const report = await m1.reports(known);
    expect(m1.receipts().at(-1)).toMatchObject({ received: [[report.seq, report.seq]] });
    // The next day it may change again.
    await story.after({ days: 1 });
    const later = await m1.reports({ objects: { disk: { more: { busy_percent: 1 } } } });
    expect(m1.receipts().at(-1)).toMatchObject({ received: [[later.seq, later.seq]] });
  });

  test("objects without end on which something is wrong open a bounded number of tickets", async () => {
    const m1 = story.agent("m1");
    const volumes = Object.fromEntries(
      Array.from({ length: 200 }, (_, n) => [n, { used_percent: 99, free_bytes: 1 }]),
    );
    const renamed = (prefix: string) =>
      Object.fromEntries(Object.entries(volumes).map(([n, values]) => [`${prefix}${n}`, values]));
    for (const prefix of ["a", "b", "c"]) {
      await story.reportsFor(2, "m1", { objects: { volume: renamed(prefix) } });
    }
    expect(story.memory().machines.get(m1.machineId)?.cells.size).toBeLessThanOrEqual(256);
    expect((await story.tickets("m1")).length).toBeLessThanOrEqual(256);
    await expectGoesOn();
  });

  test("alerts in memory do not grow with names that are gone", async () => {
    const m1 = story.agent("m1");
    for (let batch = 0; batch < 5; batch += 1) {
      await m1.sends(
        Array.from({ length: 100 }, (_, n) =>
          m1.takes({
            objects: { volume: { [`v${batch}-${n}`]: { used_percent: 1, free_bytes: 1 } } },
          }),
        ),
      );
    }
    const kept = story.memory().machines.get(m1.machineId);
    expect(kept?.cells.size).toBeLessThan(100);
  });

  test("gaps without end are kept up to a number", async () => {
    const m1 = story.agent("m1");
    for (let batch = 0; batch < 4; batch += 1) {
      await m1.sends(
        Array.from({ length: 100 }, (_, n) => {
          const fromSeq = batch * 100 + n + 1;
          return m1.takes({ gap: { fromSeq, toSeq: fromSeq, reports: 1, reason: "full" } });
        }),
      );
    }
    expect((await story.read().deliveries.gaps(m1.agentId)).length).toBe(256);
    await expectGoesOn();
  });

  test("with holes without end what is new is taken, and what is old is left to its agent", async () => {
    const m1 = story.agent("m1");
    const held = Array.from({ length: 4_200 }, () => m1.takes({ load_1m: 1 }));
    const odd = held.filter((_, place) => place % 2 === 0).reverse();
    for (let from = 0; from < odd.length; from += 100) await m1.sends(odd.slice(from, from + 100));
    const [stream] = await story.read().deliveries.streams();
    expect(stream?.ranges).toHaveLength(2_000);
    expect(stream?.ranges[0]).toEqual([201, 201]);
    // Nothing below was receipted, and nothing of it is taken for received.
    const receipted = m1.receipts().flatMap(({ received }) => received);
    expect(receipted.every(([from]) => from >= 201)).toBe(true);
    await expectGoesOn();
  });
});
