import { describe, expect, test } from "vitest";
import type { Noise, Unit } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { dependency, outage, window } from "./noise-rows.ts";
import { addCoveredOffice, alert, customer, machine, ticket } from "./rows.ts";

describe.for(ENGINES)("what holds alerts back: %s", ([, engine]) => {
  const registry = useRegistry(engine, prepare);
  const noise = () => registry.read.noise;
  const write = <T>(work: (noise: Noise) => Promise<T>) =>
    registry.commit((unit) => work(unit.noise));

  async function prepare(unit: Unit): Promise<void> {
    await addCoveredOffice(unit);
    await unit.estate.addCustomer(customer({ id: "cus_2", name: "Garage" }));
    for (const [id, name] of [
      ["mac_2", "Serveur"],
      ["mac_3", "Étiquettes"],
    ] as const) {
      await unit.estate.addMachine(machine({ id, name, tags: ["Cave"] }));
    }
  }

  describe("maintenance windows", () => {
    const narrow = { siteIds: ["sit_1"], classes: ["server" as const], tags: ["Cave"] };

    test("are kept as they are, with the customer's name", async () => {
      const kept = window({ scope: narrow, cutAtMs: 1_500, cutBy: "Luc" });
      await write(({ windows }) => windows.add(kept));
      const customerName = "Boulangerie Émile";
      expect(await noise().windows.find("mtw_1")).toEqual({ ...kept, customerName });
      expect(await noise().windows.find("mtw_9")).toBeUndefined();
    });

    test("are changed and removed by whoever saw them last", async () => {
      await write(({ windows }) => windows.add(window()));
      const after = window({ reason: "Autre chose", rrule: null, except: [] });
      expect(await write(({ windows }) => windows.change(after))).toBe(true);
      expect(await write(({ windows }) => windows.change(after))).toBe(false);
      expect(await noise().windows.find("mtw_1")).toMatchObject({ ...after, version: 2 });
      expect(await write(({ windows }) => windows.remove("mtw_1", 1))).toBe(false);
      expect(await write(({ windows }) => windows.remove("mtw_1", 2))).toBe(true);
      expect(await noise().windows.find("mtw_1")).toBeUndefined();
    });

    test("the next time is planned once, and never over an edit", async () => {
      const next = { fromMs: 11_000, untilMs: 12_000, dueAtMs: 13_000 };
      await write(({ windows }) => windows.add(window()));
      expect(await write(({ windows }) => windows.plan(window(), next))).toBe(true);
      expect(await write(({ windows }) => windows.plan(window(), next))).toBe(false);
      expect(await noise().windows.find("mtw_1")).toMatchObject({ ...next, version: 1 });
      await write(({ windows }) => windows.change(window(next)));
      expect(await write(({ windows }) => windows.plan(window(next), OVER))).toBe(false);
    });

    const OVER = { fromMs: null, untilMs: null, dueAtMs: null };

    async function addSome(): Promise<void> {
      await write(async ({ windows }) => {
        await windows.add(window());
        await windows.add(window({ id: "mtw_2", fromMs: 5_000, untilMs: 6_000, dueAtMs: 7_000 }));
        await windows.add(window({ id: "mtw_3", ...OVER }));
        await windows.add(window({ id: "mtw_4", customerId: "cus_2", dueAtMs: 2_500 }));
      });
    }

    test("those whose time has begun, and those that are due, the earliest first", async () => {
      await addSome();
      const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
      expect(ids(await noise().windows.begun("cus_1", 999))).toEqual([]);
      expect(ids(await noise().windows.begun("cus_1", 9_000))).toEqual(["mtw_1", "mtw_2"]);
      expect(ids(await noise().windows.due(2_499, 10))).toEqual([]);
      expect(ids(await noise().windows.due(3_000, 10))).toEqual(["mtw_4", "mtw_1"]);
      expect(ids(await noise().windows.due(9_000, 1))).toEqual(["mtw_4"]);
      expect(await noise().windows.count("cus_1")).toBe(2);
    });

    test.for([
      [{}, ["mtw_4", "mtw_3", "mtw_2", "mtw_1"]],
      [{ customerId: "cus_1" }, ["mtw_3", "mtw_2", "mtw_1"]],
      [{ state: "planned" }, ["mtw_2"]],
      [{ state: "holding" }, ["mtw_1"]],
      [{ state: "over" }, ["mtw_3"]],
      [{ limit: 1, afterId: "mtw_3" }, ["mtw_2"]],
    ] as const)("the list by %j", async ([query, wanted]) => {
      await addSome();
      const rows = await noise().windows.list({ nowMs: 2_500, limit: 10, ...query });
      expect(rows.map(({ id }) => id)).toEqual(wanted);
    });
  });

  describe("what machines are behind", () => {
    test("is kept with names and presences, and changed by whoever saw it last", async () => {
      await registry.commit(async (unit) => {
        await unit.noise.dependencies.add(dependency());
        const away = { sinceMs: 1, dueAtMs: 9, awaySinceMs: 1, cadenceSeconds: 60 };
        await unit.estate.setPresence({ machineId: "mac_2", state: "silent", ...away });
      });
      expect(await noise().dependencies.find("dep_1")).toEqual({
        ...dependency(),
        machineName: "Caisse",
        machinePresence: "waiting",
        behindName: "Serveur",
        behindPresence: "silent",
      });
      expect(await noise().dependencies.upstreams("mac_1")).toEqual([
        { machineId: "mac_2", state: "silent", dueAtMs: 9 },
      ]);
      const after = dependency({ behindId: "mac_3", actor: "Luc" });
      expect(await write(({ dependencies }) => dependencies.change(after))).toBe(true);
      expect(await write(({ dependencies }) => dependencies.change(after))).toBe(false);
      expect(await noise().dependencies.between("mac_1", "mac_3")).toBe(true);
      expect(await noise().dependencies.between("mac_1", "mac_2")).toBe(false);
      expect(await noise().dependencies.between("mac_3", "mac_1")).toBe(false);
      expect(await write(({ dependencies }) => dependencies.remove("dep_1", 2))).toBe(true);
      expect(await noise().dependencies.upstreams("mac_1")).toEqual([]);
    });

    test("a machine out of use stands for nothing", async () => {
      await registry.commit(async (unit) => {
        await unit.noise.dependencies.add(dependency());
        const rows = await unit.estate.machineRows({ ids: ["mac_2"], sort: "id", limit: 1 });
        await unit.estate.saveMachines(
          rows.map((row) => ({ ...row, retiredAtMs: 5, version: row.version + 1 })),
        );
      });
      expect(await noise().dependencies.upstreams("mac_1")).toEqual([]);
      expect(await noise().dependencies.list({ limit: 10 })).toHaveLength(1);
    });

    test("the same twice is refused, and so is a machine that is not there", async () => {
      await write(({ dependencies }) => dependencies.add(dependency()));
      const twice = write(({ dependencies }) => dependencies.add(dependency({ id: "dep_2" })));
      await expect(twice).rejects.toThrow(/unique/i);
      const stray = dependency({ id: "dep_3", behindId: "mac_9" });
      await expect(write(({ dependencies }) => dependencies.add(stray))).rejects.toThrow();
    });

    test.for([
      [{}, ["dep_1", "dep_2"]],
      [{ machineId: "mac_2" }, ["dep_2"]],
      [{ customerId: "cus_2" }, []],
      [{ afterId: "dep_1" }, ["dep_2"]],
    ] as const)("the list by %j", async ([query, wanted]) => {
      await write(async ({ dependencies }) => {
        await dependencies.add(dependency({ id: "dep_2", machineId: "mac_2", behindId: "mac_3" }));
        await dependencies.add(dependency());
      });
      const rows = await noise().dependencies.list({ limit: 10, ...query });
      expect(rows.map(({ id }) => id)).toEqual(wanted);
    });
  });

  describe("outages of sites", () => {
    test("one of a site is open at a time; of those that are over, the last is found", async () => {
      await write(({ outages }) => outages.add(outage()));
      const second = write(({ outages }) => outages.add(outage({ id: "otg_2" })));
      await expect(second).rejects.toThrow(/unique/i);
      expect(await noise().outages.openAt("sit_1")).toEqual(outage());
      expect(await noise().outages.lastEnded("sit_1")).toBeUndefined();
      expect(await write(({ outages }) => outages.end("otg_1", 9_000))).toBe(true);
      expect(await write(({ outages }) => outages.end("otg_1", 9_500))).toBe(false);
      await write(({ outages }) => outages.add(outage({ id: "otg_2" })));
      expect(await noise().outages.openAt("sit_1")).toMatchObject({ id: "otg_2" });
      expect(await noise().outages.lastEnded("sit_1")).toEqual(outage({ endedAtMs: 9_000 }));
    });

    test("its machines are counted, listed by name, and known while they are away", async () => {
      await write(async ({ outages }) => {
        await outages.add(outage());
        for (const id of ["mac_1", "mac_2", "mac_3"]) await outages.setMachine("otg_1", id, true);
        await outages.setMachine("otg_1", "mac_2", false);
      });
      expect(await noise().outages.counts("otg_1")).toEqual({ machines: 3, away: 2 });
      expect(await noise().outages.machines("otg_1")).toEqual([
        { id: "mac_1", name: "Caisse", away: true },
        { id: "mac_3", name: "Étiquettes", away: true },
        { id: "mac_2", name: "Serveur", away: false },
      ]);
      expect(await noise().outages.awayIn("mac_1")).toEqual([outage()]);
      expect(await noise().outages.awayIn("mac_2")).toEqual([]);
      await write(({ outages }) => outages.end("otg_1", 9_000));
      expect(await noise().outages.awayIn("mac_1")).toEqual([]);
      expect(await noise().outages.counts("otg_9")).toEqual({ machines: 0, away: 0 });
    });

    test("it gets its ticket, and is shown with names and counts", async () => {
      await registry.commit(async (unit) => {
        await unit.noise.outages.add(outage());
        await unit.noise.outages.setMachine("otg_1", "mac_1", true);
        await unit.tickets.add(ticket(), []);
        await unit.noise.outages.setTicket("otg_1", { ticketId: "tic_1", noTicket: null });
      });
      const shown = {
        ...outage({ ticketId: "tic_1", noTicket: null }),
        customerName: "Boulangerie Émile",
        siteName: "Atelier",
        machines: 1,
        away: 1,
      };
      expect(await noise().outages.find("otg_1")).toEqual(shown);
      expect(await noise().outages.list({ limit: 10 })).toEqual([shown]);
    });

    test.for([
      [{}, ["otg_2", "otg_1"]],
      [{ open: true }, ["otg_2"]],
      [{ open: false }, ["otg_1"]],
      [{ siteId: "sit_9" }, []],
      [{ customerId: "cus_2" }, []],
      [{ customerId: "cus_1", afterId: "otg_2" }, ["otg_1"]],
    ] as const)("the list by %j", async ([query, wanted]) => {
      await write(async ({ outages }) => {
        await outages.add(outage({ endedAtMs: 9_000 }));
        await outages.add(outage({ id: "otg_2" }));
      });
      const rows = await noise().outages.list({ limit: 10, ...query });
      expect(rows.map(({ id }) => id)).toEqual(wanted);
    });

    test("what is in use at a site, with tags and since when it is away", async () => {
      await registry.commit(({ estate }) =>
        estate.setPresence({
          machineId: "mac_2",
          state: "offline",
          sinceMs: 20,
          dueAtMs: null,
          awaySinceMs: 10,
          cadenceSeconds: 60,
        }),
      );
      const at = { class: "workstation", state: "waiting", awaySinceMs: null } as const;
      expect(await noise().outages.machinesAt("sit_1")).toEqual([
        { ...at, id: "mac_1", tags: [] },
        { ...at, id: "mac_2", tags: ["Cave"], state: "offline", awaySinceMs: 10 },
        { ...at, id: "mac_3", tags: ["Cave"] },
      ]);
      expect(await noise().outages.siteOf("mac_1")).toBe("sit_1");
      expect(await noise().outages.siteOf("mac_9")).toBeNull();
    });
  });

  describe("alerts that are held back", () => {
    const hold = (byId: string | null, untilMs: number | null) => ({ byId, untilMs });

    test("keep what holds them, who knows of them, and the name of it", async () => {
      const acknowledged = { by: "Ana", atMs: 1, untilMs: 9_000, text: "un disque arrive" };
      const held = alert({ noTicket: "maintenance", hold: hold("mtw_1", 3_000), acknowledged });
      await registry.commit(async (unit) => {
        await unit.noise.windows.add(window());
        await unit.noise.outages.add(outage());
        await unit.alerts.save(held);
        await unit.alerts.save(alert({ id: "alr_2", object: "/o", hold: hold("otg_1", null) }));
        await unit.alerts.save(alert({ id: "alr_3", object: "/m", hold: hold("mac_2", null) }));
        await unit.alerts.save(alert({ id: "alr_4", object: "/n", hold: hold(null, 5_000) }));
      });
      const { alerts } = registry.read;
      expect(await alerts.named("alr_1")).toEqual(held);
      expect(await alerts.named("alr_9")).toBeUndefined();
      const shown = (await alerts.list({ limit: 10 })).map((row) => [row.id, row.holdName]);
      expect(Object.fromEntries(shown)).toEqual({
        alr_1: "Mises à jour",
        alr_2: "Atelier",
        alr_3: "Serveur",
        alr_4: null,
      });
    });

    test("are found when that is over, the earliest first, and may be brought forward", async () => {
      await registry.commit(async ({ alerts }) => {
        await alerts.save(alert({ hold: hold("mtw_1", 3_000) }));
        await alerts.save(alert({ id: "alr_2", object: "/o", hold: hold("otg_1", null) }));
        await alerts.save(alert({ id: "alr_3", object: "/n", hold: hold(null, 2_000) }));
      });
      const found = async (nowMs: number) =>
        (await registry.read.alerts.heldUntil(nowMs, 10)).map(({ id }) => id);
      expect(await found(1_999)).toEqual([]);
      expect(await found(3_000)).toEqual(["alr_3", "alr_1"]);
      await registry.commit(async ({ alerts }) => {
        await alerts.holdUntil("otg_1", 1_000);
        await alerts.holdUntil("mtw_1", 4_000);
      });
      expect(await found(1_000)).toEqual(["alr_2"]);
      expect(await found(3_000)).toEqual(["alr_2", "alr_3", "alr_1"]);
    });
  });
});
