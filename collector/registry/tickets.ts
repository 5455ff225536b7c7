import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { sql } from "kysely";
import { type Database, literals, type Schema, toFlag } from "./database.ts";
import type { TicketKey, TicketRow, Tickets } from "./registry.ts";
import { createEscalations } from "./ticket-escalations.ts";
import { createHistory } from "./ticket-history.ts";
import { listTickets, toTicket } from "./ticket-list.ts";
import { createOutcomes } from "./ticket-outcomes.ts";
import { addTarget, createTargets } from "./ticket-targets.ts";

/** Tickets and what happened to them. The table itself holds one open ticket a key. */
export function createTickets(db: Database): Tickets {
  return {
    ...createTicketRows(db),
    ...createTargets(db),
    ...createEscalations(db),
    ...createOutcomes(db),
    ...createHistory(db),
    ...createFindings(db),
    list: (query) => listTickets(db, query),
  };
}

function createTicketRows(db: Database): Pick<Tickets, "nextNumber" | "add" | "change"> {
  return {
    async nextNumber() {
      const { lastTicketNumber } = await db
        .updateTable("installation")
        .set((row) => ({ lastTicketNumber: row("lastTicketNumber", "+", 1) }))
        .returning("lastTicketNumber")
        .executeTakeFirstOrThrow();
      return lastTicketNumber;
    },

    async add(ticket, targets) {
      await db.insertInto("ticket").values(toTable(ticket)).execute();
      for (const target of targets) await addTarget(db, target);
    },

    async change(row) {
      const { id, version, ...ticket } = toTable(row);
      const { numUpdatedRows } = await db
        .updateTable("ticket")
        .set({ ...ticket, version: version + 1 })
        .where("id", "=", id)
        .where("version", "=", version)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

function createFindings(db: Database): Pick<Tickets, "find" | "openFor" | "lastAutoResolved"> {
  const ofKey = ({ machineId, ruleId, object }: TicketKey) =>
    db
      .selectFrom("ticket")
      .selectAll()
      .where("machineId", "=", machineId)
      .where("ruleId", "=", ruleId)
      .where("object", "=", object);

  return {
    async find(id) {
      const row = await db.selectFrom("ticket").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toTicket(row);
    },

    async openFor(key) {
      const row = await ofKey(key)
        .where(sql<boolean>`state in (${literals(OPEN_TICKET_STATES)})`)
        .executeTakeFirst();
      return row && toTicket(row);
    },

    async lastAutoResolved(key, sinceMs) {
      const row = await ofKey(key)
        .where("state", "=", "resolved")
        .where("autoResolved", "=", 1)
        .where("resolvedAtMs", ">=", sinceMs)
        .orderBy("resolvedAtMs", "desc")
        .orderBy("number", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && toTicket(row);
    },
  };
}

function toTable(row: TicketRow): Schema["ticket"] {
  return {
    ...row,
    autoResolved: toFlag(row.autoResolved),
    calendarVersionIds: JSON.stringify(row.calendarVersionIds),
  };
}
