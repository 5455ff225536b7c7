import { describe, expect, test } from "vitest";
import type { TicketRow, TicketTransitionRow } from "../../../collector/registry/registry.ts";
import { freshFolder } from "../../support/fresh-folder.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, ticket, transition } from "./rows.ts";

describe.for(ENGINES)("histories of tickets: %s", ([, engine]) => {
  const registry = useRegistry(engine, addCoveredOffice);
  const add = (change: Partial<TicketRow> = {}) =>
    registry.commit(({ tickets }) => tickets.add(ticket(change), []));

  test("transitions come in the order in which they were written", async () => {
    await add();
    const opened: TicketTransitionRow = {
      ticketId: "tic_1",
      kind: "opened",
      atMs: 10,
      effectiveAtMs: 9,
      actor: "vigie",
      fromState: null,
      toState: "new",
      parameters: { rule: "volume_almost_full", value: 93.5 },
      promises: [
        {
          kind: "restoration",
          workingDays: 1,
          endOfDay: true,
          calendarVersionId: "clv_1",
          pausable: true,
          escalations: [{ percent: 75 }, { offsetSeconds: -1_800 }],
        },
      ],
      text: null,
    };
    const taken: TicketTransitionRow = {
      ...opened,
      kind: "acknowledged",
      atMs: 5,
      actor: "Léa",
      promises: null,
      text: "J'y vais",
    };
    await registry.commit(async ({ tickets }) => {
      await tickets.addTransition(opened);
      await tickets.addTransition({ ...taken, fromState: "new", toState: "acknowledged" });
    });
    const [first, second] = await registry.read.tickets.transitions("tic_1");
    expect(first).toEqual({ id: expect.any(Number), ...opened });
    expect(second).toMatchObject({ kind: "acknowledged", fromState: "new", text: "J'y vais" });
    expect(await registry.read.tickets.transitions("tic_9")).toEqual([]);
    const stray = { ...opened, ticketId: "tic_9" };
    await expect(registry.commit(({ tickets }) => tickets.addTransition(stray))).rejects.toThrow();
  });

  test("the latest of what moves clocks is known, in whatever order it was told", async () => {
    await add();
    const laterMs = 4_000_000_000_000;
    await registry.commit(async ({ tickets }) => {
      await tickets.addTransition(transition({ kind: "opened", effectiveAtMs: 10 }));
      await tickets.addTransition(transition({ kind: "waiting", effectiveAtMs: laterMs }));
      await tickets.addTransition(transition({ kind: "called", effectiveAtMs: 20 }));
      await tickets.addTransition(transition({ kind: "commented", effectiveAtMs: laterMs + 1 }));
    });
    expect(await registry.read.tickets.lastClockMs("tic_1")).toBe(laterMs);
    expect(await registry.read.tickets.lastClockMs("tic_9")).toBeUndefined();
  });

  test("a long history is given by its newest lines, and counted", async () => {
    await add();
    await add({ id: "tic_2", number: 2, object: "/home" });
    const kinds = [
      "opened",
      "commented",
      "resolved",
      "commented",
      "reopened",
      "commented",
    ] as const;
    await registry.commit(async ({ tickets }) => {
      for (const [index, kind] of kinds.entries()) {
        await tickets.addTransition(transition({ kind, atMs: 100 - index }));
        await tickets.addTransition(transition({ ticketId: "tic_2", kind: "commented" }));
      }
    });
    const { tickets } = registry.read;
    const kindsOf = async (limit?: number) =>
      (await tickets.transitions("tic_1", limit)).map(({ kind }) => kind);
    expect(await kindsOf()).toEqual(kinds);
    expect(await kindsOf(2)).toEqual(["reopened", "commented"]);
    expect(await kindsOf(0)).toEqual([]);
    expect(await tickets.transitionCount("tic_1")).toBe(6);
    expect(await tickets.transitionCount("tic_1", "commented")).toBe(3);
    expect(await tickets.transitionCount("tic_9")).toBe(0);
    expect(await tickets.clockLineCount("tic_1")).toBe(3);
    expect(await tickets.clockLineCount("tic_2")).toBe(0);
  });

  test("a history without end is read in part only", async () => {
    await add();
    await registry.commit(async ({ tickets }) => {
      for (let atMs = 1; atMs <= 1_002; atMs += 1)
        await tickets.addTransition(transition({ atMs }));
    });
    const lines = await registry.read.tickets.transitions("tic_1");
    expect([lines.length, lines[0]?.atMs, lines.at(-1)?.atMs]).toEqual([1_000, 3, 1_002]);
  });

  test("clocks are made from lines in the order in which they took effect, of each ticket", async () => {
    await add();
    await add({ id: "tic_2", number: 2, object: "/home" });
    const promises = [
      { kind: "resolution", budgetSeconds: 3_600, calendarVersionId: "clv_1", pausable: true },
    ] as const;
    const parameters = { mode: "resume" };
    await registry.commit(async ({ tickets }) => {
      for (const line of [
        transition({ kind: "opened", atMs: 10, fromState: null, promises }),
        transition({ kind: "resolved", atMs: 40, toState: "resolved" }),
        transition({ ticketId: "tic_2", kind: "opened", atMs: 20, promises: [] }),
        // Told last, but the resolution came after it.
        transition({ kind: "customer_wrote", atMs: 90, effectiveAtMs: 30, toState: "resolved" }),
        transition({ kind: "commented", atMs: 35 }),
        // At one instant the first written is first.
        transition({ kind: "reopened", atMs: 40, parameters }),
      ]) {
        await tickets.addTransition(line);
      }
    });
    const { tickets } = registry.read;
    const lines = await tickets.clockLines(["tic_2", "tic_1", "tic_9"]);
    expect(
      lines.map(({ ticketId, kind, effectiveAtMs }) => [ticketId, kind, effectiveAtMs]),
    ).toEqual([
      ["tic_1", "opened", 10],
      ["tic_1", "customer_wrote", 30],
      ["tic_1", "resolved", 40],
      ["tic_1", "reopened", 40],
      ["tic_2", "opened", 20],
    ]);
    expect(lines[0]).toEqual({
      ticketId: "tic_1",
      kind: "opened",
      effectiveAtMs: 10,
      fromState: null,
      toState: "new",
      parameters: {},
      promises,
    });
    expect(lines[3]).toMatchObject({ parameters, promises: null });
    expect(await tickets.clockLines([])).toEqual([]);
  });

  test("more lines than one question takes are refused: a part of them makes another clock", async () => {
    const folder = freshFolder().path;
    const first = await engine.open(folder);
    await first.commit(addCoveredOffice);
    await first.commit(({ tickets }) => tickets.add(ticket(), []));
    await first.close();
    await engine.run(folder, lines({ from: 1, to: 200_000 }));
    const full = await engine.open(folder);
    expect(await full.read.tickets.clockLines(["tic_1"])).toHaveLength(200_000);
    await full.close();
    await engine.run(folder, lines({ from: 200_001, to: 200_001 }));
    const beyond = await engine.open(folder);
    await expect(beyond.read.tickets.clockLines(["tic_1"])).rejects.toThrow(RangeError);
    await beyond.close();
    await engine.remove(folder);
  });
});

/** Statements that add lines of these numbers to a ticket. */
function lines({ from, to }: { readonly from: number; readonly to: number }): string {
  return `insert into ticket_transition
    (ticket_id, customer_id, kind, at_ms, effective_at_ms, actor, to_state, parameters)
    with recursive line (n) as (select ${from} union all select n + 1 from line where n < ${to})
    select 'tic_1', 'cus_1', 'called', n, n, 'Ana', 'new', '{}' from line`;
}
