import { sql } from "kysely";
import { type Database, toFlag } from "./database.ts";
import { createEstateLists, tagsOf, toCustomer, toMachine, toSite } from "./estate-list.ts";
import {
  createEstateSavings,
  toContactTable,
  toCustomerTable,
  toSiteTable,
} from "./estate-saving.ts";
import { folded } from "./folding.ts";
import { createMachineList } from "./machine-list.ts";
import { createMachineState } from "./machine-state.ts";
import type { AgentBirth, Estate } from "./registry.ts";
import { removeSample } from "./sample-removal.ts";

/** Customers and what is theirs: sites, contacts, machines and agents. */
export function createEstate(db: Database): Estate {
  return {
    ...createPlaces(db),
    ...createPlaceLists(db),
    ...createMachines(db),
    ...createMachineSettings(db),
    ...createAgents(db),
    ...createEstateLists(db),
    ...createEstateSavings(db),
    ...createMachineList(db),
    ...createMachineState(db),
    removeSample: () => removeSample(db),
  };
}

function createPlaces(db: Database): Pick<Estate, "addCustomer" | "addSite" | "addContact"> {
  return {
    async addCustomer(row) {
      const customer = { kind: "business", reference: null, version: 1, ...row } as const;
      await db.insertInto("customer").values(toCustomerTable(customer)).execute();
    },

    async addSite(row) {
      const site = { reference: null, address: null, position: null, version: 1, ...row };
      await db.insertInto("site").values(toSiteTable(site)).execute();
    },

    async addContact(row) {
      const unknown = { reference: null, siteId: null, email: null, phone: null, role: null };
      const contact = { ...unknown, language: null, notices: "own", version: 1, ...row } as const;
      await db.insertInto("contact").values(toContactTable(contact)).execute();
    },
  };
}

function createPlaceLists(db: Database): Pick<Estate, "customers" | "hasSample" | "sites"> {
  return {
    async customers() {
      const rows = await db
        .selectFrom("customer")
        .selectAll()
        .orderBy("nameFolded")
        .orderBy("id")
        .execute();
      return rows.map(toCustomer);
    },

    async hasSample() {
      const row = await db
        .selectFrom("customer")
        .select("id")
        .where("sample", "=", 1)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    async sites() {
      const rows = await db
        .selectFrom("site")
        .selectAll()
        .orderBy("nameFolded")
        .orderBy("id")
        .execute();
      return rows.map(toSite);
    },
  };
}

function createMachines(db: Database): Pick<Estate, "addMachine" | "machines"> {
  return {
    async addMachine({ tags = [], ...row }) {
      const begun = { reference: null, retiredAtMs: null, mergedInto: null, version: 1 };
      const names = { nameFolded: folded(row.name), classChosen: toFlag(row.classChosen) };
      await db
        .insertInto("machine")
        .values({ ...begun, ...row, ...names })
        .execute();
      const { id: machineId, customerId } = row;
      const tagged = tags.map((tag) => ({ machineId, customerId, tag }));
      if (tagged.length > 0) await db.insertInto("machineTag").values(tagged).execute();
    },

    async machines() {
      const rows = await db
        .selectFrom("machine")
        .leftJoin("site", "site.id", "machine.siteId")
        .selectAll("machine")
        .select("site.timeZone")
        .orderBy("machine.id")
        .execute();
      const tags = await tagsOf(db, "machine", sql`1 = 1`);
      return rows.map(({ timeZone, ...row }) => ({
        ...toMachine(row, tags.get(row.id)),
        timeZone,
      }));
    },
  };
}

function createMachineSettings(db: Database): Pick<Estate, "setMachineClass" | "setClockSkew"> {
  return {
    async setMachineClass(machineId, machineClass) {
      await db
        .updateTable("machine")
        .set({ class: machineClass })
        .where("id", "=", machineId)
        .execute();
    },

    async setClockSkew(machineId, skewMs) {
      await db
        .updateTable("machine")
        .set({ clockSkewMs: skewMs })
        .where("id", "=", machineId)
        .execute();
    },
  };
}

function createAgents(
  db: Database,
): Pick<Estate, "addAgent" | "agents" | "moveAgents" | "agentOf" | "setBirth"> {
  return {
    async addAgent(row) {
      await db.insertInto("agent").values(row).execute();
    },

    async agents() {
      return db
        .selectFrom("agent")
        .select(["id", "machineId", "customerId", "secretHash"])
        .orderBy("id")
        .execute();
    },

    async moveAgents(fromMachineId, toMachineId) {
      await db
        .updateTable("agent")
        .set({ machineId: toMachineId })
        .where("machineId", "=", fromMachineId)
        .execute();
    },

    // Ids grow with time: a machine whose agent was replaced has the newest.
    async agentOf(machineId) {
      const row = await db
        .selectFrom("agent")
        .select(["id", "machineId", "customerId", "secretHash", "birth"])
        .where("machineId", "=", machineId)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && { ...row, birth: toBirth(row.birth) };
    },

    async setBirth(agentId, birth) {
      await db
        .updateTable("agent")
        .set({ birth: JSON.stringify(birth) })
        .where("id", "=", agentId)
        .execute();
    },
  };
}

function toBirth(json: string | null): AgentBirth | null {
  return json === null ? null : JSON.parse(json);
}
