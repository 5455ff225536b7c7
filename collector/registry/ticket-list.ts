import type { TicketSort } from "@vigie/shared/ticket-query.ts";
import { type RawBuilder, type Selectable, sql } from "kysely";
import { createConversation } from "./conversation.ts";
import { boundedLimit, type Database, isIn, type Schema } from "./database.ts";
import type {
  TicketListRow,
  TicketNarrowing,
  TicketPlace,
  TicketQuery,
  TicketRow,
} from "./registry.ts";
import { narrowed } from "./ticket-narrowing.ts";
import type { SearchDialect } from "./ticket-search.ts";
import { targetsOf } from "./ticket-targets.ts";

/**
 * The list of tickets. The page is found first, by the one index of its order or by what narrows it
 * most; names, tags and targets are then read for its tickets only.
 *
 * A page goes on after the place of the ticket before: rows that come or go elsewhere shift nothing.
 */
export async function listTickets(
  db: Database,
  dialect: SearchDialect,
  query: TicketQuery,
): Promise<TicketListRow[]> {
  const ids = await pageOf(db, await narrowed(db, dialect, query), query);
  const rows = await detailsOf(db, ids, query).execute();
  const targets = await targetsOf(db, ids);
  const tags = await createConversation(db).tagsOf(ids);
  const byTicket = Map.groupBy(targets, ({ ticketId }) => ticketId);
  return rows.map((row) => ({
    ...row,
    ...toTicket(row),
    ruleWords: row.ruleWords === null ? null : JSON.parse(row.ruleWords),
    tags: tags.get(row.id) ?? [],
    targets: byTicket.get(row.id) ?? [],
  }));
}

/** How many tickets a list would have, counted up to `max`. */
export async function countTickets(
  db: Database,
  dialect: SearchDialect,
  { max, ...narrowing }: TicketNarrowing & { readonly max: number },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (
    select 1 as found from ticket where ${await narrowed(db, dialect, narrowing)} limit ${max}
  ) as counted`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** After every instant: what promises nothing. Word for word as in the index of this order. */
const NEVER_MS = 9_007_199_254_740_991;
const breaksAt = sql`coalesce(ticket.breaks_at_ms, ${sql.lit(NEVER_MS)})`;

type Key = { readonly column: RawBuilder<unknown>; readonly of: (place: TicketPlace) => number };

const NUMBER: Key = { column: sql`ticket.number`, of: ({ number }) => number };
const PRIORITY: Key = { column: sql`ticket.priority`, of: ({ priority }) => priority };
const UPDATED: Key = { column: sql`ticket.updated_at_ms`, of: ({ updatedAtMs }) => updatedAtMs };
const BREAKS: Key = { column: breaksAt, of: ({ breaksAtMs }) => breaksAtMs ?? NEVER_MS };

/** What each order compares, one after the other. */
const SORT_KEYS: Readonly<Record<TicketSort, readonly Key[]>> = {
  number: [NUMBER],
  updated: [UPDATED, NUMBER],
  priority: [PRIORITY, NUMBER],
  breaks: [BREAKS, PRIORITY, NUMBER],
};

function detailsOf(db: Database, ids: readonly string[], query: TicketQuery) {
  return db
    .selectFrom("ticket")
    .innerJoin("customer", "customer.id", "ticket.customerId")
    .leftJoin("site", "site.id", "ticket.siteId")
    .leftJoin("machine", "machine.id", "ticket.machineId")
    .leftJoin("equipment", "equipment.id", "ticket.equipmentId")
    .leftJoin("contact", "contact.id", "ticket.requesterId")
    .leftJoin("rule", "rule.id", "ticket.ruleId")
    .leftJoin("contractVersion", "contractVersion.id", "ticket.contractVersionId")
    .leftJoin("contract", "contract.id", "contractVersion.contractId")
    .leftJoin("staff", "staff.id", "ticket.assigneeId")
    .leftJoin("team", "team.id", "ticket.teamId")
    .leftJoin("ticket as parent", "parent.id", "ticket.parentId")
    .selectAll("ticket")
    .select(["customer.name as customerName", "site.name as siteName"])
    .select(["machine.name as machineName", "equipment.name as equipmentName"])
    .select(["equipment.kind as equipmentKind", "contact.name as requesterName"])
    .select(["contact.email as requesterEmail", "rule.key as ruleKey"])
    .select("rule.words as ruleWords")
    .select(["contract.id as contractId", "contract.name as contractName"])
    .select(["staff.name as assigneeName", "team.name as teamName"])
    .select("parent.number as parentNumber")
    .where(isIn("ticket.id", ids))
    .orderBy(orderOf(query));
}

/** The ids of the page's tickets. Asked by itself: of so many tables, engines join all of a ticket first. */
async function pageOf(
  db: Database,
  narrowing: RawBuilder<boolean>,
  { sort = "number", order = "desc", limit, after }: TicketQuery,
): Promise<string[]> {
  const goesOn = after === undefined ? sql`` : sql` and ${isBeyond(after, { sort, order })}`;
  const { rows } = await sql<{ id: string }>`
    select ticket.id from ticket where ${narrowing}${goesOn}
    order by ${orderOf({ sort, order })} limit ${boundedLimit(limit)}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Said of the first key once more, by itself: by that an engine finds the place in its index. */
function isBeyond(
  place: TicketPlace,
  { sort, order }: Required<Pick<TicketQuery, "sort" | "order">>,
): RawBuilder<boolean> {
  const keys = SORT_KEYS[sort];
  const beyond = order === "desc" ? sql`<` : sql`>`;
  const columns = sql.join(keys.map(({ column }) => column));
  const values = sql.join(keys.map(({ of }) => of(place)));
  const first = keys.slice(0, 1).map(({ column, of }) => sql`${column} ${beyond}= ${of(place)}`);
  return sql`${sql.join(first)} and (${columns}) ${beyond} (${values})`;
}

function orderOf({ sort = "number", order = "desc" }: Pick<TicketQuery, "sort" | "order">) {
  const direction = order === "desc" ? sql`desc` : sql`asc`;
  return sql.join(SORT_KEYS[sort].map(({ column }) => sql`${column} ${direction}`));
}

/** A ticket as the port has it. */
export function toTicket(row: Selectable<Schema["ticket"]>): TicketRow {
  return {
    ...row,
    autoResolved: row.autoResolved === 1,
    calendarVersionIds: JSON.parse(row.calendarVersionIds),
    coverageReason: JSON.parse(row.coverageReason),
  };
}
