import type { Presence } from "@vigie/shared/machine.ts";
import { sql } from "kysely";
import { boundedLimit, type Database } from "./database.ts";
import type { Dependencies } from "./noise-port.ts";
import { changeRow, removeRow } from "./versioned-row.ts";

/** What machines are behind. The table itself holds one of two machines. */
export function createDependencies(db: Database): Dependencies {
  return { ...createChanging(db), ...createReading(db) };
}

function createChanging(db: Database): Pick<Dependencies, "add" | "change" | "remove"> {
  return {
    async add(row) {
      await db.insertInto("dependency").values(row).execute();
    },

    change: ({ id, version, behindId, actor }) =>
      changeRow(db, "dependency", { id, version, behindId, actor }),

    remove: (id, version) => removeRow(db, "dependency", { id, version }),
  };
}

function createReading(
  db: Database,
): Pick<Dependencies, "find" | "between" | "upstreams" | "list"> {
  return {
    find: (id) => named(db).where("dependency.id", "=", id).executeTakeFirst(),

    async between(machineId, behindId) {
      const row = await db
        .selectFrom("dependency")
        .select("id")
        .where("machineId", "=", machineId)
        .where("behindId", "=", behindId)
        .executeTakeFirst();
      return row !== undefined;
    },

    upstreams: (machineId) =>
      db
        .selectFrom("dependency")
        .innerJoin("machine", "machine.id", "dependency.behindId")
        .leftJoin("presence", "presence.machineId", "dependency.behindId")
        .select(["dependency.behindId as machineId", "presence.dueAtMs"])
        .select((row) => row.fn.coalesce("presence.state", WAITING).as("state"))
        .where("dependency.machineId", "=", machineId)
        .where("machine.retiredAtMs", "is", null)
        .orderBy("dependency.id")
        .execute(),

    list({ customerId, machineId, limit, afterId }) {
      let rows = named(db).orderBy("dependency.id").limit(boundedLimit(limit));
      if (customerId !== undefined) rows = rows.where("dependency.customerId", "=", customerId);
      if (machineId !== undefined) rows = rows.where("dependency.machineId", "=", machineId);
      if (afterId !== undefined) rows = rows.where("dependency.id", ">", afterId);
      return rows.execute();
    },
  };
}

/** A machine without a presence was never heard of. */
const WAITING = sql.lit<Presence>("waiting");

function named(db: Database) {
  return db
    .selectFrom("dependency")
    .innerJoin("machine", "machine.id", "dependency.machineId")
    .innerJoin("machine as behind", "behind.id", "dependency.behindId")
    .leftJoin("presence", "presence.machineId", "machine.id")
    .leftJoin("presence as behindPresence", "behindPresence.machineId", "behind.id")
    .selectAll("dependency")
    .select(["machine.name as machineName", "behind.name as behindName"])
    .select((row) => row.fn.coalesce("presence.state", WAITING).as("machinePresence"))
    .select((row) => row.fn.coalesce("behindPresence.state", WAITING).as("behindPresence"));
}
