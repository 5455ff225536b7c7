import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";

/** Somebody changes a rule: what is measured already says at once what that means. */

const story = useJourney({ m1: {}, m2: { class: "laptop" } });

function memory(percent: number) {
  return { memory_used_percent: percent };
}

/** The rule `memory_pressure` at another level. */
function level(fireAt: number, clearAt: number) {
  return {
    kind: "threshold",
    metric: "memory_used_percent",
    direction: "above",
    fireAt,
    clearAt,
  } as const;
}

async function alertStates(name = "m1"): Promise<string[]> {
  return (await story.alerts(name)).map(({ ruleKey, state }) => `${ruleKey} ${state}`);
}

async function ticketStates(name = "m1"): Promise<string[]> {
  return (await story.tickets(name)).map(({ state }) => state);
}

describe("a level is lowered", () => {
  test("it fires at once on the latest values; put back, it recovers", async () => {
    await story.agent("m1").reports(memory(40));
    await story.agent("m2").reports(memory(20));
    const change = { condition: level(30, 25), holdForSeconds: 0 };
    expect(await story.changeRule("memory_pressure", change)).toEqual({ done: true });
    expect(await alertStates()).toEqual(["memory_pressure firing"]);
    expect(await story.tickets("m1")).toMatchObject([{ value: 40, threshold: 30, state: "new" }]);
    expect(await alertStates("m2")).toEqual([]);

    await story.changeRule("memory_pressure", { condition: level(92, 88), holdForSeconds: 600 });
    expect(await alertStates()).toEqual(["memory_pressure quiet"]);
    expect(await ticketStates()).toEqual(["resolved"]);
  });

  test("with a hold time nothing fires or waits by that: the next report begins it", async () => {
    await story.reportsFor(20, "m1", memory(40));
    await story.changeRule("memory_pressure", { condition: level(30, 25) });
    expect(await alertStates()).toEqual([]);
    await story.reportsFor(1, "m1", memory(40));
    expect(await alertStates()).toEqual(["memory_pressure pending"]);
    await story.changeRule("memory_pressure", { severity: "critical" });
    await story.reportsFor(9, "m1", memory(40));
    expect(await alertStates()).toEqual(["memory_pressure pending"]);
    await story.reportsFor(1, "m1", memory(40));
    expect(await story.tickets("m1")).toMatchObject([{ priority: 1 }]);
  });

  test("only the newest value of a metric counts, whatever was reported with it", async () => {
    await story.agent("m1").reports({ memory_used_percent: 90, load_1m: 1 });
    await story.after({ minutes: 1 });
    await story.agent("m1").reports(memory(10));
    await story.changeRule("memory_pressure", { condition: level(30, 25), holdForSeconds: 0 });
    expect(await alertStates()).toEqual([]);
  });

  test("the values are known after a restart too", async () => {
    await story.agent("m1").reports(memory(40));
    await story.collectorRestarts();
    await story.changeRule("memory_pressure", { condition: level(30, 25), holdForSeconds: 0 });
    expect(await alertStates()).toEqual(["memory_pressure firing"]);
    await story.collectorRestarts();
    expect(await alertStates()).toEqual(["memory_pressure firing"]);
    await story.reportsFor(1, "m1", memory(20));
    expect(await ticketStates()).toEqual(["resolved"]);
  });
});

describe("what is refused changes nothing", () => {
  test("another version than the rule has", async () => {
    await story.changeRule("memory_pressure", { severity: "critical" });
    expect(await story.changeRule("memory_pressure", { severity: "warning" }, 1)).toMatchObject({
      problem: "version_conflict",
    });
    expect(await story.rule("memory_pressure")).toMatchObject({ severity: "critical", version: 2 });
  });

  test.for([
    ["a level of no number", level(Number.NaN, 1)],
    ["a level to clear beyond the one that fires", level(50, 60)],
    ["a metric that nobody knows", { ...level(50, 40), metric: "magic_percent" }],
  ] as const)("%s", async ([, condition]) => {
    await story.agent("m1").reports(memory(91));
    expect(
      await story.changeRule("memory_pressure", { condition, holdForSeconds: 0 }),
    ).toMatchObject({ problem: "rule_invalid" });
    expect(await story.rule("memory_pressure")).toMatchObject({ version: 1, holdForMs: 600_000 });
    expect(await alertStates()).toEqual([]);
  });

  test("a change that could not be kept is not in force", async () => {
    await story.agent("m1").reports(memory(40));
    story.failNextCommitWith("storage_full");
    const change = { condition: level(30, 25), holdForSeconds: 0 };
    await expect(story.changeRule("memory_pressure", change)).rejects.toMatchObject({
      code: "storage_full",
    });
    await story.reportsFor(1, "m1", memory(40));
    expect(await alertStates()).toEqual([]);
  });

  test("two people change a rule at once: the second is told", async () => {
    const outcomes = await Promise.all([
      story.changeRule("memory_pressure", { severity: "critical" }, 1),
      story.changeRule("memory_pressure", { opensTicket: false }, 1),
    ]);
    expect(outcomes).toMatchObject([{ done: true }, { problem: "version_conflict" }]);
  });
});

describe("a rule is switched off and on", () => {
  test("its alerts end, and its tickets with them", async () => {
    await story.changeRule("memory_pressure", { holdForSeconds: 0 });
    await story.agent("m1").reports(memory(95));
    expect(await ticketStates()).toEqual(["new"]);
    await story.changeRule("memory_pressure", { enabled: false });
    expect(await alertStates()).toEqual(["memory_pressure quiet"]);
    expect(await ticketStates()).toEqual(["resolved"]);
    await story.reportsFor(3, "m1", memory(95));
    expect(await alertStates()).toEqual(["memory_pressure quiet"]);
  });

  test("switched on again it says at once what it sees, on the ticket that it had", async () => {
    await story.changeRule("memory_pressure", { holdForSeconds: 0 });
    await story.agent("m1").reports(memory(95));
    await story.changeRule("memory_pressure", { enabled: false });
    await story.after({ minutes: 1 });
    await story.changeRule("memory_pressure", { enabled: true });
    const [ticket] = await story.tickets("m1");
    expect(linesOf(ticket)).toEqual(["opened", "recovered", "resolved", "reopened"]);
  });

  test("a machine that is offline when its rule is switched on again is found", async () => {
    await story.changeRule("machine_offline", { enabled: false });
    await story.agent("m1").greets();
    await story.after({ minutes: 10 });
    expect((await story.machine("m1")).presence).toBe("offline");
    expect(await alertStates()).toEqual([]);
    await story.changeRule("machine_offline", { enabled: true });
    expect(await alertStates()).toEqual(["machine_offline firing"]);
    expect(await alertStates("m2")).toEqual([]);
    await story.agent("m1").reports(memory(10));
    expect(await ticketStates()).toEqual(["resolved"]);
  });

  test("what waits is given up with it, and opens nothing later", async () => {
    await story.agent("m1").reports(memory(95));
    expect(await alertStates()).toEqual(["memory_pressure pending"]);
    await story.changeRule("memory_pressure", { enabled: false });
    expect(await alertStates()).toEqual(["memory_pressure quiet"]);
    await story.reportsFor(15, "m1", memory(95));
    expect(await ticketStates()).toEqual([]);
  });
});

describe("a rule looks at something else", () => {
  test("what it had found is over, and it begins anew", async () => {
    await story.changeRule("memory_pressure", { holdForSeconds: 0 });
    await story.agent("m1").reports({ memory_used_percent: 95, swap_used_percent: 10 });
    expect(await alertStates()).toEqual(["memory_pressure firing"]);
    const condition = { ...level(50, 40), metric: "swap_used_percent" };
    await story.changeRule("memory_pressure", { condition });
    expect(await alertStates()).toEqual(["memory_pressure quiet"]);
    await story.reportsFor(1, "m1", { memory_used_percent: 95, swap_used_percent: 60 });
    expect(await alertStates()).toEqual(["memory_pressure firing"]);
  });
});

describe("measures that are missing", () => {
  test("a machine that reports but no longer measures is found, and mends itself", async () => {
    await story.agent("m1").greets();
    await story.agent("m1").reports(memory(40));
    await story.reportsFor(14, "m1", { load_1m: 1 });
    expect(await alertStates()).toEqual([]);
    await story.reportsFor(1, "m1", { load_1m: 1 });
    expect(await alertStates()).toEqual(["measures_missing firing"]);
    await story.reportsFor(1, "m1", memory(40));
    expect(await ticketStates()).toEqual(["resolved"]);
  });

  test("a machine that never measured it lacks nothing", async () => {
    await story.reportsFor(20, "m1", { load_1m: 1 });
    expect(await alertStates()).toEqual([]);
  });

  test("a machine that was away lacked nothing meanwhile", async () => {
    await story.agent("m2").reports(memory(40));
    await story.after({ hours: 8 });
    await story.reportsFor(1, "m2", memory(40));
    expect(await alertStates("m2")).toEqual([]);
  });
});

describe("a second metric", () => {
  const SWAP = {
    kind: "threshold",
    metric: "swap_used_percent",
    direction: "above",
    fireAt: 85,
    clearAt: 70,
    and: { metric: "memory_used_percent", direction: "above", level: 80 },
  } as const;

  test("it counts from the newest report that has it", async () => {
    await story.changeRule("swap_almost_full", { condition: SWAP, holdForSeconds: 0 });
    await story.agent("m1").reports(memory(85));
    await story.after({ seconds: 10 });
    await story.agent("m1").reports({ swap_used_percent: 90 });
    expect(await alertStates()).toEqual(["swap_almost_full firing"]);
  });

  test("as long as nobody knows it, nothing fires", async () => {
    await story.changeRule("swap_almost_full", { condition: SWAP, holdForSeconds: 0 });
    await story.agent("m1").reports({ swap_used_percent: 90 });
    expect(await alertStates()).toEqual([]);
  });
});
