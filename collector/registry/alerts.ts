import { sql } from "kysely";
import { boundedIds, boundedLimit, customerOf, type Database, isIn } from "./database.ts";
import type { AlertRow, Alerts } from "./registry.ts";

const COLUMNS = [
  "alert.id",
  "alert.machineId",
  "alert.customerId",
  "alert.ruleId",
  "alert.object",
  "alert.state",
  "alert.sinceMs",
  "alert.value",
  "alert.threshold",
  "alert.ticketId",
  "alert.noTicket",
] as const;

type ListQuery = Parameters<Alerts["list"]>[0];

/** A rule on a machine or one of its objects, over time: one row a key, a row a transition. */
export function createAlerts(db: Database): Alerts {
  return {
    async save(row) {
      const { id, machineId, customerId, ruleId, object, ...state } = row;
      await db
        .insertInto("alert")
        .values({ id, machineId, customerId, ruleId, object, ...state })
        .onConflict((conflict) =>
          conflict.columns(["machineId", "ruleId", "object"]).doUpdateSet(state),
        )
        .execute();
    },

    async addTransition({ from, to, ...row }) {
      const customerId = customerOf("alert", row.alertId);
      await db
        .insertInto("alertTransition")
        .values({ ...row, fromState: from, toState: to, customerId })
        .execute();
    },

    async move(alertId, machineId) {
      await db.updateTable("alert").set({ machineId }).where("id", "=", alertId).execute();
    },

    async active() {
      return db
        .selectFrom("alert")
        .select(COLUMNS)
        .where("state", "in", ACTIVE)
        .orderBy("id")
        .execute();
    },

    async find({ machineId, ruleId, object }) {
      return db
        .selectFrom("alert")
        .select(COLUMNS)
        .where("machineId", "=", machineId)
        .where("ruleId", "=", ruleId)
        .where("object", "=", object)
        .executeTakeFirst();
    },

    async list(query) {
      const rows = await listOf(db, query).execute();
      return rows.map((row) => ({ ...row, condition: JSON.parse(row.condition) }));
    },
  };
}

const ACTIVE = ["pending", "firing"] as const satisfies readonly AlertRow["state"][];

/** Newest first; alerts of one instant by id. Names are joined to the page only. */
function listOf(db: Database, query: ListQuery) {
  return db
    .selectFrom("alert")
    .innerJoin("machine", "machine.id", "alert.machineId")
    .innerJoin("rule", "rule.id", "alert.ruleId")
    .select(COLUMNS)
    .select(["machine.name as machineName", "rule.key as ruleKey"])
    .select(["rule.condition", "rule.severity"])
    .where("alert.id", "in", pageOf(db, query))
    .orderBy("alert.sinceMs", "desc")
    .orderBy("alert.id", "desc");
}

function pageOf(db: Database, { machineId, states, ids, limit, after }: ListQuery) {
  let page = db
    .selectFrom("alert")
    .select("id")
    .orderBy("sinceMs", "desc")
    .orderBy("id", "desc")
    .limit(boundedLimit(limit));
  if (machineId !== undefined) page = page.where("machineId", "=", machineId);
  if (states !== undefined) page = page.where(isIn("state", states));
  if (ids !== undefined) page = page.where(isIn("id", boundedIds(ids)));
  if (after !== undefined) {
    page = page.where(sql<boolean>`(since_ms, id) < (${after.sinceMs}, ${after.id})`);
  }
  return page;
}
