import type { Selectable } from "kysely";
import { type Database, type Schema, toFlag } from "./database.ts";
import { changeUnlessRemoved, markRemoved } from "./versioned-row.ts";

/**
 * Rows of which some come with Vigie, found again by their key, and people write others. One that was removed
 * stays as a row, so that no start brings it back. What only the domain reads of them is one document.
 */

type PresetTable = "noticeRule" | "escalationPolicy";

type Preset = {
  readonly id: string;
  /** Of one that came with Vigie. */
  readonly key: string | null;
  readonly name: string | null;
  readonly enabled: boolean;
  readonly version: number;
};

export type PresetRows<Row> = {
  /** Adds those whose key was never there. */
  readonly addMissing: (rows: readonly Row[]) => Promise<void>;
  readonly add: (row: Row) => Promise<void>;
  /** The oldest first. */
  readonly all: () => Promise<Row[]>;
  readonly find: (id: string) => Promise<Row | undefined>;
  /** What came with Vigie keeps its key. */
  readonly change: (row: Row) => Promise<boolean>;
  readonly remove: (id: string, version: number) => Promise<boolean>;
};

export function createPresetRows<Row extends Preset>(
  db: Database,
  table: PresetTable,
): PresetRows<Row> {
  const there = () => db.selectFrom(table).selectAll().where("removed", "=", 0);

  return {
    async addMissing(rows) {
      for (const row of rows) {
        await db
          .insertInto(table)
          .values(toTable(row))
          .onConflict((conflict) => conflict.column("key").doNothing())
          .execute();
      }
    },

    async add(row) {
      await db.insertInto(table).values(toTable(row)).execute();
    },

    async all() {
      const rows = await there().orderBy("id").execute();
      return rows.map((row) => toRow<Row>(row));
    },

    async find(id) {
      const row = await there().where("id", "=", id).executeTakeFirst();
      return row && toRow<Row>(row);
    },

    change(row) {
      const { key: _key, removed: _removed, ...columns } = toTable(row);
      return changeUnlessRemoved(db, table, columns);
    },

    remove: (id, version) => markRemoved(db, table, { id, version }),
  };
}

type Columns = Schema[PresetTable];

function toTable({ id, key, name, enabled, version, ...document }: Preset): Columns {
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

function toRow<Row extends Preset>({
  enabled,
  removed: _removed,
  document,
  ...row
}: Selectable<Columns>): Row {
  return { ...row, ...JSON.parse(document), enabled: enabled === 1 };
}
