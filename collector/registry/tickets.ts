import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { type Selectable, sql } from "kysely";
import {
  boundedLimit,
  customerOf,
  type Database,
  literals,
  type Schema,
  toFlag,
} from "./database.ts";
import type { TicketKey, TicketRow, Tickets } from "./registry.ts";
import { listTickets } from "./ticket-list.ts";
import { createTargets } from "./ticket-targets.ts";

/** A thousand times resolved and opened again; of what is older the time counts as open. */
const CLOSURES_MAX = 2_000;

/** Tickets and what happened to them. The table itself holds one open ticket a key. */
export function createTickets(db: Database): Tickets {
  return {
    ...createTicketRows(db),
    ...createTargets(db),
    ...createTransitions(db),
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
      const { customerId } = ticket;
      for (const target of targets) {
        await db
          .insertInto("ticketTarget")
          .values({ ...target, pausable: toFlag(target.pausable), customerId })
          .execute();
      }
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

function createTransitions(
  db: Database,
): Pick<Tickets, "addTransition" | "transitions" | "transitionCount" | "closures"> {
  const ofTicket = (ticketId: string) =>
    db.selectFrom("ticketTransition").where("ticketId", "=", ticketId);

  return {
    async addTransition(row) {
      const parameters = JSON.stringify(row.parameters);
      await db
        .insertInto("ticketTransition")
        .values({ ...row, parameters, customerId: customerOf("ticket", row.ticketId) })
        .execute();
    },

    async transitions(ticketId, limit = Number.POSITIVE_INFINITY) {
      const newestFirst = await ofTicket(ticketId)
        .select(["id", "ticketId", "kind", "atMs", "actor"])
        .select(["fromState", "toState", "parameters", "text"])
        .orderBy("id", "desc")
        .limit(boundedLimit(limit))
        .execute();
      return newestFirst
        .toReversed()
        .map((row) => ({ ...row, parameters: JSON.parse(row.parameters) }));
    },

    async transitionCount(ticketId, kind) {
      const lines =
        kind === undefined ? ofTicket(ticketId) : ofTicket(ticketId).where("kind", "=", kind);
      const { count } = await lines
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      return count;
    },

    async closures(ticketId) {
      const newestFirst = await ofTicket(ticketId)
        .select(["kind", "atMs"])
        .where("kind", "in", ["resolved", "reopened"])
        .orderBy("id", "desc")
        .limit(CLOSURES_MAX)
        .execute();
      return newestFirst.toReversed();
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
  return { ...row, autoResolved: toFlag(row.autoResolved) };
}

function toTicket(row: Selectable<Schema["ticket"]>): TicketRow {
  return { ...row, autoResolved: row.autoResolved === 1 };
}
