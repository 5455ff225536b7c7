import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL, linesOf, WELL } from "../support/journey-reading.ts";

/** Alerts of which somebody knows, and machines that are away because of another one. */

const story = useJourney({
  desk: { class: "workstation" },
  host: {},
  guest: { class: "virtual" },
  inner: {},
  foreign: { covered: false },
});

async function fails(): Promise<string> {
  await story.reportsFor(10, "desk", FULL);
  const [alert] = await story.alerts("desk");
  if (alert === undefined) throw new Error("nothing fires");
  return alert.id;
}

const acknowledge = (id: string, until: string) =>
  story.quiet().alerts.acknowledge(id, { by: "Nadia", until, text: "a disk is on its way" });

async function states(name: string): Promise<string[]> {
  return (await story.tickets(name)).map(({ rule, state }) => `${rule?.key} ${state}`);
}

describe("acknowledged until a date", () => {
  test("the ticket that is open stays; what comes again opens none until then", async () => {
    const id = await fails();
    expect(await acknowledge(id, "2026-11-24T10:00:00+01:00")).toEqual({ done: true });
    await story.reportsFor(10, "desk", WELL);
    await story.after({ hours: 2 });
    await story.reportsFor(10, "desk", FULL);
    expect(await states("desk")).toEqual(["volume_almost_full resolved"]);
    expect(await story.alerts("desk")).toMatchObject([
      {
        state: "firing",
        noTicket: "acknowledged",
        acknowledged: { by: "Nadia", text: "a disk is on its way" },
      },
    ]);
    await story.at("2026-11-24T09:59:59+01:00");
    expect(await states("desk")).toHaveLength(1);
    await story.at("2026-11-24T10:00:02+01:00");
    expect(await states("desk")).toEqual(["volume_almost_full resolved", "volume_almost_full new"]);
    const [, opened] = await story.tickets("desk");
    expect(opened?.openedAt).toBe("2026-11-24T09:00:00.000Z");
  });

  test("taken back: what still fires opens at once", async () => {
    const id = await fails();
    await acknowledge(id, "2026-11-24T10:00:00+01:00");
    await story.reportsFor(10, "desk", WELL);
    await story.after({ hours: 2 });
    await story.reportsFor(10, "desk", FULL);
    expect(await story.quiet().alerts.takeBack(id)).toEqual({ done: true });
    expect(await states("desk")).toEqual(["volume_almost_full resolved", "volume_almost_full new"]);
    expect(await story.alerts("desk")).toMatchObject([{ acknowledged: null, hold: null }]);
  });

  test.for([
    ["2026-11-23T10:00:00+01:00", "until: it is past; name a time that is ahead"],
    ["2027-11-23T10:00:00+01:00", "until: it is more than 90 days ahead; name a nearer time"],
  ] as const)("not until %s", async ([until, detail]) => {
    const id = await fails();
    expect(await acknowledge(id, until)).toEqual({ problem: "acknowledgement_invalid", detail });
  });

  test("what is quiet is not known, and nobody knows of what is not there", async () => {
    const id = await fails();
    await story.reportsFor(10, "desk", WELL);
    const until = "2026-11-24T10:00:00+01:00";
    expect(await acknowledge(id, until)).toMatchObject({ problem: "acknowledgement_invalid" });
    expect(await acknowledge("alr_nowhere", until)).toMatchObject({ problem: "not_found" });
  });
});

test("what recovers and fires again within half an hour goes on in its ticket", async () => {
  await fails();
  await story.reportsFor(10, "desk", WELL);
  await story.reportsFor(10, "desk", FULL);
  expect(await states("desk")).toEqual(["volume_almost_full new"]);
  expect(linesOf((await story.tickets("desk"))[0])).toEqual([
    "opened",
    "recovered",
    "resolved",
    "reopened",
  ]);
});

describe("a machine behind another one", () => {
  const MACHINES = ["host", "guest", "inner"];

  async function behind(machine: string, other: string) {
    const machineId = story.agent(machine).machineId;
    const behindId = story.agent(other).machineId;
    return story.quiet().dependencies.add({ machineId, behindId, by: "Nadia" });
  }

  async function chain(): Promise<void> {
    expect(await behind("guest", "host")).toMatchObject({ id: expect.any(String) });
    expect(await behind("inner", "guest")).toMatchObject({ id: expect.any(String) });
    await arrive();
  }

  async function arrive(): Promise<void> {
    await story.after({ seconds: 1 });
    for (const name of MACHINES) await story.agent(name).greets();
  }

  test("goes with it: one ticket, of what it is behind, however long the chain", async () => {
    await chain();
    for (const name of MACHINES.toReversed()) await story.agent(name).isLost();
    await story.after({ minutes: 30 });
    expect(await states("host")).toEqual(["machine_offline new"]);
    expect(await states("guest")).toEqual([]);
    expect(await states("inner")).toEqual([]);
    expect(await story.alerts("guest")).toMatchObject([
      { noTicket: "dependency", holdName: "host" },
    ]);
    expect(await story.alerts("inner")).toMatchObject([
      { noTicket: "dependency", holdName: "guest" },
    ]);
  });

  test("stays away when that is back: its own ticket, five minutes later", async () => {
    await chain();
    for (const name of MACHINES) await story.agent(name).isLost();
    await story.after({ minutes: 30 });
    await story.agent("host").greets();
    await story.agent("inner").greets();
    for (let minute = 0; minute < 4; minute += 1) {
      await story.after({ minutes: 1 });
      for (const name of ["host", "inner"]) await story.agent(name).reports(WELL);
    }
    expect(await states("guest")).toEqual([]);
    await story.after({ minutes: 2 });
    expect(await states("guest")).toEqual(["machine_offline new"]);
    expect(await states("inner")).toEqual([]);
  });

  test("what is between them is there still: it is behind the one that went all the same", async () => {
    await chain();
    for (const name of ["host", "inner"]) await story.agent(name).isLost();
    await story.reportsFor(10, "guest", WELL);
    expect(await states("inner")).toEqual([]);
    expect(await story.alerts("inner")).toMatchObject([
      { noTicket: "dependency", holdName: "host" },
    ]);
  });

  test("is behind one that no contract covers, of which nobody hears: its own ticket", async () => {
    expect(await behind("guest", "foreign")).toMatchObject({ id: expect.any(String) });
    await arrive();
    await story.agent("foreign").greets();
    for (const name of ["foreign", "guest"]) await story.agent(name).isLost();
    await story.after({ minutes: 10 });
    expect(await story.alerts("foreign")).toMatchObject([{ noTicket: "not_covered" }]);
    expect(await states("guest")).toEqual(["machine_offline new"]);
  });

  test("goes alone: its own ticket", async () => {
    await chain();
    await story.agent("inner").isLost();
    for (let minute = 0; minute < 5; minute += 1) {
      await story.after({ minutes: 1 });
      for (const name of ["host", "guest"]) await story.agent(name).reports(WELL);
    }
    expect(await states("inner")).toEqual(["machine_offline new"]);
  });

  test("a dependency that is taken away holds nothing back any more", async () => {
    const added = await behind("guest", "host");
    if (!("id" in added)) throw new Error("refused");
    await arrive();
    for (const name of ["guest", "host"]) await story.agent(name).isLost();
    await story.after({ minutes: 10 });
    expect(await states("guest")).toEqual([]);
    expect(await story.quiet().dependencies.remove(added.id, 1)).toEqual({ done: true });
    await story.after({ seconds: 2 });
    expect(await states("guest")).toEqual(["machine_offline new"]);
  });

  test.for([
    ["host", "host", "name another machine of the same customer"],
    ["host", "inner", "host would be behind itself; take away one of the ring first"],
    ["guest", "host", "the machine is behind this one already"],
  ] as const)("%s is not behind %s", async ([machine, other, why]) => {
    await chain();
    expect(await behind(machine, other)).toEqual({
      problem: "dependency_invalid",
      detail: `behindId: ${why}`,
    });
  });
});
