import { sql } from "kysely";
import { boundedLimit, customerOf, type Database } from "./database.ts";
import { prepared, type Slots } from "./prepared.ts";
import type { EscalationRow, Tickets } from "./registry.ts";

const COLUMNS = [
  "ticketId",
  "target",
  "cycle",
  "step",
  "state",
  "atMs",
  "firesAfterMs",
  "firedAtMs",
  "originalAtMs",
] as const;

const KEY = ["ticketId", "target", "cycle", "step"] as const;

/** Steps of escalations. What is due is found by an index and fired by compare-and-set. */
export function createEscalations(
  db: Database,
): Pick<Tickets, "escalations" | "saveEscalation" | "dueEscalations" | "fire"> {
  const ofTicket = prepared(db, ({ ticketId }: Slots<Pick<EscalationRow, "ticketId">>) =>
    db
      .selectFrom("ticketEscalation")
      .select(COLUMNS)
      .where("ticketId", "=", ticketId)
      .orderBy("target")
      .orderBy("cycle")
      .orderBy("step"),
  );

  return {
    escalations: async (ticketId) => (await ofTicket({ ticketId })).rows,

    async saveEscalation(row) {
      const { state, atMs, firesAfterMs, firedAtMs, originalAtMs } = row;
      await db
        .insertInto("ticketEscalation")
        .values({ ...row, customerId: customerOf("ticket", row.ticketId) })
        .onConflict((conflict) =>
          conflict.columns(KEY).doUpdateSet({ state, atMs, firesAfterMs, firedAtMs, originalAtMs }),
        )
        .execute();
    },

    async dueEscalations(nowMs, limit) {
      return db
        .selectFrom("ticketEscalation")
        .select(COLUMNS)
        .where(isPlanned)
        .where("firesAfterMs", "<", nowMs)
        .orderBy("firesAfterMs")
        .orderBy("ticketId")
        .orderBy("target")
        .orderBy("cycle")
        .orderBy("step")
        .limit(boundedLimit(limit))
        .execute();
    },

    fire: (step, firedAtMs) => fire(db, step, firedAtMs),
  };
}

/** A pause or a change moves the instant: a step that still has it is as it was. */
async function fire(
  db: Database,
  { ticketId, target, cycle, step, atMs, firesAfterMs }: EscalationRow,
  firedAtMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("ticketEscalation")
    .set({ state: "fired", firesAfterMs: null, firedAtMs, originalAtMs: atMs })
    .where("ticketId", "=", ticketId)
    .where("target", "=", target)
    .where("cycle", "=", cycle)
    .where("step", "=", step)
    .where(isPlanned)
    .where("firesAfterMs", "=", firesAfterMs)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Word for word the condition of the index of what is due. */
const isPlanned = sql<boolean>`state = 'planned'`;
