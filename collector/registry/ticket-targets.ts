import type { Selectable } from "kysely";
import { sql } from "kysely";
import { boundedLimit, type Database, type Schema, toFlag } from "./database.ts";
import type { TargetRow, Tickets } from "./registry.ts";

const COLUMNS = [
  "id",
  "ticketId",
  "kind",
  "calendarVersionId",
  "budgetMs",
  "pausable",
  "state",
  "dueAtMs",
  "breachAfterMs",
  "endedAtMs",
] as const;

/** The promised times of tickets. What is due is found by an index and changed by compare-and-set. */
export function createTargets(
  db: Database,
): Pick<Tickets, "targets" | "changeTarget" | "dueTargets" | "breach"> {
  return {
    targets: (ticketId) => targetsOf(db, [ticketId]),

    async changeTarget({ id, ...row }) {
      await db
        .updateTable("ticketTarget")
        .set({ ...row, pausable: toFlag(row.pausable) })
        .where("id", "=", id)
        .execute();
    },

    async dueTargets(nowMs, limit) {
      const rows = await db
        .selectFrom("ticketTarget")
        .select(COLUMNS)
        .where(isRunning)
        .where("breachAfterMs", "<", nowMs)
        .orderBy("breachAfterMs")
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(toTarget);
    },

    // A pause or a resumption moves the instant: a target that still has it is as it was.
    async breach({ id, breachAfterMs }) {
      const { numUpdatedRows } = await db
        .updateTable("ticketTarget")
        .set({ state: "breached", breachAfterMs: null })
        .where("id", "=", id)
        .where(isRunning)
        .where("breachAfterMs", "=", breachAfterMs)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

/** The targets of these tickets, in the order in which they were promised. */
export async function targetsOf(db: Database, ticketIds: readonly string[]): Promise<TargetRow[]> {
  if (ticketIds.length === 0) return [];
  const rows = await db
    .selectFrom("ticketTarget")
    .select(COLUMNS)
    .where("ticketId", "in", ticketIds)
    .orderBy("id")
    .execute();
  return rows.map(toTarget);
}

/** Word for word the condition of the index of what is due. */
const isRunning = sql<boolean>`state = 'running'`;

function toTarget(
  row: Pick<Selectable<Schema["ticketTarget"]>, (typeof COLUMNS)[number]>,
): TargetRow {
  return { ...row, pausable: row.pausable === 1 };
}
