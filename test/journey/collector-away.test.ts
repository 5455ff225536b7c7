import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";

/** We were away, not the machines: nobody's silence of that time is an outage. */

const SERVERS = Array.from({ length: 20 }, (_, place) => `s${place + 1}`);
const FINE = { memory_used_percent: 40 };

const story = useJourney(Object.fromEntries(SERVERS.map((name) => [name, { site: "Lyon" }])));

async function everybody(act: (name: string) => Promise<unknown>): Promise<void> {
  for (const name of SERVERS) await act(name);
}

/** Agents that were without us for long try every five minutes, each when it falls to it. */
async function comeBack(within: { readonly seconds: number }): Promise<void> {
  const back: string[] = [];
  for (const name of SERVERS) {
    await story.after({ milliseconds: Math.floor((within.seconds * 1_000) / SERVERS.length) });
    await story.agent(name).greets();
    for (const one of back) await story.agent(one).reports(FINE);
    back.push(name);
  }
}

async function goesOn(): Promise<void> {
  for (let minute = 0; minute < 10; minute += 1) {
    await story.after({ minutes: 1 });
    await everybody((name) => story.agent(name).reports(FINE));
  }
}

async function expectNoNoise(): Promise<void> {
  await everybody(async (name) => expect(await story.alerts(name)).toEqual([]));
  expect(await story.read().noise.outages.list({ limit: 10 })).toEqual([]);
  expect(await story.read().tickets.list({ limit: 10 })).toEqual([]);
}

describe("the collector is down for two hours", () => {
  test.for([
    ["killed at once: everybody counts as online", false],
    ["stopped in order: the broker tells that everybody is lost before it ends", true],
  ] as const)("%s", async ([, isTold]) => {
    await everybody((name) => story.agent(name).greets());
    await goesOn();
    if (isTold) await everybody((name) => story.agent(name).isLost());
    await story.collectorIsDown({ hours: 2 });
    await comeBack({ seconds: 300 });
    await goesOn();
    await expectNoNoise();
  });

  test("who does not come back is missed all the same: one outage, not twenty tickets", async () => {
    await everybody((name) => story.agent(name).greets());
    await story.collectorIsDown({ hours: 2 });
    await story.after({ minutes: 15 });
    const tickets = await story.read().tickets.list({ limit: 100 });
    expect(tickets.map(({ ruleKey }) => ruleKey)).toEqual(["site_offline"]);
  });
});

describe("its process stands still for an hour and goes on", () => {
  test.for([
    ["connections are still there", false],
    ["and finds that all connections were lost", true],
  ] as const)("%s", async ([, areLost]) => {
    await everybody((name) => story.agent(name).greets());
    await goesOn();
    await story.standsStill({ hours: 1 });
    if (areLost) {
      await everybody((name) => story.agent(name).isLost());
      await comeBack({ seconds: 300 });
    }
    await goesOn();
    await expectNoNoise();
  });
});
