import { customerOf, type Database } from "./database.ts";
import type { Contracts } from "./registry.ts";

/** Contracts and calendars. A version once written never changes: tickets name theirs for ever. */
export function createContracts(db: Database): Contracts {
  return { ...createVersions(db), ...createReadings(db) };
}

function createVersions(
  db: Database,
): Pick<Contracts, "addCalendarVersion" | "addContract" | "addVersion" | "cover"> {
  return {
    async addCalendarVersion(row) {
      await db
        .insertInto("calendarVersion")
        .values({ ...row, document: JSON.stringify(row.document) })
        .execute();
    },

    async addContract(row) {
      await db.insertInto("contract").values(row).execute();
    },

    async addVersion(row) {
      await db
        .insertInto("contractVersion")
        .values({
          ...row,
          clauses: JSON.stringify(row.clauses),
          customerId: customerOf("contract", row.contractId),
        })
        .execute();
    },

    async cover(row) {
      await db
        .insertInto("coverage")
        .values({ ...row, customerId: customerOf("machine", row.machineId) })
        .onConflict((conflict) => conflict.columns(["machineId", "contractVersionId"]).doNothing())
        .execute();
    },
  };
}

function createReadings(
  db: Database,
): Pick<Contracts, "contracts" | "versions" | "calendarVersions" | "coverage"> {
  return {
    async contracts() {
      return db
        .selectFrom("contract")
        .select(["id", "customerId", "number", "name", "kind"])
        .orderBy("id")
        .execute();
    },

    async versions() {
      const rows = await db
        .selectFrom("contractVersion")
        .select(["id", "contractId", "number", "effectiveFromMs", "clauses"])
        .orderBy("contractId")
        .orderBy("number")
        .execute();
      return rows.map((row) => ({ ...row, clauses: JSON.parse(row.clauses) }));
    },

    async calendarVersions() {
      const rows = await db
        .selectFrom("calendarVersion")
        .select(["id", "calendarId", "name", "number", "document"])
        .orderBy("calendarId")
        .orderBy("number")
        .execute();
      return rows.map((row) => ({ ...row, document: JSON.parse(row.document) }));
    },

    async coverage() {
      return db
        .selectFrom("coverage")
        .select(["contractVersionId", "machineId"])
        .orderBy("contractVersionId")
        .orderBy("machineId")
        .execute();
    },
  };
}
