import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "../dialect.ts";

/**
 * The provider's people and teams, and what people put to tickets: who follows them, what they have to
 * do with, tags, files and time worked. A row that hangs on a ticket is its customer's.
 */
export async function conversation(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  const groups = [addStaff, addTies, addAttachments, addTimeEntries];
  for (const statement of groups.flatMap((group) => group(words))) await statement.execute(db);
}

type Statements = readonly RawBuilder<unknown>[];

const customerId = sql`customer_id text not null references customer (id)`;
const ticketId = sql`ticket_id text not null references ticket (id)`;

/** Nobody is ever removed: what they did stays theirs. */
function addStaff({ keyedEnd, end }: DialectWords): Statements {
  return [
    sql`create table staff (
      id text not null primary key, name text not null, name_folded text not null,
      email text, phone text, language text not null, role text not null,
      time_zone text not null, active integer not null, version integer not null
    )${end}`,
    sql`create unique index staff_name on staff (name_folded)`,
    sql`create table team (
      id text not null primary key, name text not null, name_folded text not null,
      version integer not null
    )${end}`,
    sql`create unique index team_name on team (name_folded)`,
    sql`create table team_member (
      team_id text not null references team (id), staff_id text not null references staff (id),
      primary key (team_id, staff_id)
    )${keyedEnd}`,
    sql`create index team_member_staff on team_member (staff_id)`,
  ];
}

function addTies({ integer, end }: DialectWords): Statements {
  return [
    sql`create table ticket_watcher (
      ${ticketId}, ${customerId}, staff_id text not null references staff (id),
      primary key (ticket_id, staff_id)
    )${end}`,
    sql`create index ticket_watcher_staff on ticket_watcher (staff_id)`,
    sql`create index ticket_watcher_customer on ticket_watcher (customer_id)`,
    sql`create table ticket_tag (
      ${ticketId}, ${customerId}, tag text not null, primary key (ticket_id, tag)
    )${end}`,
    sql`create index ticket_tag_tag on ticket_tag (tag, ticket_id)`,
    sql`create index ticket_tag_customer on ticket_tag (customer_id)`,
    sql`create table ticket_link (
      id text not null primary key, ${ticketId}, ${customerId}, kind text not null,
      other_ticket_id text references ticket (id), machine_id text references machine (id),
      alert_id text references alert (id), at_ms ${integer} not null, actor text not null
    )${end}`,
    sql`create unique index ticket_link_ticket on ticket_link (ticket_id, other_ticket_id)
      where other_ticket_id is not null`,
    sql`create unique index ticket_link_machine on ticket_link (ticket_id, machine_id)
      where machine_id is not null`,
    sql`create unique index ticket_link_alert on ticket_link (ticket_id, alert_id)
      where alert_id is not null`,
    sql`create index ticket_link_other on ticket_link (other_ticket_id)
      where other_ticket_id is not null`,
    sql`create index ticket_link_of_machine on ticket_link (machine_id)
      where machine_id is not null`,
    sql`create index ticket_link_of_alert on ticket_link (alert_id) where alert_id is not null`,
    sql`create index ticket_link_customer on ticket_link (customer_id)`,
  ];
}

/** The bytes are in files that are named by their hash; a file that no row names is swept. */
function addAttachments({ integer, end }: DialectWords): Statements {
  return [
    sql`create table attachment (
      id text not null primary key, ${ticketId}, ${customerId}, name text not null,
      media_type text not null, bytes ${integer} not null, sha256 text not null,
      public integer not null, transition_id ${integer} references ticket_transition (id),
      actor text not null, at_ms ${integer} not null
    )${end}`,
    sql`create index attachment_ticket on attachment (ticket_id, id)`,
    sql`create index attachment_file on attachment (sha256)`,
    sql`create index attachment_line on attachment (transition_id)
      where transition_id is not null`,
    sql`create index attachment_waiting on attachment (at_ms) where transition_id is null`,
    sql`create index attachment_customer on attachment (customer_id)`,
  ];
}

/** One timer a person: the table itself holds it. */
function addTimeEntries({ integer, end }: DialectWords): Statements {
  return [
    sql`create table time_entry (
      id text not null primary key, ${ticketId}, ${customerId}, person text not null,
      person_folded text not null, kind text not null, started_at_ms ${integer} not null,
      ended_at_ms ${integer}, out_of_hours_ms ${integer}, note text not null,
      version integer not null
    )${end}`,
    sql`create unique index time_entry_timer on time_entry (person_folded)
      where ended_at_ms is null`,
    sql`create index time_entry_ticket on time_entry (ticket_id, started_at_ms, id)`,
    sql`create index time_entry_person on time_entry (person_folded, started_at_ms)`,
    sql`create index time_entry_customer on time_entry (customer_id)`,
  ];
}
