import type { Updateable } from "kysely";
import type { Database, Schema } from "./database.ts";

/**
 * Rows that people change, each by compare-and-set: a change and a removal name the version that they were
 * made from. `false` = the row is gone, or somebody else changed it meanwhile.
 */

type Version = { readonly id: string; readonly version: number };

/** Tables whose rows are named by `id` and have a version. */
type VersionedTable = TablesLike<Version>;

/** Those whose rows stay where they were removed: something names them, or no start may bring them back. */
type RemovalKeepingTable = TablesLike<
  Version & Pick<Schema["rule"], "enabled"> & { readonly removed: Schema["rule"]["removed"] }
>;

type TablesLike<Row> = {
  [Table in keyof Schema]: Schema[Table] extends Row ? Table : never;
}[keyof Schema];

/** Some columns of a row, and which version of it they were made from. */
type Changing<Table extends VersionedTable> = Version & Updateable<Schema[Table]>;

/** Sets the columns that are given. The version is kept + 1. */
export async function changeRow<Table extends VersionedTable>(
  db: Database,
  table: Table,
  row: Changing<Table>,
): Promise<boolean> {
  const { numUpdatedRows } = await changing(db, table, row).executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function removeRow(
  db: Database,
  table: VersionedTable,
  { id, version }: Version,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom(table)
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** As `changeRow`, of a row that was not removed. */
export async function changeUnlessRemoved<Table extends RemovalKeepingTable>(
  db: Database,
  table: Table,
  row: Changing<Table>,
): Promise<boolean> {
  const { numUpdatedRows } = await changing(db, table, row)
    .where("removed", "=", 0)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Removes a row that stays in its table, switched off for good. */
export function markRemoved(
  db: Database,
  table: RemovalKeepingTable,
  { id, version }: Version,
): Promise<boolean> {
  return changeUnlessRemoved(db, table, { id, version, removed: 1, enabled: 0 });
}

/** Which columns a table has is said to those who call: here it is one of many. */
function changing(db: Database, table: VersionedTable, { id, version, ...columns }: Version) {
  return db
    .updateTable(table)
    .set({ ...columns, version: version + 1 })
    .where("id", "=", id)
    .where("version", "=", version);
}
