import type { Selectable } from "kysely";
import { type Database, type Schema, toFlag } from "./database.ts";
import type { RuleRow, Rules } from "./registry.ts";
import { createRuleOverrides, removeOverridesOf } from "./rule-overrides.ts";
import { markRelabelled } from "./ticket-search.ts";
import { changeUnlessRemoved, markRemoved } from "./versioned-row.ts";

/**
 * What is watched. People change rules, so that a change names the version it was made from. A rule that
 * was removed keeps its row and its key: alerts and tickets of it stay.
 */
export function createRules(db: Database): Rules {
  return {
    async addMissing(rows) {
      for (const row of rows) {
        await db
          .insertInto("rule")
          .values({ ...toTable(row), removed: 0 })
          .onConflict((conflict) => conflict.column("key").doNothing())
          .execute();
      }
    },

    async all() {
      const kept = db.selectFrom("rule").selectAll().where("removed", "=", 0);
      return (await kept.orderBy("key").execute()).map(toRule);
    },

    async find(id) {
      const row = await db
        .selectFrom("rule")
        .selectAll()
        .where("id", "=", id)
        .where("removed", "=", 0)
        .executeTakeFirst();
      return row && toRule(row);
    },

    async hasKey(key) {
      const row = await db
        .selectFrom("rule")
        .select("id")
        .where("key", "=", key)
        .executeTakeFirst();
      return row !== undefined;
    },

    async change(row) {
      const rule = toTable(row);
      await markRelabelled(db, rule);
      return changeUnlessRemoved(db, "rule", rule);
    },

    async remove({ id, version }) {
      await removeOverridesOf(db, id);
      return markRemoved(db, "rule", { id, version });
    },

    ...createRuleOverrides(db),
  };
}

function toTable({ words, ...row }: RuleRow): Omit<Schema["rule"], "removed"> {
  return {
    ...row,
    enabled: toFlag(row.enabled),
    condition: JSON.stringify(row.condition),
    opensTicket: toFlag(row.opensTicket),
    resolvesTicket: toFlag(row.resolvesTicket),
    words: words === undefined ? null : JSON.stringify(words),
  };
}

function toRule({ words, removed: _removed, ...row }: Selectable<Schema["rule"]>): RuleRow {
  return {
    ...row,
    enabled: row.enabled === 1,
    condition: JSON.parse(row.condition),
    opensTicket: row.opensTicket === 1,
    resolvesTicket: row.resolvesTicket === 1,
    ...(words !== null && { words: JSON.parse(words) }),
  };
}
