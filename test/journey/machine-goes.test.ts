import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { linesOf } from "../support/journey-reading.ts";

/** Who is there: silence is a fact, an absence is a judgement, and our own sleep is nobody's silence. */

const story = useJourney({
  server: {},
  laptop: { class: "laptop" },
  desktop: { class: "workstation" },
  outside: { covered: false },
});

const FINE = { memory_used_percent: 40 };

async function presence(name: string): Promise<string> {
  return (await story.machine(name)).presence;
}

async function ticketStates(name: string): Promise<string[]> {
  return (await story.tickets(name)).map(({ state, rule }) => `${rule?.key} ${state}`);
}

/** It greets and reports; its last word is a minute after ten. */
async function arrives(name: string): Promise<void> {
  await story.agent(name).greets();
  await story.reportsFor(1, name, FINE);
}

test("a machine that was never heard of waits, and is not missed", async () => {
  await story.after({ days: 3 });
  expect(await presence("server")).toBe("waiting");
  expect(await ticketStates("server")).toEqual([]);
});

describe("a server falls silent", () => {
  test.for([
    ["three reports may be missed, and some jitter", "10:04:14", "online", []],
    ["195 s after its last word it is silent", "10:04:16", "silent", []],
    ["within the grace nothing is opened", "10:06:14", "silent", []],
    ["two minutes later it is offline", "10:06:16", "offline", ["machine_offline new"]],
  ] as const)("%s", async ([, time, state, tickets]) => {
    await arrives("server");
    await story.at(`2026-11-23T${time}+01:00`);
    expect(await presence("server")).toBe(state);
    expect(await ticketStates("server")).toEqual(tickets);
  });

  test("its ticket is critical, and its clocks start when the collector found it", async () => {
    await arrives("server");
    await story.after({ minutes: 10 });
    expect(await story.tickets("server")).toMatchObject([
      {
        priority: 1,
        severity: "critical",
        object: null,
        metric: null,
        openedAt: "2026-11-23T09:06:15.000Z",
        targets: [
          { kind: "acknowledgement", state: "running", dueAt: "2026-11-23T10:06:15.000Z" },
          { kind: "restoration", state: "running", dueAt: "2026-11-23T13:06:15.000Z" },
        ],
      },
    ]);
  });

  test("it comes back: the ticket resolves itself", async () => {
    await arrives("server");
    await story.after({ minutes: 10 });
    await story.agent("server").reports(FINE);
    expect(await presence("server")).toBe("online");
    expect(await ticketStates("server")).toEqual(["machine_offline resolved"]);
  });

  test("it comes back before the grace is over: nothing happened", async () => {
    await arrives("server");
    await story.after({ minutes: 4 });
    expect(await presence("server")).toBe("silent");
    await story.agent("server").reports(FINE);
    await story.reportsFor(10, "server", FINE);
    expect(await presence("server")).toBe("online");
    expect(await story.alerts("server")).toEqual([]);
  });

  test("outside every contract: an alert and no ticket", async () => {
    await arrives("outside");
    await story.after({ minutes: 10 });
    expect(await story.alerts("outside")).toMatchObject([
      { state: "firing", noTicket: "not_covered" },
    ]);
  });

  test("what an agent says of its own cadence does not change how long it is waited for", async () => {
    await story.agent("server").greets({ cadenceSeconds: 3_600 });
    await story.after({ minutes: 2 });
    expect(await presence("server")).toBe("online");
    await story.after({ minutes: 2 });
    expect(await presence("server")).toBe("silent");
  });

  test("however long it stays away, one ticket and one line", async () => {
    await arrives("server");
    await story.after({ days: 2 });
    const [ticket] = await story.tickets("server");
    expect(linesOf(ticket)).toEqual(["opened", "breached", "breached"]);
  });
});

describe("it says so itself", () => {
  test("a last will: silent at once, offline two minutes later", async () => {
    await arrives("server");
    await story.agent("server").isLost();
    expect(await presence("server")).toBe("silent");
    await story.after({ seconds: 119 });
    expect(await presence("server")).toBe("silent");
    await story.after({ seconds: 2 });
    expect(await presence("server")).toBe("offline");
  });

  test("it goes down in order and is back within 20 minutes: no ticket", async () => {
    await arrives("server");
    await story.agent("server").goesDown();
    await story.agent("server").isLost();
    expect(await presence("server")).toBe("down");
    await story.after({ minutes: 19, seconds: 59 });
    story.agent("server").reboots();
    await arrives("server");
    expect(await presence("server")).toBe("online");
    await story.reportsFor(10, "server", FINE);
    expect(await story.alerts("server")).toEqual([]);
  });

  test("it goes down in order and stays away: a ticket after 20 minutes", async () => {
    await arrives("server");
    await story.agent("server").goesDown();
    await story.after({ minutes: 20 });
    expect(await ticketStates("server")).toEqual(["machine_offline new"]);
  });

  test("a last will that comes after the machine is back only delays until its next word", async () => {
    await arrives("server");
    await story.agent("server").greets();
    await story.agent("server").isLost();
    await story.reportsFor(1, "server", FINE);
    expect(await presence("server")).toBe("online");
    expect(await story.alerts("server")).toEqual([]);
  });
});

describe("machines that people switch off", () => {
  test.for([
    ["laptop", { days: 7 }, "silent", "a week in a drawer"],
    ["laptop", { days: 16 }, "offline", "longer than two weeks of leave"],
    ["desktop", { hours: 66 }, "silent", "a weekend"],
    ["desktop", { days: 5 }, "offline", "longer than a long weekend"],
  ] as const)("a %s away for %j is %s: %s", async ([name, duration, state]) => {
    await arrives(name);
    await story.agent(name).isLost();
    await story.after(duration);
    expect(await presence(name)).toBe(state);
    expect(await ticketStates(name)).toEqual(state === "offline" ? ["machine_offline new"] : []);
  });

  test("a laptop that sleeps for a week and wakes has nothing to say about it", async () => {
    await arrives("laptop");
    await story.after({ days: 7 });
    await story.agent("laptop").reports(FINE);
    await story.reportsFor(5, "laptop", FINE);
    expect(await presence("laptop")).toBe("online");
    expect(await story.alerts("laptop")).toEqual([]);
  });
});

describe("our own sleep and our own clock", () => {
  test("while the collector stood still nobody was silent", async () => {
    await arrives("server");
    await story.standsStill({ hours: 1 });
    expect(await presence("server")).toBe("online");
    await story.after({ seconds: 190 });
    expect(await presence("server")).toBe("online");
    await story.reportsFor(3, "server", FINE);
    expect(await story.alerts("server")).toEqual([]);
  });

  test("after standing still it listens for a whole silence again, and then says so", async () => {
    await arrives("server");
    await story.standsStill({ hours: 1 });
    await story.after({ seconds: 200 });
    expect(await presence("server")).toBe("silent");
  });

  test("a server that was silent already is given the time in which any agent comes back", async () => {
    await arrives("server");
    await story.agent("server").isLost();
    await story.after({ seconds: 60 });
    await story.standsStill({ hours: 1 });
    await story.after({ seconds: 320 });
    expect(await presence("server")).toBe("silent");
    await story.after({ seconds: 60 });
    expect(await presence("server")).toBe("offline");
  });

  test.for([
    [3_600_000, "an hour forwards"],
    [-3_600_000, "an hour back"],
    [365 * 86_400_000, "a year forwards"],
  ] as const)("the clock is set by %d ms, %s: nobody falls silent by it", async ([stepMs]) => {
    await arrives("server");
    await story.clockIsSetBy(stepMs);
    expect(story.clockSteps).toEqual([stepMs]);
    expect(await presence("server")).toBe("online");
    await story.reportsFor(5, "server", FINE);
    expect(await presence("server")).toBe("online");
    expect(await story.alerts("server")).toEqual([]);
  });

  test.for([3_600_000, -3_600_000, -365 * 86_400_000])(
    "the clock is set by %d ms: who goes after that is found as soon as ever",
    async (stepMs) => {
      await arrives("server");
      await story.clockIsSetBy(stepMs);
      await story.after({ seconds: 195 });
      expect(await presence("server")).toBe("silent");
      await story.after({ seconds: 125 });
      expect(await presence("server")).toBe("offline");
    },
  );

  test("the clock is set forwards while a server is silent: its grace is not over by that", async () => {
    await arrives("server");
    await story.after({ seconds: 200 });
    expect(await presence("server")).toBe("silent");
    await story.clockIsSetBy(3_600_000);
    await story.after({ seconds: 40 });
    expect(await presence("server")).toBe("silent");
    await story.agent("server").reports(FINE);
    expect(await story.alerts("server")).toEqual([]);
  });

  test("the clock is set back while the disk fails: who goes after that is found as soon as ever", async () => {
    await arrives("server");
    await story.sweep();
    story.failNextCommitWith("storage_failed");
    await story.clockIsSetBy(-3_600_000);
    expect(story.failures).toMatchObject([{ code: "storage_failed" }]);
    await story.after({ seconds: 200 });
    expect(await presence("server")).toBe("silent");
  });

  test("a small correction of the clock is no step", async () => {
    await arrives("server");
    await story.clockIsSetBy(4_000);
    expect(story.clockSteps).toEqual([]);
  });

  test("a restart starts every silence anew, and forgets no presence", async () => {
    await arrives("server");
    await arrives("laptop");
    await story.agent("laptop").goesDown();
    await story.after({ minutes: 2 });
    await story.collectorRestarts();
    expect(await presence("laptop")).toBe("down");
    await story.after({ minutes: 3 });
    expect(await presence("server")).toBe("online");
    await story.after({ minutes: 1 });
    expect(await presence("server")).toBe("silent");
    await story.after({ minutes: 3 });
    expect(await ticketStates("server")).toEqual(["machine_offline new"]);
  });

  test("a restart while a server is offline: it comes back, and its ticket resolves itself", async () => {
    await arrives("server");
    await story.after({ minutes: 10 });
    await story.collectorRestarts();
    await story.after({ minutes: 10 });
    expect(await ticketStates("server")).toEqual(["machine_offline new"]);
    await story.agent("server").reports(FINE);
    expect(await ticketStates("server")).toEqual(["machine_offline resolved"]);
  });

  test("several machines fall silent in the same second, and each is found", async () => {
    for (const name of ["server", "outside"]) await story.agent(name).greets();
    await story.after({ minutes: 10 });
    expect([await presence("server"), await presence("outside")]).toEqual(["offline", "offline"]);
  });
});
