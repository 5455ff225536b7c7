import type { Selectable } from "kysely";
import { type Database, type Schema, toFlag } from "./database.ts";
import type { NoticeRuleRow, Notices } from "./registry.ts";

/** Who gets what. A rule that came with Vigie and was removed stays as a row, so that no start brings it back. */
export function createNoticeRules(
  db: Database,
): Pick<
  Notices,
  "addMissingRules" | "addRule" | "rules" | "findRule" | "changeRule" | "removeRule"
> {
  const there = () => db.selectFrom("noticeRule").selectAll().where("removed", "=", 0);

  return {
    async addMissingRules(rows) {
      for (const row of rows) {
        await db
          .insertInto("noticeRule")
          .values(toTable(row))
          .onConflict((conflict) => conflict.column("key").doNothing())
          .execute();
      }
    },

    async addRule(row) {
      await db.insertInto("noticeRule").values(toTable(row)).execute();
    },

    async rules() {
      const rows = await there().orderBy("id").execute();
      return rows.map(toRule);
    },

    async findRule(id) {
      const row = await there().where("id", "=", id).executeTakeFirst();
      return row && toRule(row);
    },

    async changeRule(row) {
      const { id, key: _key, removed: _removed, version, ...rule } = toTable(row);
      const { numUpdatedRows } = await db
        .updateTable("noticeRule")
        .set({ ...rule, version: version + 1 })
        .where("id", "=", id)
        .where("version", "=", version)
        .where("removed", "=", 0)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    removeRule: (id, version) => removeRule(db, { id, version }),
  };
}

async function removeRule(
  db: Database,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("noticeRule")
    .set({ removed: 1, enabled: 0, version: version + 1 })
    .where("id", "=", id)
    .where("version", "=", version)
    .where("removed", "=", 0)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function toTable({
  id,
  key,
  name,
  enabled,
  version,
  ...document
}: NoticeRuleRow): Schema["noticeRule"] {
  return {
    id,
    key,
    name,
    enabled: toFlag(enabled),
    removed: 0,
    document: JSON.stringify(document),
    version,
  };
}

function toRule({
  enabled,
  removed: _removed,
  document,
  ...row
}: Selectable<Schema["noticeRule"]>): NoticeRuleRow {
  return { ...row, ...JSON.parse(document), enabled: enabled === 1 };
}
