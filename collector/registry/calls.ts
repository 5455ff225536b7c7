import { sql } from "kysely";
import { boundedIds, boundedLimit, type Database, isIn } from "./database.ts";
import type { CallQuery, Calls } from "./registry.ts";

/** Calls: a row each, whether or not there is a ticket. */
export function createCalls(db: Database): Calls {
  return {
    async addCall(row) {
      await db.insertInto("call").values(row).execute();
    },

    async setTicket(callId, ticketId) {
      const { numUpdatedRows } = await db
        .updateTable("call")
        .set({ ticketId })
        .where("id", "=", callId)
        .where("ticketId", "is", null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    callList: (query) => listOf(db, query).execute(),
  };
}

/** The page's calls are found first; names are joined to them only. */
function listOf(db: Database, query: CallQuery) {
  return db
    .selectFrom("call")
    .innerJoin("customer", "customer.id", "call.customerId")
    .leftJoin("contact", "contact.id", "call.contactId")
    .leftJoin("ticket", "ticket.id", "call.ticketId")
    .selectAll("call")
    .select(["customer.name as customerName", "contact.name as contactName"])
    .select("ticket.number as ticketNumber")
    .where("call.id", "in", pageOf(db, query))
    .orderBy("call.atMs", "desc")
    .orderBy("call.id", "desc");
}

function pageOf(db: Database, { ids, customerId, hasTicket, limit, after }: CallQuery) {
  let page = db
    .selectFrom("call")
    .select("id")
    .orderBy("atMs", "desc")
    .orderBy("id", "desc")
    .limit(boundedLimit(limit));
  if (ids !== undefined) page = page.where(isIn("call.id", boundedIds(ids)));
  if (customerId !== undefined) page = page.where("customerId", "=", customerId);
  if (hasTicket !== undefined) page = page.where("ticketId", hasTicket ? "is not" : "is", null);
  if (after !== undefined) {
    page = page.where(sql<boolean>`(at_ms, id) < (${after.atMs}, ${after.id})`);
  }
  return page;
}
