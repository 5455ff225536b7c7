import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import type { TicketWish } from "@vigie/shared/ticket-wish.ts";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { HandAct } from "../../collector/flow/acts.ts";
import { agreeOn, customerOf } from "../support/agreements.ts";
import { useJourney } from "../support/journey.ts";
import { FULL, linesOf } from "../support/journey-reading.ts";
import { instant, paris } from "../support/ticket-story.ts";

/**
 * A contract that works on two requests at a time. Each is taken within 4 hours and restored within 18,
 * from 9 to 18 on working days. The story begins on Monday at 10.
 */

const story = useJourney({ m1: {} });

beforeEach(() => agreeOn(story, { simultaneous: { limit: 2, per: "contract" } }));

async function asks(title: string, change: Partial<TicketWish> = {}): Promise<string> {
  const opened = await story.requests().open({
    by: "Nadia",
    customerId: await customerOf(story),
    title,
    type: "request",
    impact: "medium",
    urgency: "medium",
    channel: "phone",
    ...change,
  });
  if ("problem" in opened) throw new Error(`${opened.problem}: ${opened.detail}`);
  return opened.id;
}

async function five(): Promise<readonly [string, string, string, string, string]> {
  return [
    await asks("one"),
    await asks("two"),
    await asks("three"),
    await asks("four"),
    await asks("five"),
  ];
}

async function ticketOf(id: string): Promise<TicketDetail> {
  const ticket = await story.ticket(id);
  if (ticket === undefined) throw new Error("the ticket is not there");
  return ticket;
}

type Unsigned<Act> = Act extends HandAct ? Omit<Act, "by"> : never;

async function does(
  id: string,
  act: Unsigned<HandAct>,
  given: { readonly atMs?: number } = {},
): Promise<void> {
  const { version } = await ticketOf(id);
  const outcome = await story.hands().act(id, { ...act, by: "Nadia" }, { ...given, version });
  expect(outcome).toEqual({ done: true });
}

const positions = (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await ticketOf(id)).queue?.position ?? null));
const dues = async (id: string) => (await ticketOf(id)).targets.map(({ dueAt }) => dueAt);

describe("two at a time, and five come", () => {
  test("two begin, and three stand in line with their place; nothing is promised to them", async () => {
    const ids = await five();
    expect(await positions(ids)).toEqual([null, null, 1, 2, 3]);
    const third = await ticketOf(ids[2]);
    expect(third).toMatchObject({
      queue: { position: 1, since: instant("23T10:00"), limit: 2, per: "contract" },
      targets: [],
      breaksAt: null,
      state: "new",
    });
    expect(third.transitions).toMatchObject([
      { kind: "opened" },
      { kind: "queued", parameters: { position: 1, limit: 2, per: "contract" } },
    ]);
    expect(await dues(ids[0])).toEqual([instant("23T14:00"), instant("25T10:00")]);
  });

  test("over a night and a weekend each begins as a slot frees, with clocks of its own from then on", async () => {
    const [one, two, three, four, five_] = await five();
    await story.at(paris("23T17:00"));
    await does(two, { kind: "resolve" });
    expect(await positions([three, four, five_])).toEqual([null, 1, 2]);
    // An hour is left of Monday: three more on Tuesday, and 18 hours are two days.
    expect(await dues(three)).toEqual([instant("24T12:00"), instant("25T17:00")]);

    await story.at(paris("27T20:00"));
    await does(one, { kind: "resolve" });
    expect(await positions([four, five_])).toEqual([null, 1]);
    // Freed on Friday night: it counts from Monday, 9 o'clock.
    expect(await dues(four)).toEqual([instant("30T13:00"), "2026-12-01T17:00:00.000Z"]);
    expect((await ticketOf(four)).transitions.map(({ kind }) => kind)).toEqual([
      "opened",
      "queued",
      "started",
    ]);

    await story.at(paris("28T09:00"));
    expect(await positions([five_])).toEqual([1]);
    await does(three, { kind: "cancel" });
    expect(await positions([five_])).toEqual([null]);
    const times = (await ticketOf(five_)).targets.map(({ kind, state, elapsedSeconds }) => [
      kind,
      state,
      elapsedSeconds,
    ]);
    expect(times).toEqual([
      ["acknowledgement", "out_of_hours", 0],
      ["restoration", "out_of_hours", 0],
    ]);
  });

  test("who waits for the customer holds a slot: it is not over", async () => {
    const [one, , three] = await five();
    await does(one, { kind: "wait", waits: "customer" });
    expect(await positions([three])).toEqual([1]);
  });

  test("what is told late frees the slot when it is told", async () => {
    const [one, , three] = await five();
    await story.at(paris("23T12:00"));
    await does(
      one,
      { kind: "resolve" },
      { atMs: Temporal.Instant.from(paris("23T11:00")).epochMilliseconds },
    );
    const started = (await ticketOf(three)).transitions.find(({ kind }) => kind === "started");
    expect(started).toMatchObject({ effectiveAt: instant("23T12:00") });
  });
});

describe("while it waits", () => {
  test("a reply starts no clock, and what is done counts as it begins", async () => {
    const [one, , three] = await five();
    await does(three, { kind: "reply" });
    expect(await ticketOf(three)).toMatchObject({ state: "acknowledged", targets: [] });
    await story.at(paris("23T12:00"));
    await does(one, { kind: "resolve" });
    expect((await ticketOf(three)).targets).toMatchObject([
      { kind: "acknowledgement", state: "met", elapsedSeconds: 0 },
      { kind: "restoration", state: "running", dueAt: instant("25T12:00") },
    ]);
  });

  test("another priority promises nothing yet, and holds as it begins", async () => {
    const [one, , three] = await five();
    await does(three, { kind: "set_priority", priority: 4, mode: "from_start" });
    expect((await ticketOf(three)).targets).toEqual([]);
    await does(one, { kind: "resolve" });
    expect(await ticketOf(three)).toMatchObject({ priority: 4, queue: null });
  });

  test("who leaves the line leaves no gap, and was promised nothing", async () => {
    const [, , three, four, five_] = await five();
    await does(three, { kind: "cancel" });
    expect(await positions([three, four, five_])).toEqual([null, 1, 2]);
    expect((await ticketOf(three)).targets).toEqual([]);
  });

  test("what was over while it waited begins when it is taken up again, full or not", async () => {
    const [, , three, four] = await five();
    await does(three, { kind: "resolve" });
    await story.at(paris("23T12:00"));
    await does(three, { kind: "reopen", mode: "resume" });
    expect(await ticketOf(three)).toMatchObject({ queue: null, state: "in_progress" });
    expect(linesOf(await ticketOf(three)).slice(-2)).toEqual(["reopened", "started"]);
    expect(await dues(three)).toContain(instant("25T12:00"));
    expect(await positions([four])).toEqual([1]);
  });

  test("a person may let it begin out of turn, once", async () => {
    const [, , three, four] = await five();
    await does(four, { kind: "start" });
    expect(await positions([three, four])).toEqual([1, null]);
    const { version } = await ticketOf(four);
    const again = await story.hands().act(four, { kind: "start", by: "Nadia" }, { version });
    expect(again).toMatchObject({ problem: "ticket_change_invalid" });
  });

  test("a type that the contract leaves out waits for nothing", async () => {
    const [, , three, four] = await five();
    await does(three, { kind: "set_type", type: "evolutive", mode: "carry_elapsed" });
    expect(await ticketOf(three)).toMatchObject({
      coverage: "type_not_included",
      queue: null,
      targets: [],
    });
    expect(await positions([four])).toEqual([1]);
  });
});

describe("the limit itself", () => {
  test("raised by an amendment, it lets the next begin as that comes in force", async () => {
    const [, , three, four, five_] = await five();
    await agreeOn(story, { simultaneous: { limit: 4, per: "contract" } });
    expect(await positions([three, four, five_])).toEqual([null, null, 1]);
    await agreeOn(story, { simultaneous: null });
    expect(await positions([five_])).toEqual([null]);
  });

  test("what monitoring finds neither waits nor takes a slot", async () => {
    await asks("one");
    await story.agent("m1").greets();
    await story.reportsFor(6, "m1", FULL);
    const [found] = await story.tickets("m1");
    expect(found).toMatchObject({ channel: "monitoring", queue: null, state: "new" });
    expect(await positions([await asks("two"), await asks("three")])).toEqual([null, 1]);
  });

  test("the preview says which place it would be", async () => {
    await asks("one");
    await asks("two");
    const asked = {
      customerId: await customerOf(story),
      type: "request",
      impact: "medium",
      urgency: "medium",
      channel: "phone",
    } as const;
    expect(await story.requests().preview(asked)).toMatchObject({ queuePosition: 1 });
    await asks("three");
    expect(await story.requests().preview(asked)).toMatchObject({ queuePosition: 2 });
    expect(await story.requests().preview({ ...asked, type: "evolutive" })).toMatchObject({
      queuePosition: null,
    });
  });
});

type Step = {
  readonly does: "ask" | "resolve" | "cancel" | "reply" | "reopen";
  readonly which: number;
};

const anySteps = fc.array(
  fc.record({
    does: fc.constantFrom("ask", "ask", "ask", "resolve", "resolve", "cancel", "reply", "reopen"),
    which: fc.nat(),
  }),
  { minLength: 80, maxLength: 80 },
);

describe("whatever people do", () => {
  /** Ids in the order in which they asked, and those that were taken up again, full or not. */
  const asked: string[] = [];
  const again = new Set<string>();

  beforeEach(() => {
    asked.length = 0;
    again.clear();
  });

  async function take({ does: act, which }: Step): Promise<void> {
    if (act === "ask") {
      asked.push(await asks(`request ${asked.length}`));
      return;
    }
    const tickets = await Promise.all(asked.map(ticketOf));
    const ready = tickets.filter(({ state }) => (state === "resolved") === (act === "reopen"));
    const open = ready.filter(({ state }) => state !== "cancelled");
    const chosen = open[which % Math.max(1, open.length)];
    if (chosen === undefined) return;
    if (act !== "reopen") return does(chosen.id, { kind: act });
    again.add(chosen.id);
    return does(chosen.id, { kind: act, mode: "resume" });
  }

  test("no more than two hold a slot, nobody waits while one is free, and none overtakes", async () => {
    const [steps = []] = fc.sample(anySteps, { numRuns: 1, seed: 20_261_123 });
    for (const step of steps) {
      await take(step);
      const open = (await Promise.all(asked.map(ticketOf))).filter(
        ({ state }) => state !== "resolved" && state !== "cancelled",
      );
      const waiting = open.filter(({ queue }) => queue !== null);
      const holding = open.filter(({ queue }) => queue === null);
      expect(holding.filter(({ id }) => !again.has(id)).length).toBeLessThanOrEqual(2);
      if (waiting.length > 0) expect(holding.length).toBeGreaterThanOrEqual(2);
      expect(waiting.map(({ queue }) => queue?.position)).toEqual(
        waiting.map((_, index) => index + 1),
      );
      for (const { targets } of waiting) expect(targets).toEqual([]);
    }
    expect(asked.length).toBeGreaterThan(20);
  });
});
