import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL, WELL } from "../support/journey-reading.ts";

/** What holds a ticket back must be heard of itself: else nobody would ever hear of what it holds. */

const SITE = ["s1", "s2", "s3", "s4"];

const story = useJourney({
  ...Object.fromEntries(SITE.map((name) => [name, { site: "Lyon" }])),
  late: { site: "Lyon" },
  host: {},
  guest: {},
  desk: { class: "workstation", classChosen: true },
  first: { class: "workstation", classChosen: true },
  again: { class: "workstation", classChosen: true },
});

async function states(name: string): Promise<string[]> {
  return (await story.tickets(name)).map(({ rule, state }) => `${rule?.key} ${state}`);
}

async function ends(ticketId: string | null | undefined, kind: "cancel" | "resolve") {
  const ticket = await story.ticket(ticketId ?? "");
  const act = { kind, by: "Nadia" } as const;
  const done = await story.hands().act(ticket?.id ?? "", act, { version: ticket?.version ?? 0 });
  expect(done).toEqual({ done: true });
}

async function keepAlive(names: readonly string[], minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await story.after({ minutes: 1 });
    for (const name of names) await story.agent(name).reports(WELL);
  }
}

describe("an outage that goes on", () => {
  async function goes(): Promise<string | null | undefined> {
    await story.after({ seconds: 1 });
    for (const name of [...SITE, "late"]) await story.agent(name).greets();
    for (const name of SITE) await story.agent(name).isLost();
    await keepAlive(["late"], 5);
    const [outage] = await story.read().noise.outages.list({ limit: 10 });
    return outage?.ticketId;
  }

  test.for(["cancel", "resolve"] as const)(
    "and whose ticket somebody ended (%s): what goes next has its own",
    async (how) => {
      await ends(await goes(), how);
      await keepAlive(["late"], 60);
      expect(await states("late")).toEqual([]);
      await story.agent("late").isLost();
      await story.after({ minutes: 10 });
      expect(await states("late")).toEqual(["machine_offline new"]);
      for (const name of SITE) expect(await states(name)).toEqual([]);
    },
  );

  test("and whose ticket was merged into one that is open: that one is for all of it", async () => {
    const id = (await goes()) ?? "";
    await keepAlive(["late"], 1);
    const { customerId } = story.quiet();
    const opened = await story.requests().open({
      by: "Nadia",
      customerId,
      title: "La ligne de Lyon",
      type: "incident",
      channel: "phone",
      impact: "high",
      urgency: "high",
    });
    if ("problem" in opened) throw new Error(opened.detail);
    const version = (await story.ticket(id))?.version ?? 0;
    expect(await story.hands().merge(id, { by: "Nadia", into: opened.id }, version)).toEqual({
      done: true,
    });
    await story.agent("late").isLost();
    await story.after({ minutes: 10 });
    expect(await states("late")).toEqual([]);
  });
});

describe("a machine behind another one", () => {
  async function behind(machine: string, other: string): Promise<void> {
    const machineId = story.agent(machine).machineId;
    const behindId = story.agent(other).machineId;
    await story.quiet().dependencies.add({ machineId, behindId, by: "Nadia" });
    await story.after({ seconds: 1 });
    for (const name of [machine, other]) await story.agent(name).greets();
  }

  test("of whose absence no rule tells: its own ticket", async () => {
    await behind("guest", "host");
    const { id: ruleId } = await story.rule("machine_offline");
    const scope = { kind: "machine", machineId: story.agent("host").machineId } as const;
    await story.rules().setOverride({ ruleId, scope }, { enabled: false }, undefined);
    for (const name of ["host", "guest"]) await story.agent(name).isLost();
    await story.after({ minutes: 10 });
    expect(await states("host")).toEqual([]);
    expect(await states("guest")).toEqual(["machine_offline new"]);
  });

  test("that is away for good, and whose ticket somebody ended: its own ticket", async () => {
    await behind("guest", "host");
    await story.agent("host").isLost();
    await keepAlive(["guest"], 10);
    await ends((await story.tickets("host"))[0]?.id, "cancel");
    await keepAlive(["guest"], 60);
    await story.agent("guest").isLost();
    await story.after({ minutes: 10 });
    expect(await states("guest")).toEqual(["machine_offline new"]);
  });

  test("that may be away for days before anybody hears: its own ticket at once", async () => {
    await behind("guest", "desk");
    for (const name of ["desk", "guest"]) await story.agent(name).isLost();
    await story.after({ minutes: 10 });
    expect(await states("guest")).toEqual(["machine_offline new"]);
  });

  test("that said that it restarts: it waits for it as long as a restart may take", async () => {
    await behind("guest", "host");
    await story.agent("host").goesDown();
    await story.agent("guest").isLost();
    await story.after({ minutes: 10 });
    expect(await states("guest")).toEqual([]);
  });
});

describe("a machine that was registered twice", () => {
  async function fires(name: string): Promise<void> {
    await story.agent(name).greets();
    await story.reportsFor(6, name, FULL);
  }

  test("goes on with an alert that a window holds back: it opens when that ends", async () => {
    await fires("first");
    await story.reportsFor(6, "first", WELL);
    await story.after({ hours: 1 });
    const { windows, customerId } = story.quiet();
    const added = await windows.add({
      customerId,
      by: "Nadia",
      reason: "disks",
      scope: {},
      timeZone: "Europe/Paris",
      startsAt: story
        .now()
        .add({ minutes: 1 })
        .toZonedDateTimeISO("Europe/Paris")
        .toPlainDateTime()
        .toString({ smallestUnit: "minute" }),
      durationMinutes: 60,
    });
    expect(added).toMatchObject({ id: expect.any(String) });
    await story.after({ minutes: 2 });
    await fires("again");
    expect(await story.alerts("again")).toMatchObject([{ noTicket: "maintenance" }]);
    await story.mergeMachines("again", "first");
    expect(await story.alerts("first")).toMatchObject([
      { state: "firing", noTicket: "maintenance", hold: { untilMs: expect.any(Number) } },
    ]);
    await story.after({ hours: 2 });
    expect(await states("first")).toEqual([
      "volume_almost_full resolved",
      "volume_almost_full new",
    ]);
  });
});

test("a machine of another class, whose rule opens tickets: what fires already has one", async () => {
  const { id: ruleId } = await story.rule("volume_almost_full");
  const scope = { kind: "class", class: "workstation" } as const;
  await story.rules().setOverride({ ruleId, scope }, { opensTicket: false }, undefined);
  await story.agent("desk").greets();
  await story.reportsFor(6, "desk", FULL);
  expect(await story.alerts("desk")).toMatchObject([{ noTicket: "rule_opens_none" }]);
  expect(await story.changeMachine("desk", { class: "server" })).toEqual({ done: true });
  expect(await states("desk")).toEqual(["volume_almost_full new"]);
});
