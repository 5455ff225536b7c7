import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { beforeEach, describe, expect, test } from "vitest";
import type { HandAct } from "../../collector/flow/acts.ts";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";

/**
 * Five servers of one site. The first goes and has a ticket of its own, which becomes a part when the
 * others follow: it owes nothing as long as the outage lasts, and does once nothing stands for it.
 */

const SITE = ["s1", "s2", "s3", "s4", "s5"];
const REST = SITE.slice(1);
const FINE = { memory_used_percent: 40 };

const story = useJourney(Object.fromEntries(SITE.map((name) => [name, { site: "Lyon" }])));

const by = "Nadia";

beforeEach(async () => {
  await story.after({ seconds: 1 });
  for (const name of SITE) await story.agent(name).greets();
  await story.agent("s1").isLost();
  await keepAlive(REST, 4);
  for (const name of REST) await story.agent(name).isLost();
  await story.after({ minutes: 5 });
  expect(await part()).toMatchObject({ parent: { number: 2 }, state: "new" });
  expect(await owes()).toEqual(["cancelled", "cancelled"]);
});

async function keepAlive(names: readonly string[], minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await story.after({ minutes: 1 });
    for (const name of names) await story.agent(name).reports(FINE);
  }
}

async function back(names: readonly string[]): Promise<void> {
  for (const name of names) await story.agent(name).greets();
}

async function numbered(number: number): Promise<TicketDetail> {
  const rows = await story.read().tickets.list({ limit: 50 });
  const ticket = await story.ticket(rows.find((row) => row.number === number)?.id ?? "");
  if (ticket === undefined) throw new Error(`there is no ticket ${number}`);
  return ticket;
}

const part = () => numbered(1);
const whole = () => numbered(2);
const owes = async () => (await part()).targets.map(({ state }) => state);

async function does({ id, version }: TicketDetail, act: HandAct): Promise<void> {
  expect(await story.hands().act(id, act, { version })).toEqual({ done: true });
}

describe("while the outage lasts", () => {
  test("a part that a person takes owes nothing; when it is over, it goes on from then on", async () => {
    await does(await part(), { kind: "acknowledge", by });
    await keepAlive([], 60);
    expect(await owes()).toEqual(["cancelled", "cancelled"]);
    await back(REST);
    const after = await part();
    expect(after.parent).toBeNull();
    expect(after.targets).toMatchObject([
      { kind: "acknowledgement", state: "met" },
      { kind: "restoration", state: "running" },
    ]);
    // The two minutes before it became a part, and not the hour since.
    expect(after.targets[1]?.elapsedSeconds).toBeLessThan(10 * 60);
    expect(linesOf(after)).toEqual([
      "opened",
      "coverage_changed",
      "acknowledged",
      "coverage_changed",
    ]);
    expect(after.transitions.at(-1)?.parameters).toMatchObject({ partNoMore: 2 });
  });

  test("it takes what was over back without owing anything", async () => {
    await does(await part(), { kind: "resolve", by });
    await does(await part(), { kind: "reopen", by, mode: "resume" });
    expect(await part()).toMatchObject({ state: "in_progress", parent: { number: 2 } });
    expect(await owes()).toEqual(["cancelled", "cancelled"]);
  });
});

describe("the outage is over", () => {
  test("whoever is still away and was taken by nobody owes, and somebody is woken for it", async () => {
    const { id } = await part();
    expect(await story.read().onCall.watchOf(id)).toBeUndefined();
    await back(REST);
    expect(await owes()).toEqual(["running", "running"]);
    expect(await story.read().onCall.watchOf(id)).toMatchObject({
      sinceMs: story.now().epochMilliseconds,
    });
  });

  test("also where its ticket stays open, since a person has it", async () => {
    await does(await whole(), { kind: "acknowledge", by });
    await back(REST);
    expect(await whole()).toMatchObject({ state: "acknowledged" });
    expect(await part()).toMatchObject({ parent: null });
    expect(await owes()).toEqual(["running", "running"]);
  });

  test("a part that was resolved meanwhile and is taken up again after it owes again", async () => {
    await does(await part(), { kind: "resolve", by });
    await back(SITE);
    await keepAlive(SITE, 60);
    expect(await part()).toMatchObject({ state: "resolved", parent: { number: 2 } });
    await does(await part(), { kind: "reopen", by, mode: "resume" });
    expect(await part()).toMatchObject({ state: "in_progress", parent: null });
    expect((await part()).targets[1]).toMatchObject({ kind: "restoration", state: "running" });
  });
});

describe("nothing stands for it any more", () => {
  test.for([
    ["was cancelled", ["cancel"]],
    ["was resolved", ["resolve"]],
    ["was closed", ["resolve", "close"]],
  ] as const)("since the outage's ticket %s: it owes from then on", async ([, kinds]) => {
    for (const kind of kinds) await does(await whole(), { kind, by });
    expect(await part()).toMatchObject({ state: "new", parent: null });
    expect(await owes()).toEqual(["running", "running"]);
  });

  test("merged into another ticket, that one stands for it, and tells when the outage is over", async () => {
    const opened = await story.requests().open({
      by,
      customerId: (await part()).customer.id,
      title: "Plus rien ne marche",
      type: "incident",
      impact: "high",
      urgency: "high",
      channel: "phone",
    });
    if ("problem" in opened) throw new Error(opened.detail);
    const { id, version } = await whole();
    expect(await story.hands().merge(id, { by, into: opened.id }, version)).toEqual({ done: true });
    expect(await part()).toMatchObject({ parent: { number: 3 } });
    expect(await owes()).toEqual(["cancelled", "cancelled"]);
    await back(REST);
    const heir = await numbered(3);
    expect(heir.state, "the customer has not heard of it yet").toBe("new");
    expect(linesOf(heir)).toEqual(["opened", "took_in", "recovered"]);
    expect(await part()).toMatchObject({ parent: null });
    expect(await owes()).toEqual(["running", "running"]);
  });
});
