import type { Selectable } from "kysely";
import { boundedLimit, type Database, type Schema } from "./database.ts";
import { folded } from "./folding.ts";
import { comesAfter } from "./name-order.ts";
import type { MacroRow, Macros } from "./registry.ts";
import { changeRow, removeRow } from "./versioned-row.ts";

/** Macros. The table itself holds one of a name. */
export function createMacros(db: Database): Macros {
  const all = db.selectFrom("macro").selectAll();

  return {
    async list({ limit, after }) {
      const rest = after === undefined ? all : all.where(comesAfter(after));
      const rows = await rest
        .orderBy("nameFolded")
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(toMacro);
    },

    async find(id) {
      const row = await all.where("id", "=", id).executeTakeFirst();
      return row && toMacro(row);
    },

    async named(name) {
      const row = await all.where("nameFolded", "=", folded(name)).executeTakeFirst();
      return row && toMacro(row);
    },

    async count() {
      const { count } = await db
        .selectFrom("macro")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      return count;
    },

    async add(row) {
      await db.insertInto("macro").values(toTable(row)).execute();
    },

    change: (row) => changeRow(db, "macro", toTable(row)),

    remove: (id, version) => removeRow(db, "macro", { id, version }),
  };
}

function toTable({ id, name, acts, version }: MacroRow): Schema["macro"] {
  return { id, name, nameFolded: folded(name), document: JSON.stringify(acts), version };
}

function toMacro({ id, name, document, version }: Selectable<Schema["macro"]>): MacroRow {
  return { id, name, acts: JSON.parse(document), version };
}
