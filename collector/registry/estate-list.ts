import { type RawBuilder, type Selectable, sql } from "kysely";
import {
  boundedIds,
  boundedLimit,
  type ColumnName,
  type Database,
  isIn,
  type Schema,
} from "./database.ts";
import { folded, likePattern } from "./folding.ts";
import type {
  ContactRow,
  CustomerRow,
  EquipmentRow,
  EstateBook,
  EstateQuery,
  MachineRow,
  SiteRow,
} from "./registry.ts";

/** Lists of customers and of what is theirs: one way to narrow, sort and page for all of them. */

type Lists = Pick<
  EstateBook,
  "customerList" | "siteList" | "contactList" | "machineRows" | "equipmentList"
>;

export function createEstateLists(db: Database): Lists {
  return {
    async customerList(query) {
      const page = db.selectFrom("customer").selectAll().where(matches(query));
      const sorted = page.orderBy(keyOf(query)).orderBy("id").limit(boundedLimit(query.limit));
      return (await sorted.execute()).map(toCustomer);
    },

    async siteList(query) {
      const page = db.selectFrom("site").selectAll().where(matches(query));
      const sorted = page.orderBy(keyOf(query)).orderBy("id").limit(boundedLimit(query.limit));
      return (await sorted.execute()).map(toSite);
    },

    async contactList(query) {
      const page = db.selectFrom("contact").selectAll().where(matches(query));
      const sorted = page.orderBy(keyOf(query)).orderBy("id").limit(boundedLimit(query.limit));
      return (await sorted.execute()).map(toContact);
    },

    async machineRows(query) {
      const page = db.selectFrom("machine").selectAll().where(matches(query));
      const sorted = page.orderBy(keyOf(query)).orderBy("id").limit(boundedLimit(query.limit));
      const rows = await sorted.execute();
      const tags = await tagsOf(db, "machine", isTagOf("machineId", rows));
      return rows.map((row) => toMachine(row, tags.get(row.id)));
    },

    async equipmentList(query) {
      const page = db.selectFrom("equipment").selectAll().where(matches(query));
      const sorted = page.orderBy(keyOf(query)).orderBy("id").limit(boundedLimit(query.limit));
      const rows = await sorted.execute();
      const tags = await tagsOf(db, "equipment", isTagOf("equipmentId", rows));
      return rows.map((row) => toEquipment(row, tags.get(row.id)));
    },
  };
}

/** The tags of machines or equipment, in order, by their owner's id. */
export async function tagsOf(
  db: Database,
  owner: "machine" | "equipment",
  which: RawBuilder<boolean>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ owner: string; tag: string }>`
    select ${sql.ref(`${owner}_id`)} as owner, tag from ${sql.table(`${owner}_tag`)}
    where ${which}`.execute(db);
  const byOwner = new Map<string, string[]>();
  for (const row of rows) {
    const known = byOwner.get(row.owner);
    if (known === undefined) byOwner.set(row.owner, [row.tag]);
    else known.push(row.tag);
  }
  // Here, because engines order letters beyond the first plane differently from one another.
  for (const own of byOwner.values()) own.sort();
  return byOwner;
}

export function toCustomer(row: Selectable<Schema["customer"]>): CustomerRow {
  const { nameFolded: _folded, ...customer } = row;
  return { ...customer, sample: row.sample === 1 };
}

export function toSite(row: Selectable<Schema["site"]>): SiteRow {
  const { nameFolded: _folded, latitude, longitude, ...site } = row;
  return {
    ...site,
    address: row.address === null ? null : JSON.parse(row.address),
    position: latitude === null || longitude === null ? null : { latitude, longitude },
  };
}

function toContact({ nameFolded: _folded, ...row }: Selectable<Schema["contact"]>): ContactRow {
  return row;
}

export function toMachine(
  row: Selectable<Schema["machine"]>,
  tags: readonly string[] = [],
): MachineRow {
  const { nameFolded: _folded, clockSkewMs: _skew, ...machine } = row;
  return { ...machine, classChosen: row.classChosen === 1, tags };
}

function toEquipment(
  { nameFolded: _folded, ...row }: Selectable<Schema["equipment"]>,
  tags: readonly string[] = [],
): EquipmentRow {
  return { ...row, tags };
}

/** The columns are named alike in all of these tables. */
function matches(query: EstateQuery): RawBuilder<boolean> {
  const { customerId, search, reference, ids, after } = query;
  const conditions = [sql<boolean>`1 = 1`];
  if (customerId !== undefined) conditions.push(sql`customer_id = ${customerId}`);
  if (reference !== undefined) conditions.push(sql`reference = ${reference}`);
  if (ids !== undefined) conditions.push(isIn("id", boundedIds(ids)));
  if (search !== undefined && search !== "") {
    conditions.push(sql`name_folded like ${likePattern(search)} escape '\\'`);
  }
  if (after !== undefined) conditions.push(isAfter(query.sort, after));
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

function isAfter(
  sort: EstateQuery["sort"],
  { key, id }: NonNullable<EstateQuery["after"]>,
): RawBuilder<boolean> {
  if (sort === "id") return sql`id > ${id}`;
  return sql`(name_folded, id) > (${folded(String(key))}, ${id})`;
}

function keyOf({ sort }: EstateQuery): "nameFolded" | "id" {
  return sort === "name" ? "nameFolded" : "id";
}

function isTagOf(
  column: ColumnName,
  rows: readonly { readonly id: string }[],
): RawBuilder<boolean> {
  return isIn(
    column,
    rows.map(({ id }) => id),
  );
}
