import { describe, expect, test } from "vitest";
import { hours, promise } from "../support/promises.ts";
import { instant, paris, useTicketStory } from "../support/ticket-story.ts";

/** The clock of a ticket through replies, waits, changes of priority and work on site. */

const { story, ticket, opens, does, target, lines } = useTicketStory();

describe("a reply that waits for the customer, in one save", () => {
  test("is the first response, and stops the clock of what can wait", async () => {
    await opens();
    await does("23T13:00", { kind: "reply", waits: "customer" });
    expect(await lines()).toEqual(["opened", "replied", "waiting"]);
    await story.at(paris("25T09:00"));
    expect(await target("first_response")).toMatchObject({ state: "met", elapsedSeconds: 7_200 });
    expect(await target("acknowledgement")).toMatchObject({ state: "met" });
    expect(await target("restoration")).toMatchObject({
      state: "paused",
      elapsedSeconds: hours(2),
      dueAt: null,
    });
  });

  test("goes on with the customer's message, due later by the working time waited", async () => {
    await opens();
    await does("23T13:00", { kind: "reply", waits: "customer" });
    await does("24T10:00", { kind: "customer_message" });
    expect(await ticket()).toMatchObject({ state: "in_progress" });
    // Two of eighteen hours were used: eight on Tuesday, eight on Wednesday.
    expect(await target("restoration")).toMatchObject({
      state: "running",
      dueAt: instant("25T17:00"),
    });
  });

  test("a message that was written down late gives the clock of one that came in time", async () => {
    await opens();
    await does("23T13:00", { kind: "reply", waits: "customer" });
    const atMs = Temporal.Instant.from(paris("24T10:00")).epochMilliseconds;
    await does("24T16:00", { kind: "customer_message" }, { atMs });
    expect(await target("restoration")).toMatchObject({
      state: "running",
      elapsedSeconds: hours(8),
      dueAt: instant("25T17:00"),
    });
    expect((await ticket()).transitions.at(-1)).toMatchObject({
      at: instant("24T16:00"),
      effectiveAt: instant("24T10:00"),
    });
  });

  test("told late, it does not end a wait that began after it", async () => {
    await opens();
    await does("23T13:00", { kind: "wait", waits: "customer" });
    await does("23T14:00", { kind: "go_on" });
    await does("23T16:00", { kind: "wait", waits: "customer" });
    const atMs = Temporal.Instant.from(paris("23T13:30")).epochMilliseconds;
    await does("23T17:00", { kind: "customer_message" }, { atMs });
    expect(await ticket()).toMatchObject({ state: "waiting_customer" });
    // Worked from 11 to 13, from half past 13 to 16: the wait ended earlier than was known.
    expect(await target("restoration")).toMatchObject({
      state: "paused",
      elapsedSeconds: hours(4.5),
    });
  });
});

describe("priority raised on Tuesday at 10, after eight hours of work", () => {
  test.for([
    ["carry_elapsed", "24T14:00", "four of twelve hours are left"],
    ["from_start", "23T23:00", "twelve hours from the opening were over at night"],
    ["restart", "24T22:00", "twelve hours from now on"],
  ] as const)("%s: due %s, %s", async ([mode, due]) => {
    await opens();
    await does("24T10:00", { kind: "set_priority", priority: 1, mode });
    expect(await ticket()).toMatchObject({ priority: 1 });
    expect(await target("restoration")).toMatchObject({
      dueAt: instant(due),
      state: mode === "from_start" ? "breached" : "running",
      budgetSeconds: hours(12),
    });
    // This priority promises no first response.
    expect(await target("first_response")).toMatchObject({ state: "cancelled" });
  });

  test("what the change breaks is said once, at the change", async () => {
    await opens();
    await does("24T10:00", { kind: "set_priority", priority: 1, mode: "from_start" });
    await story.after({ hours: 3 });
    const said = (await ticket()).transitions
      .filter(({ kind }) => kind === "breached")
      .map(({ effectiveAt, parameters }) => [parameters["target"], effectiveAt]);
    expect(said).toEqual([
      ["acknowledgement", instant("23T15:00")],
      ["first_response", instant("23T15:00")],
      ["restoration", instant("24T10:00")],
    ]);
  });

  test("the same priority again is refused, and changes nothing", async () => {
    const { id, version } = await opens();
    const again = { kind: "set_priority", by: "Nadia", priority: 3, mode: "restart" } as const;
    expect(await story.hands().act(id, again, { version })).toMatchObject({
      problem: "ticket_change_invalid",
    });
    expect(await ticket()).toMatchObject({ version });
  });

  test("it says from what to what, and which breach is no more, once", async () => {
    await opens();
    await does("24T12:00", { kind: "set_priority", priority: 1, mode: "restart" });
    await does("24T12:30", { kind: "comment" });
    const said = (await ticket()).transitions.map(({ kind, parameters }) => ({
      kind,
      ...parameters,
    }));
    expect(said).toMatchObject([
      { kind: "opened" },
      { kind: "breached", target: "acknowledgement" },
      { kind: "breached", target: "first_response" },
      { kind: "priority_changed", from: 3, to: 1, mode: "restart" },
      { kind: "breach_withdrawn", target: "acknowledgement" },
      { kind: "breach_withdrawn", target: "first_response" },
      { kind: "commented" },
    ]);
  });

  test("a pause goes on through it", async () => {
    await opens();
    await does("23T13:00", { kind: "wait", waits: "third_party" });
    await does("24T10:00", { kind: "set_priority", priority: 1, mode: "carry_elapsed" });
    expect(await target("restoration")).toMatchObject({
      state: "paused",
      remainingSeconds: hours(10),
    });
    await does("24T12:00", { kind: "go_on" });
    expect(await target("restoration")).toMatchObject({ dueAt: instant("24T22:00") });
  });
});

describe("what is done on site", () => {
  test("ends what it was promised for, and may be told later, but not of the future", async () => {
    await promise(story, {
      3: [
        { kind: "on_site_arrival", budgetSeconds: hours(2), pausable: false },
        { kind: "workaround", budgetSeconds: hours(3), pausable: false },
        { kind: "restoration", workingDays: 1, endOfDay: true, pausable: true },
        { kind: "resolution", workingDays: 3, pausable: true },
      ],
    });
    const { id } = await opens();
    expect(await target("restoration")).toMatchObject({ dueAt: instant("24T18:00") });
    const atMs = Temporal.Instant.from(paris("23T13:00")).epochMilliseconds;
    await does("23T16:00", { kind: "arrive" }, { atMs });
    expect(await target("on_site_arrival")).toMatchObject({ state: "met", elapsedSeconds: 7_200 });
    // The sweep said at 13:00:01 nothing, and it said at 14:00 that the workaround is late.
    expect(await target("workaround")).toMatchObject({ state: "breached" });
    await does("23T17:00", { kind: "restore" });
    expect(await target("workaround")).toMatchObject({
      state: "breached",
      overrunSeconds: hours(3),
    });
    expect(await target("restoration")).toMatchObject({ state: "met" });
    expect(await target("resolution")).toMatchObject({
      state: "running",
      dueAt: instant("26T11:00"),
    });

    const before = await lines();
    for (const kind of ["arrive", "restore"] as const) {
      expect(await story.hands().act(id, { kind, by: "Nadia" })).toMatchObject({
        problem: "ticket_change_invalid",
        detail: `${kind}: the history has this already; say more of it in a comment`,
      });
    }
    expect(await lines()).toEqual(before);

    const arrive = { kind: "arrive", by: "Nadia" } as const;
    for (const wrongMs of [story.now().epochMilliseconds + 1, 0]) {
      expect(await story.hands().act(id, arrive, { atMs: wrongMs })).toMatchObject({
        problem: "ticket_change_invalid",
      });
    }
  });
});
