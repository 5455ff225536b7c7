import { sql } from "kysely";
import { mirrored } from "../domain/ticket-link.ts";
import { boundedIds, boundedLimit, customerOf, type Database, isIn } from "./database.ts";
import type { Conversation, SeenLinkRow, TicketLinkRow } from "./registry.ts";
import { createStaleMark } from "./ticket-search.ts";

/** What people put to tickets besides words: who follows them, links and tags. */
export function createConversation(db: Database): Conversation {
  return { ...createWatchers(db), ...createLinks(db), ...createTags(db) };
}

function createWatchers(db: Database): Pick<Conversation, "watchers" | "watch" | "unwatch"> {
  return {
    watchers: (ticketId) =>
      db
        .selectFrom("ticketWatcher")
        .innerJoin("staff", "staff.id", "ticketWatcher.staffId")
        .select(["staff.id", "staff.name"])
        .where("ticketWatcher.ticketId", "=", ticketId)
        .orderBy("staff.nameFolded")
        .orderBy("staff.id")
        .execute(),

    async watch(ticketId, staffId) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("ticketWatcher")
        .values({ ticketId, staffId, customerId: customerOf("ticket", ticketId) })
        .onConflict((conflict) => conflict.columns(["ticketId", "staffId"]).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async unwatch(ticketId, staffId) {
      const { numDeletedRows } = await db
        .deleteFrom("ticketWatcher")
        .where("ticketId", "=", ticketId)
        .where("staffId", "=", staffId)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
  };
}

/** Links of one ticket that are read at once. */
const LINKS_READ_MAX = 1_000;

function createLinks(
  db: Database,
): Pick<Conversation, "addLink" | "removeLink" | "findLink" | "linkWith" | "links" | "linkCount"> {
  const rows = db
    .selectFrom("ticketLink")
    .select(["id", "ticketId", "kind", "otherTicketId", "machineId", "alertId"])
    .select(["atMs", "actor"]);

  return {
    async addLink(row) {
      await db
        .insertInto("ticketLink")
        .values({ ...row, customerId: customerOf("ticket", row.ticketId) })
        .execute();
    },

    async removeLink(id) {
      await db.deleteFrom("ticketLink").where("id", "=", id).execute();
    },

    findLink: (id) => rows.where("id", "=", id).executeTakeFirst(),

    async linkWith(ticketId, { otherTicketId, machineId, alertId }) {
      const ofTicket = rows.where("ticketId", "=", ticketId);
      if (machineId !== null) return ofTicket.where("machineId", "=", machineId).executeTakeFirst();
      if (alertId !== null) return ofTicket.where("alertId", "=", alertId).executeTakeFirst();
      if (otherTicketId === null) return undefined;
      const begins = await ofTicket.where("otherTicketId", "=", otherTicketId).executeTakeFirst();
      if (begins !== undefined) return begins;
      return rows
        .where("ticketId", "=", otherTicketId)
        .where("otherTicketId", "=", ticketId)
        .executeTakeFirst();
    },

    links: (ticketId) => linksOf(db, ticketId),

    async linkCount(ticketId) {
      const { count } = await db
        .selectFrom("ticketLink")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where((eb) => eb.or([eb("ticketId", "=", ticketId), eb("otherTicketId", "=", ticketId)]))
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}

/** The machine is that of the link or that of its alert; the ticket is the one at the other end. */
async function linksOf(db: Database, ticketId: string): Promise<SeenLinkRow[]> {
  const rows = await db
    .selectFrom("ticketLink")
    .leftJoin("alert", "alert.id", "ticketLink.alertId")
    .leftJoin("machine", (join) =>
      join.on(sql`machine.id`, "=", sql`coalesce(ticket_link.machine_id, alert.machine_id)`),
    )
    .leftJoin("ticket", (join) =>
      join.on(
        sql`ticket.id`,
        "=",
        sql`case ticket_link.ticket_id when ${ticketId}
          then ticket_link.other_ticket_id else ticket_link.ticket_id end`,
      ),
    )
    .select(["ticketLink.id", "ticketLink.kind", "ticketLink.alertId", "ticketLink.ticketId"])
    .select(["machine.id as machineId", "machine.name as machineName"])
    .select(["ticket.id as otherId", "ticket.number", "ticket.state", "ticket.title"])
    .where((eb) =>
      eb.or([
        eb("ticketLink.ticketId", "=", ticketId),
        eb("ticketLink.otherTicketId", "=", ticketId),
      ]),
    )
    .orderBy("ticketLink.atMs")
    .orderBy("ticketLink.id")
    .limit(boundedLimit(LINKS_READ_MAX))
    .execute();
  return rows.map((row) => toSeen(row, ticketId));
}

type JoinedRow = Pick<TicketLinkRow, "id" | "kind" | "alertId" | "ticketId" | "machineId"> & {
  readonly machineName: string | null;
  readonly otherId: string | null;
  readonly number: number | null;
  readonly state: NonNullable<SeenLinkRow["ticket"]>["state"] | null;
  readonly title: string | null;
};

function toSeen(row: JoinedRow, seenFrom: string): SeenLinkRow {
  const { id, kind, alertId, machineId, machineName, otherId, number, state, title } = row;
  const hasTicket = otherId !== null && number !== null && state !== null;
  return {
    id,
    kind: row.ticketId === seenFrom ? kind : mirrored(kind),
    alertId,
    machine: machineId === null ? null : { id: machineId, name: machineName ?? "" },
    ticket: hasTicket ? { id: otherId, number, state, title } : null,
  };
}

function createTags(db: Database): Pick<Conversation, "setTags" | "tagsOf"> {
  const markStale = createStaleMark(db);
  return {
    async setTags(ticketId, tags) {
      await db.deleteFrom("ticketTag").where("ticketId", "=", ticketId).execute();
      const customerId = customerOf("ticket", ticketId);
      const values = [...new Set(tags)].map((tag) => ({ ticketId, customerId, tag }));
      if (values.length > 0) await db.insertInto("ticketTag").values(values).execute();
      await markStale(ticketId);
    },

    async tagsOf(ticketIds) {
      const rows = await db
        .selectFrom("ticketTag")
        .select(["ticketId", "tag"])
        .where(isIn("ticketTag.ticketId", boundedIds(ticketIds)))
        .execute();
      const grouped = Map.groupBy(rows, ({ ticketId }) => ticketId);
      // Sorted here, because engines order letters differently from one another.
      return new Map(
        Array.from(grouped, ([ticketId, own]) => [ticketId, own.map(({ tag }) => tag).toSorted()]),
      );
    },
  };
}
