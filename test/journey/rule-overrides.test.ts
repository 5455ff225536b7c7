import type { RuleWish } from "@vigie/shared/rule.ts";
import type { OverrideScope, RuleOverride } from "@vigie/shared/rule-override.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";

/** A rule is otherwise for a class of machines or for one machine, and that holds at once. */

const story = useJourney({
  m1: {},
  m2: {},
  laptop: { class: "laptop", classChosen: true },
});

function memory(percent: number) {
  return { memory_used_percent: percent };
}

const SERVERS: OverrideScope = { kind: "class", class: "server" };
const LAPTOPS: OverrideScope = { kind: "class", class: "laptop" };

function machine(name: string): OverrideScope {
  return { kind: "machine", machineId: story.agent(name).machineId };
}

async function otherwise(scope: OverrideScope, change: RuleOverride, version?: number) {
  const { id: ruleId } = await story.rule("memory_pressure");
  return story.rules().setOverride({ ruleId, scope }, change, version);
}

async function asTheOthers(scope: OverrideScope, version = 1) {
  const { id: ruleId } = await story.rule("memory_pressure");
  return story.rules().removeOverride({ ruleId, scope }, version);
}

async function alertStates(name: string): Promise<string[]> {
  return (await story.alerts(name)).map(({ ruleKey, state }) => `${ruleKey} ${state}`);
}

const FIRING = ["memory_pressure firing"];
const QUIET = ["memory_pressure quiet"];

beforeEach(async () => {
  await story.changeRule("memory_pressure", { holdForSeconds: 0 });
  for (const name of ["m1", "m2", "laptop"]) await story.agent(name).reports(memory(80));
});

describe("levels", () => {
  test("of a class hold at once for its machines, and for no other", async () => {
    expect(await otherwise(SERVERS, { fireAt: 75, clearAt: 70 })).toEqual({ done: true });
    expect(await alertStates("m1")).toEqual(FIRING);
    expect(await alertStates("m2")).toEqual(FIRING);
    expect(await alertStates("laptop")).toEqual([]);
    expect(await story.tickets("m1")).toMatchObject([{ value: 80, threshold: 75 }]);

    await asTheOthers(SERVERS);
    expect(await alertStates("m1")).toEqual(QUIET);
    expect(await story.tickets("m1")).toMatchObject([{ state: "resolved" }]);
  });

  test("of a machine go before those of its class", async () => {
    await otherwise(machine("m2"), { fireAt: 90, clearAt: 85 });
    await otherwise(SERVERS, { fireAt: 75, clearAt: 70 });
    expect(await alertStates("m1")).toEqual(FIRING);
    expect(await alertStates("m2")).toEqual([]);
    await asTheOthers(machine("m2"));
    expect(await alertStates("m2")).toEqual(FIRING);
  });

  test("what the machine leaves out is its class's, and what this leaves out is the rule's", async () => {
    await otherwise(SERVERS, { fireAt: 75, clearAt: 70 });
    await otherwise(machine("m1"), { severity: "critical" });
    await story.reportsFor(1, "m1", memory(60));
    await story.reportsFor(1, "m1", memory(76));
    const [ticket] = await story.tickets("m1");
    expect(ticket).toMatchObject({ threshold: 75, severity: "warning" });
    // The next ticket of it has the machine's severity.
    await story.reportsFor(40, "m1", memory(60));
    await story.reportsFor(1, "m1", memory(76));
    expect((await story.tickets("m1")).at(-1)).toMatchObject({ severity: "critical", priority: 1 });
  });

  test("hold after a restart, and after a commit that failed they do not", async () => {
    story.failNextCommitWith("storage_full");
    await expect(otherwise(SERVERS, { fireAt: 75, clearAt: 70 })).rejects.toMatchObject({
      code: "storage_full",
    });
    await story.reportsFor(1, "m1", memory(80));
    expect(await alertStates("m1")).toEqual([]);
    await otherwise(SERVERS, { fireAt: 75, clearAt: 70 });
    await story.collectorRestarts();
    await story.reportsFor(1, "m2", memory(76));
    expect(await alertStates("m2")).toEqual(FIRING);
  });

  test("go with the class that a machine is given", async () => {
    await otherwise(LAPTOPS, { fireAt: 75, clearAt: 70 });
    expect(await alertStates("laptop")).toEqual(FIRING);
    await story.changeMachine("laptop", { class: "server" });
    // For all but laptops it clears at 88.
    await story.reportsFor(1, "laptop", memory(80));
    expect(await alertStates("laptop")).toEqual(QUIET);
    await story.changeMachine("laptop", { class: "laptop" });
    await story.reportsFor(1, "laptop", memory(80));
    expect(await alertStates("laptop")).toEqual(FIRING);
  });
});

describe("off, and no ticket", () => {
  test("a rule is off for one machine: what it had found there ends", async () => {
    await otherwise(SERVERS, { fireAt: 75, clearAt: 70 });
    await otherwise(machine("m1"), { enabled: false });
    expect(await alertStates("m1")).toEqual(QUIET);
    expect(await story.tickets("m1")).toMatchObject([{ state: "resolved" }]);
    expect(await alertStates("m2")).toEqual(FIRING);
    await story.reportsFor(5, "m1", memory(99));
    expect(await alertStates("m1")).toEqual(QUIET);
  });

  test("a rule that is off may be on for a class", async () => {
    await story.changeRule("memory_pressure", { enabled: false });
    await otherwise(LAPTOPS, { enabled: true, fireAt: 75, clearAt: 70 });
    expect(await alertStates("laptop")).toEqual(FIRING);
    expect(await alertStates("m1")).toEqual([]);
  });

  test("no ticket for a machine, and one as soon as it opens them again", async () => {
    await otherwise(machine("m1"), { opensTicket: false });
    await otherwise(SERVERS, { fireAt: 75, clearAt: 70 });
    expect(await story.alerts("m1")).toMatchObject([{ noTicket: "rule_opens_none" }]);
    expect(await story.tickets("m1")).toEqual([]);
    await asTheOthers(machine("m1"));
    expect((await story.tickets("m1")).map(linesOf)).toEqual([["opened"]]);
    expect(await story.alerts("m1")).toMatchObject([{ noTicket: null }]);
  });
});

test("machines with the same rules share what was worked out of them", async () => {
  const setOf = (name: string) => story.memory().machines.get(story.agent(name).machineId)?.ruleSet;
  await otherwise(machine("m1"), { fireAt: 95 });
  for (const name of ["m1", "m2", "laptop"]) await story.agent(name).reports(memory(50));
  expect(setOf("m2")).toBe(setOf("laptop"));
  expect(setOf("m1")).not.toBe(setOf("m2"));
  const shared = setOf("m2");
  await otherwise(machine("m2"), { fireAt: 95 });
  // The same is otherwise for both, and nothing changed for the third.
  expect(setOf("m2")).toBe(setOf("m1"));
  expect(setOf("laptop")).toBe(shared);
});

describe("a rule of one's own", () => {
  const WISH: RuleWish = {
    key: "many_processes",
    label: { en: "Many processes", fr: "Beaucoup de processus" },
    reason: { en: "Something forks without end.", fr: "Un programme se multiplie sans fin." },
    condition: {
      kind: "threshold",
      metric: "processes_count",
      direction: "above",
      fireAt: 900,
      clearAt: 500,
    },
    holdForSeconds: 0,
    severity: "warning",
    opensTicket: true,
    resolvesTicket: true,
  };

  test("fires as those that are shipped do, after a restart too; removed, it ends", async () => {
    await story.agent("m1").reports({ processes_count: 1_000 });
    await story.rules().create(WISH);
    expect(await alertStates("m1")).toEqual(["many_processes firing"]);
    await story.collectorRestarts();
    const { id } = await story.rule("many_processes");
    expect(await story.rules().remove(id, 1)).toEqual({ done: true });
    expect(await alertStates("m1")).toEqual(["many_processes quiet"]);
    expect(await story.tickets("m1")).toMatchObject([
      { state: "resolved", rule: { key: "many_processes", label: WISH.label } },
    ]);
    await story.collectorRestarts();
    await story.reportsFor(2, "m1", { processes_count: 1_000 });
    expect(await alertStates("m1")).toEqual(["many_processes quiet"]);
    expect(story.failures).toEqual([]);
  });

  test("two people make the same at once: the second is told", async () => {
    const [first, second] = await Promise.all([
      story.rules().create(WISH),
      story.rules().create(WISH),
    ]);
    expect(first).toHaveProperty("id");
    expect(second).toMatchObject({ problem: "rule_invalid" });
  });
});

describe("a clock that is wrong", () => {
  test("is told once it has been so for ten minutes, and mends itself", async () => {
    story.agent("m1").clockIsWrongBy(-20 * 60_000);
    await story.reportsFor(10, "m1", memory(40));
    expect(await alertStates("m1")).toEqual(["clock_wrong pending"]);
    await story.reportsFor(1, "m1", memory(40));
    expect(await story.tickets("m1")).toMatchObject([
      { rule: { key: "clock_wrong" }, value: -1_200, threshold: 300, object: null },
    ]);
    story.agent("m1").clockIsWrongBy(0);
    await story.reportsFor(1, "m1", memory(40));
    expect(await story.tickets("m1")).toMatchObject([{ state: "resolved" }]);
  });

  test("a minute or two is no trouble", async () => {
    story.agent("m1").clockIsWrongBy(200_000);
    await story.reportsFor(20, "m1", memory(40));
    expect(await alertStates("m1")).toEqual([]);
  });
});
