import { parseEnvelope } from "@vigie/shared/envelope.ts";
import { describe, expect, test } from "vitest";
import { createLog } from "../../agent/log.ts";
import type { Outcome, Probe } from "../../agent/probe.ts";
import { PROBES, type ProbeEntry } from "../../agent/probes.ts";
import { createSampler } from "../../agent/sampler.ts";
import { moment } from "./support/captured.ts";

const load: Outcome = { outcome: "value", samples: { load_1m: 1 } };

type Asked = Pick<ProbeEntry, "name"> & Partial<ProbeEntry> & { readonly probe: Probe };

/** A sampler over these probes, on a clock that the test sets in seconds. */
function sampling(...asked: readonly Asked[]) {
  const lines: string[] = [];
  let uptimeSeconds = 100;
  const sampler = createSampler({
    entries: asked.map(({ probe, ...entry }) => ({
      everyMs: 0,
      isApart: false,
      limitMs: 1_000,
      ...entry,
      create: () => probe,
    })),
    context: { platform: "linux", inventoryProgram: "" },
    now: () => moment(uptimeSeconds),
    log: createLog("info", (line) => void lines.push(line)),
  });
  return {
    sampler,
    lines,
    at: (seconds: number): void => {
      uptimeSeconds = seconds;
    },
  };
}

function counted(outcome: Outcome): Probe & { asked: number } {
  const probe = {
    asked: 0,
    measure() {
      probe.asked += 1;
      return outcome;
    },
  };
  return probe;
}

describe("a probe that goes wrong is reported, and the others go on", () => {
  const missing = Object.assign(new Error("no such file"), { code: "ENOENT" });

  test.for<readonly [reason: string, measure: Probe["measure"]]>([
    ["probe_threw", () => brokenBy(new TypeError("x is undefined"))],
    ["enoent", () => brokenBy(missing)],
    ["enoent", () => Promise.reject(missing)],
    ["timed_out", () => new Promise(() => {})],
    ["no_cpu_line", () => ({ outcome: "failed", reason: "no_cpu_line" })],
    ["value_not_finite", () => ({ outcome: "value", samples: { load_5m: Number.NaN } })],
  ])("%#. as %s", async ([reason, measure]) => {
    const { sampler } = sampling(
      { name: "broken", limitMs: 20, probe: { measure } },
      { name: "load", probe: { measure: () => load } },
    );
    const report = await sampler.sample();
    expect(report.probes).toEqual([{ probe: "broken", outcome: "failed", reason }]);
    expect(report.samples).toEqual({ load_1m: 1 });
  });

  test("until it measures again", async () => {
    const outcomes: Outcome[] = [{ outcome: "failed", reason: "disk_gone" }, load];
    const measure = (): Outcome => outcomes.shift() ?? load;
    const { sampler, lines } = sampling({ name: "flaky", probe: { measure } });
    expect((await sampler.sample()).probes).toHaveLength(1);
    expect((await sampler.sample()).probes).toBeUndefined();
    expect(lines.filter((line) => line.includes("disk_gone"))).toHaveLength(1);
  });

  test("a failure that lasts is told once in the log and in every report", async () => {
    const probe = counted({ outcome: "failed", reason: "disk_gone" });
    const { sampler, lines } = sampling({ name: "broken", probe });
    for (let round = 0; round < 3; round += 1) {
      expect((await sampler.sample()).probes).toHaveLength(1);
    }
    expect(lines).toHaveLength(1);
  });

  test("while one still hangs it is not asked again", async () => {
    let asked = 0;
    const measure = (): Promise<Outcome> => {
      asked += 1;
      return new Promise(() => {});
    };
    const { sampler } = sampling({ name: "hung", limitMs: 10, probe: { measure } });
    await sampler.sample();
    const { probes } = await sampler.sample();
    expect(probes).toEqual([{ probe: "hung", outcome: "failed", reason: "still_running" }]);
    expect(asked).toBe(1);
  });

  test("a partial failure keeps what was measured", async () => {
    const measure = (): Outcome => ({ ...load, outcome: "value", missing: "statfs_eio" });
    const { sampler } = sampling({ name: "volumes", probe: { measure } });
    expect(await sampler.sample()).toMatchObject({
      samples: { load_1m: 1 },
      probes: [{ probe: "volumes", outcome: "failed", reason: "statfs_eio" }],
    });
  });
});

describe("a probe with an interval of its own", () => {
  test("is asked when it is over, a timer's slack allowed", async () => {
    const probe = counted(load);
    const { sampler, at } = sampling({ name: "slow", everyMs: 60_000, probe });
    for (const seconds of [100, 110, 150, 159.9, 160, 219.8]) {
      at(seconds);
      await sampler.sample();
    }
    expect(probe.asked).toBe(3);
  });

  test("keeps its problem in the reports in between", async () => {
    const probe = counted({ outcome: "unsupported", reason: "no_process_list" });
    const { sampler, at } = sampling({ name: "slow", everyMs: 60_000, probe });
    await sampler.sample();
    at(110);
    expect((await sampler.sample()).probes).toEqual([
      { probe: "slow", outcome: "unsupported", reason: "no_process_list" },
    ]);
    expect(probe.asked).toBe(1);
  });
});

describe("a probe that measures apart", () => {
  const fact = { hash: "abc=", document: { os: "Debian" } };
  const inventory: Outcome = { outcome: "value", facts: { inventory: fact } };

  test("does not hold up a report, and comes with the next", async () => {
    let answer: (outcome: Outcome) => void = () => {};
    const measure = (): Promise<Outcome> =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const { sampler } = sampling(
      { name: "inventory", isApart: true, probe: { measure } },
      { name: "load", probe: { measure: () => load } },
    );
    const apart = sampler.sampleApart();
    expect((await sampler.sample()).facts).toBeUndefined();
    answer(inventory);
    await apart;
    expect((await sampler.sample()).facts).toMatchObject({
      inventory: { document: { os: "Debian" } },
    });
  });

  test("is asked again after a day, or an hour after it failed", async () => {
    const day = { everyMs: 86_400_000, isApart: true };
    const well = counted(inventory);
    const broken = counted({ outcome: "failed", reason: "inventory_timed_out" });
    const { sampler, at } = sampling(
      { name: "inventory", ...day, probe: well },
      { name: "other", ...day, probe: broken },
    );
    for (const seconds of [100, 1_000, 3_701, 7_301, 86_500]) {
      at(seconds);
      await sampler.sampleApart();
    }
    expect([well.asked, broken.asked]).toEqual([2, 4]);
  });
});

describe("a fact", () => {
  function changing() {
    let fact = { hash: "first", document: { os: "Debian 12" } };
    const measure = (): Outcome => ({ outcome: "value", facts: { inventory: fact } });
    const { sampler } = sampling({ name: "inventory", probe: { measure } });
    return {
      sampler,
      set: (changed: typeof fact): void => {
        fact = changed;
      },
      take: async () => (await sampler.sample()).facts?.["inventory"],
    };
  }

  test("travels with its document once, then by its hash alone", async () => {
    const { take } = changing();
    expect(await take()).toEqual({ hash: "first", document: { os: "Debian 12" } });
    expect(await take()).toEqual({ hash: "first" });
  });

  test("travels whole again when it changed", async () => {
    const { take, set } = changing();
    await take();
    set({ hash: "second", document: { os: "Debian 13" } });
    expect(await take()).toEqual({ hash: "second", document: { os: "Debian 13" } });
    expect(await take()).toEqual({ hash: "second" });
  });

  test("travels whole again when the collector asks for it", async () => {
    const { take, sampler } = changing();
    await take();
    sampler.want(["inventory", "nothing that is known"]);
    expect((await take())?.document).toBeDefined();
    expect((await take())?.document).toBeUndefined();
  });
});

test("a disabled probe neither runs nor is listed, until it is enabled", async () => {
  const probe = counted({ outcome: "failed", reason: "disk_gone" });
  const { sampler } = sampling({ name: "noisy", probe });
  sampler.disable(["noisy", "nothing that is known"]);
  expect((await sampler.sample()).probes).toBeUndefined();
  expect(probe.asked).toBe(0);
  sampler.disable([]);
  expect((await sampler.sample()).probes).toHaveLength(1);
});

test("two rounds of this very machine make a report that the collector takes", async () => {
  const epoch = "01JDN3Q5A0000000000000000A";
  const sampler = createSampler({
    entries: PROBES.filter(({ isApart }) => !isApart),
    context: { platform: process.platform, inventoryProgram: "" },
    now: () => moment(performance.now() / 1_000 + 1),
    log: createLog("error", () => {}),
  });
  await sampler.sample();
  await new Promise((resolve) => setTimeout(resolve, 120));
  const report = { seq: 1, ...(await sampler.sample()) };
  sampler.close();
  const envelope = {
    v: 1,
    epoch,
    bootId: "b",
    sentAt: report.at,
    sentUptimeMs: 1,
    reports: [report],
  };
  const parsed = parseEnvelope(Buffer.from(JSON.stringify(envelope)));
  expect(parsed).toMatchObject({ envelope: { reports: [{ seq: 1 }] }, refused: [] });
  expect(Object.keys(report.samples)).toEqual(
    expect.arrayContaining(["memory_used_percent", "cpu_busy_percent", "uptime_seconds"]),
  );
});

function brokenBy(error: Error): never {
  throw error;
}
