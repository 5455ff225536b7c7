import { describe, expect, test } from "vitest";
import { transition } from "../contract/registry/rows.ts";
import { FULL, WELL } from "../support/journey-reading.ts";
import { instant, paris, useTicketStory } from "../support/ticket-story.ts";

/** What ends a ticket, and what becomes of its clock when it is not the end. */

const { story, ticket, opens, does, target, lines } = useTicketStory();

describe("resolved on Monday at 13, reopened on Tuesday at 10", () => {
  async function reopens(mode: "resume" | "continue" | "restart"): Promise<void> {
    await opens();
    await does("23T12:00", { kind: "acknowledge" });
    await does("23T13:00", { kind: "resolve" });
    await does("24T10:00", { kind: "reopen", mode });
  }
  const outcomes = async () =>
    (await story.read().tickets.outcomesOf((await ticket()).id)).map(
      ({ target: kind, cycle, state }) => `${kind} ${cycle} ${state}`,
    );

  test.for([
    ["resume", "25T17:00", 1, "the closed time does not count"],
    ["continue", "25T11:00", 1, "six hours of closed time count"],
    ["restart", "26T10:00", 2, "eighteen hours anew"],
  ] as const)("%s: due %s in cycle %i, %s", async ([mode, due, cycle]) => {
    await reopens(mode);
    expect(await ticket()).toMatchObject({ state: "in_progress", resolvedAt: null });
    expect(await target("restoration")).toMatchObject({
      state: "running",
      dueAt: instant(due),
      cycle,
    });
    expect(await target("acknowledgement")).toMatchObject({ state: "met", cycle: 1 });
  });

  test("resumed, the outcome of what runs again is taken back, and frozen at the next end", async () => {
    await reopens("resume");
    expect(await outcomes()).toEqual(["acknowledgement 1 met"]);
    await does("25T17:00", { kind: "resolve" });
    expect(await outcomes()).toEqual([
      "acknowledgement 1 met",
      "first_response 1 breached",
      "restoration 1 met",
    ]);
    expect(await story.read().tickets.outcomesOf((await ticket()).id)).toMatchObject([
      { elapsedMs: 3_600_000, overrunMs: 0, priority: 3, cause: null },
      { elapsedMs: 18 * 3_600_000 },
      { elapsedMs: 18 * 3_600_000, budgetMs: 18 * 3_600_000, overrunMs: 0 },
    ]);
  });

  test("begun anew, the outcomes of the first time stay", async () => {
    await reopens("restart");
    await does("24T11:00", { kind: "resolve" });
    expect(await outcomes()).toEqual([
      "acknowledgement 1 met",
      "first_response 1 met",
      "first_response 2 met",
      "restoration 1 met",
      "restoration 2 met",
    ]);
  });

  test("a closed one reopens too, a cancelled one never does", async () => {
    await opens();
    await does("23T13:00", { kind: "resolve" });
    await does("23T14:00", { kind: "close" });
    expect(await outcomes()).toHaveLength(3);
    await does("23T15:00", { kind: "reopen", mode: "resume" });
    await does("23T16:00", { kind: "cancel" });
    expect(await outcomes()).toContain("restoration 1 cancelled");
    const { id, version } = await ticket();
    const again = { kind: "reopen", by: "Nadia", mode: "resume" } as const;
    expect(await story.hands().act(id, again, { version })).toEqual({
      problem: "ticket_state",
      detail: "cancelled",
    });
  });

  test("while another ticket is open for the same cause, it does not reopen", async () => {
    await opens();
    await does("23T13:00", { kind: "resolve" });
    await story.reportsFor(1, "m1", WELL);
    await story.reportsFor(6, "m1", FULL);
    const [first, second] = await story.tickets("m1");
    if (first === undefined || second === undefined) throw new Error("no second ticket was opened");
    const reopen = { kind: "reopen", by: "Nadia", mode: "resume" } as const;
    expect(await story.hands().act(first.id, reopen, { version: first.version })).toEqual({
      problem: "ticket_duplicate",
      detail: String(second.number),
    });
  });
});

describe("merged into another ticket", () => {
  async function merges(): Promise<void> {
    await story.agent("m2").greets();
    await opens();
    await story.reportsFor(6, "m2", FULL);
    const [into, merged] = [await ticket("m1"), await ticket("m2")];
    const wish = { by: "Nadia", into: into.id, text: "the same disk" };
    expect(await story.hands().merge(merged.id, wish, merged.version)).toEqual({ done: true });
  }

  test("its clock stops for good, and the other one says so", async () => {
    await merges();
    await story.at(paris("27T18:00"));
    const [into, merged] = [await ticket("m1"), await ticket("m2")];
    expect(merged).toMatchObject({ state: "merged", mergedInto: into.id });
    expect(merged.targets.map(({ state }) => state)).toEqual([
      "cancelled",
      "cancelled",
      "cancelled",
    ]);
    expect(await lines("m2")).toEqual(["opened", "merged"]);
    expect(await story.read().tickets.outcomesOf(merged.id)).toMatchObject([
      { state: "cancelled", overrunMs: 0 },
      { state: "cancelled", overrunMs: 0 },
      { state: "cancelled", overrunMs: 0 },
    ]);
    expect((await lines("m1")).slice(0, 2)).toEqual(["opened", "took_in"]);
    expect(into.transitions[1]?.parameters).toEqual({ from: merged.number });
  });

  test("what happens to its cause is told where it goes on, and opens no other ticket", async () => {
    await merges();
    await story.reportsFor(1, "m2", WELL);
    await story.reportsFor(6, "m2", FULL);
    expect(await story.tickets("m2")).toHaveLength(1);
    expect(await lines("m1")).toEqual(["opened", "took_in", "recovered", "repeated"]);
    expect(await ticket("m1")).toMatchObject({ state: "new" });
  });

  test.for([
    ["itself", "m1", "m1"],
    ["one that is merged already", "m1", "m2"],
  ] as const)("not into %s", async ([, from, into]) => {
    await merges();
    const [merged, other] = [await ticket(from), await ticket(into)];
    const wish = { by: "Nadia", into: other.id };
    expect(await story.hands().merge(merged.id, wish, merged.version)).toMatchObject({
      problem: "ticket_change_invalid",
    });
    expect(await lines("m1")).toEqual(["opened", "took_in"]);
  });
});

test("one that came back a thousand times over is left alone, and a new one is opened", async () => {
  const { id } = await opens();
  await story.reportsFor(1, "m1", WELL);
  await story.write(async ({ unit: { tickets } }) => {
    for (let count = 0; count < 4_000; count += 1) {
      await tickets.addTransition(
        transition({ ticketId: id, kind: "called", atMs: story.now().epochMilliseconds }),
      );
    }
  });
  await story.reportsFor(6, "m1", FULL);
  expect((await story.tickets("m1")).map(({ state }) => state)).toEqual(["resolved", "new"]);
});
