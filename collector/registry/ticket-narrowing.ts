import { OPEN_TICKET_STATES, type TicketState } from "@vigie/shared/ticket.ts";
import { type RawBuilder, sql } from "kysely";
import { boundedIds, type ColumnName, type Database, isIn, literals } from "./database.ts";
import type { TicketNarrowing } from "./registry.ts";
import { numbersFound, type SearchDialect } from "./ticket-search.ts";

/** What narrows a list of tickets, as one condition on the table `ticket`. */
export async function narrowed(
  db: Database,
  dialect: SearchDialect,
  wish: TicketNarrowing,
): Promise<RawBuilder<boolean>> {
  const conditions = [
    sql<boolean>`1 = 1`,
    ...among(wish),
    ...belonging(wish),
    ...(await found(db, dialect, wish)),
  ];
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

type Conditions = readonly RawBuilder<boolean>[];

/** Of what there are a few: one of several values. */
function among({
  ids,
  states,
  types,
  priorities,
  coverages,
  channels,
}: TicketNarrowing): Conditions {
  return [
    ...(ids === undefined ? [] : [isIn("ticket.id", boundedIds(ids))]),
    ...(states === undefined ? [] : [isInState(states)]),
    ...oneOf("ticket.type", types),
    ...(priorities === undefined ? [] : [isAmong(sql`ticket.priority`, priorities)]),
    ...oneOf("ticket.coverage", coverages),
    ...oneOf("ticket.channel", channels),
  ];
}

/**
 * What is open has indexes of its own, one for each order, made in these very words. They are words that no
 * other index has: by that of a state an engine would find all that is open, and sort it.
 */
function isInState(states: readonly TicketState[]): RawBuilder<boolean> {
  const open: readonly TicketState[] = OPEN_TICKET_STATES;
  const isOpenOnes = states.length === open.length && open.every((state) => states.includes(state));
  return isOpenOnes
    ? sql<boolean>`lower(ticket.state) in (${literals(open)})`
    : isIn("ticket.state", states);
}

function oneOf(column: ColumnName, values: readonly string[] | undefined): Conditions {
  return values === undefined ? [] : [isIn(column, values)];
}

/** Whose it is, what it is about and who has it. */
function belonging(wish: TicketNarrowing): Conditions {
  return [
    ...isThat("ticket.customerId", wish.customerId),
    ...isThat("ticket.siteId", wish.siteId),
    ...isThat("ticket.machineId", wish.machineId),
    ...isThat("ticket.equipmentId", wish.equipmentId),
    ...isThat("ticket.requesterId", wish.requesterId),
    ...isThat("ticket.ruleId", wish.ruleId),
    ...isThat("ticket.assigneeId", wish.assigneeId),
    ...isThat("ticket.teamId", wish.teamId),
    ...isThat("ticket.parentId", wish.parentId),
  ];
}

function isThat(column: ColumnName, value: string | null | undefined): Conditions {
  if (value === undefined) return [];
  const named = sql.ref(column);
  return [value === null ? sql<boolean>`${named} is null` : sql<boolean>`${named} = ${value}`];
}

async function found(
  db: Database,
  dialect: SearchDialect,
  { search, tags, queued }: TicketNarrowing,
): Promise<Conditions> {
  const conditions: RawBuilder<boolean>[] = [];
  if (search !== undefined && search.trim() !== "") {
    const numbers = numbersFound(dialect, search);
    const few = await fewOf(db, numbers);
    conditions.push(
      few === undefined ? sql`(ticket.number + 0) in ${numbers}` : isAmong(sql`ticket.number`, few),
    );
  }
  if (tags !== undefined) {
    const ids: RawBuilder<{ found: string }> = sql`(
      select ticket_id as found from ticket_tag where ${isIn("ticketTag.tag", tags)})`;
    const few = await fewOf(db, ids);
    conditions.push(
      few === undefined ? sql`(ticket.id || '') in ${ids}` : isAmong(sql`ticket.id`, few),
    );
  }
  if (queued !== undefined) {
    conditions.push(
      queued ? sql`ticket.queued_at_ms is not null` : sql`ticket.queued_at_ms is null`,
    );
  }
  return conditions;
}

/** So few are fetched one by one, and sorted. */
const FEW = 1_000;

/**
 * What is found elsewhere, if it is few; undefined = it is many. Of few the engine is told which they are,
 * so that it fetches those. Of many the list is read in its order until the page is full: their column
 * then stands in an expression, so that no engine goes by its index.
 */
async function fewOf<Value>(
  db: Database,
  rows: RawBuilder<{ found: Value }>,
): Promise<Value[] | undefined> {
  const found = await sql<{ found: Value }>`
    select found from ${rows} as some_found limit ${FEW + 1}`.execute(db);
  return found.rows.length > FEW ? undefined : found.rows.map((row) => row.found);
}

function isAmong(column: RawBuilder<unknown>, values: readonly unknown[]): RawBuilder<boolean> {
  return values.length === 0 ? sql`1 = 0` : sql`${column} in (${sql.join(values)})`;
}
