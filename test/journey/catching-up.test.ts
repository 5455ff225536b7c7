import type { Report } from "@vigie/shared/envelope.ts";
import { expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL, reportsOf, samplesOf, WELL } from "../support/journey-reading.ts";

/** After an absence agents send the newest first: what is over is kept, and never acts. */

const story = useJourney({ m1: { class: "laptop" } });

async function keepsForAnHour(said: Parameters<ReturnType<typeof story.agent>["takes"]>[0]) {
  const held: Report[] = [];
  for (let minute = 0; minute < 60; minute += 1) {
    await story.after({ minutes: 1 });
    held.push(story.agent("m1").takes(said));
  }
  await story.after({ seconds: 10 });
  return held;
}

test("older ones are stored at their own times, and change nothing that is said now", async () => {
  const m1 = story.agent("m1");
  await m1.greets();
  const held = await keepsForAnHour({ load_1m: 9 });
  await m1.reports({ load_1m: 1 });
  await m1.sends(held.slice(30).toReversed());
  await m1.sends(held.slice(0, 30).toReversed());
  expect(await reportsOf(story)).toEqual([61]);
  const times = (await samplesOf(story)).map(([, time]) => time).sort();
  expect(times.slice(0, 3)).toEqual(["09:01:00", "09:02:00", "09:03:00"]);
  expect(times.at(-1)).toBe("10:00:10");
  expect((await story.machine("m1")).latest).toMatchObject([
    { metric: "load_1m", value: 1, at: "2026-11-23T10:00:10.000Z" },
  ]);
  expect(story.counts().late).toBe(58);
});

test("an hour in breach that is over opens nothing", async () => {
  const m1 = story.agent("m1");
  await m1.greets();
  const held = await keepsForAnHour(FULL);
  await m1.reports(WELL);
  for (let from = 40; from >= 0; from -= 20) await m1.sends(held.slice(from, from + 20));
  expect(await story.alerts("m1")).toEqual([]);
});

test("an hour in breach that goes on waits from now, not from then", async () => {
  const m1 = story.agent("m1");
  await m1.greets();
  const held = await keepsForAnHour(FULL);
  await m1.reports(FULL);
  await m1.sends(held.slice(0, 55).toReversed());
  expect(await story.alerts("m1")).toMatchObject([{ state: "pending" }]);
  expect(await story.tickets("m1")).toEqual([]);
});

test("late ones close nothing either", async () => {
  const m1 = story.agent("m1");
  await m1.greets();
  const well = m1.takes({ objects: { volume: { "/": { used_percent: 1, free_bytes: 1 } } } });
  await story.reportsFor(6, "m1", FULL);
  await m1.sends([well]);
  expect(await story.tickets("m1")).toMatchObject([{ state: "new" }]);
});

test("late reports of other things than now say nothing of the machine as it is", async () => {
  const m1 = story.agent("m1");
  await m1.greets();
  const held = Array.from({ length: 12 }, (_, n) =>
    m1.takes({ objects: { volume: { [`/old${n}`]: { used_percent: 99, free_bytes: 1 } } } }),
  );
  await story.after({ minutes: 3 });
  await m1.reports({ load_1m: 1, memory_used_percent: 30 });
  await m1.sends(held);
  const { latest } = await story.machine("m1");
  expect(latest.map(({ metric }) => metric)).toEqual(["load_1m", "memory_used_percent"]);
  // Not even when a rule that looks at them is changed.
  await story.changeRule("volume_full", { holdForSeconds: 0 });
  expect(await story.alerts("m1")).toEqual([]);
  await story.collectorRestarts();
  await m1.reports({ load_1m: 2, memory_used_percent: 30 });
  expect((await story.machine("m1")).latest).toMatchObject([{ value: 2 }, { value: 30 }]);
});

test("two reports that overtake one another are taken in the order of their instants", async () => {
  const m1 = story.agent("m1");
  await m1.greets();
  await story.changeRule("memory_pressure", { holdForSeconds: 0 });
  const breach = m1.takes({ memory_used_percent: 95, load_1m: 1 });
  await story.after({ seconds: 30 });
  await m1.reports({ memory_used_percent: 50 });
  await m1.sends([breach]);
  expect(await story.alerts("m1")).toEqual([]);
  expect(await reportsOf(story)).toEqual([2]);
});

test("in one envelope they are evaluated from the oldest on", async () => {
  const m1 = story.agent("m1");
  await m1.greets();
  const held: Report[] = [];
  for (let minute = 0; minute < 3; minute += 1) {
    held.push(m1.takes(FULL));
    await story.after({ seconds: 50 });
  }
  await story.changeRule("volume_almost_full", { holdForSeconds: 60 });
  await m1.sends(held.toReversed());
  expect(await story.tickets("m1")).toMatchObject([{ eventAt: "2026-11-23T09:01:40.000Z" }]);
});

test("a machine may hold more gaps than are remembered, and nothing is taken twice", async () => {
  const m1 = story.agent("m1");
  const reports = Array.from({ length: 300 }, () => m1.takes({ load_1m: 1 }));
  const odd = reports.filter((_, place) => place % 2 === 1);
  const even = reports.filter((_, place) => place % 2 === 0);
  for (const some of [odd.slice(0, 100), odd.slice(100), even.slice(0, 100), even.slice(100)]) {
    await m1.sends(some);
  }
  for (const some of [odd.slice(50), even.slice(50)]) await m1.sends(some);
  const [stream] = await story.read().deliveries.streams();
  expect(stream).toMatchObject({ ranges: [[1, 300]], reports: 300 });
});
