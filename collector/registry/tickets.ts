import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { sql } from "kysely";
import { boundedLimit, type Database, literals, type Schema, toFlag } from "./database.ts";
import type { TicketKey, TicketRow, Tickets } from "./registry.ts";
import { createEscalations } from "./ticket-escalations.ts";
import { createHistory } from "./ticket-history.ts";
import { countTickets, listTickets, toTicket } from "./ticket-list.ts";
import { createOutcomes } from "./ticket-outcomes.ts";
import { markStale, type SearchDialect } from "./ticket-search.ts";
import { createSlots } from "./ticket-slots.ts";
import { addTarget, createTargets } from "./ticket-targets.ts";

/** Tickets and what happened to them. The table itself holds one open ticket a key. */
export function createTickets(db: Database, dialect: SearchDialect): Tickets {
  return {
    ...createTicketRows(db),
    ...createTargets(db),
    ...createEscalations(db),
    ...createOutcomes(db),
    ...createHistory(db),
    ...createFindings(db),
    ...createSlots(db),
    list: (query) => listTickets(db, dialect, query),
    count: (query) => countTickets(db, dialect, query),
  };
}

function createTicketRows(
  db: Database,
): Pick<Tickets, "nextNumber" | "add" | "change" | "settleBreak"> {
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
      await markStale(db, ticket.id);
    },

    async change(row) {
      const { id, version, updatedAtMs: _updated, breaksAtMs: _breaks, ...ticket } = toTable(row);
      const { numUpdatedRows } = await db
        .updateTable("ticket")
        .set({ ...ticket, version: version + 1 })
        .where("id", "=", id)
        .where("version", "=", version)
        .executeTakeFirst();
      await markStale(db, id);
      return numUpdatedRows === 1n;
    },

    async settleBreak(ticketId) {
      await db
        .updateTable("ticket")
        .set((row) => ({
          breaksAtMs: row
            .selectFrom("ticketTarget")
            .select(({ fn }) => fn.min("breachAfterMs").as("breaksAtMs"))
            .where("ticketTarget.ticketId", "=", ticketId)
            .where("ticketTarget.state", "=", "running"),
        }))
        .where("id", "=", ticketId)
        .execute();
    },
  };
}

/** Parts of one ticket that are read at once. */
const CHILDREN_MAX = 1_000;

function createFindings(
  db: Database,
): Pick<Tickets, "find" | "openFor" | "lastAutoResolved" | "children"> {
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

    children: (parentId) =>
      db
        .selectFrom("ticket")
        .select(["id", "number", "state"])
        .where("parentId", "=", parentId)
        .orderBy("number")
        .limit(boundedLimit(CHILDREN_MAX))
        .execute(),
  };
}

function toTable(row: TicketRow): Schema["ticket"] {
  return {
    ...row,
    autoResolved: toFlag(row.autoResolved),
    calendarVersionIds: JSON.stringify(row.calendarVersionIds),
    coverageReason: JSON.stringify(row.coverageReason),
  };
}
