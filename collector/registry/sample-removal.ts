import type { ContractClauses } from "@vigie/shared/contract.ts";
import { calendarIdsOf } from "../domain/clauses.ts";
import { packReports, unpackReports } from "../domain/samples.ts";
import { type Database, isIn, type Schema } from "./database.ts";
import { createMachineState } from "./machine-state.ts";
import { dropWords } from "./ticket-search.ts";

/** Tables of a customer's rows, those that hang on others first. */
const TENANT_TABLES = [
  "timeEntry",
  "attachment",
  "ticketLink",
  "ticketTag",
  "ticketWatcher",
  "notice",
  "mailMessage",
  "call",
  "ticketStale",
  "ticketOutcome",
  "ticketEscalation",
  "escalationWatch",
  "ticketTransition",
  "ticketTarget",
  "outageMachine",
  "outage",
  "dependency",
  "maintenanceWindow",
  "ticket",
  "alertTransition",
  "alert",
  "ruleMachineOverride",
  "coverage",
  "equipmentCoverage",
  "contractEvent",
  "customerNotices",
  "contractVersion",
  "contract",
  "gap",
  "stream",
  "shape",
  "probeState",
  "fact",
  "latest",
  "presence",
  "agent",
  "equipmentTag",
  "equipment",
  "machineTag",
  "machine",
  "contact",
  "site",
] as const satisfies readonly (keyof Schema)[];

/**
 * Removes the customers marked as sample and everything of theirs; returns their machines' ids.
 * Calendars go with the last contract that counts by them; rules are the provider's and stay.
 */
export async function removeSample(db: Database): Promise<string[]> {
  const customers = sampleCustomers(db);
  const agents = db.selectFrom("agent").select("id").where("customerId", "in", customers);
  const streams = db.selectFrom("stream").select("id").where("customerId", "in", customers);
  const machines = await db
    .selectFrom("machine")
    .select("id")
    .where("customerId", "in", customers)
    .orderBy("id")
    .execute();

  const calendars = await calendarsOf(db, customers);
  await removeFromSpool(db);
  // The metric store still knows these shapes by their ids: nobody else may get them.
  const lastShapeId = await createMachineState(db).lastShapeId();
  await db.updateTable("installation").set({ lastShapeId }).execute();
  await db.deleteFrom("deadLetter").where("agentId", "in", agents).execute();
  await db.deleteFrom("received").where("streamId", "in", streams).execute();
  await dropWords(
    db,
    db.selectFrom("ticket").select("number").where("customerId", "in", customers),
  );
  for (const table of TENANT_TABLES) {
    await db.deleteFrom(table).where("customerId", "in", customers).execute();
  }
  await removeUnusedCalendars(db, calendars);
  await db.deleteFrom("customer").where("sample", "=", 1).execute();
  return machines.map(({ id }) => id);
}

function sampleCustomers(db: Database) {
  return db.selectFrom("customer").select("id").where("sample", "=", 1);
}

/**
 * Takes the sample machines' reports out of the spool. They go with their shapes: a spool row that
 * names a shape nobody has could never be applied, and everything behind it would wait for ever.
 */
async function removeFromSpool(db: Database): Promise<void> {
  const shapes = await db
    .selectFrom("shape")
    .innerJoin("customer", "customer.id", "shape.customerId")
    .select("shape.id")
    .where("customer.sample", "=", 1)
    .execute();
  const removed = new Set(shapes.map(({ id }) => id));
  if (removed.size === 0) return;

  // One row after the other: the whole spool may be larger than memory.
  for (let row = await spoolAfter(db, 0); row !== undefined; row = await spoolAfter(db, row.id)) {
    const reports = unpackReports(row.samples);
    const kept = reports.filter(({ shapeId }) => !removed.has(shapeId));
    if (kept.length === reports.length) continue;
    if (kept.length === 0) await db.deleteFrom("spool").where("id", "=", row.id).execute();
    else {
      const samples = packReports(kept);
      await db.updateTable("spool").set({ samples }).where("id", "=", row.id).execute();
    }
  }
}

async function spoolAfter(db: Database, id: number) {
  return db
    .selectFrom("spool")
    .select(["id", "samples"])
    .where("id", ">", id)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
}

/** The calendars by which the customers' contracts count. */
async function calendarsOf(
  db: Database,
  customers: ReturnType<typeof sampleCustomers>,
): Promise<Set<string>> {
  const versions = await db
    .selectFrom("contractVersion")
    .select("clauses")
    .where("customerId", "in", customers)
    .execute();
  return new Set(versions.flatMap(({ clauses }) => calendarsIn(clauses)));
}

async function removeUnusedCalendars(db: Database, candidates: Set<string>): Promise<void> {
  const versions = await db.selectFrom("contractVersion").select("clauses").execute();
  const used = new Set(versions.flatMap(({ clauses }) => calendarsIn(clauses)));
  await addBases(db, candidates, used);
  const unused = isIn("calendarId", [...candidates.difference(used)]);
  await db.updateTable("calendarVersion").set({ baseVersionId: null }).where(unused).execute();
  await db.deleteFrom("calendarVersion").where(unused).execute();
}

/** A calendar is used by its complements, too, unless they go as well. */
async function addBases(db: Database, candidates: Set<string>, used: Set<string>): Promise<void> {
  const bases = await db
    .selectFrom("calendarVersion as version")
    .innerJoin("calendarVersion as base", "base.id", "version.baseVersionId")
    .select(["version.calendarId", "base.calendarId as baseId"])
    .distinct()
    .execute();
  for (const { calendarId } of bases) if (!candidates.has(calendarId)) used.add(calendarId);
  // A set that grows while it is walked gives what was added, too.
  for (const calendarId of used) {
    for (const base of bases) if (base.calendarId === calendarId) used.add(base.baseId);
  }
}

function calendarsIn(clausesJson: string): string[] {
  const clauses: ContractClauses = JSON.parse(clausesJson);
  return calendarIdsOf(clauses);
}
