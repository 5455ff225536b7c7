import { OPEN_TICKET_STATES, type TicketState } from "@vigie/shared/ticket.ts";
import { type RawBuilder, sql } from "kysely";
import { boundedIds, type ColumnName, isIn, literals } from "./database.ts";
import type { TicketNarrowing } from "./registry.ts";
import { isFound, type SearchDialect } from "./ticket-search.ts";

/** What narrows a list of tickets, as one condition on the table `ticket`. */
export function narrowed(dialect: SearchDialect, wish: TicketNarrowing): RawBuilder<boolean> {
  const conditions = [
    sql<boolean>`1 = 1`,
    ...among(wish),
    ...belonging(wish),
    ...found(dialect, wish),
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
    ...(priorities === undefined ? [] : [isOfPriority(priorities)]),
    ...oneOf("ticket.coverage", coverages),
    ...oneOf("ticket.channel", channels),
  ];
}

/** Of what is open an engine knows by its indexes, as long as the question is put in their very words. */
function isInState(states: readonly TicketState[]): RawBuilder<boolean> {
  const open: readonly TicketState[] = OPEN_TICKET_STATES;
  const isOpenOnes = states.length === open.length && open.every((state) => states.includes(state));
  return isOpenOnes
    ? sql<boolean>`ticket.state in (${literals(open)})`
    : isIn("ticket.state", states);
}

function isOfPriority(priorities: readonly number[]): RawBuilder<boolean> {
  if (priorities.length === 0) return sql<boolean>`1 = 0`;
  return sql<boolean>`ticket.priority in (${sql.join(priorities)})`;
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

function found(dialect: SearchDialect, { search, tags, queued }: TicketNarrowing): Conditions {
  const conditions: RawBuilder<boolean>[] = [];
  if (search !== undefined && search.trim() !== "") conditions.push(isFound(dialect, search));
  if (tags !== undefined) {
    conditions.push(sql`ticket.id in (
      select ticket_id from ticket_tag where ${isIn("ticketTag.tag", tags)})`);
  }
  if (queued !== undefined) {
    conditions.push(
      queued ? sql`ticket.queued_at_ms is not null` : sql`ticket.queued_at_ms is null`,
    );
  }
  return conditions;
}
