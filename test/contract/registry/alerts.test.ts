import { describe, expect, test } from "vitest";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, alert, machine, rule } from "./rows.ts";

describe.for(ENGINES)("alerts: %s", ([, engine]) => {
  const registry = useRegistry(engine, addCoveredOffice);
  const { condition, severity } = rule();
  const named = {
    machineName: "Caisse",
    ruleKey: "volume_almost_full",
    ruleWords: null,
    holdName: null,
    condition,
    severity,
  };

  test("an alert is one row a machine, rule and object, whatever it goes through", async () => {
    const pending = alert({ id: "alr_2", object: "", state: "pending", sinceMs: 1, value: null });
    const firing = alert({
      ...pending,
      state: "firing",
      sinceMs: 2,
      value: 99.5,
      ticketId: "tic_7",
    });
    await registry.commit(async ({ alerts }) => {
      await alerts.save(pending);
      await alerts.save(firing);
    });
    const { alerts } = registry.read;
    expect(await alerts.find({ machineId: "mac_1", ruleId: "rul_1", object: "" })).toEqual(firing);
    expect(
      await alerts.find({ machineId: "mac_1", ruleId: "rul_1", object: "/x" }),
    ).toBeUndefined();
    expect(await alerts.active()).toEqual([alert(), firing]);
  });

  test("a second alert of the same key keeps the first one's id", async () => {
    const again = alert({ id: "alr_9", state: "quiet", noTicket: "not_covered", threshold: null });
    await registry.commit(({ alerts }) => alerts.save(again));
    expect(await registry.read.alerts.find(alert())).toEqual({ ...again, id: "alr_1" });
  });

  test("given the row as it is kept, only what is other than there is written", async () => {
    const was = alert();
    await registry.commit(async ({ alerts }) => {
      await alerts.save({ ...was, value: 91 }, was);
      await alerts.save({ ...was, ticketId: "tic_7" }, was);
      await alerts.save(was, was);
    });
    expect(await registry.read.alerts.find(was)).toEqual({ ...was, value: 91, ticketId: "tic_7" });
  });

  test("an alert that was thought to be kept, and is not, is added", async () => {
    const lost = alert({ id: "alr_8", object: "/lost" });
    await registry.commit(({ alerts }) => alerts.save({ ...lost, value: 91 }, lost));
    expect(await registry.read.alerts.find(lost)).toEqual({ ...lost, value: 91 });
  });

  test("a quiet alert is kept and no longer active", async () => {
    await registry.commit(({ alerts }) => alerts.save(alert({ state: "quiet" })));
    expect(await registry.read.alerts.active()).toEqual([]);
    expect(await registry.read.alerts.list({ limit: 10 })).toHaveLength(1);
  });

  const flaps = (calmAtMs: number | null) => ({
    isFiring: false,
    changes: [1_000, 2_000],
    sinceMs: calmAtMs === null ? null : 2_000,
    calmAtMs,
    relapses: 1,
    steadyAtMs: null,
  });

  test("how it flaps and what it forecasts is kept, and goes with the next row", async () => {
    const full = alert({
      flapping: flaps(9_000),
      forecast: { earliestMs: 7_000, latestMs: 8_000 },
    });
    await registry.commit(({ alerts }) => alerts.save(full));
    expect(await registry.read.alerts.find(full)).toEqual(full);
    await registry.commit(({ alerts }) => alerts.save(alert()));
    expect(await registry.read.alerts.find(full)).toEqual(alert());
    expect(await registry.read.alerts.calm(99_000, 10)).toEqual([]);
  });

  test("those that are calm by now are found, the earliest first", async () => {
    const rows = [
      alert({ object: "/late", id: "alr_2", flapping: flaps(9_001) }),
      alert({ object: "/second", id: "alr_3", flapping: flaps(9_000) }),
      alert({ object: "/first", id: "alr_4", flapping: flaps(8_000), state: "quiet" }),
      alert({ object: "/steady", id: "alr_5", flapping: flaps(null) }),
    ];
    await registry.commit(async ({ alerts }) => {
      for (const row of rows) await alerts.save(row);
    });
    const { alerts } = registry.read;
    expect((await alerts.calm(9_000, 10)).map(({ id }) => id)).toEqual(["alr_4", "alr_3"]);
    expect((await alerts.calm(9_000, 1)).map(({ id }) => id)).toEqual(["alr_4"]);
    expect(await alerts.calm(7_999, 10)).toEqual([]);
  });

  test("a transition belongs to an alert", async () => {
    const step = { from: "pending", to: "firing", atMs: 1, detectedAtMs: 2, value: 91 } as const;
    await registry.commit(({ alerts }) => alerts.addTransition({ alertId: "alr_1", ...step }));
    const stray = { alertId: "alr_9", ...step };
    await expect(registry.commit(({ alerts }) => alerts.addTransition(stray))).rejects.toThrow();
  });

  describe("the list", () => {
    const fill = () =>
      registry.commit(async ({ estate, alerts }) => {
        await estate.addMachine(machine({ id: "mac_2", name: "Serveur" }));
        await alerts.save(alert({ id: "alr_2", object: "/home", sinceMs: 9_000 }));
        await alerts.save(alert({ id: "alr_3", object: "/srv", state: "pending" }));
        await alerts.save(alert({ id: "alr_4", machineId: "mac_2", state: "quiet" }));
      });
    type Query = Parameters<typeof registry.read.alerts.list>[0];
    const ids = async (query: Partial<Query> = {}) =>
      (await registry.read.alerts.list({ limit: 10, ...query })).map(({ id }) => id);

    test("shows the newest first, of one instant by id, with names", async () => {
      await fill();
      expect(await ids()).toEqual(["alr_2", "alr_4", "alr_3", "alr_1"]);
      expect(await registry.read.alerts.list({ limit: 10, ids: ["alr_1"] })).toEqual([
        { ...alert(), ...named },
      ]);
    });

    test.for([
      [{ machineId: "mac_2" }, ["alr_4"], "one machine"],
      [{ states: ["firing", "pending"] }, ["alr_2", "alr_3", "alr_1"], "some states"],
      [{ states: [] }, [], "no state"],
      [{ ids: ["alr_1", "alr_4", "alr_9"] }, ["alr_4", "alr_1"], "some ids"],
      [{ ids: [] }, [], "no ids"],
      [{ limit: 1 }, ["alr_2"], "one row"],
      [{ after: { sinceMs: 5_000, id: "alr_4" } }, ["alr_3", "alr_1"], "within one instant"],
      [{ after: { sinceMs: 5_000, id: "alr_1" } }, [], "after the last"],
    ] as const)("narrowed by %j", async ([query, wanted]) => {
      await fill();
      expect(await ids(query)).toEqual(wanted);
    });
  });
});
