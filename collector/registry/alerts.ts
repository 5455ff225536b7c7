import { sql } from "kysely";
import {
  boundedIds,
  boundedLimit,
  customerOf,
  type Database,
  isIn,
  type Schema,
} from "./database.ts";
import { changed, prepared, type Slots } from "./prepared.ts";
import type { AlertRow, Alerts, AlertTransitionRow } from "./registry.ts";

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
  "alert.flapping",
  "alert.forecast",
  "alert.ticketId",
  "alert.noTicket",
  "alert.holdById",
  "alert.holdUntilMs",
  "alert.acknowledged",
] as const;

type ListQuery = Parameters<Alerts["list"]>[0];

/** A rule on a machine or one of its objects, over time: one row a key, a row a transition. */
export function createAlerts(db: Database): Alerts {
  return { ...createWriting(db), ...createDue(db), ...createReading(db) };
}

function createWriting(
  db: Database,
): Pick<Alerts, "save" | "addTransition" | "move" | "holdUntil"> {
  const upsert = prepared(db, (at: Slots<Schema["alert"]>) => {
    const { id: _id, machineId: _machine, customerId: _customer, ruleId: _rule, ...rest } = at;
    const { object: _object, ...state } = rest;
    return db
      .insertInto("alert")
      .values(at)
      .onConflict((conflict) =>
        conflict.columns(["machineId", "ruleId", "object"]).doUpdateSet(state),
      );
  });
  const update = prepared<Changing, unknown>(db, ({ id, ...state }) =>
    db.updateTable("alert").set(state).where("id", "=", id),
  );
  const insertTransition = prepared(db, ({ from, to, ...row }: Slots<AlertTransitionRow>) =>
    db.insertInto("alertTransition").values({
      ...row,
      fromState: from,
      toState: to,
      customerId: customerOf("alert", row.alertId),
    }),
  );

  return {
    async save(row, before) {
      const columns = toTable(row);
      if (before === undefined) return void (await upsert(columns));
      const state = changed(columns, toTable(before));
      if (Object.keys(state).length === 0) return;
      const { numAffectedRows } = await update({ ...state, id: row.id });
      if (numAffectedRows !== 1n) await upsert(columns);
    },

    addTransition: async (row) => void (await insertTransition(row)),

    async move(alertId, machineId) {
      await db.updateTable("alert").set({ machineId }).where("id", "=", alertId).execute();
    },

    async holdUntil(byId, holdUntilMs) {
      await db
        .updateTable("alert")
        .set({ holdUntilMs })
        .where("holdById", "=", byId)
        .where((eb) => eb.or([eb("holdUntilMs", "is", null), eb("holdUntilMs", ">", holdUntilMs)]))
        .execute();
    },
  };
}

type Changing = Partial<Schema["alert"]> & Pick<AlertRow, "id">;

/** What the sweeper asks for. */
function createDue(db: Database): Pick<Alerts, "calm" | "heldUntil"> {
  return {
    async calm(nowMs, limit) {
      const rows = await db
        .selectFrom("alert")
        .select(COLUMNS)
        .where("calmAtMs", "<=", nowMs)
        .orderBy("calmAtMs")
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(toAlert);
    },

    async heldUntil(nowMs, limit) {
      const rows = await db
        .selectFrom("alert")
        .select(COLUMNS)
        .where("holdUntilMs", "<=", nowMs)
        .orderBy("holdUntilMs")
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(toAlert);
    },
  };
}

function createReading(db: Database): Pick<Alerts, "active" | "find" | "named" | "list"> {
  const ofKey = prepared(db, ({ machineId, ruleId, object }: Slots<AlertKey>) =>
    db
      .selectFrom("alert")
      .select(COLUMNS)
      .where("machineId", "=", machineId)
      .where("ruleId", "=", ruleId)
      .where("object", "=", object),
  );

  return {
    async active() {
      const active = db.selectFrom("alert").select(COLUMNS).where("state", "in", ACTIVE);
      return (await active.orderBy("id").execute()).map(toAlert);
    },

    async find({ machineId, ruleId, object }) {
      const [row] = (await ofKey({ machineId, ruleId, object })).rows;
      return row && toAlert(row);
    },

    async named(id) {
      const row = await db
        .selectFrom("alert")
        .select(COLUMNS)
        .where("id", "=", id)
        .executeTakeFirst();
      return row && toAlert(row);
    },

    async list(query) {
      const rows = await listOf(db, query).execute();
      return rows.map((row) => ({
        ...toAlert(row),
        condition: JSON.parse(row.condition),
        ruleWords: row.ruleWords === null ? null : JSON.parse(row.ruleWords),
      }));
    },
  };
}

type AlertKey = Pick<AlertRow, "machineId" | "ruleId" | "object">;

function toTable({ flapping, forecast, hold, acknowledged, ...row }: AlertRow): Schema["alert"] {
  return {
    ...row,
    flapping: flapping && JSON.stringify(flapping),
    calmAtMs: flapping?.calmAtMs ?? null,
    forecast: forecast && JSON.stringify(forecast),
    holdById: hold?.byId ?? null,
    holdUntilMs: hold?.untilMs ?? null,
    acknowledged: acknowledged && JSON.stringify(acknowledged),
  };
}

type Kept = Pick<
  Schema["alert"],
  "flapping" | "forecast" | "holdById" | "holdUntilMs" | "acknowledged"
>;

function toAlert<Row extends Kept>({
  flapping,
  forecast,
  holdById: byId,
  holdUntilMs: untilMs,
  acknowledged,
  ...row
}: Row) {
  return {
    ...row,
    hold: byId === null && untilMs === null ? null : { byId, untilMs },
    acknowledged: acknowledged === null ? null : JSON.parse(acknowledged),
    flapping: flapping === null ? null : JSON.parse(flapping),
    forecast: forecast === null ? null : JSON.parse(forecast),
  };
}

const ACTIVE = ["pending", "firing"] as const satisfies readonly AlertRow["state"][];

/** Newest first; alerts of one instant by id. Names are joined to the page only. */
function listOf(db: Database, query: ListQuery) {
  return db
    .selectFrom("alert")
    .innerJoin("machine", "machine.id", "alert.machineId")
    .innerJoin("rule", "rule.id", "alert.ruleId")
    .leftJoin("maintenanceWindow", "maintenanceWindow.id", "alert.holdById")
    .leftJoin("outage", "outage.id", "alert.holdById")
    .leftJoin("site", "site.id", "outage.siteId")
    .leftJoin("machine as holder", "holder.id", "alert.holdById")
    .select(COLUMNS)
    .select(["machine.name as machineName", "rule.key as ruleKey"])
    .select((row) =>
      row.fn.coalesce("maintenanceWindow.reason", "site.name", "holder.name").as("holdName"),
    )
    .select(["rule.words as ruleWords", "rule.condition", "rule.severity"])
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
