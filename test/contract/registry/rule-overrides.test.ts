import { describe, expect, test } from "vitest";
import type { OverrideRow } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, machine, rule } from "./rows.ts";

const OF_SERVERS: OverrideRow = {
  ruleId: "rul_1",
  scope: { kind: "class", class: "server" },
  change: { fireAt: 95 },
  version: 1,
};
const OF_MACHINE: OverrideRow = {
  ruleId: "rul_1",
  scope: { kind: "machine", machineId: "mac_1" },
  change: { enabled: false, severity: "warning" },
  version: 1,
};

describe.for(ENGINES)("what of a rule is otherwise: %s", ([, engine]) => {
  const registry = useRegistry(engine, async (unit) => {
    await addCoveredOffice(unit);
    await unit.rules.addOverride(OF_SERVERS);
    await unit.rules.addOverride(OF_MACHINE);
  });

  test("is read as it was written, for all rules and for one with the machines' names", async () => {
    const { rules } = registry.read;
    expect(await rules.overrides()).toEqual([OF_SERVERS, OF_MACHINE]);
    expect(await rules.overridesOf("rul_1")).toEqual([
      { ...OF_SERVERS, machineName: null },
      { ...OF_MACHINE, machineName: "Caisse" },
    ]);
    expect(await rules.overridesOf("rul_9")).toEqual([]);
  });

  test("classes come first, then machines by their names", async () => {
    await registry.commit(async ({ estate, rules }) => {
      await estate.addMachine(machine({ id: "mac_2", name: "Accueil" }));
      await rules.addOverride({ ...OF_MACHINE, scope: { kind: "machine", machineId: "mac_2" } });
      await rules.addOverride({ ...OF_SERVERS, scope: { kind: "class", class: "laptop" } });
    });
    const found = await registry.read.rules.overridesOf("rul_1");
    expect(found.map(({ scope }) => Object.values(scope).join(" "))).toEqual([
      "class laptop",
      "class server",
      "machine mac_2",
      "machine mac_1",
    ]);
  });

  test.for([
    ["a class", OF_SERVERS, { fireAt: 99 }],
    ["a machine", OF_MACHINE, { opensTicket: false }],
  ] as const)("of %s is changed once from a version, and removed once", async ([, row, change]) => {
    const { rules } = registry.read;
    const others: OverrideRow[] = [
      { ...OF_SERVERS, scope: { kind: "class", class: "laptop" } },
      { ...OF_MACHINE, scope: { kind: "machine", machineId: "mac_2" } },
    ];
    await registry.commit(async (unit) => {
      await unit.estate.addMachine(machine({ id: "mac_2", name: "Accueil" }));
      for (const other of others) await unit.rules.addOverride(other);
      expect(await unit.rules.changeOverride({ ...row, change })).toBe(true);
      expect(await unit.rules.changeOverride({ ...row, change: {} })).toBe(false);
    });
    expect(await rules.findOverride(row)).toEqual({ ...row, change, version: 2 });
    await registry.commit(async (unit) => {
      expect(await unit.rules.removeOverride(row)).toBe(false);
      expect(await unit.rules.removeOverride({ ...row, version: 2 })).toBe(true);
      expect(await unit.rules.removeOverride({ ...row, version: 2 })).toBe(false);
    });
    expect(await rules.findOverride(row)).toBeUndefined();
    const left = await rules.overrides();
    expect(left).toHaveLength(3);
    expect(left).toEqual(expect.arrayContaining(others));
  });

  test("there is one for a rule and a class", async () => {
    await expect(registry.commit(({ rules }) => rules.addOverride(OF_SERVERS))).rejects.toThrow();
  });

  test("is of a rule and a machine that are there", async () => {
    const strays: OverrideRow[] = [
      { ...OF_SERVERS, ruleId: "rul_9" },
      { ...OF_MACHINE, scope: { kind: "machine", machineId: "mac_9" } },
    ];
    for (const stray of strays) {
      await expect(registry.commit(({ rules }) => rules.addOverride(stray))).rejects.toThrow();
    }
  });

  test("goes with its rule, and with no other", async () => {
    const other = rule({ id: "rul_2", key: "other" });
    await registry.commit(async ({ rules }) => {
      await rules.addMissing([other]);
      await rules.addOverride({ ...OF_SERVERS, ruleId: "rul_2" });
      await rules.remove({ id: "rul_1", version: 1 });
    });
    expect(await registry.read.rules.overrides()).toEqual([{ ...OF_SERVERS, ruleId: "rul_2" }]);
  });
});
