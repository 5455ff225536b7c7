import { boundedLimit, customerOf, type Database } from "./database.ts";
import type { OnCall } from "./registry.ts";

type Watches = Pick<
  OnCall,
  "watch" | "watchOf" | "unwatch" | "dueWatches" | "stepWatch" | "lookAgain"
>;

const COLUMNS = ["ticketId", "policyId", "sinceMs", "nextStep", "nextAtMs"] as const;

/** The tickets that nobody took yet, and when somebody is woken for each. */
export function createWatches(db: Database): Watches {
  return { ...createKeeping(db), ...createStepping(db) };
}

function createKeeping(db: Database): Pick<Watches, "watch" | "watchOf" | "unwatch"> {
  return {
    async watch(row) {
      const { ticketId, ...watch } = row;
      await db
        .insertInto("escalationWatch")
        .values({ ...row, customerId: customerOf("ticket", ticketId) })
        .onConflict((conflict) => conflict.column("ticketId").doUpdateSet(watch))
        .execute();
    },

    async watchOf(ticketId) {
      return db
        .selectFrom("escalationWatch")
        .select(COLUMNS)
        .where("ticketId", "=", ticketId)
        .executeTakeFirst();
    },

    async unwatch(ticketId) {
      await db.deleteFrom("escalationWatch").where("ticketId", "=", ticketId).execute();
    },
  };
}

function createStepping(db: Database): Pick<Watches, "dueWatches" | "stepWatch" | "lookAgain"> {
  return {
    async dueWatches(nowMs, limit) {
      return db
        .selectFrom("escalationWatch")
        .select(COLUMNS)
        .where("nextAtMs", "<=", nowMs)
        .where("nextAtMs", "is not", null)
        .orderBy("nextAtMs")
        .orderBy("ticketId")
        .limit(boundedLimit(limit))
        .execute();
    },

    async stepWatch({ ticketId, policyId, sinceMs, nextStep, nextAtMs }, next) {
      const { numUpdatedRows } = await db
        .updateTable("escalationWatch")
        .set(next)
        .where("ticketId", "=", ticketId)
        .where("policyId", policyId === null ? "is" : "=", policyId)
        .where("sinceMs", "=", sinceMs)
        .where("nextStep", "=", nextStep)
        .where("nextAtMs", nextAtMs === null ? "is" : "=", nextAtMs)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async lookAgain(atMs) {
      await db.updateTable("escalationWatch").set({ nextAtMs: atMs }).execute();
    },
  };
}
