import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { FULL, linesOf, volume, WELL } from "../support/journey-reading.ts";

/** The story that Vigie is there for: a disk fills up, and the contract's promises are kept. */

const story = useJourney({ m1: {}, outside: { covered: false } });

const ACKNOWLEDGE = { kind: "acknowledge", by: "Nadia" } as const;
const COMMENT = { kind: "comment", by: "Nadia" } as const;

function targetsOf(ticket: TicketDetail | undefined): [string, string, string | null][] {
  return ticket?.targets.map(({ kind, state, dueAt }) => [kind, state, dueAt]) ?? [];
}

async function fills(): Promise<void> {
  await story.agent("m1").greets();
  await story.agent("m1").reports(FULL);
  await story.reportsFor(5, "m1", FULL);
}

test("it waits for the hold time, then fires once and opens one ticket on the contract's clocks", async () => {
  await story.agent("m1").greets();
  await story.agent("m1").reports(WELL);
  expect(await story.alerts("m1")).toEqual([]);

  await story.after({ minutes: 1 });
  await story.agent("m1").reports(FULL);
  expect(await story.alerts("m1")).toMatchObject([{ state: "pending", object: "/", value: 92 }]);
  await story.reportsFor(4, "m1", FULL);
  expect(await story.tickets("m1")).toEqual([]);

  await story.reportsFor(1, "m1", FULL);
  const [ticket, ...others] = await story.tickets("m1");
  expect(others).toEqual([]);
  expect(ticket).toMatchObject({
    number: 1,
    state: "new",
    severity: "warning",
    priority: 3,
    rule: { key: "volume_almost_full" },
    object: "/",
    metric: "volume_used_percent",
    value: 92,
    threshold: 90,
    openedAt: "2026-11-23T09:06:00.000Z",
    contract: { name: "Maintenance" },
  });
  expect(targetsOf(ticket)).toEqual([
    ["acknowledgement", "running", "2026-11-23T13:06:00.000Z"],
    ["restoration", "running", "2026-11-25T09:06:00.000Z"],
  ]);
  expect(await story.alerts("m1")).toMatchObject([
    { state: "firing", ticketId: ticket?.id, noTicket: null },
  ]);
});

test.for([
  ["the share alone", volume(95, 100), "ten per cent of a large volume is plenty"],
  ["the free bytes alone", volume(50, 10), "a small volume may be half empty"],
  ["one step short of the level", volume(89.99, 10), "90 is where it fires"],
] as const)("%s is no reason for an alert", async ([, said]) => {
  await story.agent("m1").greets();
  await story.reportsFor(8, "m1", said);
  expect(await story.alerts("m1")).toEqual([]);
});

test("exactly at the level it fires", async () => {
  await story.reportsFor(6, "m1", volume(90, 20));
  expect(await story.tickets("m1")).toMatchObject([{ value: 90 }]);
});

test("what goes on firing says nothing more: one ticket, one line", async () => {
  await fills();
  await story.reportsFor(30, "m1", FULL);
  const tickets = await story.tickets("m1");
  expect(tickets.map(linesOf)).toEqual([["opened"]]);
});

test("between the two levels it goes on firing", async () => {
  await fills();
  await story.reportsFor(5, "m1", volume(87.5, 10));
  expect(await story.alerts("m1")).toMatchObject([{ state: "firing" }]);
});

test("each volume has an alert and a ticket of its own", async () => {
  const both = {
    objects: { volume: { ...FULL.objects.volume, ...volume(96, 8, "/srv").objects.volume } },
  };
  await story.reportsFor(6, "m1", both);
  expect((await story.tickets("m1")).map(({ object }) => object)).toEqual(["/", "/srv"]);
  await story.reportsFor(1, "m1", {
    objects: { volume: { ...WELL.objects.volume, ...volume(96, 8, "/srv").objects.volume } },
  });
  expect((await story.tickets("m1")).map(({ state }) => state)).toEqual(["resolved", "new"]);
});

describe("it recovers before anybody acted", () => {
  test("the ticket says so, resolves itself, and its promises are not needed", async () => {
    await fills();
    await story.reportsFor(1, "m1", WELL);
    const [ticket] = await story.tickets("m1");
    expect(ticket).toMatchObject({ state: "resolved", resolvedAt: "2026-11-23T09:06:00.000Z" });
    expect(linesOf(ticket)).toEqual(["opened", "recovered", "resolved"]);
    expect(ticket?.transitions.map(({ fromState, toState }) => [fromState, toState])).toEqual([
      [null, "new"],
      ["new", "new"],
      ["new", "resolved"],
    ]);
    expect(targetsOf(ticket).map(([, state]) => state)).toEqual(["not_needed", "not_needed"]);
    expect(await story.alerts("m1")).toMatchObject([{ state: "quiet", value: 40, threshold: 87 }]);
  });

  test("fires again within half an hour: the same ticket goes on, without the time it was closed", async () => {
    await fills();
    await story.reportsFor(1, "m1", WELL);
    await story.reportsFor(14, "m1", WELL);
    await story.reportsFor(6, "m1", FULL);
    const [ticket, ...others] = await story.tickets("m1");
    expect(others).toEqual([]);
    expect(ticket).toMatchObject({ state: "new", resolvedAt: null });
    expect(linesOf(ticket)).toEqual(["opened", "recovered", "resolved", "reopened"]);
    // Opened at 10:05, closed from 10:06 to 10:26: twenty minutes later than it would have been.
    expect(targetsOf(ticket)).toEqual([
      ["acknowledgement", "running", "2026-11-23T13:25:00.000Z"],
      ["restoration", "running", "2026-11-25T09:25:00.000Z"],
    ]);
    expect(ticket?.targets[0]).toMatchObject({ elapsedSeconds: 60 });
  });

  test("twice closed and opened again, both times do not count", async () => {
    await fills();
    for (let time = 0; time < 2; time += 1) {
      await story.reportsFor(5, "m1", WELL);
      await story.reportsFor(6, "m1", FULL);
    }
    const [ticket] = await story.tickets("m1");
    // 10:06 to 10:16 and 10:17 to 10:27.
    expect(targetsOf(ticket)[0]).toEqual([
      "acknowledgement",
      "running",
      "2026-11-23T13:25:00.000Z",
    ]);
  });

  test.for([
    ["29 minutes after", 23, 0, ["reopened"]],
    ["exactly half an hour after", 24, 0, ["reopened"]],
    ["a second later it is a new ticket", 24, 1, []],
  ] as const)("%s", async ([, minutesWell, seconds, lastLines]) => {
    await fills();
    await story.reportsFor(1, "m1", WELL);
    await story.reportsFor(minutesWell, "m1", WELL);
    await story.after({ seconds });
    // The sixth report in breach is the one that has held for five minutes.
    await story.reportsFor(6, "m1", FULL);
    const tickets = await story.tickets("m1");
    expect(linesOf(tickets[0]).slice(3)).toEqual(lastLines);
    expect(tickets).toHaveLength(lastLines.length === 0 ? 2 : 1);
  });
});

describe("a person took it", () => {
  test("recovery only leaves a line, and firing again only a repetition", async () => {
    await fills();
    const [opened] = await story.tickets("m1");
    const hands = story.hands();
    expect(
      await hands.act(opened?.id ?? "", ACKNOWLEDGE, { version: opened?.version ?? 0 }),
    ).toEqual({
      done: true,
    });
    await story.reportsFor(1, "m1", WELL);
    await story.reportsFor(6, "m1", FULL);
    const [ticket, ...others] = await story.tickets("m1");
    expect(others).toEqual([]);
    expect(ticket).toMatchObject({ state: "acknowledged" });
    expect(linesOf(ticket)).toEqual(["opened", "acknowledged", "recovered", "repeated"]);
    expect(targetsOf(ticket).map(([, state]) => state)).toEqual(["met", "running"]);
  });

  test("resolved by hand while it fires: recovery changes nothing, and firing again is a new ticket", async () => {
    await fills();
    const [opened] = await story.tickets("m1");
    const { id = "", version = 0 } = opened ?? {};
    await story.hands().act(id, { kind: "resolve", by: "Nadia" }, { version });
    await story.reportsFor(1, "m1", WELL);
    await story.reportsFor(6, "m1", FULL);
    const tickets = await story.tickets("m1");
    expect(tickets.map(({ number, state }) => [number, state])).toEqual([
      [1, "resolved"],
      [2, "new"],
    ]);
    expect(linesOf(tickets[0])).toEqual(["opened", "resolved"]);
    expect(targetsOf(tickets[0]).map(([, state]) => state)).toEqual(["met", "met"]);
  });

  test("two people take it at once: the second is told", async () => {
    await fills();
    const [ticket] = await story.tickets("m1");
    const { id = "", version = 0 } = ticket ?? {};
    const hands = story.hands();
    const outcomes = await Promise.all([
      hands.act(id, ACKNOWLEDGE, { version }),
      hands.act(id, { ...ACKNOWLEDGE, by: "Marc" }, { version }),
    ]);
    expect(outcomes).toMatchObject([{ done: true }, { problem: "version_conflict" }]);
    const [after] = await story.tickets("m1");
    expect(after?.transitions.map(({ actor }) => actor)).toEqual(["vigie", "Nadia"]);
  });

  test("a comment is kept with its words and changes no promise", async () => {
    await fills();
    const [ticket] = await story.tickets("m1");
    await story.hands().act(ticket?.id ?? "", COMMENT, { text: "logs rotated" });
    const [after] = await story.tickets("m1");
    expect(after?.transitions.at(-1)).toMatchObject({ kind: "commented", text: "logs rotated" });
    expect(after?.targets).toEqual(ticket?.targets);
  });

  test("an act on no ticket is refused", async () => {
    const outcome = await story.hands().act("tic_none", COMMENT, { text: "?" });
    expect(outcome).toMatchObject({ problem: "not_found" });
  });
});

describe("no ticket by itself", () => {
  test("a machine outside every contract shows its alert and why nothing was opened", async () => {
    await story.reportsFor(6, "outside", FULL);
    expect(await story.alerts("outside")).toMatchObject([
      { state: "firing", ticketId: null, noTicket: "not_covered" },
    ]);
    expect(await story.tickets("outside")).toEqual([]);
  });

  test("a rule may open none", async () => {
    await story.changeRule("volume_almost_full", { opensTicket: false });
    await story.reportsFor(6, "m1", FULL);
    expect(await story.alerts("m1")).toMatchObject([
      { state: "firing", ticketId: null, noTicket: "rule_opens_none" },
    ]);
    expect(await story.tickets("m1")).toEqual([]);
  });

  test("a rule may leave its ticket open when all is well again", async () => {
    await story.changeRule("volume_almost_full", { resolvesTicket: false });
    await fills();
    await story.reportsFor(1, "m1", WELL);
    const [ticket] = await story.tickets("m1");
    expect(ticket).toMatchObject({ state: "new" });
    expect(linesOf(ticket)).toEqual(["opened", "recovered"]);
    expect(targetsOf(ticket).map(([, state]) => state)).toEqual(["running", "running"]);
  });
});
