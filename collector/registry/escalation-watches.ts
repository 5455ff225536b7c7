import { sql } from "kysely";
import { boundedLimit, customerOf, type Database, toFlag } from "./database.ts";
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
      const { ticketId, ...said } = row;
      const watch = { ...said, lookAgain: toFlag(false) };
      await db
        .insertInto("escalationWatch")
        .values({ ...watch, ticketId, customerId: customerOf("ticket", ticketId) })
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
  const all = db.selectFrom("escalationWatch").select(COLUMNS);
  return {
    async dueWatches(nowMs, limit) {
      const due = await all
        .where("nextAtMs", "<=", nowMs)
        .where("nextAtMs", "is not", null)
        .orderBy("nextAtMs")
        .orderBy("ticketId")
        .limit(boundedLimit(limit))
        .execute();
      if (due.length >= limit) return due;
      const again = await all
        .where(sql<boolean>`look_again = 1`)
        .where((row) => row.or([row("nextAtMs", "is", null), row("nextAtMs", ">", nowMs)]))
        .orderBy("ticketId")
        .limit(boundedLimit(limit - due.length))
        .execute();
      return [...due, ...again];
    },

    async stepWatch({ ticketId, policyId, sinceMs, nextStep, nextAtMs }, next) {
      const { numUpdatedRows } = await db
        .updateTable("escalationWatch")
        .set({ ...next, lookAgain: toFlag(false) })
        .where("ticketId", "=", ticketId)
        .where("policyId", policyId === null ? "is" : "=", policyId)
        .where("sinceMs", "=", sinceMs)
        .where("nextStep", "=", nextStep)
        .where("nextAtMs", nextAtMs === null ? "is" : "=", nextAtMs)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async lookAgain() {
      const lookAgain = toFlag(true);
      await db
        .updateTable("escalationWatch")
        .set({ lookAgain })
        .where("lookAgain", "!=", lookAgain)
        .execute();
    },
  };
}
