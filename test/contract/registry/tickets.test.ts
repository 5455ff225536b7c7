import { OPEN_TICKET_STATES, TICKET_STATES } from "@vigie/shared/ticket.ts";
import { describe, expect, test } from "vitest";
import type { TicketRow } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, machine, target, ticket } from "./rows.ts";

describe.for(ENGINES)("tickets: %s", ([, engine]) => {
  const registry = useRegistry(engine, addCoveredOffice);
  const add = (change: Partial<TicketRow> = {}) =>
    registry.commit(({ tickets }) => tickets.add(ticket(change), []));
  const key = { machineId: "mac_1", ruleId: "rul_1", object: "/" };

  test("numbers grow by one, and an undone unit gives its number back", async () => {
    const next = () => registry.commit(({ tickets }) => tickets.nextNumber());
    expect(await next()).toBe(1);
    const undone = registry.commit(async ({ tickets }) => {
      expect(await tickets.nextNumber()).toBe(2);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await next()).toBe(2);
    await registry.reopen();
    expect(await next()).toBe(3);
  });

  test("a ticket comes back as it was added, its targets in the order of their ids", async () => {
    const targets = [
      target({ id: "tgt_1", kind: "acknowledgement", budgetMs: 900_000, pausable: false }),
      target({ id: "tgt_2", dueAtMs: null, breachAfterMs: null, state: "paused" }),
    ];
    await registry.commit(({ tickets }) => tickets.add(ticket(), targets));
    const { tickets } = registry.read;
    expect(await tickets.find("tic_1")).toEqual(ticket());
    expect(await tickets.openFor(key)).toEqual(ticket());
    expect(await tickets.targets("tic_1")).toEqual(targets);
    expect(await tickets.find("tic_9")).toBeUndefined();
    expect(await tickets.targets("tic_9")).toEqual([]);
  });

  test("a ticket may be written before the alert that it is about, in one unit", async () => {
    await registry.commit(async ({ tickets, alerts }) => {
      const first = await alerts.find(key);
      const later = { id: "alr_2", object: "/srv" };
      await tickets.add(ticket({ object: "/srv", alertId: "alr_2" }), []);
      if (first !== undefined) await alerts.save({ ...first, ...later, ticketId: "tic_1" });
    });
    expect(await registry.read.tickets.find("tic_1")).toMatchObject({ alertId: "alr_2" });
  });

  test.for(TICKET_STATES.map((state) => [state] as const))(
    "a key is taken while its ticket is open: %s",
    async ([state]) => {
      const isOpen = OPEN_TICKET_STATES.some((open) => open === state);
      await add({ state });
      const second = add({ id: "tic_2", number: 2 });
      if (isOpen) await expect(second).rejects.toThrow();
      else await second;
      const open = await registry.read.tickets.openFor(key);
      expect(open?.id).toBe(isOpen ? "tic_1" : "tic_2");
    },
  );

  test.for([
    ["another object", { object: "/home" }],
    ["another machine", { machineId: "mac_2" }],
  ] as const)("%s is another key", async ([, change]) => {
    await registry.commit(({ estate }) => estate.addMachine(machine({ id: "mac_2" })));
    await add();
    await add({ id: "tic_2", number: 2, ...change });
    expect(await registry.read.tickets.list({ limit: 10 })).toHaveLength(2);
  });

  test("a short number is given to one ticket only", async () => {
    await add();
    await expect(add({ id: "tic_2", object: "/home" })).rejects.toThrow();
  });

  test("a change is made once: from an older version it finds nothing to change", async () => {
    await add();
    const mine = ticket({
      state: "in_progress",
      takenBy: "Léa",
      priority: 2,
      value: null,
      calendarVersionIds: ["clv_1", "clv_2"],
    });
    const theirs = ticket({ state: "cancelled" });
    expect(await registry.commit(({ tickets }) => tickets.change(mine))).toBe(true);
    expect(await registry.commit(({ tickets }) => tickets.change(theirs))).toBe(false);
    expect(await registry.read.tickets.find("tic_1")).toEqual({ ...mine, version: 2 });
  });

  test("given the row as it was, only what is other than there is written", async () => {
    await add();
    const was = ticket();
    const both = await registry.commit(async ({ tickets }) => [
      await tickets.change({ ...was, takenBy: "Léa" }, was),
      await tickets.change({ ...was, title: "Disque", version: 2 }, { ...was, version: 2 }),
      await tickets.change({ ...was, priority: 3 }, was),
    ]);
    expect(both).toEqual([true, true, false]);
    const after = { ...was, takenBy: "Léa", title: "Disque", version: 3 };
    expect(await registry.read.tickets.find("tic_1")).toEqual(after);
  });

  test("reopening a ticket takes its key again, and cannot while another has it", async () => {
    await add({ state: "resolved", resolvedAtMs: 1 });
    await add({ id: "tic_2", number: 2 });
    const reopen = registry.commit(({ tickets }) => tickets.change(ticket({ state: "new" })));
    await expect(reopen).rejects.toThrow();
    expect(await registry.read.tickets.find("tic_1")).toMatchObject({ state: "resolved" });
  });

  test.for([
    [{}, "tic_3", "the newest of its kind"],
    [{ sinceMs: 8_000 }, "tic_3", "resolved at the very instant"],
    [{ sinceMs: 8_001 }, undefined, "resolved before that"],
    [{ object: "/home" }, undefined, "of another object"],
  ] as const)("the last that Vigie resolved: %j is %s", async ([query, wanted]) => {
    const resolved = { state: "resolved", autoResolved: true } as const;
    await add({ ...resolved, resolvedAtMs: 7_000 });
    await add({ id: "tic_2", number: 2, ...resolved, resolvedAtMs: 9_000, autoResolved: false });
    await add({ id: "tic_3", number: 3, ...resolved, resolvedAtMs: 8_000 });
    await add({ id: "tic_4", number: 4, ...resolved, resolvedAtMs: 9_500, state: "closed" });
    const { sinceMs, ...change } = { sinceMs: 0, ...query };
    const found = await registry.read.tickets.lastAutoResolved({ ...key, ...change }, sinceMs);
    expect(found?.id).toBe(wanted);
  });

  test("the list shows the newest first, with names, contract and targets", async () => {
    await registry.commit(({ tickets }) => tickets.add(ticket(), [target()]));
    await add({ id: "tic_2", number: 2, object: "/home", state: "resolved" });
    const list = await registry.read.tickets.list({ limit: 10 });
    expect(list.map(({ id }) => id)).toEqual(["tic_2", "tic_1"]);
    expect(list[1]).toEqual({
      ...ticket(),
      customerName: "Boulangerie Émile",
      siteName: null,
      machineName: "Caisse",
      equipmentName: null,
      equipmentKind: null,
      requesterName: null,
      requesterEmail: null,
      ruleKey: "volume_almost_full",
      ruleWords: null,
      contractId: "con_1",
      contractName: "Maintenance de la caisse",
      assigneeName: null,
      teamName: null,
      parentNumber: null,
      tags: [],
      targets: [target()],
    });
  });

  test.for([
    [{ states: ["resolved", "closed"] }, [2], "some states"],
    [{ states: [] }, [], "no state"],
    [{ machineId: "mac_1" }, [3, 2, 1], "one machine"],
    [{ machineId: "mac_2" }, [], "a machine without tickets"],
    [{ ids: ["tic_1", "tic_3", "tic_9"] }, [3, 1], "some ids"],
    [{ limit: 2 }, [3, 2], "one page"],
    [
      { limit: 2, after: { number: 2, priority: 1, updatedAtMs: 0, breaksAtMs: null } },
      [1],
      "the next page",
    ],
  ] as const)("the list narrowed by %j has %j", async ([query, wanted]) => {
    await add();
    await add({ id: "tic_2", number: 2, object: "/home", state: "resolved" });
    await add({ id: "tic_3", number: 3, object: "/srv" });
    const list = await registry.read.tickets.list({ limit: 10, ...query });
    expect(list.map(({ number }) => number)).toEqual(wanted);
  });
});

describe.for(ENGINES)("targets: %s", ([, engine]) => {
  const registry = useRegistry(engine, async (unit) => {
    await addCoveredOffice(unit);
    await unit.tickets.add(ticket(), [
      target({ id: "tgt_1", breachAfterMs: 300 }),
      target({ id: "tgt_2", kind: "restoration", breachAfterMs: 100 }),
      target({ id: "tgt_3", kind: "workaround", breachAfterMs: 50, state: "paused" }),
      target({ id: "tgt_4", kind: "acknowledgement", breachAfterMs: null }),
    ]);
  });
  const due = async (nowMs: number, limit = 10) =>
    (await registry.read.tickets.dueTargets(nowMs, limit)).map(({ id }) => id);

  test.for([
    [100, 10, [], "at the very instant the budget is kept"],
    [101, 10, ["tgt_2"], "a moment later it is not"],
    [999, 10, ["tgt_2", "tgt_1"], "oldest first; paused and endless ones never"],
    [999, 1, ["tgt_2"], "so many at a time"],
  ] as const)("due at %i, at most %i: %j", async ([nowMs, limit, wanted]) => {
    expect(await due(nowMs, limit)).toEqual(wanted);
  });

  test("a target is breached once, and is then no longer due", async () => {
    const was = target({ id: "tgt_2", kind: "restoration", breachAfterMs: 100 });
    expect(await registry.commit(({ tickets }) => tickets.breach(was))).toBe(true);
    expect(await registry.commit(({ tickets }) => tickets.breach(was))).toBe(false);
    expect(await due(999)).toEqual(["tgt_1"]);
    const [, breached] = await registry.read.tickets.targets("tic_1");
    expect(breached).toEqual({ ...was, state: "breached", breachAfterMs: null });
  });

  test.for([
    [{ state: "met", endedAtMs: 90 }, "met meanwhile"],
    [{ state: "paused", breachAfterMs: null, dueAtMs: null }, "paused meanwhile"],
    [{ breachAfterMs: 200 }, "given more time meanwhile"],
  ] as const)("a target that changed to %j is not breached", async ([change]) => {
    const was = target({ id: "tgt_2", kind: "restoration", breachAfterMs: 100 });
    await registry.commit(({ tickets }) => tickets.changeTarget({ ...was, ...change }));
    expect(await registry.commit(({ tickets }) => tickets.breach(was))).toBe(false);
    const [, after] = await registry.read.tickets.targets("tic_1");
    expect(after).toEqual({ ...was, ...change });
  });

  test("of a target whose row is given, only what is other than there is written", async () => {
    const was = target({ id: "tgt_2", kind: "restoration", breachAfterMs: 100 });
    await registry.commit(async ({ tickets }) => {
      await tickets.changeTarget({ ...was, endedAtMs: 90 }, was);
      await tickets.changeTarget({ ...was, state: "met" }, was);
      await tickets.changeTarget(was, was);
    });
    const [, after] = await registry.read.tickets.targets("tic_1");
    expect(after).toEqual({ ...was, endedAtMs: 90, state: "met" });
  });
});
