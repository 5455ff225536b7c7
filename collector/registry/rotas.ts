import type { Selectable } from "kysely";
import { boundedLimit, type Database, type Schema, toFlag } from "./database.ts";
import type { OnCall, RotaRow } from "./registry.ts";
import { changeRow, removeRow } from "./versioned-row.ts";

type Rotas = Pick<
  OnCall,
  | "addRota"
  | "findRota"
  | "rotas"
  | "changeRota"
  | "removeRota"
  | "dueHandovers"
  | "planHandover"
  | "setCalendarKey"
  | "calendarKey"
  | "removeCalendarKey"
>;

/** Rotas with their turns and stand-ins, and the keys by which calendars read them. */
export function createRotas(db: Database): Rotas {
  return { ...createReading(db), ...createWriting(db), ...createKeys(db) };
}

function createReading(db: Database): Pick<Rotas, "findRota" | "rotas" | "dueHandovers"> {
  const all = () => db.selectFrom("rota").selectAll();
  return {
    async findRota(id) {
      const row = await all().where("id", "=", id).executeTakeFirst();
      return row && toRota(row);
    },

    async rotas() {
      return (await all().orderBy("name").orderBy("id").execute()).map(toRota);
    },

    async dueHandovers(nowMs, limit) {
      const rows = await all()
        .where("nextHandoverMs", "<=", nowMs)
        .where("nextHandoverMs", "is not", null)
        .orderBy("nextHandoverMs")
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(toRota);
    },
  };
}

function createWriting(
  db: Database,
): Pick<Rotas, "addRota" | "changeRota" | "removeRota" | "planHandover"> {
  return {
    async addRota(row) {
      await db.insertInto("rota").values(toTable(row)).execute();
    },

    changeRota: (row) => changeRow(db, "rota", toTable(row)),

    async removeRota(id, version) {
      if (!(await removeRow(db, "rota", { id, version }))) return false;
      await db.deleteFrom("calendarKey").where("ownerId", "=", id).execute();
      return true;
    },

    async planHandover({ id, nextHandoverMs }, next) {
      const { numUpdatedRows } = await db
        .updateTable("rota")
        .set({ nextHandoverMs: next.nextHandoverMs, toldId: next.toldId })
        .where("id", "=", id)
        .where("nextHandoverMs", nextHandoverMs === null ? "is" : "=", nextHandoverMs)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

function createKeys(
  db: Database,
): Pick<Rotas, "setCalendarKey" | "calendarKey" | "removeCalendarKey"> {
  return {
    async setCalendarKey(row) {
      const { ownerId: _ownerId, ...key } = row;
      await db
        .insertInto("calendarKey")
        .values(row)
        .onConflict((conflict) => conflict.column("ownerId").doUpdateSet(key))
        .execute();
    },

    async calendarKey(ownerId) {
      return db
        .selectFrom("calendarKey")
        .selectAll()
        .where("ownerId", "=", ownerId)
        .executeTakeFirst();
    },

    async removeCalendarKey(ownerId) {
      await db.deleteFrom("calendarKey").where("ownerId", "=", ownerId).execute();
    },
  };
}

function toTable({ active, plans, overrides, ...row }: RotaRow): Schema["rota"] {
  return {
    ...row,
    active: toFlag(active),
    plans: JSON.stringify(plans),
    overrides: JSON.stringify(overrides),
  };
}

function toRota({ active, plans, overrides, ...row }: Selectable<Schema["rota"]>): RotaRow {
  return {
    ...row,
    active: active === 1,
    plans: JSON.parse(plans),
    overrides: JSON.parse(overrides),
  };
}
