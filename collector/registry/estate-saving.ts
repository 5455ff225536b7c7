import { type RawBuilder, sql } from "kysely";
import { type Database, isIn, type Schema, toFlag } from "./database.ts";
import { folded } from "./folding.ts";
import type { ContactRow, CustomerRow, EstateBook, MachineRow, SiteRow } from "./registry.ts";
import { markForgotten, markRenamed } from "./ticket-search.ts";
import { removeRow } from "./versioned-row.ts";

/**
 * Rows of customers and of what is theirs, added or changed many at a time: one statement says both,
 * so that a file of thousands of rows costs few of them. A row knows the version that it replaces.
 */

type Savings = Pick<
  EstateBook,
  | "saveCustomers"
  | "saveSites"
  | "saveContacts"
  | "saveMachines"
  | "saveEquipment"
  | "removeContact"
>;

export function createEstateSavings(db: Database): Savings {
  return {
    saveCustomers: (rows) => save(db, "customer", rows.map(toCustomerTable)),

    saveSites: (rows) => save(db, "site", rows.map(toSiteTable)),

    saveContacts: (rows) => save(db, "contact", rows.map(toContactTable)),

    async saveMachines(rows) {
      if (!(await save(db, "machine", rows.map(toMachineTable)))) return false;
      await saveTags(db, "machine", rows);
      return true;
    },

    async saveEquipment(rows) {
      const bare = rows.map(({ tags: _tags, ...row }) => ({
        ...row,
        nameFolded: folded(row.name),
      }));
      if (!(await save(db, "equipment", bare))) return false;
      await saveTags(db, "equipment", rows);
      return true;
    },

    async removeContact(id, version) {
      await markForgotten(db, id);
      return removeRow(db, "contact", { id, version });
    },
  };
}

export function toCustomerTable(row: CustomerRow): Schema["customer"] {
  return { ...row, nameFolded: folded(row.name), sample: toFlag(row.sample) };
}

export function toContactTable(row: ContactRow): Schema["contact"] {
  return { ...row, nameFolded: folded(row.name) };
}

export function toSiteTable({ position, ...row }: SiteRow): Schema["site"] {
  return {
    ...row,
    nameFolded: folded(row.name),
    address: row.address === null ? null : JSON.stringify(row.address),
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
  };
}

/** The skew of its clock is no part of what a person keeps, and stays as it is. */
function toMachineTable({
  tags: _tags,
  ...row
}: MachineRow): Omit<Schema["machine"], "clockSkewMs"> {
  return { ...row, nameFolded: folded(row.name), classChosen: toFlag(row.classChosen) };
}

/** Some twenty values each; far below what a statement may bind on any engine. */
const ROWS_AT_ONCE = 500;

type Kept = { readonly id: string; readonly name: string; readonly version: number };
type Table = Parameters<typeof markRenamed>[1];

async function save<Row extends Kept>(
  db: Database,
  table: Table,
  rows: readonly Row[],
): Promise<boolean> {
  for (const slice of slicesOf(rows, ROWS_AT_ONCE)) {
    if (!(await saveSlice(db, table, slice))) return false;
  }
  return true;
}

async function saveSlice<Row extends Kept>(
  db: Database,
  table: Table,
  rows: readonly Row[],
): Promise<boolean> {
  const [first] = rows;
  if (first === undefined) return true;
  if (!(await areThere(db, table, rows))) return false;
  await markRenamed(db, table, rows.filter(isKept));

  const columns = namesOf(first);
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
  const changed = columns.filter((column) => column !== "id");
  const { numAffectedRows } = await sql`
    insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    values ${sql.join(values)}
    on conflict (id) do update set ${sql.join(changed.map(toExcluded))}
    where ${sql.table(table)}.version = excluded.version - 1`.execute(db);
  return numAffectedRows === BigInt(rows.length);
}

/** Whether it was there before: what is added begins with the first version. */
function isKept({ version }: Kept): boolean {
  return version > 1;
}

/** A row that was removed must not come back because somebody changes it. */
async function areThere(db: Database, table: Table, rows: readonly Kept[]): Promise<boolean> {
  const ids = rows.filter(isKept).map(({ id }) => id);
  if (ids.length === 0) return true;
  const found = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)} where ${isIn("id", ids)}`.execute(db);
  return Number(found.rows[0]?.count) === ids.length;
}

function namesOf<Row extends object>(row: Row): (keyof Row & string)[] {
  const names: (keyof Row & string)[] = [];
  for (const name in row) names.push(name);
  return names;
}

function toExcluded(column: string): RawBuilder<unknown> {
  return sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`;
}

type Tagged = {
  readonly id: string;
  readonly customerId: string;
  readonly tags: readonly string[];
};

async function saveTags(
  db: Database,
  owner: "machine" | "equipment",
  rows: readonly Tagged[],
): Promise<void> {
  const table = sql.table(`${owner}_tag`);
  for (const slice of slicesOf(rows, ROWS_AT_ONCE)) {
    const ids = slice.map(({ id }) => id);
    await sql`delete from ${table} where ${isIn(`${owner}Id`, ids)}`.execute(db);
  }
  const tags = rows.flatMap(({ id, customerId, tags: own }) =>
    own.map((tag) => sql`(${id}, ${customerId}, ${tag})`),
  );
  for (const some of slicesOf(tags, TAGS_AT_ONCE)) {
    await sql`insert into ${table} (${sql.ref(`${owner}_id`)}, customer_id, tag)
      values ${sql.join([...some])}`.execute(db);
  }
}

function* slicesOf<Row>(rows: readonly Row[], size: number): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}

/** Three values each; far below what a statement may bind on any engine. */
const TAGS_AT_ONCE = 1_000;
