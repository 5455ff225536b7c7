import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL, WELL } from "../support/journey-reading.ts";

/** A machine goes out of use and comes back; one that was registered twice becomes one. */

const story = useJourney({
  server: {},
  spare: {},
  laptop: { class: "laptop" },
  // Workstations, which may be away for days: nothing here is about their absence.
  first: { class: "workstation", classChosen: true },
  again: { class: "workstation", classChosen: true },
});

async function fires(name: string): Promise<void> {
  await story.agent(name).greets();
  await story.reportsFor(6, name, FULL);
}

async function ticketStates(name: string): Promise<string[]> {
  return (await story.tickets(name)).map(({ state, rule }) => `${rule?.key} ${state}`);
}

async function alertStates(name: string): Promise<string[]> {
  return (await story.alerts(name)).map(({ state, ruleKey }) => `${ruleKey} ${state}`);
}

async function coveredMachines(): Promise<string[]> {
  return (await story.read().contracts.coverage()).map(({ machineId }) => machineId);
}

describe("a retired machine", () => {
  test("has no alert any more, and its ticket says that it ended", async () => {
    await fires("server");
    expect(await ticketStates("server")).toEqual(["volume_almost_full new"]);
    expect(await story.changeMachine("server", { retired: true })).toEqual({ done: true });
    expect(await alertStates("server")).toEqual(["volume_almost_full quiet"]);
    expect(await ticketStates("server")).toEqual(["volume_almost_full resolved"]);
    expect(await story.machine("server")).toMatchObject({
      presence: "offline",
      retiredAt: story.now().toString({ smallestUnit: "millisecond" }),
    });
  });

  test("is covered by nothing, and no list shows it unless it is asked for", async () => {
    const { machineId } = story.agent("server");
    expect(await coveredMachines()).toContain(machineId);
    await story.changeMachine("server", { retired: true });
    expect(await coveredMachines()).not.toContain(machineId);
    const list = async (withRetired: boolean) => {
      const query = { sort: "name", descending: false, limit: 10, withRetired } as const;
      return (await story.read().estate.machineList(query)).map(({ id }) => id);
    };
    expect(await list(false)).not.toContain(machineId);
    expect(await list(true)).toContain(machineId);
  });

  test("is not missed: nobody waits for it", async () => {
    await story.agent("server").greets();
    await story.agent("server").reports(WELL);
    await story.changeMachine("server", { retired: true });
    await story.after({ days: 30 });
    expect(await ticketStates("server")).toEqual([]);
  });

  test("has an agent that nobody knows: its connection ends, and what it sends is refused", async () => {
    await fires("server");
    await story.changeMachine("server", { retired: true });
    const agent = story.agent("server");
    expect(story.shutOut()).toEqual([agent.agentId]);
    await agent.reports(FULL);
    expect(await story.deadLetters()).toMatchObject([{ code: "agent_unknown" }]);
    expect(await ticketStates("server")).toEqual(["volume_almost_full resolved"]);
  });

  test("stays so when the collector starts again", async () => {
    await fires("server");
    await story.changeMachine("server", { retired: true });
    await story.collectorRestarts();
    const { machineId, agentId } = story.agent("server");
    expect(story.memory().machines.has(machineId)).toBe(false);
    expect(story.memory().byAgent.has(agentId)).toBe(false);
  });

  test("that could not be retired goes on as if nothing had been asked", async () => {
    await fires("server");
    story.failNextCommit(new Error("the disk is gone"));
    await expect(story.changeMachine("server", { retired: true })).rejects.toThrow("disk");
    await story.reportsFor(1, "server", FULL);
    expect(story.shutOut()).toEqual([]);
    expect(await alertStates("server")).toEqual(["volume_almost_full firing"]);
    expect(await ticketStates("server")).toEqual(["volume_almost_full new"]);
  });
});

describe("a machine that is brought back", () => {
  test("is heard as before: its reports are received, known ones once, and its alerts fire", async () => {
    await fires("server");
    const agent = story.agent("server");
    const sent = agent.takes(FULL);
    await agent.sends([sent]);
    await story.changeMachine("server", { retired: true });
    await story.after({ hours: 2 });
    expect(await story.changeMachine("server", { retired: false })).toEqual({ done: true });
    await agent.sends([sent]);
    expect(story.counts()).toMatchObject({ repeated: 1 });
    await story.reportsFor(6, "server", FULL);
    expect(await alertStates("server")).toContain("volume_almost_full firing");
    expect(await ticketStates("server")).toEqual([
      "volume_almost_full resolved",
      "volume_almost_full new",
    ]);
    expect(await coveredMachines()).toContain(agent.machineId);
  });

  test("is missed again if it does not come", async () => {
    await story.agent("server").greets();
    await story.agent("server").reports(WELL);
    await story.changeMachine("server", { retired: true });
    await story.after({ days: 3 });
    await story.changeMachine("server", { retired: false });
    expect(await story.machine("server")).toMatchObject({ presence: "silent", retiredAt: null });
    await story.after({ minutes: 5 });
    expect(await ticketStates("server")).toEqual(["machine_offline new"]);
  });

  test("and was never heard of still waits", async () => {
    await story.changeMachine("server", { retired: true });
    await story.changeMachine("server", { retired: false });
    await story.after({ days: 3 });
    expect(await story.machine("server")).toMatchObject({ presence: "waiting" });
  });
});

describe("a class", () => {
  test("that a person chose says how long the machine may be away, at once", async () => {
    await story.agent("laptop").greets();
    await story.agent("laptop").reports(WELL);
    await story.after({ minutes: 10 });
    expect(await story.machine("laptop")).toMatchObject({ presence: "silent" });
    await story.changeMachine("laptop", { class: "server" });
    await story.after({ minutes: 3 });
    expect(await ticketStates("laptop")).toEqual(["machine_offline new"]);
  });

  test("stays against the inventory until it is given back to it", async () => {
    const inventory = {
      hash: "i1",
      document: { os: { distribution: "Debian" }, chassis: { type: "Notebook" } },
    };
    await story.changeMachine("server", { class: "virtual" });
    await story.agent("server").greets();
    await story.agent("server").reports({ ...WELL, facts: { inventory } });
    expect(await story.machine("server")).toMatchObject({ class: "virtual", classChosen: true });
    await story.changeMachine("server", { class: null });
    expect(await story.machine("server")).toMatchObject({ class: "laptop", classChosen: false });
  });
});

describe("a machine that was registered twice", () => {
  test("goes on under its first id with the newer agent; the older one is shut out", async () => {
    await fires("first");
    await story.agent("again").greets();
    expect(await story.mergeMachines("again", "first")).toEqual({ done: true });
    expect(story.shutOut()).toEqual([story.agent("first").agentId]);

    await story.agent("again").reports(WELL);
    await story.agent("again").reports(WELL);
    expect(story.counts()).toMatchObject({ refused: 0 });
    expect(await alertStates("first")).toEqual(["volume_almost_full quiet"]);
    expect(await story.machine("first")).toMatchObject({
      agent: { id: story.agent("again").agentId },
      latest: expect.arrayContaining([expect.objectContaining({ metric: "volume_used_percent" })]),
    });
    await story.agent("first").reports(FULL);
    expect(await story.deadLetters()).toMatchObject([{ code: "agent_unknown" }]);
  });

  test("is heard by its uptime without another greeting, however wrong its clock is", async () => {
    const agent = story.agent("again");
    agent.clockIsWrongBy(-3 * 3_600_000);
    await agent.greets();
    await story.mergeMachines("again", "first");
    await agent.reports(WELL);
    expect((await story.machine("first")).lastReportAt).toBe(
      story.now().toString({ smallestUnit: "millisecond" }),
    );
  });

  test("keeps the newer agent also when the newer machine is the one that goes on", async () => {
    await story.mergeMachines("first", "again");
    expect(story.shutOut()).toEqual([story.agent("first").agentId]);
    await story.agent("again").reports(WELL);
    expect(await story.deadLetters()).toEqual([]);
  });

  test("takes what is open with it, and it recovers there", async () => {
    await fires("again");
    const [before] = await story.tickets("again");
    await story.mergeMachines("again", "first");
    expect(await story.tickets("again")).toEqual([]);
    expect(await story.tickets("first")).toMatchObject([{ id: before?.id, state: "new" }]);
    expect(await alertStates("first")).toEqual(["volume_almost_full firing"]);

    await story.reportsFor(6, "again", WELL);
    expect(await alertStates("first")).toEqual(["volume_almost_full quiet"]);
    expect(await ticketStates("first")).toEqual(["volume_almost_full resolved"]);
  });

  test("has one ticket a cause: the other one is merged into it and ticks no more", async () => {
    await fires("first");
    await fires("again");
    const [kept] = await story.tickets("first");
    await story.mergeMachines("again", "first");
    expect(await story.tickets("first")).toMatchObject([{ id: kept?.id, state: "new" }]);
    const [merged] = await story.tickets("again");
    expect(merged).toMatchObject({ state: "merged" });
    expect(merged?.targets.map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
    expect(await alertStates("again")).toEqual(["volume_almost_full quiet"]);
  });

  test("continues an alert that had gone quiet on the one that goes on", async () => {
    await fires("first");
    await story.reportsFor(6, "first", WELL);
    await fires("again");
    await story.mergeMachines("again", "first");
    expect(await alertStates("first")).toEqual(["volume_almost_full firing"]);
    expect(await ticketStates("first")).toEqual([
      "volume_almost_full resolved",
      "volume_almost_full new",
    ]);
  });

  test("is not missed under its second id, and an absence ends where the machine is there", async () => {
    await story.agent("spare").greets();
    await story.agent("spare").reports(WELL);
    await story.after({ minutes: 10 });
    expect(await ticketStates("spare")).toEqual(["machine_offline new"]);
    await story.agent("server").greets();
    await story.agent("server").reports(WELL);
    await story.mergeMachines("spare", "server");
    expect(await ticketStates("server")).toEqual(["machine_offline resolved"]);
    expect(await alertStates("server")).toEqual(["machine_offline quiet"]);
  });

  test("is one after a restart too", async () => {
    await fires("again");
    await story.mergeMachines("again", "first");
    await story.collectorRestarts();
    await story.reportsFor(6, "again", WELL);
    expect(await ticketStates("first")).toEqual(["volume_almost_full resolved"]);
  });

  test("cannot be brought back, nor merged again", async () => {
    await story.mergeMachines("again", "first");
    const state = { problem: "machine_state" };
    expect(await story.changeMachine("again", { retired: false })).toMatchObject(state);
    expect(await story.mergeMachines("again", "laptop")).toMatchObject(state);
    expect(await story.mergeMachines("laptop", "again")).toMatchObject(state);
    expect(await story.mergeMachines("laptop", "laptop")).toMatchObject({
      problem: "estate_invalid",
    });
  });
});
