import type { Selectable } from "kysely";
import { sql } from "kysely";
import { boundedLimit, customerOf, type Database, type Schema, toFlag } from "./database.ts";
import { changed, prepared, type Slots } from "./prepared.ts";
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
export function createTargets(db: Database) {
  return { ...createKeeping(db), ...createDue(db) };
}

function createKeeping(db: Database): Pick<Tickets, "targets" | "addTarget" | "changeTarget"> {
  const ofTicket = prepared(db, ({ ticketId }: Slots<{ ticketId: string }>) =>
    db.selectFrom("ticketTarget").select(COLUMNS).where("ticketId", "=", ticketId).orderBy("id"),
  );
  const update = prepared<Changing, unknown>(db, ({ id, ...target }) =>
    db.updateTable("ticketTarget").set(target).where("id", "=", id),
  );

  return {
    targets: async (ticketId) => (await ofTicket({ ticketId })).rows.map(toTarget),
    addTarget: createTargetAdder(db),

    async changeTarget(row, before) {
      const { id, ...target } = toTable(row);
      const columns = before === undefined ? target : changed(target, toTable(before));
      if (Object.keys(columns).length > 0) await update({ ...columns, id });
    },
  };
}

function createDue(db: Database): Pick<Tickets, "dueTargets" | "breach" | "uncounted"> {
  return {
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

type Kept = Pick<Schema["ticketTarget"], (typeof COLUMNS)[number]>;
type Changing = Partial<Omit<Kept, "id">> & Pick<Kept, "id">;

export function createTargetAdder(db: Database): Tickets["addTarget"] {
  const insert = prepared(db, (at: Slots<Kept>) =>
    db.insertInto("ticketTarget").values({ ...at, customerId: customerOf("ticket", at.ticketId) }),
  );
  return async (row) => void (await insert(toTable(row)));
}

function toTable(row: TargetRow): Kept {
  return { ...row, pausable: toFlag(row.pausable) };
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

function toTarget(row: Selectable<Kept>): TargetRow {
  return { ...row, pausable: row.pausable === 1 };
}
