import { describe, expect, test } from "vitest";
import type { MachineListRow, MachineQuery, Unit } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import {
  addCoveredOffice,
  alert,
  batch,
  customer,
  machine,
  packed,
  ticket,
  version,
} from "./rows.ts";

describe.for(ENGINES)("list of machines: %s", ([, engine]) => {
  const registry = useRegistry(engine, addEstate);

  const list = (change: Partial<MachineQuery> = {}) =>
    registry.read.estate.machineList({ sort: "name", descending: false, limit: 50, ...change });
  const ids = async (change: Partial<MachineQuery> = {}) =>
    (await list(change)).map(({ id }) => id);

  test("a row says where the machine is, how it does and what it is owed", async () => {
    expect(await list({ ids: ["mac_1"] })).toEqual([
      {
        ...machine(),
        customerName: "Boulangerie Émile",
        siteName: "Atelier",
        timeZone: "Europe/Paris",
        presence: "online",
        cadenceSeconds: 60,
        lastReportMs: 4_000,
        openTickets: 1,
        firingAlerts: 2,
        contractId: "con_1",
        contractName: "Maintenance de la caisse",
        clockSkewMs: null,
      },
    ]);
  });

  test("a machine never heard of and not covered says so", async () => {
    expect(await list({ ids: ["mac_4"] })).toMatchObject([
      {
        siteName: null,
        timeZone: null,
        presence: "waiting",
        cadenceSeconds: null,
        lastReportMs: null,
        openTickets: 0,
        firingAlerts: 0,
        contractId: null,
        contractName: null,
      },
    ]);
  });

  test("the contract in force is that of the newest version that covers the machine", async () => {
    await registry.commit(async ({ contracts }) => {
      await contracts.addContract({ ...contract, id: "con_2", name: "Infogérance" });
      await contracts.addVersion(
        version({ id: "cov_2", contractId: "con_2", effectiveFromMs: 999 }),
      );
      await contracts.cover({ contractVersionId: "cov_2", machineId: "mac_1" });
    });
    expect(await list({ ids: ["mac_1"] })).toMatchObject([{ contractId: "con_1" }]);
    await registry.commit(async ({ contracts }) => {
      const later = { id: "cov_3", contractId: "con_2", number: 2, effectiveFromMs: 1_001 };
      await contracts.addVersion(version(later));
      await contracts.cover({ contractVersionId: "cov_3", machineId: "mac_1" });
    });
    expect(await list({ ids: ["mac_1"] })).toMatchObject([{ contractId: "con_2" }]);
  });

  test.for([
    ["name", false, ["mac_4", "mac_1", "mac_3", "mac_2"], "é sorts as e"],
    ["name", true, ["mac_2", "mac_3", "mac_1", "mac_4"], "the very reverse"],
    ["customer", false, ["mac_3", "mac_4", "mac_1", "mac_2"], "equal customers by id"],
    ["customer", true, ["mac_2", "mac_1", "mac_4", "mac_3"], "ids too in reverse"],
    ["lastReport", true, ["mac_3", "mac_1", "mac_4", "mac_2"], "never reported counts as 0"],
    ["presence", true, ["mac_2", "mac_1", "mac_4", "mac_3"], "offline, online, waiting"],
    ["openTickets", true, ["mac_2", "mac_1", "mac_4", "mac_3"], "2, 1, 0"],
  ] as const)("sorted by %s, descending %s", async ([sort, descending, wanted]) => {
    expect(await ids({ sort, descending })).toEqual(wanted);
  });

  test.for([
    ["caisse", ["mac_1"], "any case of the machine's name"],
    ["ELECTRICITE", ["mac_3"], "accents do not matter"],
    ["élec", ["mac_3"], "neither in the search"],
    ["atelier", ["mac_1", "mac_2"], "the site's name"],
    ["émile", ["mac_1", "mac_2"], "the customer's name"],
    ["%", ["mac_4"], "a per cent sign is itself"],
    ["_", [], "an underscore is itself"],
    ["\\", [], "a backslash is itself"],
    ["", ["mac_4", "mac_1", "mac_3", "mac_2"], "nothing looked for is everything"],
    ["' or 1=1 --", [], "a search is no SQL"],
  ] as const)("search for %j", async ([search, wanted]) => {
    expect(await ids({ search })).toEqual(wanted);
  });

  test("search and ids narrow together; no ids are no machines", async () => {
    expect(await ids({ search: "emile", ids: ["mac_2", "mac_3"] })).toEqual(["mac_2"]);
    expect(await ids({ ids: [] })).toEqual([]);
  });

  test.for([
    ["name", (row: MachineListRow) => row.name],
    ["customer", (row: MachineListRow) => row.customerName],
    ["lastReport", (row: MachineListRow) => row.lastReportMs ?? 0],
    ["presence", (row: MachineListRow) => row.presence],
    ["openTickets", (row: MachineListRow) => row.openTickets],
  ] as const)("pages by %s follow one another, up and down", async ([sort, key]) => {
    for (const descending of [false, true]) {
      const whole = await ids({ sort, descending });
      const paged: string[] = [];
      let after: MachineQuery["after"];
      for (;;) {
        const [row] = await list({ sort, descending, limit: 1, ...(after && { after }) });
        if (row === undefined) break;
        paged.push(row.id);
        after = { key: key(row), id: row.id };
      }
      expect(paged).toEqual(whole);
    }
  });

  test("a page goes on rightly after the row it ended with is gone from there", async () => {
    const [, second] = await list({ limit: 2 });
    await registry.commit(async ({ estate }) => {
      await estate.saveMachines([machine({ name: "Zèbre", version: 2 })]);
      await estate.addMachine(machine({ id: "mac_5", name: "Aube" }));
    });
    const after = { key: second?.name ?? "", id: second?.id ?? "" };
    expect(await ids({ after })).toEqual(["mac_3", "mac_2", "mac_1"]);
  });

  test.for([
    ["name", 5],
    ["lastReport", "5"],
    ["openTickets", "Caisse"],
    ["presence", "asleep"],
  ] as const)("a cursor of another sort is refused: %s after %j", async ([sort, key]) => {
    const query = list({ sort, after: { key, id: "mac_1" } });
    await expect(query).rejects.toMatchObject({ code: "cursor_invalid" });
  });

  test("a page has at most 1,000 machines, and asks for at most as many ids", async () => {
    await registry.commit(async ({ estate }) => {
      for (let index = 0; index < 1_000; index += 1) {
        await estate.addMachine(machine({ id: `mac_x${index}` }));
      }
    });
    expect(await list({ limit: 1e9 })).toHaveLength(1_000);
    const tooMany = Array.from({ length: 1_001 }, (_, index) => `mac_x${index}`);
    await expect(list({ ids: tooMany })).rejects.toThrow(RangeError);
  });
});

const contract = { customerId: "cus_1", number: "C-2026-2", kind: "managed" } as const;

/**
 * mac_1 and mac_2 at the bakery: online with one open ticket, offline with two; mac_3 and mac_4 at
 * other customers: never heard of, one of them with a report.
 */
async function addEstate(unit: Unit): Promise<void> {
  const { estate, alerts, tickets } = unit;
  await addCoveredOffice(unit);
  await estate.addCustomer(customer({ id: "cus_2", name: "Alpha" }));
  await estate.addCustomer(customer({ id: "cus_3", name: "beta" }));
  await estate.addMachine(machine({ id: "mac_2", name: "Serveur" }));
  await estate.addMachine(
    machine({ id: "mac_3", name: "électricité", customerId: "cus_2", siteId: null }),
  );
  await estate.addMachine(
    machine({ id: "mac_4", name: "100%", customerId: "cus_3", siteId: null }),
  );

  const heard = { sinceMs: 1, dueAtMs: 2, awaySinceMs: null, cadenceSeconds: 60 };
  await estate.setPresence({ machineId: "mac_1", state: "online", ...heard });
  await estate.setPresence({ machineId: "mac_2", state: "offline", ...heard });
  const latest = [
    { machineId: "mac_1", atMs: 4_000, samples: packed(1, 4_000) },
    { machineId: "mac_3", atMs: 5_000, samples: packed(1, 5_000) },
  ];
  await unit.recordBatch(batch({ latest }));

  await alerts.save(alert({ id: "alr_2", object: "/home" }));
  await alerts.save(alert({ id: "alr_3", object: "/srv", state: "quiet" }));
  await alerts.save(alert({ id: "alr_4", object: "/tmp", state: "pending" }));
  await tickets.add(ticket(), []);
  const done = { object: "/home", state: "resolved", resolvedAtMs: 1 } as const;
  await tickets.add(ticket({ id: "tic_2", number: 2, ...done }), []);
  const other = { machineId: "mac_2" };
  await tickets.add(ticket({ id: "tic_3", number: 3, ...other }), []);
  await tickets.add(ticket({ id: "tic_4", number: 4, ...other, object: "/home" }), []);
}
