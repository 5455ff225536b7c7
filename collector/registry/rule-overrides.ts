import { type RawBuilder, sql } from "kysely";
import { boundedLimit, customerOf, type Database } from "./database.ts";
import type { OverrideKey, OverrideListRow, OverrideRow, Rules } from "./registry.ts";

/** What of a rule is otherwise: for a class of machines, or for one machine of a customer. */
export function createRuleOverrides(
  db: Database,
): Pick<
  Rules,
  "overrides" | "overridesOf" | "findOverride" | "addOverride" | "changeOverride" | "removeOverride"
> {
  return {
    async overrides() {
      const classes = db.selectFrom("ruleClassOverride").selectAll();
      const machines = db
        .selectFrom("ruleMachineOverride")
        .select(["ruleId", "machineId", "change", "version"]);
      return [
        ...(await classes.orderBy("ruleId").orderBy("class").execute()).map(toClassOverride),
        ...(await machines.orderBy("ruleId").orderBy("machineId").execute()).map(toMachineOverride),
      ];
    },

    overridesOf: (ruleId) => overridesOf(db, ruleId),

    async findOverride({ ruleId, scope }) {
      if (scope.kind === "class") {
        const row = await ofClass(db, ruleId, scope.class).executeTakeFirst();
        return row && toClassOverride(row);
      }
      const row = await ofMachine(db, ruleId, scope.machineId).executeTakeFirst();
      return row && toMachineOverride(row);
    },

    addOverride: (row) => add(db, row),

    async changeOverride({ version, change, ...key }) {
      const { numUpdatedRows } = await db
        .updateTable(TABLES[key.scope.kind])
        .set({ change: JSON.stringify(change), version: version + 1 })
        .where(isNamed(key))
        .where("version", "=", version)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async removeOverride({ version, ...key }) {
      const { numDeletedRows } = await db
        .deleteFrom(TABLES[key.scope.kind])
        .where(isNamed(key))
        .where("version", "=", version)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
  };
}

/** All that is otherwise of a rule; it goes with the rule. */
export async function removeOverridesOf(db: Database, ruleId: string): Promise<void> {
  await db.deleteFrom("ruleClassOverride").where("ruleId", "=", ruleId).execute();
  await db.deleteFrom("ruleMachineOverride").where("ruleId", "=", ruleId).execute();
}

const SHOWN_MAX = 1_000;

async function overridesOf(db: Database, ruleId: string): Promise<OverrideListRow[]> {
  const classes = await db
    .selectFrom("ruleClassOverride")
    .selectAll()
    .where("ruleId", "=", ruleId)
    .orderBy("class")
    .execute();
  const machines = await db
    .selectFrom("ruleMachineOverride as own")
    .innerJoin("machine", "machine.id", "own.machineId")
    .select(["own.ruleId", "own.machineId", "own.change", "own.version"])
    .select("machine.name as machineName")
    .where("own.ruleId", "=", ruleId)
    .orderBy("machine.nameFolded")
    .orderBy("own.machineId")
    .limit(boundedLimit(SHOWN_MAX))
    .execute();
  return [
    ...classes.map((row) => ({ ...toClassOverride(row), machineName: null })),
    ...machines.map(({ machineName, ...row }) => ({ ...toMachineOverride(row), machineName })),
  ];
}

async function add(db: Database, { ruleId, scope, ...row }: OverrideRow): Promise<void> {
  const kept = { ruleId, change: JSON.stringify(row.change), version: row.version };
  if (scope.kind === "class") {
    const values = { ...kept, class: scope.class };
    await db.insertInto("ruleClassOverride").values(values).execute();
    return;
  }
  const { machineId } = scope;
  const customerId = customerOf("machine", machineId);
  await db
    .insertInto("ruleMachineOverride")
    .values({ ...kept, machineId, customerId })
    .execute();
}

const TABLES = { class: "ruleClassOverride", machine: "ruleMachineOverride" } as const;

/** Whether a row is the one of this key, in the table of its kind. */
function isNamed({ ruleId, scope }: OverrideKey): RawBuilder<boolean> {
  const isOf =
    scope.kind === "class"
      ? sql`${sql.ref("class")} = ${scope.class}`
      : sql`${sql.ref("machineId")} = ${scope.machineId}`;
  return sql<boolean>`(${sql.ref("ruleId")} = ${ruleId} and ${isOf})`;
}

type ClassScope = Extract<OverrideRow["scope"], { kind: "class" }>;

function ofClass(db: Database, ruleId: string, machineClass: ClassScope["class"]) {
  return db
    .selectFrom("ruleClassOverride")
    .selectAll()
    .where("ruleId", "=", ruleId)
    .where("class", "=", machineClass);
}

function ofMachine(db: Database, ruleId: string, machineId: string) {
  return db
    .selectFrom("ruleMachineOverride")
    .select(["ruleId", "machineId", "change", "version"])
    .where("ruleId", "=", ruleId)
    .where("machineId", "=", machineId);
}

type Kept = { readonly ruleId: string; readonly change: string; readonly version: number };

function toClassOverride(row: Kept & Pick<ClassScope, "class">): OverrideRow {
  const { ruleId, change, version } = row;
  const scope = { kind: "class", class: row.class } as const;
  return { ruleId, scope, change: JSON.parse(change), version };
}

function toMachineOverride(row: Kept & { readonly machineId: string }): OverrideRow {
  const { ruleId, machineId, change, version } = row;
  return { ruleId, scope: { kind: "machine", machineId }, change: JSON.parse(change), version };
}
