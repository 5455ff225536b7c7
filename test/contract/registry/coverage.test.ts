import { describe, expect, test } from "vitest";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, equipment, machine } from "./rows.ts";

describe.for(ENGINES)("coverage: %s", ([, engine]) => {
  const registry = useRegistry(engine, addCoveredOffice);

  test("of machines and equipment is counted and named by contract", async () => {
    await registry.commit(async (unit) => {
      const { contracts, estate } = unit;
      await estate.saveEquipment([equipment()]);
      await contracts.coverEquipment({ contractVersionId: "cov_1", equipmentId: "eqp_1" });
      await contracts.coverEquipment({ contractVersionId: "cov_1", equipmentId: "eqp_1" });
    });
    const { contracts } = registry.read;
    expect(await contracts.coveredCounts(["con_1", "con_2"])).toEqual([
      { contractId: "con_1", what: "machine", count: 1 },
      { contractId: "con_1", what: "equipment", count: 1 },
    ]);
    expect(await contracts.covered("con_1", 10)).toEqual([
      { what: "machine", id: "mac_1", name: "Caisse" },
      { what: "equipment", id: "eqp_1", name: "Imprimante" },
    ]);
    expect(await contracts.equipmentCoverageOf("cus_1")).toHaveLength(1);
    expect(await contracts.coverageOf("cus_2")).toEqual([]);
    await registry.commit(async (unit) => {
      await unit.contracts.uncover({ contractVersionId: "cov_1", machineId: "mac_1" });
      const row = { contractVersionId: "cov_1", equipmentId: "eqp_1" };
      await unit.contracts.uncoverEquipment(row);
    });
    expect(await contracts.coveredCounts(["con_1"])).toEqual([]);
  });

  test("may be of whatever is not retired, with what rules look at", async () => {
    await registry.commit(async ({ estate }) => {
      await estate.saveEquipment([
        equipment({ tags: ["étage"] }),
        equipment({ id: "eqp_2", retiredAtMs: 1 }),
      ]);
      await estate.addMachine(
        machine({ id: "mac_2", siteId: null, tags: ["\ufb00", "\u{10400}"] }),
      );
      await estate.addMachine(machine({ id: "mac_3", retiredAtMs: 1 }));
      await estate.setFact({
        machineId: "mac_1",
        name: "inventory",
        hash: "h",
        document: "{}",
        atMs: 1,
      });
    });
    const { contracts } = registry.read;
    const site = { siteId: "sit_1", siteName: "Atelier" };
    const none = { siteId: null, siteName: null };
    const ofMachine = { what: "machine", name: "Caisse", class: "workstation", kind: null };
    expect(await contracts.coverables("cus_1")).toEqual([
      { ...ofMachine, id: "mac_1", ...site, tags: [] },
      // In the order of lists of machines, which is no engine's own beyond the first plane.
      { ...ofMachine, id: "mac_2", ...none, tags: ["\u{10400}", "\ufb00"] },
      {
        what: "equipment",
        id: "eqp_1",
        name: "Imprimante",
        kind: "printer",
        class: null,
        ...none,
        tags: ["étage"],
      },
    ]);
    expect(await contracts.idsOf("cus_1")).toEqual({
      siteIds: new Set(["sit_1"]),
      machineIds: new Set(["mac_1", "mac_2", "mac_3"]),
      equipmentIds: new Set(["eqp_1", "eqp_2"]),
    });
    expect(await contracts.factsOf("cus_1", "inventory")).toEqual([
      { machineId: "mac_1", document: "{}" },
    ]);
    expect(await contracts.coverables("cus_2")).toEqual([]);
  });
});
