import { sql } from "kysely";
import { boundedIds, boundedLimit, customerOf, type Database, isIn } from "./database.ts";
import { tagsOf } from "./estate-list.ts";
import type { Contracts, CoverableRow } from "./registry.ts";

/** Which version covers which machine and which equipment today, and what it could cover. */
export function createCoverage(
  db: Database,
): Pick<
  Contracts,
  | "cover"
  | "uncover"
  | "coverage"
  | "coverageOf"
  | "coverEquipment"
  | "uncoverEquipment"
  | "equipmentCoverageOf"
  | "coveredCounts"
  | "covered"
  | "coverables"
  | "idsOf"
  | "factsOf"
> {
  return {
    ...createMachineCoverage(db),
    ...createEquipmentCoverage(db),
    ...createCovered(db),
    ...createCoverables(db),
  };
}

function createMachineCoverage(
  db: Database,
): Pick<Contracts, "cover" | "uncover" | "coverage" | "coverageOf"> {
  const coverage = db
    .selectFrom("coverage")
    .select(["contractVersionId", "machineId"])
    .orderBy("contractVersionId")
    .orderBy("machineId");

  return {
    async cover(row) {
      await db
        .insertInto("coverage")
        .values({ ...row, customerId: customerOf("machine", row.machineId) })
        .onConflict((conflict) => conflict.columns(["machineId", "contractVersionId"]).doNothing())
        .execute();
    },

    async uncover({ machineId, contractVersionId }) {
      await db
        .deleteFrom("coverage")
        .where("machineId", "=", machineId)
        .where("contractVersionId", "=", contractVersionId)
        .execute();
    },

    async coverage() {
      return coverage.execute();
    },

    async coverageOf(customerId) {
      return coverage.where("customerId", "=", customerId).execute();
    },
  };
}

function createEquipmentCoverage(
  db: Database,
): Pick<Contracts, "coverEquipment" | "uncoverEquipment" | "equipmentCoverageOf"> {
  return {
    async coverEquipment(row) {
      await db
        .insertInto("equipmentCoverage")
        .values({ ...row, customerId: customerOf("equipment", row.equipmentId) })
        .onConflict((conflict) =>
          conflict.columns(["equipmentId", "contractVersionId"]).doNothing(),
        )
        .execute();
    },

    async uncoverEquipment({ equipmentId, contractVersionId }) {
      await db
        .deleteFrom("equipmentCoverage")
        .where("equipmentId", "=", equipmentId)
        .where("contractVersionId", "=", contractVersionId)
        .execute();
    },

    async equipmentCoverageOf(customerId) {
      return db
        .selectFrom("equipmentCoverage")
        .select(["contractVersionId", "equipmentId"])
        .where("customerId", "=", customerId)
        .orderBy("contractVersionId")
        .orderBy("equipmentId")
        .execute();
    },
  };
}

function createCovered(db: Database): Pick<Contracts, "coveredCounts" | "covered"> {
  return {
    async coveredCounts(contractIds) {
      const ids = boundedIds(contractIds);
      const machines = await machinesUnder(db)
        .where(isIn("contractId", ids))
        .select("contractVersion.contractId")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .groupBy("contractVersion.contractId")
        .execute();
      const equipment = await equipmentUnder(db)
        .where(isIn("contractId", ids))
        .select("contractVersion.contractId")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .groupBy("contractVersion.contractId")
        .execute();
      return [...named("machine", machines), ...named("equipment", equipment)];
    },

    async covered(contractId, limit) {
      const machines = await machinesUnder(db)
        .innerJoin("machine", "machine.id", "coverage.machineId")
        .where("contractVersion.contractId", "=", contractId)
        .select(["machine.id", "machine.name"])
        .orderBy("machine.nameFolded")
        .orderBy("machine.id")
        .limit(boundedLimit(limit))
        .execute();
      const equipment = await equipmentUnder(db)
        .innerJoin("equipment", "equipment.id", "equipmentCoverage.equipmentId")
        .where("contractVersion.contractId", "=", contractId)
        .select(["equipment.id", "equipment.name"])
        .orderBy("equipment.nameFolded")
        .orderBy("equipment.id")
        .limit(boundedLimit(limit))
        .execute();
      return [...named("machine", machines), ...named("equipment", equipment)];
    },
  };
}

function machinesUnder(db: Database) {
  return db
    .selectFrom("coverage")
    .innerJoin("contractVersion", "contractVersion.id", "coverage.contractVersionId");
}

function equipmentUnder(db: Database) {
  return db
    .selectFrom("equipmentCoverage")
    .innerJoin("contractVersion", "contractVersion.id", "equipmentCoverage.contractVersionId");
}

function named<Row>(what: CoverableRow["what"], rows: readonly Row[]) {
  return rows.map((row) => ({ ...row, what }));
}

function createCoverables(db: Database): Pick<Contracts, "coverables" | "idsOf" | "factsOf"> {
  return {
    async coverables(customerId) {
      return [...(await machinesOf(db, customerId)), ...(await equipmentOf(db, customerId))];
    },

    async idsOf(customerId) {
      const idsIn = async (table: "site" | "machine" | "equipment") => {
        const rows = db.selectFrom(table).select("id").where("customerId", "=", customerId);
        return new Set((await rows.execute()).map(({ id }) => id));
      };
      return {
        siteIds: await idsIn("site"),
        machineIds: await idsIn("machine"),
        equipmentIds: await idsIn("equipment"),
      };
    },

    async factsOf(customerId, name) {
      return db
        .selectFrom("fact")
        .select(["machineId", "document"])
        .where("customerId", "=", customerId)
        .where("name", "=", name)
        .orderBy("machineId")
        .execute();
    },
  };
}

async function machinesOf(db: Database, customerId: string): Promise<CoverableRow[]> {
  const rows = await db
    .selectFrom("machine")
    .leftJoin("site", "site.id", "machine.siteId")
    .select(["machine.id", "machine.name", "machine.siteId", "machine.class"])
    .select("site.name as siteName")
    .where("machine.customerId", "=", customerId)
    .where("machine.retiredAtMs", "is", null)
    .orderBy("machine.id")
    .execute();
  const tags = await tagsOf(db, "machine", sql`customer_id = ${customerId}`);
  const what = { what: "machine", kind: null } as const;
  return rows.map((row) => ({ ...row, ...what, tags: tags.get(row.id) ?? [] }));
}

async function equipmentOf(db: Database, customerId: string): Promise<CoverableRow[]> {
  const rows = await db
    .selectFrom("equipment")
    .leftJoin("site", "site.id", "equipment.siteId")
    .select(["equipment.id", "equipment.name", "equipment.siteId", "equipment.kind"])
    .select("site.name as siteName")
    .where("equipment.customerId", "=", customerId)
    .where("equipment.retiredAtMs", "is", null)
    .orderBy("equipment.id")
    .execute();
  const tags = await tagsOf(db, "equipment", sql`customer_id = ${customerId}`);
  const what = { what: "equipment", class: null } as const;
  return rows.map((row) => ({ ...row, ...what, tags: tags.get(row.id) ?? [] }));
}
