import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { type RawBuilder, sql } from "kysely";
import { boundedLimit, type Database, literals, type Schema, toFlag } from "./database.ts";
import { changed, prepared, type Slots } from "./prepared.ts";
import type { TicketKey, TicketRow, Tickets } from "./registry.ts";
import { createEscalations } from "./ticket-escalations.ts";
import { createHistory } from "./ticket-history.ts";
import { countTickets, listTickets, toTicket } from "./ticket-list.ts";
import { createOutcomes } from "./ticket-outcomes.ts";
import { createStaleMark, type SearchDialect } from "./ticket-search.ts";
import { createSlots } from "./ticket-slots.ts";
import { createTargetAdder, createTargets } from "./ticket-targets.ts";

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
  const markStale = createStaleMark(db);
  const insert = prepared(db, (at: Slots<Schema["ticket"]>) => db.insertInto("ticket").values(at));
  const addTarget = createTargetAdder(db);
  const update = prepared<Changing, unknown>(db, ({ id, version, nextVersion, ...ticket }) =>
    db
      .updateTable("ticket")
      .set({ ...ticket, version: nextVersion })
      .where("id", "=", id)
      .where("version", "=", version),
  );
  const number = prepared(db, () =>
    db
      .updateTable("installation")
      .set((row) => ({ lastTicketNumber: row("lastTicketNumber", "+", sql.lit(1)) }))
      .returning("lastTicketNumber"),
  );
  const settle = prepared<{ ticketId: string }, unknown>(db, (at) => settling(db, at.ticketId));

  return {
    async nextNumber() {
      const [row] = (await number({})).rows;
      if (row === undefined) throw new Error("there is no installation");
      return row.lastTicketNumber;
    },

    async add(ticket, targets) {
      await insert(toTable(ticket));
      for (const target of targets) await addTarget(target);
      await markStale(ticket.id);
    },

    async change(row, before) {
      const { id, version, updatedAtMs: _updated, breaksAtMs: _breaks, ...ticket } = toTable(row);
      const columns = before === undefined ? ticket : changed(ticket, toTable(before));
      const { numAffectedRows } = await update({
        ...columns,
        id,
        version,
        nextVersion: version + 1,
      });
      if (WORDED.some((column) => column in columns)) await markStale(id);
      return numAffectedRows === 1n;
    },

    settleBreak: async (ticketId) => void (await settle({ ticketId })),
  };
}

type Changing = Partial<Omit<Schema["ticket"], "id" | "version">> &
  Pick<TicketRow, "id" | "version"> & { readonly nextVersion: number };

/** Columns by which a search finds a ticket. */
const WORDED = [
  "number",
  "customerId",
  "siteId",
  "machineId",
  "equipmentId",
  "requesterId",
  "ruleId",
  "object",
  "title",
] as const satisfies readonly (keyof TicketRow)[];

/** Most often it is settled already; to write it again would cost several indexes. */
function settling(db: Database, ticketId: RawBuilder<string>) {
  const earliest = db
    .selectFrom("ticketTarget")
    .select(({ fn }) => fn.min("breachAfterMs").as("breaksAtMs"))
    .where("ticketTarget.ticketId", "=", ticketId)
    .where("ticketTarget.state", "=", "running");
  return db
    .updateTable("ticket")
    .set({ breaksAtMs: earliest })
    .where("id", "=", ticketId)
    .where("breaksAtMs", "is distinct from", earliest);
}

/** Parts of one ticket that are read at once. */
const CHILDREN_MAX = 1_000;

function createFindings(
  db: Database,
): Pick<Tickets, "find" | "openFor" | "lastAutoResolved" | "children"> {
  const all = db.selectFrom("ticket").selectAll();
  const ofKey = ({ machineId, ruleId, object }: Slots<TicketKey>) =>
    all
      .where("machineId", "=", machineId)
      .where("ruleId", "=", ruleId)
      .where("object", "=", object);
  const named = prepared(db, (at: Slots<{ id: string }>) => all.where("id", "=", at.id));
  const open = prepared(db, (key: Slots<TicketKey>) =>
    ofKey(key).where(sql<boolean>`state in (${literals(OPEN_TICKET_STATES)})`),
  );
  const resolved = prepared(db, ({ sinceMs, ...key }: Slots<TicketKey & { sinceMs: number }>) =>
    ofKey(key)
      .where("state", "=", "resolved")
      .where("autoResolved", "=", 1)
      .where("resolvedAtMs", ">=", sinceMs)
      .orderBy("resolvedAtMs", "desc")
      .orderBy("number", "desc")
      .limit(sql.lit(1)),
  );

  return {
    async find(id) {
      const [row] = (await named({ id })).rows;
      return row && toTicket(row);
    },

    async openFor({ machineId, ruleId, object }) {
      const [row] = (await open({ machineId, ruleId, object })).rows;
      return row && toTicket(row);
    },

    async lastAutoResolved({ machineId, ruleId, object }, sinceMs) {
      const [row] = (await resolved({ machineId, ruleId, object, sinceMs })).rows;
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
