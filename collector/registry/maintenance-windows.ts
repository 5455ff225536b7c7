import { type Selectable, sql } from "kysely";
import { boundedLimit, type Database, type Schema } from "./database.ts";
import type { Windows } from "./noise-port.ts";
import { prepared, type Slots } from "./prepared.ts";
import type { WindowListRow, WindowRow } from "./registry.ts";
import { changeRow, removeRow } from "./versioned-row.ts";

type Table = Schema["maintenanceWindow"];

/** Windows whose time has begun are few; this many of one customer are looked at. */
const BEGUN_MAX = 1_000;

/** Maintenance windows: each with the time that holds now or comes next. */
export function createWindows(db: Database): Windows {
  return { ...createBook(db), ...createTimes(db) };
}

/** As people keep them. */
function createBook(
  db: Database,
): Pick<Windows, "add" | "find" | "change" | "remove" | "count" | "list"> {
  return {
    async add(row) {
      await db.insertInto("maintenanceWindow").values(toTable(row)).execute();
    },

    async find(id) {
      const row = await named(db).where("maintenanceWindow.id", "=", id).executeTakeFirst();
      return row && toListRow(row);
    },

    change: (row) => changeRow(db, "maintenanceWindow", toTable(row)),

    remove: (id, version) => removeRow(db, "maintenanceWindow", { id, version }),

    async count(customerId) {
      const { count } = await db
        .selectFrom("maintenanceWindow")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("customerId", "=", customerId)
        .where("fromMs", "is not", null)
        .executeTakeFirstOrThrow();
      return count;
    },

    async list(query) {
      const rows = await listOf(db, query).execute();
      return rows.map(toListRow);
    },
  };
}

/** As alerts and the sweeper look at them. */
function createTimes(db: Database): Pick<Windows, "plan" | "begun" | "due"> {
  const all = db.selectFrom("maintenanceWindow").selectAll("maintenanceWindow");
  const begun = prepared(db, (at: Slots<{ customerId: string; nowMs: number }>) =>
    all
      .where("customerId", "=", at.customerId)
      .where("fromMs", "<=", at.nowMs)
      .orderBy("fromMs")
      .orderBy("id")
      .limit(sql.lit(BEGUN_MAX)),
  );

  return {
    async plan({ id, version, dueAtMs }, next) {
      const { numUpdatedRows } = await db
        .updateTable("maintenanceWindow")
        .set(next)
        .where("id", "=", id)
        .where("version", "=", version)
        .where("dueAtMs", "=", dueAtMs)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async begun(customerId, nowMs) {
      const { rows } = await begun({ customerId, nowMs });
      return rows.map(toRow);
    },

    async due(nowMs, limit) {
      const rows = await all
        .where("dueAtMs", "<=", nowMs)
        .orderBy("dueAtMs")
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(toRow);
    },
  };
}

function named(db: Database) {
  return db
    .selectFrom("maintenanceWindow")
    .innerJoin("customer", "customer.id", "maintenanceWindow.customerId")
    .selectAll("maintenanceWindow")
    .select("customer.name as customerName");
}

function listOf(
  db: Database,
  { customerId, state, nowMs, limit, afterId }: Parameters<Windows["list"]>[0],
) {
  let rows = named(db).orderBy("maintenanceWindow.id", "desc").limit(boundedLimit(limit));
  if (customerId !== undefined) rows = rows.where("maintenanceWindow.customerId", "=", customerId);
  if (afterId !== undefined) rows = rows.where("maintenanceWindow.id", "<", afterId);
  if (state === "planned") return rows.where("fromMs", ">", nowMs);
  if (state === "holding") return rows.where("fromMs", "<=", nowMs).where("dueAtMs", ">", nowMs);
  return state === "over" ? rows.where("fromMs", "is", null) : rows;
}

function toTable({ scope, except, ...row }: WindowRow): Table {
  return { ...row, scope: JSON.stringify(scope), excepted: JSON.stringify(except) };
}

function toRow({ scope, excepted, ...row }: Selectable<Table>): WindowRow {
  return { ...row, scope: JSON.parse(scope), except: JSON.parse(excepted) };
}

function toListRow({
  customerName,
  ...row
}: Selectable<Table> & { readonly customerName: string }): WindowListRow {
  return { ...toRow(row), customerName };
}
