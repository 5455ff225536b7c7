import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { sql } from "kysely";
import { boundedLimit, type Database, literals } from "./database.ts";
import type { Tickets } from "./registry.ts";
import { toTicket } from "./ticket-list.ts";

/** Keys of one customer under which requests wait: one for each contract, or site, with a limit. */
const QUEUES_MAX = 1_000;

/** Who holds a slot, and who waits for one. */
export function createSlots(
  db: Database,
): Pick<Tickets, "slotsTaken" | "queueAhead" | "nextQueued" | "queuesOf"> {
  const ofKey = (slotKey: string) => db.selectFrom("ticket").where("slotKey", "=", slotKey);
  const waiting = (slotKey: string) => ofKey(slotKey).where("queuedAtMs", "is not", null);

  return {
    async slotsTaken(slotKey, limit) {
      const rows = await ofKey(slotKey)
        .select("id")
        .where("queuedAtMs", "is", null)
        .where(sql<boolean>`state in (${literals(OPEN_TICKET_STATES)})`)
        .limit(boundedLimit(limit))
        .execute();
      return rows.length;
    },

    async queueAhead({ slotKey, before }) {
      const all = waiting(slotKey).select(({ fn }) => fn.countAll<number>().as("count"));
      const { count } = await (before === undefined
        ? all
        : all.where(sql<boolean>`(queued_at_ms, number) < (${before.queuedAtMs}, ${before.number})`)
      ).executeTakeFirstOrThrow();
      return Number(count);
    },

    async nextQueued(slotKey) {
      const row = await waiting(slotKey)
        .selectAll()
        .orderBy("queuedAtMs")
        .orderBy("number")
        .limit(1)
        .executeTakeFirst();
      return row && toTicket(row);
    },

    async queuesOf(customerId) {
      const rows = await db
        .selectFrom("ticket")
        .select("slotKey")
        .distinct()
        .where("customerId", "=", customerId)
        .where("queuedAtMs", "is not", null)
        .orderBy("slotKey")
        .limit(boundedLimit(QUEUES_MAX))
        .execute();
      return rows.flatMap(({ slotKey }) => slotKey ?? []);
    },
  };
}
