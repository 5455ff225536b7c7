import type { Selectable } from "kysely";
import { type Database, type Schema, toFlag } from "./database.ts";
import type { RuleRow, Rules } from "./registry.ts";

/** What is watched. People change rules, so that a change names the version it was made from. */
export function createRules(db: Database): Rules {
  return {
    async addMissing(rows) {
      for (const row of rows) {
        await db
          .insertInto("rule")
          .values(toTable(row))
          .onConflict((conflict) => conflict.column("key").doNothing())
          .execute();
      }
    },

    async all() {
      const rows = await db.selectFrom("rule").selectAll().orderBy("key").execute();
      return rows.map(toRule);
    },

    async find(id) {
      const row = await db.selectFrom("rule").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toRule(row);
    },

    async change(row) {
      const { id, version, ...rule } = toTable(row);
      const { numUpdatedRows } = await db
        .updateTable("rule")
        .set({ ...rule, version: version + 1 })
        .where("id", "=", id)
        .where("version", "=", version)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

function toTable(row: RuleRow): Schema["rule"] {
  return {
    ...row,
    enabled: toFlag(row.enabled),
    condition: JSON.stringify(row.condition),
    opensTicket: toFlag(row.opensTicket),
    resolvesTicket: toFlag(row.resolvesTicket),
  };
}

function toRule(row: Selectable<Schema["rule"]>): RuleRow {
  return {
    ...row,
    enabled: row.enabled === 1,
    condition: JSON.parse(row.condition),
    opensTicket: row.opensTicket === 1,
    resolvesTicket: row.resolvesTicket === 1,
  };
}
