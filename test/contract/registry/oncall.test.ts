import { describe, expect, test } from "vitest";
import type { OnCall } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { policy, rota, watch } from "./oncall-rows.ts";
import { addCoveredOffice, ticket } from "./rows.ts";

describe.for(ENGINES)("who is on call, and who is woken: %s", ([, engine]) => {
  const registry = useRegistry(engine);
  const read = () => registry.read.onCall;
  const write = <T>(work: (onCall: OnCall) => Promise<T>): Promise<T> =>
    registry.commit(({ onCall }) => work(onCall));

  describe("a rota", () => {
    const override = { id: "rto_1", staffId: "stf_2", startMs: 5, endMs: 9, reason: "Congé d'été" };

    test("is kept whole; a change from an older version finds nothing", async () => {
      const row = rota({ overrides: [override], calendarId: "cal_1", toldId: "stf_1" });
      await write((onCall) => onCall.addRota(row));
      expect(await read().findRota("rta_1")).toEqual(row);
      const changed = { ...row, active: false, overrides: [], calendarId: null };
      expect(await write((onCall) => onCall.changeRota(changed))).toBe(true);
      expect(await write((onCall) => onCall.changeRota(row))).toBe(false);
      expect(await read().findRota("rta_1")).toEqual({ ...changed, version: 2 });
      expect(await read().findRota("rta_9")).toBeUndefined();
    });

    test("is listed by name", async () => {
      await write(async (onCall) => {
        await onCall.addRota(rota({ name: "Week-ends" }));
        await onCall.addRota(rota({ id: "rta_2", name: "Nuits" }));
      });
      expect((await read().rotas()).map(({ id }) => id)).toEqual(["rta_2", "rta_1"]);
    });

    test("is due at its handover, the oldest first; what has none never is", async () => {
      await write(async (onCall) => {
        await onCall.addRota(rota({ nextHandoverMs: 2_000 }));
        await onCall.addRota(rota({ id: "rta_2", nextHandoverMs: 1_000 }));
        await onCall.addRota(rota({ id: "rta_3" }));
        await onCall.addRota(rota({ id: "rta_4", nextHandoverMs: 2_001 }));
      });
      const due = async (nowMs: number, limit = 10) =>
        (await read().dueHandovers(nowMs, limit)).map(({ id }) => id);
      expect(await due(2_000)).toEqual(["rta_2", "rta_1"]);
      expect(await due(2_000, 1)).toEqual(["rta_2"]);
      expect(await due(999)).toEqual([]);
    });

    test("is handed over once, which is no new version of it", async () => {
      const row = rota({ nextHandoverMs: 1_000 });
      const next = { nextHandoverMs: 5_000, toldId: "stf_2" };
      await write((onCall) => onCall.addRota(row));
      expect(await write((onCall) => onCall.planHandover(row, next))).toBe(true);
      expect(await write((onCall) => onCall.planHandover(row, next))).toBe(false);
      expect(await read().findRota("rta_1")).toEqual({ ...row, ...next });
      const none = { nextHandoverMs: null, toldId: null };
      const planned = { id: "rta_1", nextHandoverMs: 5_000 };
      expect(await write((onCall) => onCall.planHandover(planned, none))).toBe(true);
      const again = { id: "rta_1", nextHandoverMs: null };
      expect(await write((onCall) => onCall.planHandover(again, next))).toBe(true);
    });

    test("goes with its calendar key, unless somebody changed it", async () => {
      const key = { ownerId: "rta_1", keyHash: "00ff", madeAtMs: 1_000 };
      await write(async (onCall) => {
        await onCall.addRota(rota());
        await onCall.setCalendarKey(key);
      });
      expect(await write((onCall) => onCall.removeRota("rta_1", 2))).toBe(false);
      expect(await read().calendarKey("rta_1")).toEqual(key);
      expect(await write((onCall) => onCall.removeRota("rta_1", 1))).toBe(true);
      expect(await read().findRota("rta_1")).toBeUndefined();
      expect(await read().calendarKey("rta_1")).toBeUndefined();
    });
  });

  test("a calendar key takes the place of the one before, and is withdrawn", async () => {
    const key = { ownerId: "stf_1", keyHash: "00ff", madeAtMs: 1_000 };
    const next = { ...key, keyHash: "ff00", madeAtMs: 2_000 };
    await write((onCall) => onCall.setCalendarKey(key));
    await write((onCall) => onCall.setCalendarKey(next));
    expect(await read().calendarKey("stf_1")).toEqual(next);
    expect(await read().calendarKey("stf_2")).toBeUndefined();
    await write((onCall) => onCall.removeCalendarKey("stf_1"));
    expect(await read().calendarKey("stf_1")).toBeUndefined();
  });

  describe("an escalation policy", () => {
    const shipped = policy({ id: "esc_0", key: "unacknowledged_p1", name: null });

    test("that came with Vigie is added once, changed or removed", async () => {
      await write((onCall) => onCall.addMissingPolicies([shipped]));
      const changed = { ...shipped, enabled: false, repeats: 2 };
      expect(await write((onCall) => onCall.changePolicy(changed))).toBe(true);
      await write((onCall) => onCall.addMissingPolicies([{ ...shipped, id: "esc_9" }]));
      expect(await read().policies()).toEqual([{ ...changed, version: 2 }]);
      expect(await write((onCall) => onCall.removePolicy("esc_0", 1))).toBe(false);
      expect(await write((onCall) => onCall.removePolicy("esc_0", 2))).toBe(true);
      await write((onCall) => onCall.addMissingPolicies([shipped]));
      expect(await read().policies()).toEqual([]);
      expect(await read().findPolicy("esc_0")).toBeUndefined();
      expect(await write((onCall) => onCall.changePolicy({ ...shipped, version: 3 }))).toBe(false);
    });

    test("of a person is kept whole; a change from an older version finds nothing", async () => {
      const to = { tells: "rota", rotaId: "rta_1" } as const;
      const row = policy({ customerIds: ["cus_1"], steps: [{ afterMinutes: 0, to }] });
      await write((onCall) => onCall.addPolicy(row));
      expect(await read().findPolicy("esc_1")).toEqual(row);
      const changed = { ...row, name: "Été", priorities: [] };
      expect(await write((onCall) => onCall.changePolicy(changed))).toBe(true);
      expect(await write((onCall) => onCall.changePolicy(row))).toBe(false);
      expect(await read().policies()).toEqual([{ ...changed, version: 2 }]);
    });
  });

  describe("a ticket that nobody took", () => {
    const TICKETS = ["tic_1", "tic_2", "tic_3"];

    async function addTickets(): Promise<void> {
      await registry.commit(async (unit) => {
        await addCoveredOffice(unit);
        for (const [place, id] of TICKETS.entries()) {
          await unit.tickets.add(ticket({ id, number: place + 1, object: id }), []);
        }
        await unit.onCall.addPolicy(policy());
      });
    }

    test("is watched under a policy or none, as it was said last, until somebody takes it", async () => {
      await addTickets();
      const none = watch({ policyId: null, nextAtMs: null });
      await write((onCall) => onCall.watch(none));
      expect(await read().watchOf("tic_1")).toEqual(none);
      await write((onCall) => onCall.watch(watch()));
      expect(await read().watchOf("tic_1")).toEqual(watch());
      await write((onCall) => onCall.unwatch("tic_1"));
      await write((onCall) => onCall.unwatch("tic_1"));
      expect(await read().watchOf("tic_1")).toBeUndefined();
    });

    test("is due when somebody is to be woken, the oldest first", async () => {
      await addTickets();
      await write(async (onCall) => {
        await onCall.watch(watch({ nextAtMs: 2_000 }));
        await onCall.watch(watch({ ticketId: "tic_2", nextAtMs: 1_000 }));
        await onCall.watch(watch({ ticketId: "tic_3", nextAtMs: null }));
      });
      const due = async (nowMs: number, limit = 10) =>
        (await read().dueWatches(nowMs, limit)).map(({ ticketId }) => ticketId);
      expect(await due(2_000)).toEqual(["tic_2", "tic_1"]);
      expect(await due(2_000, 1)).toEqual(["tic_2"]);
      expect(await due(999)).toEqual([]);
    });

    test("is looked at again behind those that are due, until it was", async () => {
      await addTickets();
      const third = watch({ ticketId: "tic_3", nextAtMs: 1_000 });
      await write(async (onCall) => {
        await onCall.watch(watch({ nextAtMs: null }));
        await onCall.watch(watch({ ticketId: "tic_2", nextAtMs: 5_000 }));
        await onCall.watch(third);
        await onCall.lookAgain();
      });
      const due = async (limit = 10) =>
        (await read().dueWatches(2_000, limit)).map(({ ticketId }) => ticketId);
      expect(await due()).toEqual(["tic_3", "tic_1", "tic_2"]);
      expect(await due(1)).toEqual(["tic_3"]);
      expect(await due(2)).toEqual(["tic_3", "tic_1"]);
      await write((onCall) => onCall.stepWatch(third, { nextStep: 1, nextAtMs: 9_000 }));
      expect(await due()).toEqual(["tic_1", "tic_2"]);
      await write((onCall) => onCall.watch(watch({ nextAtMs: null })));
      await write((onCall) => onCall.unwatch("tic_2"));
      expect(await due()).toEqual([]);
    });

    test.for([
      ["under a policy", watch()],
      ["under none", watch({ policyId: null })],
      ["looked at for good", watch({ nextAtMs: null })],
    ] as const)("has each step once: %s", async ([, row]) => {
      await addTickets();
      await write((onCall) => onCall.watch(row));
      const next = { nextStep: 1, nextAtMs: 3_000 };
      const other = { ...row, sinceMs: row.sinceMs + 1 };
      expect(await write((onCall) => onCall.stepWatch(other, next))).toBe(false);
      expect(await write((onCall) => onCall.stepWatch(row, next))).toBe(true);
      expect(await write((onCall) => onCall.stepWatch(row, next))).toBe(false);
      expect(await read().watchOf("tic_1")).toEqual({ ...row, ...next });
    });
  });
});
