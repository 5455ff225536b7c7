import type { Selectable } from "kysely";
import { boundedLimit, type Database, type Schema } from "./database.ts";
import { folded } from "./folding.ts";
import { comesAfter } from "./name-order.ts";
import type { ViewRow, Views } from "./registry.ts";
import { changeRow, removeRow } from "./versioned-row.ts";

/** Saved views. The table itself holds one of a name for each owner, and one for everybody. */
export function createViews(db: Database): Views {
  return { ...createFindings(db), ...createSavings(db) };
}

function createFindings(db: Database): Pick<Views, "list" | "find" | "named" | "count"> {
  const all = db.selectFrom("ticketView").selectAll();

  return {
    async list({ limit, after, owner }) {
      const owned =
        owner === undefined ? all : all.where("ownerFolded", "in", [EVERYBODY, ownerFolded(owner)]);
      const rest = after === undefined ? owned : owned.where(comesAfter(after));
      const rows = await rest
        .orderBy("nameFolded")
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(toView);
    },

    async find(id) {
      const row = await all.where("id", "=", id).executeTakeFirst();
      return row && toView(row);
    },

    async named(name, owner) {
      const row = await all
        .where("ownerFolded", "=", ownerFolded(owner))
        .where("nameFolded", "=", folded(name))
        .executeTakeFirst();
      return row && toView(row);
    },

    async count() {
      const { count } = await db
        .selectFrom("ticketView")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}

function createSavings(db: Database): Pick<Views, "add" | "change" | "remove"> {
  return {
    async add(row) {
      await db.insertInto("ticketView").values(toTable(row)).execute();
    },

    change: (row) => changeRow(db, "ticketView", toTable(row)),

    remove: (id, version) => removeRow(db, "ticketView", { id, version }),
  };
}

/** Whom a view belongs to that is nobody's own. */
const EVERYBODY = "";

/** A name may fold to nothing, and must not stand for everybody then. */
function ownerFolded(owner: string | null): string {
  return owner === null ? EVERYBODY : `=${folded(owner)}`;
}

function toTable({ id, name, owner, version, ...document }: ViewRow): Schema["ticketView"] {
  return {
    id,
    name,
    nameFolded: folded(name),
    owner,
    ownerFolded: ownerFolded(owner),
    document: JSON.stringify(document),
    version,
  };
}

function toView({ id, name, owner, document, version }: Selectable<Schema["ticketView"]>): ViewRow {
  return { ...JSON.parse(document), id, name, owner, version };
}
