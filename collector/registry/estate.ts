import { type Database, toFlag } from "./database.ts";
import { folded } from "./folding.ts";
import { createMachineList } from "./machine-list.ts";
import { createMachineState } from "./machine-state.ts";
import type { AgentBirth, Estate } from "./registry.ts";
import { removeSample } from "./sample-removal.ts";

/** Customers and what is theirs: sites, contacts, machines and agents. */
export function createEstate(db: Database): Estate {
  return {
    ...createPlaces(db),
    ...createMachines(db),
    ...createAgents(db),
    ...createMachineList(db),
    ...createMachineState(db),
    removeSample: () => removeSample(db),
  };
}

function createPlaces(
  db: Database,
): Pick<Estate, "addCustomer" | "addSite" | "addContact" | "customers" | "sites"> {
  return {
    async addCustomer(row) {
      await db
        .insertInto("customer")
        .values({ ...row, nameFolded: folded(row.name), sample: toFlag(row.sample) })
        .execute();
    },

    async addSite(row) {
      await db
        .insertInto("site")
        .values({ ...row, nameFolded: folded(row.name) })
        .execute();
    },

    async addContact(row) {
      await db.insertInto("contact").values(row).execute();
    },

    async customers() {
      const rows = await db
        .selectFrom("customer")
        .select(["id", "name", "language", "sample"])
        .orderBy("nameFolded")
        .orderBy("id")
        .execute();
      return rows.map((row) => ({ ...row, sample: row.sample === 1 }));
    },

    async sites() {
      return db
        .selectFrom("site")
        .select(["id", "customerId", "name", "timeZone", "holidaySet"])
        .orderBy("nameFolded")
        .orderBy("id")
        .execute();
    },
  };
}

function createMachines(
  db: Database,
): Pick<Estate, "addMachine" | "machines" | "setMachineName" | "setMachineClass" | "setClockSkew"> {
  return {
    async addMachine(row) {
      await db
        .insertInto("machine")
        .values({ ...row, nameFolded: folded(row.name), classChosen: toFlag(row.classChosen) })
        .execute();
    },

    async machines() {
      const rows = await db
        .selectFrom("machine")
        .leftJoin("site", "site.id", "machine.siteId")
        .select(["machine.id", "machine.customerId", "machine.siteId", "machine.name"])
        .select(["machine.class", "machine.classChosen", "site.timeZone"])
        .orderBy("machine.id")
        .execute();
      return rows.map((row) => ({ ...row, classChosen: row.classChosen === 1 }));
    },

    async setMachineName(machineId, name) {
      await db
        .updateTable("machine")
        .set({ name, nameFolded: folded(name) })
        .where("id", "=", machineId)
        .execute();
    },

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

function createAgents(db: Database): Pick<Estate, "addAgent" | "agents" | "agentOf" | "setBirth"> {
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
