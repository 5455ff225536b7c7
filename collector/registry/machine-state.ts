import type { Shape } from "../domain/samples.ts";
import { boundedLimit, customerOf, type Database } from "./database.ts";
import type { Estate } from "./registry.ts";

/** What is known of machines at the moment: presence, facts, probes, latest values and shapes. */
export function createMachineState(db: Database) {
  return {
    ...createPresences(db),
    ...createFacts(db),
    ...createProbeStates(db),
    ...createLatest(db),
  };
}

/** Ids of shapes in one statement; there is no limit on how many may be asked for. */
const SHAPES_AT_ONCE = 500;

function createPresences(db: Database): Pick<Estate, "setPresence" | "presences" | "duePresences"> {
  const presences = db
    .selectFrom("presence")
    .select(["machineId", "state", "sinceMs", "dueAtMs", "awaySinceMs", "cadenceSeconds"]);

  return {
    async setPresence({ machineId, ...state }) {
      await db
        .insertInto("presence")
        .values({ machineId, ...state, customerId: customerOf("machine", machineId) })
        .onConflict((conflict) => conflict.column("machineId").doUpdateSet(state))
        .execute();
    },

    async presences() {
      return presences.orderBy("machineId").execute();
    },

    async duePresences(nowMs, limit) {
      return presences
        .where("dueAtMs", "<=", nowMs)
        .orderBy("dueAtMs")
        .orderBy("machineId")
        .limit(boundedLimit(limit))
        .execute();
    },
  };
}

function createFacts(db: Database): Pick<Estate, "setFact" | "facts" | "factHashes"> {
  return {
    async setFact({ machineId, name, ...fact }) {
      await db
        .insertInto("fact")
        .values({ machineId, name, ...fact, customerId: customerOf("machine", machineId) })
        .onConflict((conflict) => conflict.columns(["machineId", "name"]).doUpdateSet(fact))
        .execute();
    },

    async facts(machineId) {
      return db
        .selectFrom("fact")
        .select(["machineId", "name", "hash", "document", "atMs"])
        .where("machineId", "=", machineId)
        .orderBy("name")
        .execute();
    },

    async factHashes() {
      return db
        .selectFrom("fact")
        .select(["machineId", "name", "hash"])
        .orderBy("machineId")
        .orderBy("name")
        .execute();
    },
  };
}

function createProbeStates(
  db: Database,
): Pick<Estate, "setProbeStates" | "probeStates" | "probeStatesOf"> {
  return {
    async setProbeStates({ machineId, document }) {
      await db
        .insertInto("probeState")
        .values({ machineId, document, customerId: customerOf("machine", machineId) })
        .onConflict((conflict) => conflict.column("machineId").doUpdateSet({ document }))
        .execute();
    },

    async probeStates() {
      return db
        .selectFrom("probeState")
        .select(["machineId", "document"])
        .orderBy("machineId")
        .execute();
    },

    async probeStatesOf(machineId) {
      return db
        .selectFrom("probeState")
        .select(["machineId", "document"])
        .where("machineId", "=", machineId)
        .executeTakeFirst();
    },
  };
}

function createLatest(
  db: Database,
): Pick<Estate, "latest" | "latestOf" | "shapes" | "lastShapeId"> {
  const latest = db.selectFrom("latest").select(["machineId", "atMs", "samples"]);
  const shapes = db.selectFrom("shape").select(["id", "machineId", "columns"]).orderBy("id");

  return {
    async latest() {
      return latest.orderBy("machineId").execute();
    },

    async latestOf(machineId) {
      return latest.where("machineId", "=", machineId).executeTakeFirst();
    },

    async shapes(ids) {
      if (ids === undefined) return (await shapes.execute()).map(toShape);
      const found: Shape[] = [];
      for (let from = 0; from < ids.length; from += SHAPES_AT_ONCE) {
        const some = ids.slice(from, from + SHAPES_AT_ONCE);
        const rows = await shapes.where("id", "in", some).execute();
        found.push(...rows.map(toShape));
      }
      return found;
    },

    async lastShapeId() {
      const { lastShapeId } = await db
        .selectFrom("installation")
        .select("lastShapeId")
        .executeTakeFirstOrThrow();
      const { highest } = await db
        .selectFrom("shape")
        .select(({ fn }) => fn.max("id").as("highest"))
        .executeTakeFirstOrThrow();
      return Math.max(lastShapeId, highest ?? 0);
    },
  };
}

function toShape({
  id,
  machineId,
  columns,
}: {
  id: number;
  machineId: string;
  columns: string;
}): Shape {
  return { id, machineId, columns: JSON.parse(columns) };
}
