import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";

/** What changes rarely: documents, probes that measure nothing, what is missing, and instructions. */

const story = useJourney({
  m1: { class: "workstation" },
  chosen: { class: "server", classChosen: true },
});

const LAPTOP = { chassis: { type: "Notebook" }, battery: { present: true } };
const SERVER = { chassis: { type: "Rack Mount Chassis" } };

function inventory(hash: string, document?: unknown) {
  return { facts: { inventory: { hash, ...(document !== undefined && { document }) } } };
}

async function fact(): Promise<unknown> {
  return (await story.machine("m1")).facts["inventory"];
}

function wanted(): string[][] {
  return story
    .agent("m1")
    .settings()
    .map(({ wantedFacts }) => wantedFacts);
}

describe("documents", () => {
  test("a document is kept with the instant of its report, and only once", async () => {
    await story.agent("m1").greets();
    await story.agent("m1").reports(inventory("h1", LAPTOP));
    expect(await fact()).toEqual({ at: "2026-11-23T09:00:00.000Z", document: LAPTOP });
    await story.after({ minutes: 1 });
    await story.agent("m1").reports(inventory("h1"));
    expect(await fact()).toMatchObject({ at: "2026-11-23T09:00:00.000Z" });
  });

  test("a report that does not mention it deletes nothing", async () => {
    await story.agent("m1").reports(inventory("h1", LAPTOP));
    await story.agent("m1").reports({ load_1m: 1 });
    expect(await fact()).toMatchObject({ document: LAPTOP });
  });

  test("only its hash is known: it is asked for, once, and no longer when it came", async () => {
    await story.agent("m1").greets();
    await story.reportsFor(3, "m1", inventory("h1"));
    expect(wanted()).toEqual([[], ["inventory"]]);
    expect(await fact()).toBeUndefined();
    await story.agent("m1").reports(inventory("h1", LAPTOP));
    await story.reportsFor(2, "m1", inventory("h1"));
    expect(wanted()).toEqual([[], ["inventory"], []]);
    expect(await fact()).toMatchObject({ document: LAPTOP });
  });

  test("it is asked for again another time", async () => {
    await story.agent("m1").greets();
    for (const hash of ["h1", "h2"]) {
      await story.agent("m1").reports(inventory(hash));
      await story.agent("m1").reports(inventory(hash, { hash }));
    }
    expect(wanted()).toEqual([[], ["inventory"], [], ["inventory"], []]);
  });

  test("an agent that greets anew is told anew what is missing", async () => {
    await story.agent("m1").greets();
    await story.agent("m1").reports(inventory("h1"));
    await story.agent("m1").greets();
    expect(wanted().at(-1)).toEqual(["inventory"]);
    expect(wanted()).toHaveLength(3);
  });

  test("after a restart a known hash is known, and an unknown one is asked for", async () => {
    await story.agent("m1").greets();
    await story.agent("m1").reports(inventory("h1", LAPTOP));
    await story.collectorRestarts();
    await story.agent("m1").greets();
    await story.agent("m1").reports(inventory("h1"));
    expect(wanted()).toEqual([[], []]);
    await story.agent("m1").reports(inventory("h2"));
    expect(wanted().at(-1)).toEqual(["inventory"]);
  });

  test("catching up, an older document does not replace a newer one", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const older = m1.takes(inventory("h1", SERVER));
    await story.after({ hours: 1 });
    await m1.reports(inventory("h2", LAPTOP));
    await m1.sends([older]);
    expect(await fact()).toMatchObject({ document: LAPTOP });
    expect(await story.machine("m1")).toMatchObject({ class: "laptop" });
    expect(wanted()).toEqual([[]]);
  });

  test("catching up, the older report brings the very document that the newest one names", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const older = m1.takes(inventory("h2", LAPTOP));
    await story.after({ hours: 1 });
    await m1.reports(inventory("h2"));
    await m1.sends([older]);
    expect(await fact()).toEqual({ at: "2026-11-23T09:00:00.000Z", document: LAPTOP });
    await m1.reports(inventory("h2"));
    expect(wanted().at(-1)).toEqual([]);
  });

  test("names of facts without end are refused, and what is known goes on", async () => {
    const m1 = story.agent("m1");
    for (let n = 0; n < 63; n += 1)
      await m1.reports({ facts: { [`f${n}`]: { hash: "h", document: n } } });
    await m1.reports(inventory("h1"));
    await m1.reports({ facts: { one_more: { hash: "h", document: 1 } } });
    expect(m1.receipts().at(-1)).toMatchObject({
      received: [],
      rejected: [{ seq: 65, code: "report_too_large" }],
    });
    await m1.reports(inventory("h1", LAPTOP));
    expect(await fact()).toMatchObject({ document: LAPTOP });
    expect(m1.receipts().at(-1)).toMatchObject({ received: [[66, 66]] });
  });
});

describe("the class of a machine", () => {
  test.for([
    ["m1", LAPTOP, "laptop", "a battery"],
    ["m1", SERVER, "server", "a rack"],
    ["m1", { system: { virtual: true }, ...LAPTOP }, "virtual", "a host says so"],
    ["m1", {}, "workstation", "an inventory that does not say leaves it"],
    ["chosen", LAPTOP, "server", "a person chose it"],
  ] as const)("%s with %j is a %s: %s", async ([name, document, found]) => {
    await story.agent(name).reports(inventory("h1", document));
    expect((await story.machine(name)).class).toBe(found);
    await story.collectorRestarts();
    expect(story.memory().machines.get(story.agent(name).machineId)?.class).toBe(found);
  });

  test("a machine that turns out to be a laptop may sleep like one", async () => {
    await story.agent("m1").greets();
    await story.agent("m1").reports(inventory("h1", LAPTOP));
    await story.agent("m1").goesDown();
    await story.after({ days: 10 });
    expect((await story.machine("m1")).presence).toBe("down");
  });
});

describe("probes that measure nothing", () => {
  const failed = { probe: "smart", outcome: "failed", reason: "timeout" } as const;
  const unsupported = { probe: "raid", outcome: "unsupported", reason: "no_array" } as const;

  test("they are shown with the instant at which they were said first", async () => {
    await story.reportsFor(3, "m1", { probes: [failed, unsupported] });
    const at = "2026-11-23T09:01:00Z";
    expect((await story.machine("m1")).probes).toEqual([
      { ...failed, at },
      { ...unsupported, at },
    ]);
  });

  test("a restart does not make them younger", async () => {
    await story.reportsFor(1, "m1", { probes: [failed] });
    await story.collectorRestarts();
    await story.reportsFor(1, "m1", { probes: [failed] });
    expect((await story.machine("m1")).probes).toMatchObject([{ at: "2026-11-23T09:01:00Z" }]);
  });

  test("a probe that measures again is no longer listed", async () => {
    await story.reportsFor(1, "m1", { probes: [failed, unsupported] });
    await story.reportsFor(1, "m1", { probes: [unsupported] });
    expect((await story.machine("m1")).probes).toMatchObject([{ probe: "raid" }]);
    await story.reportsFor(1, "m1", { load_1m: 1 });
    expect((await story.machine("m1")).probes).toEqual([]);
  });

  test("what an older report says of them is over", async () => {
    const m1 = story.agent("m1");
    await m1.greets();
    const older = m1.takes({ probes: [failed] });
    await story.after({ minutes: 10 });
    await m1.reports({ load_1m: 1 });
    await m1.sends([older]);
    expect((await story.machine("m1")).probes).toEqual([]);
  });

  test("a reason is kept as it was said, whatever stands in it", async () => {
    const reason = `"><script>alert(1)</script>\u0001\u202e'; drop table machine; --`;
    await story.agent("m1").reports({ probes: [{ ...failed, reason }] });
    expect((await story.machine("m1")).probes).toMatchObject([{ reason }]);
  });
});

test("what an agent had to drop is kept, and told twice it is kept once", async () => {
  const m1 = story.agent("m1");
  const gap = { fromSeq: 10, toSeq: 30, reports: 15, reason: "full" } as const;
  await m1.reports({ gap });
  await m1.reports({ gap });
  expect(await story.read().deliveries.gaps(m1.agentId)).toEqual([
    {
      ...gap,
      agentId: m1.agentId,
      epoch: m1.epoch(),
      receivedAtMs: story.now().epochMilliseconds,
    },
  ]);
});

describe("instructions", () => {
  test("who greets is told how to work", async () => {
    await story.agent("m1").greets();
    expect(story.agent("m1").settings()).toEqual([
      {
        v: 1,
        cadenceSeconds: 60,
        disabledProbes: [],
        wantedFacts: [],
        reconnectSpreadSeconds: 30,
      },
    ]);
  });

  test("while somebody looks, a machine reports more often", async () => {
    await story.agent("m1").greets();
    story.look("m1", true);
    story.look("m1", true);
    story.look("m1", false);
    const cadences = story
      .agent("m1")
      .settings()
      .map(({ cadenceSeconds }) => cadenceSeconds);
    expect(cadences).toEqual([60, 10, 60]);
  });

  test("who greets while somebody looks is told the short cadence", async () => {
    story.look("m1", true);
    await story.agent("m1").greets();
    expect(story.agent("m1").settings().at(-1)?.cadenceSeconds).toBe(10);
  });

  test("who goes down is told nothing any more", async () => {
    await story.agent("m1").goesDown();
    expect(story.agent("m1").settings()).toEqual([]);
  });

  test("what an agent says of itself is shown", async () => {
    await story.agent("m1").greets({ hostname: "<b>atelier</b>" });
    expect((await story.machine("m1")).agent).toMatchObject({
      version: "0.1.0",
      platform: "linux",
      hostname: "<b>atelier</b>",
    });
    expect(await story.machine("m1")).toMatchObject({ cadenceSeconds: 60, presence: "online" });
  });
});
