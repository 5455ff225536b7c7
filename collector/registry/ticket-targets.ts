import type { Selectable } from "kysely";
import { sql } from "kysely";
import { boundedLimit, customerOf, type Database, type Schema, toFlag } from "./database.ts";
import type { TargetRow, Tickets } from "./registry.ts";

const COLUMNS = [
  "id",
  "ticketId",
  "kind",
  "cycle",
  "calendarVersionId",
  "budgetMs",
  "pausable",
  "state",
  "dueAtMs",
  "breachAfterMs",
  "endedAtMs",
  "elapsedMs",
] as const;

/** The promised times of tickets. What is due is found by an index and changed by compare-and-set. */
export function createTargets(
  db: Database,
): Pick<Tickets, "targets" | "addTarget" | "changeTarget" | "dueTargets" | "breach" | "uncounted"> {
  return {
    targets: (ticketId) => targetsOf(db, [ticketId]),
    addTarget: (row) => addTarget(db, row),

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

    async uncounted(limit) {
      const rows = await db
        .selectFrom("ticketTarget")
        .select("ticketId")
        .distinct()
        .where(isUncounted)
        .orderBy("ticketId")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(({ ticketId }) => ticketId);
    },
  };
}

export async function addTarget(db: Database, row: TargetRow): Promise<void> {
  await db
    .insertInto("ticketTarget")
    .values({
      ...row,
      pausable: toFlag(row.pausable),
      customerId: customerOf("ticket", row.ticketId),
    })
    .execute();
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

/** Word for word the conditions of the indexes of what is due, and of what is to be counted. */
const isRunning = sql<boolean>`state = 'running'`;
const isUncounted = sql<boolean>`ended_at_ms is not null and elapsed_ms is null`;

function toTarget(
  row: Pick<Selectable<Schema["ticketTarget"]>, (typeof COLUMNS)[number]>,
): TargetRow {
  return { ...row, pausable: row.pausable === 1 };
}
