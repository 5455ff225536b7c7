import type { Selectable } from "kysely";
import { boundedIds, customerOf, type Database, isIn, type Schema } from "./database.ts";
import type { Contracts, ContractVersionRow, WordedVersionRow } from "./registry.ts";

/** The versions of contracts. One in force never changes again: no statement here could do it. */
export function createContractVersions(
  db: Database,
): Pick<
  Contracts,
  | "addVersion"
  | "changeDraft"
  | "removeDraft"
  | "versions"
  | "versionsOf"
  | "versionsNamed"
  | "findVersion"
> {
  return { ...createChanges(db), ...createReadings(db) };
}

function createChanges(
  db: Database,
): Pick<Contracts, "addVersion" | "changeDraft" | "removeDraft"> {
  return {
    async addVersion(row) {
      await db
        .insertInto("contractVersion")
        .values({
          ...toTable({ ...EMPTY, ...row }),
          customerId: customerOf("contract", row.contractId),
        })
        .execute();
    },

    async changeDraft(row) {
      const { id, contractId: _contractId, number: _number, revision, ...draft } = toTable(row);
      const { numUpdatedRows } = await db
        .updateTable("contractVersion")
        .set({ ...draft, revision: revision + 1 })
        .where("id", "=", id)
        .where("revision", "=", revision)
        .where("state", "=", "draft")
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async removeDraft({ id, revision }) {
      const { numDeletedRows } = await db
        .deleteFrom("contractVersion")
        .where("id", "=", id)
        .where("revision", "=", revision)
        .where("state", "=", "draft")
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
  };
}

const EMPTY = {
  state: "draft",
  effectiveOn: null,
  effectiveFromMs: null,
  signedOn: null,
  createdAtMs: 0,
  texts: {},
  variables: [],
  reviewed: [],
  revision: 1,
} as const satisfies Partial<WordedVersionRow>;

function createReadings(
  db: Database,
): Pick<Contracts, "versions" | "versionsOf" | "versionsNamed" | "findVersion"> {
  const versions = db
    .selectFrom("contractVersion")
    .select(["id", "contractId", "number", "state", "effectiveOn", "effectiveFromMs", "signedOn"])
    .select(["createdAtMs", "clauses", "revision"])
    .orderBy("contractId")
    .orderBy("number");

  return {
    async versions() {
      return (await versions.execute()).map(toVersion);
    },

    async versionsOf(contractIds) {
      const rows = await versions.where(isIn("contractId", boundedIds(contractIds))).execute();
      return rows.map(toVersion);
    },

    async versionsNamed(ids) {
      return (await versions.where(isIn("id", boundedIds(ids))).execute()).map(toVersion);
    },

    async findVersion(contractId, number) {
      const row = await versions
        .select(["texts", "variables", "reviewed"])
        .where("contractId", "=", contractId)
        .where("number", "=", number)
        .executeTakeFirst();
      return row && toWorded(row);
    },
  };
}

type Row = Selectable<Schema["contractVersion"]>;

function toTable(row: WordedVersionRow): Omit<Row, "customerId"> {
  return {
    ...row,
    clauses: JSON.stringify(row.clauses),
    texts: JSON.stringify(row.texts),
    variables: JSON.stringify(row.variables),
    reviewed: JSON.stringify(row.reviewed),
  };
}

function toVersion(
  row: Omit<Row, "customerId" | "texts" | "variables" | "reviewed">,
): ContractVersionRow {
  return { ...row, clauses: JSON.parse(row.clauses) };
}

function toWorded({
  texts,
  variables,
  reviewed,
  ...row
}: Omit<Row, "customerId">): WordedVersionRow {
  return {
    ...toVersion(row),
    texts: JSON.parse(texts),
    variables: JSON.parse(variables),
    reviewed: JSON.parse(reviewed),
  };
}
