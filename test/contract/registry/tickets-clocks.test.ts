import { describe, expect, test } from "vitest";
import { escalation, outcome } from "./clock-rows.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, target, ticket, transition, version } from "./rows.ts";

/** What is kept of clocks beside the targets: merged tickets, escalations, outcomes. */

describe.for(ENGINES)("clocks of tickets: %s", ([, engine]) => {
  const registry = useRegistry(engine, async (unit) => {
    await addCoveredOffice(unit);
    await unit.tickets.add(ticket(), []);
    await unit.tickets.add(ticket({ id: "tic_2", number: 2, object: "/home" }), []);
  });

  test("a merged ticket says into which", async () => {
    const merged = ticket({ state: "merged", mergedIntoId: "tic_2" });
    await registry.commit(({ tickets }) => tickets.change(merged));
    expect(await registry.read.tickets.find("tic_1")).toEqual({ ...merged, version: 2 });
    const nowhere = ticket({ version: 2, mergedIntoId: "tic_9" });
    await expect(registry.commit(({ tickets }) => tickets.change(nowhere))).rejects.toThrow();
  });

  test("a ticket has one target of a kind", async () => {
    const first = target({ id: "tgt_1", cycle: 2 });
    await registry.commit(({ tickets }) => tickets.addTarget(first));
    expect(await registry.read.tickets.targets("tic_1")).toEqual([first]);
    const second = target({ id: "tgt_2" });
    await expect(registry.commit(({ tickets }) => tickets.addTarget(second))).rejects.toThrow();
  });

  test("a target that ended and was never counted is found, each ticket once", async () => {
    const ended = { state: "met", endedAtMs: 50 } as const;
    await registry.commit(async ({ tickets }) => {
      await tickets.addTarget(target({ id: "tgt_1", ...ended }));
      await tickets.addTarget(target({ id: "tgt_2", kind: "workaround", ...ended }));
      await tickets.addTarget(target({ id: "tgt_3", kind: "restoration" }));
      await tickets.addTarget(target({ id: "tgt_4", ticketId: "tic_2", ...ended, elapsedMs: 0 }));
    });
    const { tickets } = registry.read;
    expect(await tickets.uncounted(10)).toEqual(["tic_1"]);
    expect(await tickets.uncounted(0)).toEqual([]);
    await registry.commit(async (unit) => {
      for (const row of await unit.tickets.targets("tic_1")) {
        await unit.tickets.changeTarget({ ...row, elapsedMs: 20 });
      }
    });
    expect(await tickets.uncounted(10)).toEqual([]);
  });

  describe("steps of escalations", () => {
    const save = (...rows: readonly Parameters<typeof escalation>[0][]) =>
      registry.commit(async ({ tickets }) => {
        for (const row of rows) await tickets.saveEscalation(escalation(row));
      });

    test("are kept by ticket, target, cycle and step", async () => {
      await save({}, { step: "-1800s" }, { cycle: 2 }, { target: "workaround" }, { atMs: 16_000 });
      const kept = await registry.read.tickets.escalations("tic_1");
      expect(kept.map(({ target: kind, cycle, step }) => [kind, cycle, step])).toEqual([
        ["resolution", 1, "-1800s"],
        ["resolution", 1, "75%"],
        ["resolution", 2, "75%"],
        ["workaround", 1, "75%"],
      ]);
      expect(kept[1]).toEqual(escalation({ atMs: 16_000 }));
      expect(await registry.read.tickets.escalations("tic_2")).toEqual([]);
    });

    test.for([
      [100, 10, [], "at the very instant it is not yet past"],
      [101, 10, ["25%"], "a moment later it is"],
      [999, 10, ["25%", "50%"], "oldest first; others never"],
      [999, 1, ["25%"], "so many at a time"],
    ] as const)("due at %i, at most %i: %j, %s", async ([nowMs, limit, wanted]) => {
      await save(
        { step: "50%", firesAfterMs: 300 },
        { step: "25%", firesAfterMs: 100 },
        { step: "10%", firesAfterMs: 50, state: "cancelled" },
        { step: "11%", firesAfterMs: 50, state: "fired" },
        { step: "90%", atMs: null, firesAfterMs: null },
      );
      const due = await registry.read.tickets.dueEscalations(nowMs, limit);
      expect(due.map(({ step }) => step)).toEqual(wanted);
    });

    test("fire once, and say when they should have", async () => {
      await save({});
      const fire = () => registry.commit(({ tickets }) => tickets.fire(escalation(), 20_000));
      expect(await fire()).toBe(true);
      expect(await fire()).toBe(false);
      expect(await registry.read.tickets.escalations("tic_1")).toEqual([
        escalation({
          state: "fired",
          firesAfterMs: null,
          firedAtMs: 20_000,
          originalAtMs: 15_000,
        }),
      ]);
    });

    test.for([
      [{ firesAfterMs: 16_000 }, "was put off meanwhile"],
      [{ state: "cancelled" }, "was cancelled meanwhile"],
    ] as const)("do not fire once they are %o: it %s", async ([change]) => {
      await save(change);
      expect(await registry.commit(({ tickets }) => tickets.fire(escalation(), 20_000))).toBe(
        false,
      );
      expect(await registry.read.tickets.escalations("tic_1")).toEqual([escalation(change)]);
    });
  });

  describe("outcomes", () => {
    const said = { ticketNumber: 1, customerId: "cus_1", contractId: "con_1", cause: null };
    const key = { ticketId: "tic_1", target: "resolution", cycle: 1 } as const;

    test("come back with the ticket's number and the contract", async () => {
      await registry.commit(({ tickets }) => tickets.saveOutcome(outcome()));
      expect(await registry.read.tickets.outcomesOf("tic_1")).toEqual([{ ...outcome(), ...said }]);
      expect(await registry.read.tickets.outcomesOf("tic_2")).toEqual([]);
    });

    test("are written again in place, and keep their cause", async () => {
      const late = outcome({ state: "breached", elapsedMs: 20_000_000, overrunMs: 5_600_000 });
      await registry.commit(async ({ tickets }) => {
        await tickets.saveOutcome(outcome());
        expect(await tickets.setCause({ ...key, cause: "third_party" })).toBe(true);
        await tickets.saveOutcome(late);
      });
      expect(await registry.read.tickets.outcomesOf("tic_1")).toEqual([
        { ...late, ...said, cause: "third_party" },
      ]);
      await registry.commit(({ tickets }) => tickets.setCause({ ...key, cause: null }));
      expect(await registry.read.tickets.outcomesOf("tic_1")).toMatchObject([{ cause: null }]);
    });

    test("that are not there have no cause, and what is dropped is not there", async () => {
      await registry.commit(async ({ tickets }) => {
        await tickets.saveOutcome(outcome());
        await tickets.saveOutcome(outcome({ cycle: 2 }));
        await tickets.dropOutcome(key);
        expect(await tickets.setCause({ ...key, cause: "other" })).toBe(false);
      });
      expect(await registry.read.tickets.outcomesOf("tic_1")).toMatchObject([{ cycle: 2 }]);
    });

    test.for([
      [
        {},
        ["tic_1 workaround 1", "tic_1 resolution 1", "tic_1 resolution 2", "tic_2 resolution 1"],
      ],
      [{ limit: 2 }, ["tic_1 workaround 1", "tic_1 resolution 1"]],
      [{ fromMs: 200 }, ["tic_1 resolution 1", "tic_1 resolution 2", "tic_2 resolution 1"]],
      [{ toMs: 200 }, ["tic_1 workaround 1"]],
      [{ contractId: "con_9" }, []],
      [
        { after: { endedAtMs: 200, ticketId: "tic_1", target: "resolution", cycle: 1 } },
        ["tic_1 resolution 2", "tic_2 resolution 1"],
      ],
      [
        { after: { endedAtMs: 100, ticketId: "tic_1", target: "workaround", cycle: 1 } },
        ["tic_1 resolution 1", "tic_1 resolution 2", "tic_2 resolution 1"],
      ],
      [{ after: { endedAtMs: 200, ticketId: "tic_2", target: "workaround", cycle: 9 } }, []],
    ] as const)("of a contract, by %j: %j", async ([narrowed, wanted]) => {
      await registry.commit(async ({ contracts, tickets }) => {
        await contracts.addVersion({ ...version({ id: "cov_2", number: 2 }), ...UNWORDED });
        await tickets.saveOutcome(outcome({ ticketId: "tic_2", endedAtMs: 200 }));
        await tickets.saveOutcome(
          outcome({ cycle: 2, endedAtMs: 200, contractVersionId: "cov_2" }),
        );
        await tickets.saveOutcome(outcome({ endedAtMs: 200 }));
        await tickets.saveOutcome(outcome({ target: "workaround", endedAtMs: 100 }));
        await tickets.saveOutcome(outcome({ target: "restoration", endedAtMs: 1_000 }));
      });
      const query = { contractId: "con_1", fromMs: 100, toMs: 1_000, limit: 10, ...narrowed };
      const found = await registry.read.tickets.outcomes(query);
      expect(found.map((row) => `${row.ticketId} ${row.target} ${row.cycle}`)).toEqual(wanted);
    });
  });

  test("what belongs to a ticket needs it", async () => {
    const strays = [
      escalation({ ticketId: "tic_9" }),
      outcome({ ticketId: "tic_9" }),
      transition({ ticketId: "tic_9" }),
    ] as const;
    await expect(
      registry.commit(({ tickets }) => tickets.saveEscalation(strays[0])),
    ).rejects.toThrow();
    await expect(
      registry.commit(({ tickets }) => tickets.saveOutcome(strays[1])),
    ).rejects.toThrow();
    await expect(
      registry.commit(({ tickets }) => tickets.addTransition(strays[2])),
    ).rejects.toThrow();
  });
});

/** A version of a contract without wording. */
const UNWORDED = { texts: {}, variables: [], reviewed: [] };
