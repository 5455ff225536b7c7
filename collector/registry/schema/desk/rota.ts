import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "../dialect.ts";

/**
 * Who is on call, who is woken where nobody takes a ticket, and what customers are told. When somebody
 * takes over, and when the next one is woken, are columns.
 */
export async function rota(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  for (const statement of [...rotas(words), ...escalations(words), ...customers(words)]) {
    await statement.execute(db);
  }
}

type Statements = readonly RawBuilder<unknown>[];

function rotas({ integer, end, keyedEnd }: DialectWords): Statements {
  return [
    sql`create table rota (
      id text not null primary key, name text not null, active integer not null,
      calendar_id text, plans text not null, overrides text not null,
      next_handover_ms ${integer}, told_id text, version integer not null
    )${end}`,
    sql`create index rota_handover on rota (next_handover_ms) where next_handover_ms is not null`,
    // Of a rota, or of one of the staff.
    sql`create table calendar_key (
      owner_id text not null primary key, key_hash text not null, made_at_ms ${integer} not null
    )${keyedEnd}`,
  ];
}

function escalations({ integer, end, keyedEnd }: DialectWords): Statements {
  return [
    sql`create table escalation_policy (
      id text not null primary key, key text unique, name text, enabled integer not null,
      removed integer not null, document text not null, version integer not null
    )${end}`,
    sql`create table escalation_watch (
      ticket_id text not null primary key references ticket (id),
      customer_id text not null references customer (id),
      policy_id text references escalation_policy (id), since_ms ${integer} not null,
      next_step integer not null, next_at_ms ${integer},
      look_again integer not null default 0
    )${keyedEnd}`,
    sql`create index escalation_watch_due on escalation_watch (next_at_ms, ticket_id)
      where next_at_ms is not null`,
    sql`create index escalation_watch_again on escalation_watch (ticket_id) where look_again = 1`,
    sql`create index escalation_watch_customer on escalation_watch (customer_id)`,
  ];
}

function customers({ keyedEnd }: DialectWords): Statements {
  return [
    sql`alter table contact add column notices text not null default 'own'`,
    sql`create index contact_told_all on contact (customer_id) where notices = 'all'`,
    sql`create table customer_notices (
      contract_id text not null primary key references contract (id),
      customer_id text not null references customer (id),
      kinds text not null, unasked integer not null, version integer not null
    )${keyedEnd}`,
    sql`create index customer_notices_customer on customer_notices (customer_id)`,
  ];
}
