import { sql } from "kysely";
import { boundedLimit, customerOf, type Database, toFlag } from "./database.ts";
import type { CustomerNotices, CustomerNoticesRow } from "./registry.ts";

/** What the customers of contracts are told by itself, where that is not the usual. */
export function createCustomerNotices(db: Database): CustomerNotices {
  return {
    async ofContract(contractId) {
      const row = await db
        .selectFrom("customerNotices")
        .select(["contractId", "kinds", "unasked", "version"])
        .where("contractId", "=", contractId)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return { ...row, kinds: JSON.parse(row.kinds), unasked: row.unasked === 1 };
    },

    async add(row) {
      const customerId = customerOf("contract", row.contractId);
      await db
        .insertInto("customerNotices")
        .values({ ...toTable(row), customerId })
        .execute();
    },

    async change(row) {
      const { contractId, version, ...said } = toTable(row);
      const { numUpdatedRows } = await db
        .updateTable("customerNotices")
        .set({ ...said, version: version + 1 })
        .where("contractId", "=", contractId)
        .where("version", "=", version)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async remove(contractId, version) {
      const { numDeletedRows } = await db
        .deleteFrom("customerNotices")
        .where("contractId", "=", contractId)
        .where("version", "=", version)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },

    toldOfAll: (customerId, limit) => toldOfAll(db, { customerId, limit }),
  };
}

/** As the partial index says it. */
const isToldOfAll = sql<boolean>`notices = 'all'`;

function toldOfAll(
  db: Database,
  { customerId, limit }: { readonly customerId: string; readonly limit: number },
): Promise<{ readonly id: string }[]> {
  return db
    .selectFrom("contact")
    .select("id")
    .where("customerId", "=", customerId)
    .where(isToldOfAll)
    .where("email", "is not", null)
    .orderBy("id")
    .limit(boundedLimit(limit))
    .execute();
}

function toTable({ kinds, unasked, ...row }: CustomerNoticesRow) {
  return { ...row, kinds: JSON.stringify(kinds), unasked: toFlag(unasked) };
}
