import { describe, expect, test } from "vitest";
import type { Registry, Unit } from "../../collector/registry/registry.ts";
import { freshFolder } from "../support/fresh-folder.ts";
import { ENGINES, useRegistry } from "./registry/engines.ts";
import { addCoveredOffice, batch, customer, packed, stream, ticket } from "./registry/rows.ts";

describe.for(ENGINES)("registry: %s", ([, engine]) => {
  const registry = useRegistry(engine);
  const names = async () => (await registry.read.estate.customers()).map(({ name }) => name);

  test("a unit returns what its work returns, and is read afterwards", async () => {
    const number = await registry.commit(async (unit) => {
      await unit.estate.addCustomer(customer({ name: "Alpha" }));
      return unit.tickets.nextNumber();
    });
    expect(number).toBe(1);
    expect(await names()).toEqual(["Alpha"]);
  });

  test("a unit whose work rejects leaves nothing, and the next one is not disturbed", async () => {
    const half = registry.commit(async (unit) => {
      await unit.estate.addCustomer(customer({ id: "cus_1", name: "Alpha" }));
      await unit.tickets.nextNumber();
      throw new Error("half way");
    });
    const whole = registry.commit(async (unit) => {
      await unit.estate.addCustomer(customer({ id: "cus_2", name: "Beta" }));
      return unit.tickets.nextNumber();
    });
    await expect(half).rejects.toThrow("half way");
    expect(await whole).toBe(1);
    expect(await names()).toEqual(["Beta"]);
  });

  test.for<[why: string, failing: (unit: Unit) => Promise<unknown>, says: RegExp]>([
    [
      "a key that is taken",
      ({ estate }) => estate.addCustomer(customer({ name: "Twin" })),
      /unique/i,
    ],
    [
      "a value that no engine keeps",
      ({ estate }) => estate.addCustomer(customer({ id: "cus_3", ...JSON.parse('{"kind":{}}') })),
      /cannot bind/,
    ],
    [
      "a report that was received before",
      (unit) => unit.recordBatch(batch({ received: [{ streamId: 1, seq: 1, hash: 1 }] })),
      /already in the registry/,
    ],
  ])("a unit that goes on after %s is undone", async ([, failing, says]) => {
    await registry.commit(async (unit) => {
      await addCoveredOffice(unit);
      await unit.deliveries.addStream(stream());
      await unit.recordBatch(batch({ received: [{ streamId: 1, seq: 1, hash: 1 }] }));
    });
    const goingOn = registry.commit(async (unit) => {
      await unit.estate.addCustomer(customer({ id: "cus_2", name: "Beta" }));
      await expect(failing(unit)).rejects.toThrow(says);
      await unit.tickets.nextNumber().catch(() => {});
    });
    await expect(goingOn).rejects.toThrow(says);
    expect(await names()).toEqual(["Boulangerie Émile"]);
    expect(await registry.commit(({ tickets }) => tickets.nextNumber())).toBe(1);
  });

  test("a broken promise between tables undoes the unit, even where it is found at the end", async () => {
    await registry.commit(addCoveredOffice);
    const withoutAlert = registry.commit(async (unit) => {
      await unit.estate.addCustomer(customer({ id: "cus_2", name: "Beta" }));
      await unit.tickets.add(ticket({ alertId: "alr_missing" }), []);
    });
    await expect(withoutAlert).rejects.toThrow();
    expect(await names()).toEqual(["Boulangerie Émile"]);
    expect(await registry.read.tickets.list({ limit: 10 })).toEqual([]);
  });

  test("units run one after the other, whatever they await", async () => {
    const steps: string[] = [];
    const unit = (name: string) =>
      registry.commit(async ({ tickets }) => {
        steps.push(`${name} begins`);
        const number = await tickets.nextNumber();
        await new Promise((resolve) => setTimeout(resolve, 5));
        steps.push(`${name} ends with ${number}`);
      });
    await Promise.all([unit("first"), unit("second"), unit("third")]);
    expect(steps).toEqual([
      "first begins",
      "first ends with 1",
      "second begins",
      "second ends with 2",
      "third begins",
      "third ends with 3",
    ]);
  });

  test("a unit sees its own changes; reading sees them after the commit only", async () => {
    await registry.commit(async ({ estate }) => {
      await estate.addCustomer(customer({ name: "Alpha" }));
      expect(await estate.customers()).toHaveLength(1);
      expect(await names()).toEqual([]);
    });
    expect(await names()).toEqual(["Alpha"]);
  });

  test("what only reads cannot write", async () => {
    await registry.commit(addCoveredOffice);
    const { estate, tickets, deliveries } = registry.read;
    await expect(estate.addCustomer(customer({ id: "cus_2" }))).rejects.toThrow();
    await expect(estate.setMachineClass("mac_1", "laptop")).rejects.toThrow();
    await expect(tickets.nextNumber()).rejects.toThrow();
    await expect(deliveries.pruneHashes()).rejects.toThrow();
    expect(await estate.machines()).toMatchObject([{ name: "Caisse", class: "workstation" }]);
  });

  test("a unit that is used after its commit is refused", async () => {
    const kept = await registry.commit(async (unit) => ({ unit }));
    await expect(kept.unit.estate.addCustomer(customer())).rejects.toThrow("outside its commit");
    const late = kept.unit.recordBatch(batch({ spool: packed(1, 1) }));
    await expect(late).rejects.toThrow("outside its commit");
    expect(await names()).toEqual([]);
    expect(await registry.read.deliveries.spool(0, 1)).toEqual([]);
  });

  test("what was committed is there after a reopening, with the same generation", async () => {
    await registry.commit(addCoveredOffice);
    const before = await registry.read.estate.machineList(allByName);
    expect(registry.generation).toBe(1);
    await registry.reopen();
    expect(registry.generation).toBe(1);
    expect(await registry.read.estate.machineList(allByName)).toEqual(before);
    expect(before).toHaveLength(1);
  });

  test("a registry keeps its id, and no other has it", async () => {
    const { id } = registry;
    await registry.reopen();
    expect(registry.id).toBe(id);
    const folder = freshFolder().path;
    const other = await engine.open(folder);
    expect(other.id).not.toBe(id);
    await other.close();
    await engine.remove(folder);
  });

  test("closing waits for the units that were given, and refuses further ones", async () => {
    const last = registry.commit(({ tickets }) => tickets.nextNumber());
    await registry.close();
    expect(await last).toBe(1);
    await expect(registry.commit(async () => {})).rejects.toThrow("closed");
    await expect(names()).rejects.toThrow();
    await registry.reopen();
  });
});

const allByName: Parameters<Registry["read"]["estate"]["machineList"]>[0] = {
  sort: "name",
  descending: false,
  limit: 10,
};
