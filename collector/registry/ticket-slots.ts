import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { sql } from "kysely";
import { boundedLimit, type Database, literals } from "./database.ts";
import type { Tickets } from "./registry.ts";
import { toTicket } from "./ticket-list.ts";

/** Keys of one customer under which requests wait: one for each contract, or site, with a limit. */
const QUEUES_MAX = 1_000;

/** Customers of whom somebody waits: of more, those behind are looked at when a slot of theirs frees. */
const CUSTOMERS_MAX = 10_000;

type Slots = Pick<
  Tickets,
  "slotsTaken" | "queueAhead" | "nextQueued" | "queuesOf" | "customersQueued"
>;

/** Who holds a slot, and who waits for one. */
export function createSlots(db: Database): Slots {
  return { ...createLine(db), ...createQueues(db) };
}

function createLine(db: Database): Omit<Slots, "queuesOf" | "customersQueued"> {
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
  };
}

function createQueues(db: Database): Pick<Slots, "queuesOf" | "customersQueued"> {
  return {
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

    async customersQueued() {
      const rows = await db
        .selectFrom("ticket")
        .select("customerId")
        .distinct()
        .where("queuedAtMs", "is not", null)
        .orderBy("customerId")
        .limit(boundedLimit(CUSTOMERS_MAX))
        .execute();
      return rows.map(({ customerId }) => customerId);
    },
  };
}
