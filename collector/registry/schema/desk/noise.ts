import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "../dialect.ts";

/**
 * What keeps alerts still: maintenance windows, what machines are behind, outages of sites, and people
 * who know of it. An alert that is held back says until when, so that the sweeper finds its end; a
 * machine says since when it is away, so that those that went together are known.
 */
export async function noise(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  const groups = [grown, windows, dependencies, outages];
  for (const statement of groups.flatMap((group) => group(words))) await statement.execute(db);
}

type Statements = readonly RawBuilder<unknown>[];

const customerId = sql`customer_id text not null references customer (id)`;

/** Of a machine that was away before it is only known when that was found. */
function grown({ integer }: DialectWords): Statements {
  return [
    sql`alter table alert add column hold_by_id text`,
    sql`alter table alert add column hold_until_ms ${integer}`,
    sql`alter table alert add column acknowledged text`,
    sql`create index alert_hold on alert (hold_until_ms, id) where hold_until_ms is not null`,
    sql`create index alert_held_by on alert (hold_by_id) where hold_by_id is not null`,
    sql`alter table presence add column away_since_ms ${integer}`,
    sql`update presence set away_since_ms = since_ms where state in ('silent', 'down', 'offline')`,
  ];
}

function windows({ integer, end }: DialectWords): Statements {
  return [
    sql`create table maintenance_window (
      id text not null primary key, ${customerId}, scope text not null, reason text not null,
      actor text not null, time_zone text not null, starts_at text not null,
      duration_minutes integer not null, rrule text, excepted text not null,
      grace_minutes integer not null, cut_at_ms ${integer}, cut_by text,
      from_ms ${integer}, until_ms ${integer}, due_at_ms ${integer}, version integer not null
    )${end}`,
    sql`create index maintenance_window_customer on maintenance_window (customer_id, id)`,
    sql`create index maintenance_window_from on maintenance_window (customer_id, from_ms, id)
      where from_ms is not null`,
    sql`create index maintenance_window_due on maintenance_window (due_at_ms, id)
      where due_at_ms is not null`,
  ];
}

function dependencies({ integer, end }: DialectWords): Statements {
  return [
    sql`create table dependency (
      id text not null primary key, ${customerId},
      machine_id text not null references machine (id),
      behind_id text not null references machine (id),
      actor text not null, at_ms ${integer} not null, version integer not null
    )${end}`,
    sql`create unique index dependency_machine on dependency (machine_id, behind_id)`,
    sql`create index dependency_behind on dependency (behind_id)`,
    sql`create index dependency_customer on dependency (customer_id, id)`,
  ];
}

/** At most one outage of a site is open. */
function outages({ integer, keyedEnd, end }: DialectWords): Statements {
  return [
    sql`create table outage (
      id text not null primary key, ${customerId}, site_id text not null references site (id),
      since_ms ${integer} not null, detected_at_ms ${integer} not null, ended_at_ms ${integer},
      ticket_id text references ticket (id), no_ticket text
    )${end}`,
    sql`create unique index outage_open on outage (site_id) where ended_at_ms is null`,
    sql`create index outage_site on outage (site_id, id)`,
    sql`create index outage_customer on outage (customer_id, id)`,
    sql`create index outage_ticket on outage (ticket_id) where ticket_id is not null`,
    sql`create table outage_machine (
      outage_id text not null references outage (id),
      machine_id text not null references machine (id), ${customerId}, away integer not null,
      primary key (outage_id, machine_id)
    )${keyedEnd}`,
    sql`create index outage_machine_machine on outage_machine (machine_id, outage_id)`,
    sql`create index outage_machine_customer on outage_machine (customer_id)`,
  ];
}
