import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "../dialect.ts";

/**
 * The outbox of notices, who gets what, and the programs that are told. When a notice is to be tried
 * next is a column, so that nothing that waits hangs on a timer.
 */
export async function notices(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  for (const statement of [...outbox(words), ...rules(words)]) await statement.execute(db);
}

type Statements = readonly RawBuilder<unknown>[];

function outbox({ integer, end }: DialectWords): Statements {
  return [
    // Of what is about Vigie itself no customer has a part: such rows have none.
    sql`create table notice (
      id text not null primary key, key text not null unique, kind text not null,
      channel text not null, recipient_kind text not null, recipient_id text not null,
      customer_id text references customer (id), ticket_id text references ticket (id),
      transition_id ${integer}, thread text not null, pace text not null,
      parameters text not null, count integer not null, created_at_ms ${integer} not null,
      due_at_ms ${integer} not null, next_at_ms ${integer}, state text not null,
      attempts integer not null, error_code text, error_detail text, sent_at_ms ${integer},
      read_at_ms ${integer}, message_id text
    )${end}`,
    sql`create index notice_due on notice (channel, next_at_ms, id) where state = 'waiting'`,
    sql`create index notice_thread on notice (recipient_id, channel, thread, id)`,
    sql`create index notice_made on notice (recipient_id, channel, created_at_ms)`,
    sql`create index notice_recipient on notice (recipient_id, channel, id)`,
    sql`create index notice_unread on notice (recipient_id, id)
      where channel = 'screen' and read_at_ms is null`,
    sql`create index notice_state on notice (state, id)`,
    sql`create index notice_channel on notice (channel, created_at_ms, id)`,
    sql`create index notice_ticket on notice (ticket_id, id) where ticket_id is not null`,
    sql`create index notice_customer on notice (customer_id)`,
    sql`create index notice_message on notice (message_id) where message_id is not null`,
  ];
}

function rules({ end }: DialectWords): Statements {
  return [
    sql`create table notice_rule (
      id text not null primary key, key text unique, name text, enabled integer not null,
      removed integer not null, document text not null, version integer not null
    )${end}`,
    sql`create table webhook (
      id text not null primary key, name text not null, url text not null,
      enabled integer not null, document text not null, let_go integer not null,
      secret_number integer not null, version integer not null
    )${end}`,
  ];
}
