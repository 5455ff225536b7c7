import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "../dialect.ts";

/**
 * Mails that came in, and how far each mailbox was read. A mail belongs to no customer until it is known
 * whose it is: that is what most of its rows wait for.
 */
export async function mailbox(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  for (const statement of [messages(words), marks(words), ...indexes()]) {
    await statement.execute(db);
  }
}

function messages({ integer, end }: DialectWords): RawBuilder<unknown> {
  return sql`create table mail_message (
    id text primary key,
    customer_id text references customer (id),
    contact_id text references contact (id) on delete set null,
    ticket_id text references ticket (id) on delete set null,
    state text not null,
    reason text,
    detail text,
    route text,
    content_hash text not null unique,
    message_id text,
    received_at_ms ${integer} not null,
    taken_at_ms ${integer} not null,
    sent_at_ms ${integer},
    from_name text not null,
    from_address text,
    to_addresses text not null,
    subject text,
    authentication text not null,
    text text not null,
    quoted text,
    is_cut ${integer} not null,
    has_html ${integer} not null,
    attachments text not null,
    blocked_images ${integer} not null,
    bytes ${integer} not null,
    headers text,
    decided_by text,
    source_hash text,
    mailbox text,
    validity ${integer},
    uid ${integer},
    is_filed ${integer} not null,
    version ${integer} not null
  ) ${end}`;
}

function marks({ integer, keyedEnd }: DialectWords): RawBuilder<unknown> {
  return sql`create table mail_mark (
    mailbox text not null,
    validity ${integer} not null,
    last_uid ${integer} not null,
    first_uid ${integer} not null,
    primary key (mailbox, validity)
  ) ${keyedEnd}`;
}

function indexes(): readonly RawBuilder<unknown>[] {
  return [
    sql`create index mail_message_state on mail_message (state, id)`,
    sql`create index mail_message_thread on mail_message (message_id)
      where message_id is not null and ticket_id is not null`,
    sql`create index mail_message_sender on mail_message (from_address, received_at_ms)
      where route = 'new'`,
    sql`create index mail_message_ticket on mail_message (ticket_id, contact_id)
      where ticket_id is not null`,
    sql`create index mail_message_customer on mail_message (customer_id)
      where customer_id is not null`,
    sql`create index mail_message_contact on mail_message (contact_id)
      where contact_id is not null`,
    sql`create index mail_message_unfiled on mail_message (mailbox, validity, uid)
      where is_filed = 0`,
    sql`create index mail_message_source on mail_message (taken_at_ms)
      where source_hash is not null`,
    sql`create index mail_message_source_hash on mail_message (source_hash)
      where source_hash is not null`,
    // Addresses are written as people like; mail does not care for their case.
    sql`create index contact_address on contact (lower(email)) where email is not null`,
    sql`create index staff_address on staff (lower(email)) where email is not null`,
  ];
}
