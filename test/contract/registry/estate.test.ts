import { describe, expect, test } from "vitest";
import { ENGINES, useRegistry } from "./engines.ts";
import { addOffice, batch, customer, machine, shape } from "./rows.ts";

describe.for(ENGINES)("estate: %s", ([, engine]) => {
  const registry = useRegistry(engine, addOffice);

  test("customers come by name, without regard to case and accents", async () => {
    await registry.commit(async ({ estate }) => {
      await estate.addCustomer(customer({ id: "cus_2", name: "Éclair", sample: true }));
      await estate.addCustomer(customer({ id: "cus_3", name: "atelier", language: "en" }));
      await estate.addCustomer(customer({ id: "cus_4", name: "Zinc" }));
    });
    expect(await registry.read.estate.customers()).toEqual([
      customer({ id: "cus_3", name: "atelier", language: "en" }),
      customer(),
      customer({ id: "cus_2", name: "Éclair", sample: true }),
      customer({ id: "cus_4", name: "Zinc" }),
    ]);
  });

  test("machines and agents come back as they were added, with the time zone of the site", async () => {
    const lone = machine({ id: "mac_2", siteId: null, class: "server", classChosen: true });
    await registry.commit(({ estate }) => estate.addMachine(lone));
    expect(await registry.read.estate.machines()).toEqual([
      { ...machine(), timeZone: "Europe/Paris" },
      { ...lone, timeZone: null },
    ]);
    expect(await registry.read.estate.agents()).toEqual([agent]);
  });

  test.for([
    ["a machine of no customer", machine({ id: "mac_2", customerId: "cus_9" })],
    ["a machine at no site", machine({ id: "mac_2", siteId: "sit_9" })],
    ["a machine whose id is taken", machine({ name: "Other" })],
  ] as const)("%s is refused", async ([, row]) => {
    await expect(registry.commit(({ estate }) => estate.addMachine(row))).rejects.toThrow();
    expect(await registry.read.estate.machines()).toHaveLength(1);
  });

  test("a machine has the newest of its agents, with what it last said of itself", async () => {
    const { read } = registry;
    expect(await read.estate.agentOf("mac_1")).toEqual({ ...agent, birth: null });
    await registry.commit(async ({ estate }) => {
      await estate.setBirth("agt_1", birth);
      await estate.addContact({ id: "ctc_1", customerId: "cus_1", name: "Léa", email: "l@x.fr" });
    });
    expect(await read.estate.agentOf("mac_1")).toEqual({ ...agent, birth });
    const newer = { ...agent, id: "agt_2", secretHash: "11" };
    await registry.commit(({ estate }) => estate.addAgent(newer));
    expect(await read.estate.agentOf("mac_1")).toEqual({ ...newer, birth: null });
    expect(await read.estate.agentOf("mac_9")).toBeUndefined();
  });

  test("a machine is reclassed, and its clock's skew kept and forgotten", async () => {
    const [skewed] = await changed(3_600_000);
    expect(skewed).toMatchObject({ class: "laptop", clockSkewMs: 3_600_000 });
    const [right] = await changed(null);
    expect(right).toMatchObject({ classChosen: false, clockSkewMs: null });
  });

  async function changed(skewMs: number | null) {
    await registry.commit(async ({ estate }) => {
      await estate.setMachineClass("mac_1", "laptop");
      await estate.setClockSkew("mac_1", skewMs);
    });
    const query = { sort: "name", descending: false, limit: 5, search: "caisse" } as const;
    return registry.read.estate.machineList(query);
  }

  test("presence: the last state of each machine, and what is due, oldest first", async () => {
    const presence = {
      state: "online",
      sinceMs: 100,
      awaySinceMs: null,
      cadenceSeconds: 60,
    } as const;
    const gone = {
      state: "offline",
      sinceMs: 900,
      awaySinceMs: 700,
      cadenceSeconds: null,
    } as const;
    const at = (machineId: string, dueAtMs: number) => ({ machineId, dueAtMs, ...presence });
    const waitsForNothing = { machineId: "mac_5", dueAtMs: null, ...gone };
    await registry.commit(async ({ estate }) => {
      for (const id of ["mac_2", "mac_3", "mac_4", "mac_5"])
        await estate.addMachine(machine({ id }));
      for (const row of [at("mac_1", 500), at("mac_2", 400), at("mac_3", 501), at("mac_4", 10)]) {
        await estate.setPresence(row);
      }
      await estate.setPresence(at("mac_4", 450));
      await estate.setPresence(waitsForNothing);
    });
    const { estate } = registry.read;
    expect(await estate.duePresences(399, 10)).toEqual([]);
    expect(await estate.duePresences(500, 10)).toEqual([
      at("mac_2", 400),
      at("mac_4", 450),
      at("mac_1", 500),
    ]);
    expect(await estate.duePresences(500, 1)).toEqual([at("mac_2", 400)]);
    expect((await estate.presences()).at(-1)).toEqual(waitsForNothing);
    expect(await estate.presences()).toHaveLength(5);
  });

  test("a fact replaces the one of its name; hashes come without documents", async () => {
    const inventory = { machineId: "mac_1", name: "inventory", hash: "a", atMs: 1, document: "{}" };
    const updates = { machineId: "mac_1", name: "updates", hash: "b", atMs: 2, document: "[]" };
    const newer = { ...inventory, hash: "c", atMs: 3, document: '{"cpu":8}' };
    await registry.commit(async ({ estate }) => {
      for (const fact of [updates, inventory, newer]) await estate.setFact(fact);
    });
    const { estate } = registry.read;
    expect(await estate.facts("mac_1")).toEqual([newer, updates]);
    expect(await estate.facts("mac_9")).toEqual([]);
    expect(await estate.factHashes()).toEqual([
      { machineId: "mac_1", name: "inventory", hash: "c" },
      { machineId: "mac_1", name: "updates", hash: "b" },
    ]);
  });

  test("a fact of no machine is refused", async () => {
    const fact = { machineId: "mac_9", name: "updates", hash: "b", atMs: 2, document: "[]" };
    await expect(registry.commit(({ estate }) => estate.setFact(fact))).rejects.toThrow();
  });

  test("probe states replace those of the machine", async () => {
    await registry.commit(async ({ estate }) => {
      await estate.setProbeStates({ machineId: "mac_1", document: "[1]" });
      await estate.setProbeStates({ machineId: "mac_1", document: "[2]" });
    });
    expect(await registry.read.estate.probeStates()).toEqual([
      { machineId: "mac_1", document: "[2]" },
    ]);
  });

  test("shapes are read all, or some by their ids", async () => {
    const shapes = [shape(), shape({ id: 2, columns: [] }), shape({ id: 3 })];
    await registry.commit((unit) => unit.recordBatch(batch({ shapes })));
    const { estate } = registry.read;
    expect(await estate.shapes()).toEqual(shapes);
    expect(await estate.shapes([3, 1, 99])).toEqual([shape(), shape({ id: 3 })]);
    expect(await estate.shapes([])).toEqual([]);
    const many = Array.from({ length: 1_200 }, (_, index) => index + 1);
    expect(await estate.shapes(many)).toEqual(shapes);
  });
});

const agent = { id: "agt_1", machineId: "mac_1", customerId: "cus_1", secretHash: "00ff" };
const birth = {
  version: "0.1.0",
  runtime: "node 26.10.0",
  platform: "linux",
  arch: "x64",
  hostname: "caisse",
};
