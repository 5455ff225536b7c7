import { describe, expect, test } from "vitest";
import type {
  ContactRow,
  EquipmentRow,
  EstateQuery,
  SiteRow,
} from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addOffice, customer, machine } from "./rows.ts";

const owned = { customerId: "cus_1", reference: null, version: 1 } as const;

const site = (change: Partial<SiteRow> = {}): SiteRow => ({
  ...owned,
  id: "sit_2",
  name: "Dépôt",
  address: {
    lines: ["1, rue des Fours", "Bât. B"],
    postalCode: "75012",
    city: "Paris",
    country: "FR",
  },
  position: { latitude: 48.84, longitude: -2.35 },
  timeZone: "Europe/Paris",
  holidaySet: "FR-ALSACE-MOSELLE",
  ...change,
});

const contact = (change: Partial<ContactRow> = {}): ContactRow => ({
  ...owned,
  id: "ctc_1",
  name: "Léa Dupré",
  siteId: "sit_1",
  email: "lea@example.fr",
  phone: "+33 1 02 03 04 05",
  role: "Gérante",
  language: "fr",
  notices: "own",
  ...change,
});

const equipment = (change: Partial<EquipmentRow> = {}): EquipmentRow => ({
  ...owned,
  id: "eqp_1",
  name: "Imprimante",
  siteId: "sit_1",
  kind: "printer",
  manufacturer: "Ricoh",
  model: "IM C3000",
  serial: "SN-1",
  warrantyEndsOn: "2027-02-28",
  location: "accueil",
  tags: ["couleur", "🖨️ étage"],
  retiredAtMs: null,
  ...change,
});

describe.for(ENGINES)("estate book: %s", ([, engine]) => {
  const registry = useRegistry(engine, addOffice);
  const byName = { sort: "name", limit: 100 } as const satisfies EstateQuery;

  test("rows come back whole as they were saved, new ones and changed ones at once", async () => {
    const changed = customer({
      name: "Émile et fils",
      kind: "public",
      reference: "411",
      version: 2,
    });
    const added = customer({ id: "cus_2", name: "Zinc", language: "en", sample: true });
    const bare = site({
      id: "sit_3",
      name: "Annexe",
      address: null,
      position: null,
      holidaySet: null,
    });
    await registry.commit(async ({ estate }) => {
      expect(await estate.saveCustomers([changed, added])).toBe(true);
      expect(await estate.saveSites([site(), bare])).toBe(true);
      expect(await estate.saveContacts([contact(), contact({ id: "ctc_2", email: null })])).toBe(
        true,
      );
      expect(await estate.saveEquipment([equipment()])).toBe(true);
    });
    const { estate } = registry.read;
    expect(await estate.customerList(byName)).toEqual([changed, added]);
    expect((await estate.siteList(byName)).slice(0, 1)).toEqual([bare]);
    expect(await estate.siteList({ ...byName, ids: ["sit_2"] })).toEqual([site()]);
    expect(await estate.contactList(byName)).toEqual([
      contact(),
      contact({ id: "ctc_2", email: null }),
    ]);
    expect(await estate.equipmentList(byName)).toEqual([equipment()]);
  });

  test("a machine changes with its tags, and keeps what no person says of it", async () => {
    const after = machine({
      name: "Serveur",
      reference: "INV-1",
      class: "server",
      classChosen: true,
      tags: ["b", "critique", "é"],
      retiredAtMs: 1_767_225_600_000,
      version: 2,
    });
    await registry.commit(async ({ estate }) => {
      await estate.setClockSkew("mac_1", 9_000);
      expect(await estate.saveMachines([{ ...after, tags: ["old"] }])).toBe(true);
      expect(await estate.saveMachines([{ ...after, version: 3 }])).toBe(true);
    });
    expect(await registry.read.estate.machineRows(byName)).toEqual([{ ...after, version: 3 }]);
    expect(await registry.read.estate.machines()).toMatchObject([{ tags: after.tags }]);
    const query = { sort: "name", descending: false, limit: 5, withRetired: true } as const;
    expect(await registry.read.estate.machineList(query)).toMatchObject([
      { name: "Serveur", tags: after.tags, clockSkewMs: 9_000, retiredAtMs: after.retiredAtMs },
    ]);
  });

  test("a retired machine is listed only where it is asked for", async () => {
    await registry.commit(({ estate }) =>
      estate.saveMachines([machine({ retiredAtMs: 5, version: 2 })]),
    );
    const ids = async (withRetired?: boolean) => {
      const query = { sort: "name", descending: false, limit: 5 } as const;
      const rows = await registry.read.estate.machineList({
        ...query,
        ...(withRetired !== undefined && { withRetired }),
      });
      return rows.map(({ id }) => id);
    };
    expect(await ids()).toEqual([]);
    expect(await ids(false)).toEqual([]);
    expect(await ids(true)).toEqual(["mac_1"]);
  });

  test.for([
    ["a version that somebody else has made meanwhile", machine({ name: "Late" })],
    ["a version that skips one", machine({ name: "Hasty", version: 3 })],
    ["a row that is gone", machine({ id: "mac_9", name: "Ghost", version: 2 })],
  ] as const)("%s is not saved", async ([, row]) => {
    const saved = registry.commit(async ({ estate }) => {
      if (!(await estate.saveMachines([row]))) throw new Error("not saved");
    });
    await expect(saved).rejects.toThrow("not saved");
    expect(await registry.read.estate.machineRows(byName)).toEqual([machine()]);
  });

  test("one row that is too late undoes those that were saved with it", async () => {
    const rows = [customer({ name: "First", version: 2 }), customer({ id: "cus_9", version: 2 })];
    const saved = registry.commit(async ({ estate }) => {
      if (!(await estate.saveCustomers(rows))) throw new Error("not saved");
    });
    await expect(saved).rejects.toThrow("not saved");
    expect(await registry.read.estate.customers()).toEqual([customer()]);
  });

  test("thousands of rows are saved at once, new ones and changed ones", async () => {
    const rows = Array.from({ length: 3_000 }, (_, place) =>
      equipment({ id: `eqp_${String(place).padStart(4, "0")}`, tags: ["a", "b"] }),
    );
    const changed = rows.map((row) => ({ ...row, version: 2, name: "Moved", tags: ["c"] }));
    await registry.commit(async ({ estate }) => {
      expect(await estate.saveEquipment(rows)).toBe(true);
      expect(await estate.saveEquipment(changed)).toBe(true);
    });
    const end = { sort: "id", limit: 10, after: { key: "", id: "eqp_2997" } } as const;
    expect(await registry.read.estate.equipmentList(end)).toEqual(changed.slice(2_998));
    const last = changed.map((row, place) => ({ ...row, version: place === 2_999 ? 9 : 3 }));
    const late = registry.commit(async ({ estate }) => {
      if (!(await estate.saveEquipment(last))) throw new Error("not saved");
    });
    await expect(late).rejects.toThrow("not saved");
    expect(await registry.read.estate.equipmentList(end)).toEqual(changed.slice(2_998));
  });

  test.for([
    [
      "of two customers",
      [customer({ id: "cus_2", reference: "411" }), customer({ id: "cus_3", reference: "411" })],
      [],
    ],
    [
      "of two sites of one customer",
      [],
      [site({ reference: "S1" }), site({ id: "sit_3", reference: "S1" })],
    ],
    ["of a site of nobody", [], [site({ customerId: "cus_9" })]],
  ] as const)("a reference %s is refused", async ([, customers, sites]) => {
    const saved = registry.commit(async ({ estate }) => {
      await estate.saveCustomers(customers);
      await estate.saveSites(sites);
    });
    await expect(saved).rejects.toThrow();
    expect(await registry.read.estate.customers()).toEqual([customer()]);
  });

  test("two customers may use one reference for their own sites, and none is no reference", async () => {
    await registry.commit(async ({ estate }) => {
      await estate.saveCustomers([customer({ id: "cus_2" })]);
      const rows = [
        site({ reference: "S1" }),
        site({ id: "sit_3", customerId: "cus_2", reference: "S1" }),
        site({ id: "sit_4" }),
      ];
      expect(await estate.saveSites(rows)).toBe(true);
    });
    const { estate } = registry.read;
    const named = await estate.siteList({ ...byName, reference: "S1", customerId: "cus_2" });
    expect(named.map(({ id }) => id)).toEqual(["sit_3"]);
    expect(await estate.siteList({ ...byName, reference: "S2" })).toEqual([]);
  });

  test.for([
    [{}, ["ctc_2", "ctc_3", "ctc_1"], "é sorts as e, equal names by id"],
    [{ search: "ELEONORE" }, ["ctc_2", "ctc_3"], "any case, any accents"],
    [{ search: "%" }, [], "a per cent sign is itself"],
    [{ search: "" }, ["ctc_2", "ctc_3", "ctc_1"], "nothing looked for is everybody"],
    [{ customerId: "cus_2" }, [], "another customer's"],
    [{ ids: [] }, [], "no ids are nobody"],
    [{ limit: 1 }, ["ctc_2"], "a page"],
    [{ after: { key: "Éléonore", id: "ctc_2" } }, ["ctc_3", "ctc_1"], "within one name"],
    [{ after: { key: "Zoé", id: "ctc_1" } }, [], "after the last"],
    [{ sort: "id" }, ["ctc_1", "ctc_2", "ctc_3"], "through all of them"],
    [{ sort: "id", after: { key: "ctc_1", id: "ctc_1" } }, ["ctc_2", "ctc_3"], "after one"],
  ] as const)("contacts narrowed by %j", async ([query, wanted]) => {
    const rows = [
      contact({ id: "ctc_1", name: "Zoé" }),
      contact({ id: "ctc_2", name: "Éléonore" }),
      contact({ id: "ctc_3", name: "eleonore" }),
    ];
    await registry.commit(({ estate }) => estate.saveContacts(rows));
    const found = await registry.read.estate.contactList({ ...byName, ...query });
    expect(found.map(({ id }) => id)).toEqual(wanted);
  });

  test("a contact is removed once, by its version", async () => {
    const removed = (version: number) =>
      registry.commit(({ estate }) => estate.removeContact("ctc_1", version));
    await registry.commit(({ estate }) => estate.saveContacts([contact()]));
    expect(await removed(2)).toBe(false);
    expect(await removed(1)).toBe(true);
    expect(await removed(1)).toBe(false);
    expect(await registry.read.estate.contactList(byName)).toEqual([]);
  });

  test("200 rows are saved at once", async () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      equipment({ id: `eqp_${index}`, tags: [`a${index}`, "b", "c"] }),
    );
    await registry.commit(({ estate }) => estate.saveEquipment(many));
    const found = await registry.read.estate.equipmentList({ ...byName, limit: 1_000 });
    expect(found).toHaveLength(200);
    expect(found.every(({ tags }) => tags.length === 3)).toBe(true);
  });

  test("the agents of a machine go to another one, which then has the newest of them", async () => {
    await registry.commit(async ({ estate }) => {
      await estate.addMachine(machine({ id: "mac_2" }));
      const agent = { machineId: "mac_2", customerId: "cus_1", secretHash: "11" };
      await estate.addAgent({ ...agent, id: "agt_2" });
      await estate.moveAgents("mac_2", "mac_1");
    });
    expect(await registry.read.estate.agentOf("mac_1")).toMatchObject({ id: "agt_2" });
    expect(await registry.read.estate.agentOf("mac_2")).toBeUndefined();
  });

  test("whether there is a sample", async () => {
    expect(await registry.read.estate.hasSample()).toBe(false);
    await registry.commit(({ estate }) =>
      estate.addCustomer(customer({ id: "cus_2", sample: true })),
    );
    expect(await registry.read.estate.hasSample()).toBe(true);
  });
});
