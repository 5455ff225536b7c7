import { type RawBuilder, sql } from "kysely";
import { boundedIds, type Database } from "./database.ts";
import type { MailMessages } from "./registry.ts";

/** Who writes, what they answer, and how much they wrote already. */
export function createMailSenders(
  db: Database,
): Pick<
  MailMessages,
  | "ticketNumbered"
  | "ticketsOf"
  | "correspondents"
  | "staffOf"
  | "openedBy"
  | "wroteOn"
  | "lastFrom"
  | "notesOn"
> {
  return { ...createPeople(db), ...createThreads(db), ...createCounts(db) };
}

/** People whom one address may belong to: two are too many already. */
const CORRESPONDENTS_MAX = 10;

function createPeople(db: Database): Pick<MailMessages, "correspondents" | "staffOf"> {
  return {
    async correspondents(address) {
      return db
        .selectFrom("contact")
        .select(["id", "customerId", "name"])
        .where(sql<string>`lower(email)`, "=", address)
        .where("email", "is not", null)
        .orderBy("id")
        .limit(CORRESPONDENTS_MAX)
        .execute();
    },

    async staffOf(address) {
      return db
        .selectFrom("staff")
        .select(["id", "name"])
        .where(sql<string>`lower(email)`, "=", address)
        .where("email", "is not", null)
        .where("active", "=", 1)
        .orderBy("id")
        .limit(CORRESPONDENTS_MAX)
        .execute();
    },
  };
}

/** Tickets that one mail may seem to answer. */
const THREADS_MAX = 10;

/** What the column holds on every engine. */
const TICKET_NUMBER_MAX = 2 ** 31 - 1;

function createThreads(db: Database): Pick<MailMessages, "ticketNumbered" | "ticketsOf"> {
  return {
    async ticketNumbered(number) {
      if (number > TICKET_NUMBER_MAX) return undefined;
      const row = await db
        .selectFrom("ticket")
        .select("id")
        .where("number", "=", number)
        .executeTakeFirst();
      return row?.id;
    },

    async ticketsOf(messageIds) {
      if (messageIds.length === 0) return [];
      const rows = await db
        .selectFrom("mailMessage")
        .select("ticketId")
        .where("messageId", "in", boundedIds(messageIds))
        .where("ticketId", "is not", null)
        .where("state", "=", "ticket")
        .orderBy("id", "desc")
        .limit(THREADS_MAX)
        .execute();
      return [...new Set(rows.flatMap(({ ticketId }) => ticketId ?? []))];
    },
  };
}

function createCounts(
  db: Database,
): Pick<MailMessages, "openedBy" | "wroteOn" | "lastFrom" | "notesOn"> {
  const count = async (...conditions: readonly RawBuilder<boolean>[]): Promise<number> => {
    const { rows } = await db
      .selectFrom("mailMessage")
      .select((mail) => mail.fn.countAll<number>().as("rows"))
      .where(sql<boolean>`${sql.join(conditions, sql` and `)}`)
      .executeTakeFirstOrThrow();
    return Number(rows);
  };

  return {
    // The index holds those alone by which a ticket was opened.
    openedBy: (address, sinceMs) =>
      count(
        sql`from_address = ${address}`,
        sql`received_at_ms >= ${sinceMs}`,
        sql`route = ${sql.lit("new")}`,
      ),

    async wroteOn(ticketId, contactId) {
      const rows = await count(
        sql`ticket_id = ${ticketId}`,
        sql`contact_id = ${contactId}`,
        sql`state = ${sql.lit("ticket")}`,
      );
      return rows > 0;
    },

    async lastFrom(ticketId, contactId) {
      const row = await db
        .selectFrom("mailMessage")
        .select("messageId")
        .where("ticketId", "=", ticketId)
        .where("contactId", "=", contactId)
        .where("state", "=", "ticket")
        .where("messageId", "is not", null)
        .orderBy("receivedAtMs", "desc")
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row?.messageId ?? undefined;
    },

    notesOn: (ticketId) => count(sql`ticket_id = ${ticketId}`, sql`state = ${sql.lit("ignored")}`),
  };
}
