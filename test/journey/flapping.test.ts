import { beforeEach, describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";

/** A machine that is ill and well by turns for a night: one trouble, one ticket. */

const story = useJourney({ m1: {} });

const ILL = { memory_used_percent: 97 };
const WELL = { memory_used_percent: 40 };

beforeEach(() => story.changeRule("memory_pressure", { holdForSeconds: 0 }));

/** Five minutes ill, five minutes well, so many times. */
async function flaps(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await story.reportsFor(5, "m1", ILL);
    await story.reportsFor(5, "m1", WELL);
  }
}

async function alert() {
  const [found] = await story.alerts("m1");
  return found;
}

test("from ten in the evening to eight: one ticket, nine lines, and it resolves when it is calm", async () => {
  await story.agent("m1").greets();
  await story.reportsFor(12 * 60, "m1", WELL);
  await flaps(60);
  const [ticket, ...others] = await story.tickets("m1");
  expect(others).toEqual([]);
  expect(ticket).toMatchObject({ state: "new", openedAt: "2026-11-23T21:01:00.000Z" });
  const tellingEach = ["opened", "recovered", "resolved", "reopened"];
  const untilItFlaps = [...tellingEach, "recovered", "resolved", "reopened"];
  expect(linesOf(ticket).filter((kind) => kind !== "breached")).toEqual(untilItFlaps);
  // It shows firing although the newest report is well.
  expect(await alert()).toMatchObject({ state: "firing", flapping: { isFiring: false } });

  await story.reportsFor(25, "m1", WELL);
  expect(await alert()).toMatchObject({ state: "firing" });
  await story.reportsFor(5, "m1", WELL);
  expect(await alert()).toMatchObject({ state: "quiet", flapping: { sinceMs: null } });
  const [calm] = await story.tickets("m1");
  expect(calm?.state).toBe("resolved");
  expect(linesOf(calm).filter((kind) => kind !== "breached")).toEqual([
    ...untilItFlaps,
    "recovered",
    "resolved",
  ]);
  expect(story.failures).toEqual([]);
});

describe("while it flaps", () => {
  test("what is calm and ill goes on firing, told nothing more", async () => {
    await flaps(3);
    const before = (await story.tickets("m1")).map(linesOf);
    await story.reportsFor(60, "m1", ILL);
    expect(await alert()).toMatchObject({ state: "firing", flapping: { sinceMs: null } });
    expect((await story.tickets("m1")).map(linesOf)).toEqual(before);
    await story.reportsFor(1, "m1", WELL);
    expect(await story.tickets("m1")).toMatchObject([{ state: "resolved" }]);
  });

  test("a restart forgets nothing of it", async () => {
    await flaps(3);
    const before = (await story.tickets("m1")).map(linesOf);
    await story.collectorRestarts();
    expect(await alert()).toMatchObject({ state: "firing", flapping: { isFiring: false } });
    await flaps(2);
    expect((await story.tickets("m1")).map(linesOf)).toEqual(before);
    await story.reportsFor(30, "m1", WELL);
    expect(await story.tickets("m1")).toMatchObject([{ state: "resolved" }]);
  });

  test("a relapse waits twice as long before it is believed again", async () => {
    await flaps(3);
    await story.reportsFor(30, "m1", WELL);
    expect(await alert()).toMatchObject({ state: "quiet" });
    await flaps(3);
    await story.reportsFor(45, "m1", WELL);
    expect(await alert()).toMatchObject({ state: "firing", flapping: { relapses: 1 } });
    await story.reportsFor(15, "m1", WELL);
    expect(await alert()).toMatchObject({ state: "quiet" });
    expect(await story.tickets("m1")).toHaveLength(1);
  });

  test("a person who takes the ticket keeps it: calm only leaves a line", async () => {
    await flaps(3);
    const [opened] = await story.tickets("m1");
    const { id = "", version = 0 } = opened ?? {};
    await story.hands().act(id, { kind: "acknowledge", by: "Nadia" }, { version });
    await flaps(4);
    await story.reportsFor(31, "m1", WELL);
    const [ticket, ...others] = await story.tickets("m1");
    expect(others).toEqual([]);
    expect(ticket?.state).toBe("acknowledged");
    expect(linesOf(ticket).slice(-2)).toEqual(["acknowledged", "recovered"]);
  });

  test("its rule switched off ends it at once", async () => {
    await flaps(3);
    await story.changeRule("memory_pressure", { enabled: false });
    expect(await alert()).toMatchObject({ state: "quiet", flapping: null });
    expect(await story.tickets("m1")).toMatchObject([{ state: "resolved" }]);
    await story.after({ hours: 2 });
    expect(story.failures).toEqual([]);
  });

  test("its machine put out of use ends it, and nothing is due for ever", async () => {
    await flaps(3);
    await story.changeMachine("m1", { retired: true });
    await story.after({ hours: 2 });
    expect(await story.read().alerts.calm(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });
});

test("ill once an hour is no flapping: each time is told", async () => {
  for (let hour = 0; hour < 4; hour += 1) {
    await story.reportsFor(1, "m1", ILL);
    await story.reportsFor(59, "m1", WELL);
  }
  expect(await alert()).toMatchObject({ state: "quiet", flapping: { sinceMs: null } });
  expect(await story.tickets("m1")).toHaveLength(4);
});
