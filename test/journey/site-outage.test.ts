import { describe, expect, test } from "vitest";
import { person } from "../contract/registry/desk-rows.ts";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";

/** The line of a site goes: one trouble, one ticket, however many machines there are. */

const SERVERS = Array.from({ length: 40 }, (_, place) => `s${place + 1}`);
const FEW = ["a", "b", "c"];
const FINE = { memory_used_percent: 40 };

const story = useJourney({
  ...Object.fromEntries(SERVERS.map((name) => [name, { site: "Lyon" }])),
  ...Object.fromEntries(FEW.map((name) => [name, { site: "Nice", covered: false }])),
  lone: { site: "Brest" },
  pair: { site: "Brest" },
  desk: { site: "Brest", class: "workstation" },
  lap: { site: "Brest", class: "laptop" },
});

async function greet(names: readonly string[]): Promise<void> {
  await story.after({ seconds: 1 });
  for (const name of names) await story.agent(name).greets();
}

/** The broker notices within a minute and a half, one after the other. */
async function lose(names: readonly string[], seconds = 60): Promise<void> {
  for (const name of names) {
    await story.after({ milliseconds: Math.round((seconds * 1_000) / names.length) });
    await story.agent(name).isLost();
  }
}

async function keepAlive(names: readonly string[], minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await story.after({ minutes: 1 });
    for (const name of names) await story.agent(name).reports(FINE);
  }
}

/** Every ticket as its site or machine, its rule, its state and its parent. */
async function tickets(): Promise<string[]> {
  const rows = await story.read().tickets.list({ limit: 100, sort: "number", order: "asc" });
  return rows.map(({ machineName, siteName, ruleKey, state, parentId }) =>
    [machineName ?? siteName, ruleKey, state, parentId === null ? "" : "part"].join(" ").trim(),
  );
}

const outages = () => story.read().noise.outages.list({ limit: 10 });

async function ticketOf(outage: number) {
  const id = (await outages())[outage]?.ticketId;
  if (id === null || id === undefined) throw new Error("the outage has no ticket");
  return story.ticket(id);
}

describe("a site of 40 servers", () => {
  test("goes: one ticket, with the machines listed, and no other", async () => {
    await greet(SERVERS);
    await keepAlive(SERVERS, 2);
    await lose(SERVERS);
    await story.after({ minutes: 30 });
    expect(await tickets()).toEqual(["Lyon site_offline new"]);
    const ticket = await ticketOf(0);
    expect(ticket).toMatchObject({
      priority: 1,
      coverage: "covered",
      machine: null,
      site: { name: "Lyon" },
      links: SERVERS.map(() => ({ to: "machine" })),
      transitions: [{ kind: "opened", parameters: { machines: 40 } }],
    });
    expect(ticket?.targets.map(({ state }) => state)).toEqual(["running", "running"]);
    expect(await story.alerts("s7")).toMatchObject([
      { state: "firing", noTicket: "outage", holdName: "Lyon" },
    ]);
    expect(await outages()).toMatchObject([{ machines: 40, away: 40, endedAtMs: null }]);
  });

  test("goes: whoever dispatches gets one mail", async () => {
    await story.write(({ unit }) =>
      unit.staff.addStaff(person({ role: "dispatcher", email: "regie@example.fr" })),
    );
    await greet(SERVERS);
    await lose(SERVERS);
    await story.after({ minutes: 4 });
    const mails = await story.mails();
    expect(mails.map(({ to }) => to)).toEqual(["regie@example.fr"]);
    expect(mails[0]?.mail.text).toContain("Lyon");
  });

  test("comes back: the ticket says so and resolves itself, and nothing else opens", async () => {
    await greet(SERVERS);
    await lose(SERVERS);
    await story.after({ minutes: 10 });
    await greet(SERVERS);
    await keepAlive(SERVERS, 10);
    expect(await tickets()).toEqual(["Lyon site_offline resolved"]);
    expect(linesOf(await ticketOf(0))).toEqual(["opened", "recovered", "resolved"]);
    expect(await outages()).toMatchObject([{ machines: 40, endedAtMs: expect.any(Number) }]);
  });

  test("comes back but for one: that one opens a ticket of its own, five minutes later", async () => {
    await greet(SERVERS);
    await lose(SERVERS);
    await story.after({ minutes: 10 });
    const back = SERVERS.slice(1);
    await greet(back);
    await keepAlive(back, 4);
    expect(await tickets()).toEqual(["Lyon site_offline resolved"]);
    await keepAlive(back, 3);
    expect(await tickets()).toEqual(["Lyon site_offline resolved", "s1 machine_offline new"]);
  });

  test("goes again within half an hour: the same ticket, a second outage", async () => {
    await greet(SERVERS);
    await lose(SERVERS);
    await story.after({ minutes: 10 });
    await greet(SERVERS);
    await keepAlive(SERVERS, 5);
    await lose(SERVERS);
    await story.after({ minutes: 10 });
    expect(await tickets()).toEqual(["Lyon site_offline new"]);
    expect(linesOf(await ticketOf(0))).toEqual(["opened", "recovered", "resolved", "reopened"]);
    expect(await outages()).toHaveLength(2);
  });

  test("a router that restarts in a minute is no outage", async () => {
    await greet(SERVERS);
    await lose(SERVERS, 10);
    await story.after({ seconds: 60 });
    await greet(SERVERS);
    await keepAlive(SERVERS, 10);
    expect(await tickets()).toEqual([]);
    expect(await outages()).toEqual([]);
  });

  test("a quarter of it goes: each has its own ticket", async () => {
    await greet(SERVERS);
    await keepAlive(SERVERS, 1);
    const gone = SERVERS.slice(0, 10);
    const there = SERVERS.slice(10);
    for (const name of gone) await story.agent(name).isLost();
    await keepAlive(there, 2);
    expect(await tickets()).toEqual([]);
    await keepAlive(there, 2);
    expect(await tickets()).toHaveLength(10);
    expect(await outages()).toEqual([]);
  });

  test("goes slowly: tickets that were opened become parts, and owe nothing by themselves", async () => {
    await greet(SERVERS);
    await keepAlive(SERVERS, 1);
    const first = SERVERS.slice(0, 3);
    for (const name of first) await story.agent(name).isLost();
    await keepAlive(SERVERS.slice(3), 3);
    for (const name of SERVERS.slice(3)) await story.agent(name).isLost();
    await story.after({ minutes: 10 });
    expect(await tickets()).toEqual([
      "s1 machine_offline new part",
      "s2 machine_offline new part",
      "s3 machine_offline new part",
      "Lyon site_offline new",
    ]);
    const [part] = await story.tickets("s1");
    expect(linesOf(part)).toEqual(["opened", "coverage_changed"]);
    expect(part?.targets.map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
    expect((await ticketOf(0))?.children).toHaveLength(3);
  });

  test("one of its machines goes again by itself: that is promised as any other", async () => {
    await greet(SERVERS);
    await keepAlive(SERVERS, 1);
    await story.agent("s1").isLost();
    await keepAlive(SERVERS.slice(1), 3);
    for (const name of SERVERS.slice(1)) await story.agent(name).isLost();
    await story.after({ minutes: 5 });
    await greet(SERVERS);
    await keepAlive(SERVERS, 5);
    expect(await tickets()).toEqual([
      "s1 machine_offline resolved part",
      "Lyon site_offline resolved",
    ]);
    await story.agent("s1").isLost();
    await keepAlive(SERVERS.slice(1), 5);
    expect(await tickets()).toEqual(["s1 machine_offline new", "Lyon site_offline resolved"]);
    const [again] = await story.tickets("s1");
    expect(again?.targets.map(({ state }) => state)).toEqual(["running", "running"]);
  });

  test("a restart of the collector in the middle changes nothing", async () => {
    await greet(SERVERS);
    await lose(SERVERS);
    await story.after({ minutes: 10 });
    await story.collectorRestarts();
    await story.after({ minutes: 20 });
    expect(await tickets()).toEqual(["Lyon site_offline new"]);
  });
});

test("nobody covers most of a site: the outage is shown, and opens no ticket", async () => {
  await greet(FEW);
  await lose(FEW, 3);
  await story.after({ minutes: 10 });
  expect(await tickets()).toEqual([]);
  expect(await outages()).toMatchObject([
    { siteName: "Nice", machines: 3, ticketId: null, noTicket: "not_covered" },
  ]);
  expect(await story.alerts("a")).toMatchObject([{ noTicket: "not_covered" }]);
});

test("two servers and people's machines are no outage: each server has its ticket at once", async () => {
  const all = ["lone", "pair", "desk", "lap"];
  await greet(all);
  for (const name of all) await story.agent(name).isLost();
  await story.after({ minutes: 2, seconds: 5 });
  expect(await tickets()).toEqual(["lone machine_offline new", "pair machine_offline new"]);
});
