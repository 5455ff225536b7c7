import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL, linesOf, WELL } from "../support/journey-reading.ts";

/**
 * A promise is broken when working time has passed, and at no other time. Every story is told twice:
 * by a collector that runs through, and by one that is restarted between its steps.
 */

const story = useJourney({ m1: { class: "laptop" } });

async function ticket(): Promise<TicketDetail> {
  const [found] = await story.tickets("m1");
  if (found === undefined) throw new Error("no ticket was opened");
  return found;
}

async function targets(): Promise<string[]> {
  return (await ticket()).targets.map(({ kind, state }) => `${kind} ${state}`);
}

/** Rows as kept, for the page says by itself what the sweeper has still to write. */
async function kept(): Promise<string[]> {
  const rows = await story.read().tickets.targets((await ticket()).id);
  return rows.map(({ kind, state }) => `${kind} ${state}`);
}

async function lines(): Promise<string[]> {
  return linesOf(await ticket());
}

async function acknowledge(): Promise<void> {
  const { id, version } = await ticket();
  expect(await story.hands().act(id, { kind: "acknowledge", by: "Nadia" }, { version })).toEqual({
    done: true,
  });
}

/** It opens on Friday at 14:00 to the second: four hours of work end as the office closes. */
async function opensOnFriday(): Promise<void> {
  await story.agent("m1").greets();
  await story.at("2026-11-27T13:54:00+01:00");
  await story.reportsFor(6, "m1", FULL);
  expect(await ticket()).toMatchObject({ openedAt: "2026-11-27T13:00:00.000Z" });
}

describe.for([
  ["a collector that runs through", false],
  ["a collector that is restarted between all steps", true],
] as const)("%s", ([, isRestarted]) => {
  async function step(): Promise<void> {
    if (isRestarted) await story.collectorRestarts();
  }

  test("due on Friday at 18:00: it is not broken all weekend, and is on Monday after 9:00:00", async () => {
    await opensOnFriday();
    await step();
    expect((await ticket()).targets[0]).toMatchObject({ dueAt: "2026-11-27T17:00:00.000Z" });
    for (const time of [
      "27T17:59:59",
      "27T18:00:00",
      "27T18:00:01",
      "28T12:00:00",
      "30T08:59:59",
    ]) {
      await story.at(`2026-11-${time}+01:00`);
      await story.sweep();
      await step();
      expect(await kept(), time).toEqual(["acknowledgement running", "restoration running"]);
    }
    await story.at("2026-11-30T09:00:00+01:00");
    await story.sweep();
    expect(await kept()).toEqual(["acknowledgement running", "restoration running"]);
    await step();
    await story.at("2026-11-30T09:00:00.001+01:00");
    await story.sweep();
    await step();
    await story.sweep();
    expect(await kept()).toEqual(["acknowledgement breached", "restoration running"]);
    expect(await lines()).toEqual(["opened", "breached"]);
    const { transitions } = await ticket();
    expect(transitions.at(-1)).toMatchObject({
      actor: "vigie",
      at: "2026-11-30T08:00:00.001Z",
      fromState: "new",
      toState: "new",
      parameters: { target: "acknowledgement" },
    });
  });

  test("taken on Monday at 9:00:00: the promise is met", async () => {
    await opensOnFriday();
    await story.at("2026-11-30T09:00:00+01:00");
    await step();
    await acknowledge();
    await step();
    await story.after({ hours: 2 });
    expect(await targets()).toEqual(["acknowledgement met", "restoration running"]);
    expect(await lines()).toEqual(["opened", "acknowledged"]);
  });

  test("taken a second later, before the sweeper came by: it is broken", async () => {
    await opensOnFriday();
    await story.at("2026-11-30T09:00:00+01:00");
    await story.after({ milliseconds: 500 });
    await acknowledge();
    await step();
    expect(await kept()).toEqual(["acknowledgement breached", "restoration running"]);
    expect((await ticket()).targets[0]).toMatchObject({ state: "breached", overrunSeconds: 1 });
  });

  test("both promises are broken, each at its own time, each once", async () => {
    await opensOnFriday();
    // 18 hours of work from Friday 14:00: 4 on Friday, 9 on Monday, 5 on Tuesday.
    await story.at("2026-12-01T14:00:00+01:00");
    await story.sweep();
    await step();
    expect(await kept()).toEqual(["acknowledgement breached", "restoration running"]);
    await story.after({ seconds: 2 });
    await step();
    await story.after({ days: 3 });
    expect(await kept()).toEqual(["acknowledgement breached", "restoration breached"]);
    expect(await lines()).toEqual(["opened", "breached", "breached"]);
  });

  test("what was broken stays broken when the machine recovers; the other is not needed", async () => {
    await opensOnFriday();
    await story.at("2026-11-30T09:30:00+01:00");
    await step();
    await story.reportsFor(1, "m1", WELL);
    await step();
    expect(await targets()).toEqual(["acknowledgement breached", "restoration not_needed"]);
    expect(await lines()).toEqual(["opened", "breached", "recovered", "resolved"]);
  });

  test("opened again, only what was not needed goes on, and is broken later by as much", async () => {
    await opensOnFriday();
    await story.reportsFor(1, "m1", WELL);
    await step();
    await story.reportsFor(10, "m1", WELL);
    await story.reportsFor(3, "m1", FULL);
    await step();
    await story.reportsFor(3, "m1", FULL);
    await step();
    // Closed from 14:01 to 14:17.
    expect((await ticket()).targets.map(({ dueAt }) => dueAt)).toEqual([
      "2026-11-30T08:16:00.000Z",
      "2026-12-01T13:16:00.000Z",
    ]);
    await story.at("2026-11-30T09:16:00+01:00");
    await story.sweep();
    expect(await kept()).toEqual(["acknowledgement running", "restoration running"]);
    await story.after({ seconds: 2 });
    expect(await kept()).toEqual(["acknowledgement breached", "restoration running"]);
  });

  test("resolved by a person in time: both are met, and nothing is broken later", async () => {
    await opensOnFriday();
    await story.after({ hours: 1 });
    const { id, version } = await ticket();
    await step();
    await story.hands().act(id, { kind: "resolve", by: "Nadia" }, { text: "rotated", version });
    await step();
    await story.after({ days: 7 });
    expect(await kept()).toEqual(["acknowledgement met", "restoration met"]);
    expect(await lines()).toEqual(["opened", "resolved"]);
  });

  test("it waits, fires and recovers as if nothing had happened", async () => {
    await story.agent("m1").reports(FULL);
    await step();
    await story.reportsFor(2, "m1", FULL);
    await step();
    await story.reportsFor(2, "m1", FULL);
    await step();
    expect(await story.tickets("m1")).toEqual([]);
    await story.reportsFor(1, "m1", FULL);
    await step();
    expect(await ticket()).toMatchObject({ state: "new", openedAt: "2026-11-23T09:05:00.000Z" });
    await story.reportsFor(2, "m1", FULL);
    await step();
    await story.reportsFor(1, "m1", WELL);
    await step();
    expect(await lines()).toEqual(["opened", "recovered", "resolved"]);
    expect(await story.alerts("m1")).toMatchObject([
      { state: "quiet", sinceMs: story.now().epochMilliseconds },
    ]);
  });
});

test("two reports before a restart and one after it are three that agree", async () => {
  await story.agent("m1").reports(FULL);
  await story.after({ minutes: 4 });
  await story.agent("m1").reports(FULL);
  await story.collectorRestarts();
  await story.after({ minutes: 1 });
  await story.agent("m1").reports(FULL);
  expect(await story.tickets("m1")).toHaveLength(1);
});

test("one report before a restart and one after it are two, however long it took", async () => {
  await story.agent("m1").reports(FULL);
  await story.collectorRestarts();
  await story.after({ minutes: 6 });
  await story.agent("m1").reports(FULL);
  expect(await story.tickets("m1")).toEqual([]);
  await story.reportsFor(1, "m1", FULL);
  expect(await story.tickets("m1")).toHaveLength(1);
});

test("a promise that was broken while the collector was away is broken once it is back", async () => {
  await opensOnFriday();
  await story.standsStill({ days: 3 });
  expect(await kept()).toEqual(["acknowledgement breached", "restoration running"]);
  expect(await lines()).toEqual(["opened", "breached"]);
});
