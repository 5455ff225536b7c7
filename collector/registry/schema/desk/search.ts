import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "../dialect.ts";

/**
 * How tickets are found: an index for each order of the list and for each person and thing that
 * narrows it, the words of each ticket, and which tickets were written since their words were kept.
 * Beside that the views and macros that people save.
 */
export async function search(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  const statements = [...orders(), ...narrowings(), ...found(words), ...saved(words)];
  for (const statement of statements) await statement.execute(db);
}

type Statements = readonly RawBuilder<unknown>[];

/** Word for word as the list asks it, or no engine would use these indexes. */
const isOpen = sql`lower(state) in
  ('new', 'acknowledged', 'in_progress', 'waiting_customer', 'waiting_third_party')`;

/** What promises nothing breaks after everything that does. */
const breaks = sql`(coalesce(breaks_at_ms, 9007199254740991))`;

/** Of all tickets, and of those that are open; the number of all is the list's own. */
function orders(): Statements {
  return [
    sql`create index ticket_breaks on ticket (${breaks}, priority, number)`,
    sql`create index ticket_updated on ticket (updated_at_ms, number)`,
    sql`create index ticket_priority on ticket (priority, number)`,
    sql`create index ticket_open_number on ticket (number) where ${isOpen}`,
    // With what narrows it and is rare: it is then read to its end without reading the tickets.
    sql`create index ticket_open_breaks on ticket
      (${breaks}, priority, number, type, coverage, channel) where ${isOpen}`,
    sql`create index ticket_open_updated on ticket (updated_at_ms, number) where ${isOpen}`,
    sql`create index ticket_open_priority on ticket (priority, number) where ${isOpen}`,
    sql`create index ticket_open_unassigned on ticket (${breaks}, priority, number)
      where assignee_id is null and ${isOpen}`,
  ];
}

function narrowings(): Statements {
  return [
    sql`create index ticket_assignee on ticket (assignee_id, number)
      where assignee_id is not null`,
    sql`create index ticket_team on ticket (team_id, number) where team_id is not null`,
    sql`create index ticket_rule on ticket (rule_id, number) where rule_id is not null`,
  ];
}

/** The words have a ticket's number for their key: they are only ever asked beside the ticket. */
function found({ wordTable, keyedEnd }: DialectWords): Statements {
  return [
    ...wordTable("ticket_words"),
    sql`create table ticket_stale (
      ticket_id text not null primary key references ticket (id),
      customer_id text not null references customer (id)
    )${keyedEnd}`,
    sql`create index ticket_stale_customer on ticket_stale (customer_id)`,
    sql`insert into ticket_stale (ticket_id, customer_id) select id, customer_id from ticket`,
  ];
}

function saved({ end }: DialectWords): Statements {
  return [
    sql`create table ticket_view (
      id text not null primary key, name text not null, name_folded text not null, owner text,
      owner_folded text not null, document text not null, version integer not null
    )${end}`,
    sql`create unique index ticket_view_name on ticket_view (owner_folded, name_folded)`,
    sql`create table macro (
      id text not null primary key, name text not null, name_folded text not null,
      document text not null, version integer not null
    )${end}`,
    sql`create unique index macro_name on macro (name_folded)`,
  ];
}
