import type { WindowChange, WindowWish } from "@vigie/shared/window.ts";
import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL, linesOf, WELL } from "../support/journey-reading.ts";

/** Maintenance: what is found while a window holds is recorded, and opens its ticket when it is over. */

const NAMES = ["one", "two", "three", "four", "five"];

const story = useJourney({
  // People's machines: that they are quiet is no news.
  ...Object.fromEntries(NAMES.map((name) => [name, { class: "workstation" as const }])),
  laptop: { class: "laptop", tags: ["Comptoir"] },
  left: { site: "Lyon" },
  right: { site: "Lyon" },
  third: { site: "Lyon" },
  fourth: { site: "Lyon" },
});

/** From half past ten to half past eleven of the day on which stories begin, and ten minutes of grace. */
async function plan(change: Partial<WindowWish> = {}): Promise<string> {
  const { windows, customerId } = story.quiet();
  const added = await windows.add({
    customerId,
    scope: {},
    reason: "Updates of the servers",
    by: "Nadia",
    timeZone: "Europe/Paris",
    startsAt: "2026-11-23T10:30",
    durationMinutes: 60,
    ...change,
  });
  if ("problem" in added) throw new Error(added.detail);
  return added.id;
}

/** Reports once a minute for ten minutes: long enough for the volume's rule. */
async function reports(names: readonly string[], said: typeof FULL): Promise<void> {
  for (let minute = 0; minute < 10; minute += 1) {
    await story.after({ minutes: 1 });
    for (const name of names) await story.agent(name).reports(said);
  }
}

async function tickets(): Promise<string[]> {
  const found: string[] = [];
  for (const name of [...NAMES, "laptop", "left", "right", "third"]) {
    for (const { rule, openedAt } of await story.tickets(name)) {
      found.push(`${name} ${rule?.key} ${openedAt.slice(11, 16)}`);
    }
  }
  return found;
}

/** The reasons for which what fires on a machine has no ticket. */
async function heldOn(name: string): Promise<(string | null)[]> {
  const firing = (await story.alerts(name)).filter(({ state }) => state === "firing");
  return firing.map(({ noTicket }) => noTicket);
}

test("a window ends with one of five still failing: one ticket, whose clock starts then", async () => {
  const id = await plan();
  await story.at("2026-11-23T10:40:00+01:00");
  await reports(NAMES, FULL);
  expect(await tickets()).toEqual([]);
  for (const name of NAMES) expect(await heldOn(name)).toEqual(["maintenance"]);
  expect(await story.alerts("one")).toMatchObject([
    { hold: { byId: id }, holdName: "Updates of the servers" },
  ]);

  await reports(NAMES.slice(1), WELL);
  await story.at("2026-11-23T11:39:59+01:00");
  expect(await tickets()).toEqual([]);
  await story.at("2026-11-23T12:30:00+01:00");
  expect(await tickets()).toEqual(["one volume_almost_full 10:40"]);
  expect(await story.alerts("one")).toMatchObject([{ noTicket: null, hold: null }]);
  expect(linesOf((await story.tickets("one"))[0])).toEqual(["opened"]);
});

test("a server that does not come back from its restart is missed when the window is over", async () => {
  await plan({ durationMinutes: 30 });
  await story.at("2026-11-23T10:34:00+01:00");
  for (const name of ["left", "right"]) await story.agent(name).greets();
  for (const name of ["left", "right"]) await story.agent(name).isLost();
  await story.after({ minutes: 10 });
  for (const name of ["left", "right"]) expect(await heldOn(name)).toEqual(["maintenance"]);
  await story.agent("right").greets();
  await story.reportsFor(30, "right", WELL);
  expect(await tickets()).toEqual(["left machine_offline 10:10"]);
});

test("what is maintained says nothing for an outage of its site", async () => {
  const machineIds = ["left", "right"].map((name) => story.agent(name).machineId);
  await plan({ scope: { machineIds } });
  await story.at("2026-11-23T10:34:00+01:00");
  for (const name of ["left", "right", "third", "fourth"]) await story.agent(name).greets();
  for (const name of ["left", "right", "third"]) await story.agent(name).isLost();
  await story.reportsFor(10, "fourth", WELL);
  expect(await tickets()).toEqual(["third machine_offline 09:36"]);
});

test("what fired before a window has its ticket, and hears of it as ever", async () => {
  await reports(["one"], FULL);
  expect(await tickets()).toEqual(["one volume_almost_full 09:06"]);
  await plan();
  await story.at("2026-11-23T10:45:00+01:00");
  await reports(["one"], WELL);
  expect(linesOf((await story.tickets("one"))[0])).toEqual(["opened", "recovered", "resolved"]);
  await reports(["one"], FULL);
  expect(await heldOn("one")).toEqual(["maintenance"]);
  expect(linesOf((await story.tickets("one"))[0])).toEqual(["opened", "recovered", "resolved"]);
});

describe("for whom", () => {
  test.for<[why: string, scope: WindowWish["scope"], held: boolean]>([
    ["a class of machines", { classes: ["laptop"] }, true],
    ["another class", { classes: ["server"] }, false],
    ["a tag, in whatever case", { tags: ["comptoir"] }, true],
    ["of each list one must be met", { classes: ["laptop"], tags: ["cave"] }, false],
  ])("%s", async ([, scope, held]) => {
    await plan({ scope });
    await story.at("2026-11-23T10:40:00+01:00");
    await reports(["laptop"], FULL);
    expect(await heldOn("laptop")).toEqual([held ? "maintenance" : null]);
  });

  test("sites and machines that it names must be the customer's", async () => {
    const { windows, customerId } = story.quiet();
    const wish = { customerId, reason: "x", by: "Nadia", timeZone: "Europe/Paris" };
    const when = { startsAt: "2026-11-24T10:30", durationMinutes: 60 };
    const siteIds = ["sit_elsewhere"];
    expect(await windows.add({ ...wish, ...when, scope: { siteIds } })).toEqual({
      problem: "window_invalid",
      detail: "scope.siteIds[0]: the customer has no sit_elsewhere",
    });
  });
});

describe("a window that is changed while it holds", () => {
  async function failing(): Promise<string> {
    const id = await plan();
    await story.at("2026-11-23T10:40:00+01:00");
    await reports(["one"], FULL);
    return id;
  }

  test("ended early: what still fires opens after the grace", async () => {
    const id = await failing();
    expect(await story.quiet().windows.end(id, { by: "Luc" }, 1)).toEqual({ done: true });
    await story.after({ minutes: 9 });
    expect(await tickets()).toEqual([]);
    await story.after({ minutes: 2 });
    expect(await tickets()).toEqual(["one volume_almost_full 10:00"]);
  });

  test("ended early, and said otherwise afterwards: it stays ended", async () => {
    const id = await failing();
    await story.quiet().windows.end(id, { by: "Luc" }, 1);
    const change = { reason: "it went faster than planned", durationMinutes: 60 };
    expect(await story.quiet().windows.change(id, change, 2)).toEqual({ done: true });
    await story.after({ minutes: 11 });
    expect(await tickets()).toEqual(["one volume_almost_full 10:00"]);
  });

  test("made longer: it is held back for longer", async () => {
    const id = await failing();
    const change = { durationMinutes: 120 };
    expect(await story.quiet().windows.change(id, change, 1)).toEqual({ done: true });
    await story.at("2026-11-23T12:35:00+01:00");
    expect(await tickets()).toEqual([]);
    await story.at("2026-11-23T12:41:00+01:00");
    expect(await tickets()).toEqual(["one volume_almost_full 11:40"]);
  });

  test("for others only: what it no longer holds opens at once", async () => {
    const id = await failing();
    const change: WindowChange = { scope: { classes: ["laptop"] } };
    expect(await story.quiet().windows.change(id, change, 1)).toEqual({ done: true });
    await story.after({ seconds: 2 });
    expect(await tickets()).toEqual(["one volume_almost_full 09:50"]);
  });

  test("removed, and the alert changes before the sweeper comes by: it opens all the same", async () => {
    const id = await plan({ durationMinutes: 180 });
    await story.at("2026-11-23T10:35:00+01:00");
    for (const said of [FULL, WELL, FULL, WELL, FULL]) {
      await story.reportsFor(said === FULL ? 7 : 1, "one", said);
    }
    expect(await story.alerts("one")).toMatchObject([
      { flapping: { sinceMs: expect.any(Number) } },
    ]);
    await story.quiet().windows.remove(id, 1);
    await story.agent("one").reports(WELL);
    await story.after({ seconds: 2 });
    expect(await tickets()).toEqual(["one volume_almost_full 09:58"]);
  });

  test("removed: what still fires opens at once", async () => {
    const id = await failing();
    expect(await story.quiet().windows.remove(id, 1)).toEqual({ done: true });
    await story.after({ seconds: 2 });
    expect(await tickets()).toEqual(["one volume_almost_full 09:50"]);
  });
});

test("the collector is away when a window ends: it opens late, and once", async () => {
  await plan();
  await story.at("2026-11-23T10:40:00+01:00");
  await reports(["one"], FULL);
  await story.collectorRestarts();
  await story.standsStill({ hours: 3 });
  await story.sweep();
  await story.sweep();
  expect(await tickets()).toEqual(["one volume_almost_full 12:50"]);
});

test("the collector comes back within the next time of a window: that holds from the first moment", async () => {
  await plan({ startsAt: "2026-11-20T02:00", rrule: "FREQ=DAILY" });
  await story.changeRule("volume_almost_full", { holdForSeconds: 0 });
  await story.collectorIsDown({ hours: 40, minutes: 10 });
  await story.agent("one").reports(FULL);
  const untilMs = Temporal.Instant.from("2026-11-25T03:10:00+01:00").epochMilliseconds;
  expect(await story.alerts("one")).toMatchObject([{ noTicket: "maintenance", hold: { untilMs } }]);
  await story.after({ minutes: 30 });
  expect(await tickets()).toEqual([]);
  await story.after({ minutes: 40 });
  expect(await tickets()).toEqual(["one volume_almost_full 02:10"]);
});

test("every night: what fails again the next night waits again", async () => {
  await plan({ startsAt: "2026-11-20T02:00", rrule: "FREQ=DAILY" });
  for (const day of ["24", "25"]) {
    await story.at(`2026-11-${day}T02:10:00+01:00`);
    await reports(["one"], FULL);
    expect(await heldOn("one")).toEqual(["maintenance"]);
    await reports(["one"], WELL);
  }
  await story.at("2026-11-25T12:00:00+01:00");
  expect(await tickets()).toEqual([]);
});
