import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "./dialect.ts";

/**
 * Customers as a provider knows them: references of other programs, addresses, tags, machines that
 * were retired, and equipment without an agent. What could not be unknown before (a site's holidays,
 * a contact's address) may be null now: such a column is made anew under its old name, because no
 * engine's words for it are the other's.
 */
export async function estate(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  const groups = [growCustomer, growSite, growContact, growMachine, addEquipment];
  for (const statement of groups.flatMap((group) => group(words))) await statement.execute(db);
  await foldContacts(db);
}

type Statements = readonly RawBuilder<unknown>[];

const customerId = sql`customer_id text not null references customer (id)`;

function growCustomer(): Statements {
  return [
    sql`alter table customer add column kind text not null default 'business'`,
    sql`alter table customer add column reference text`,
    sql`alter table customer add column version integer not null default 1`,
    sql`create unique index customer_reference on customer (reference)
      where reference is not null`,
    sql`create index customer_name on customer (name_folded, id)`,
  ];
}

function growSite({ real }: DialectWords): Statements {
  return [
    sql`alter table site add column reference text`,
    sql`alter table site add column address text`,
    sql`alter table site add column latitude ${real}`,
    sql`alter table site add column longitude ${real}`,
    sql`alter table site add column version integer not null default 1`,
    sql`alter table site add column holidays text`,
    sql`update site set holidays = holiday_set where holiday_set <> ''`,
    sql`alter table site drop column holiday_set`,
    sql`alter table site rename column holidays to holiday_set`,
    sql`create unique index site_reference on site (customer_id, reference)
      where reference is not null`,
    sql`create index site_name on site (customer_id, name_folded, id)`,
  ];
}

function growContact(): Statements {
  return [
    sql`alter table contact add column name_folded text not null default ''`,
    sql`alter table contact add column reference text`,
    sql`alter table contact add column site_id text references site (id)`,
    sql`alter table contact add column phone text`,
    sql`alter table contact add column role text`,
    sql`alter table contact add column language text`,
    sql`alter table contact add column version integer not null default 1`,
    sql`alter table contact add column mail text`,
    sql`update contact set mail = email where email <> ''`,
    sql`alter table contact drop column email`,
    sql`alter table contact rename column mail to email`,
    sql`create unique index contact_reference on contact (customer_id, reference)
      where reference is not null`,
    sql`create index contact_name on contact (customer_id, name_folded, id)`,
    sql`create index contact_site on contact (site_id)`,
  ];
}

function growMachine({ integer, end }: DialectWords): Statements {
  return [
    sql`alter table machine add column reference text`,
    sql`alter table machine add column retired_at_ms ${integer}`,
    sql`alter table machine add column merged_into text references machine (id)`,
    sql`alter table machine add column version integer not null default 1`,
    sql`create unique index machine_reference on machine (customer_id, reference)
      where reference is not null`,
    sql`create index machine_merged on machine (merged_into) where merged_into is not null`,
    sql`create table machine_tag (
      machine_id text not null references machine (id), ${customerId}, tag text not null,
      primary key (machine_id, tag)
    )${end}`,
    sql`create index machine_tag_customer on machine_tag (customer_id, tag)`,
  ];
}

function addEquipment({ integer, end }: DialectWords): Statements {
  return [
    sql`create table equipment (
      id text not null primary key, ${customerId}, site_id text references site (id),
      name text not null, name_folded text not null, kind text not null, reference text,
      manufacturer text, model text, serial text, warranty_ends_on text, location text,
      retired_at_ms ${integer}, version integer not null
    )${end}`,
    sql`create unique index equipment_reference on equipment (customer_id, reference)
      where reference is not null`,
    sql`create index equipment_name on equipment (customer_id, name_folded, id)`,
    sql`create index equipment_site on equipment (site_id)`,
    sql`create table equipment_tag (
      equipment_id text not null references equipment (id), ${customerId}, tag text not null,
      primary key (equipment_id, tag)
    )${end}`,
    sql`create index equipment_tag_customer on equipment_tag (customer_id, tag)`,
  ];
}

/** Contacts are searched by name from now on. The words are this step's own: it never changes. */
async function foldContacts(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from contact`.execute(
    db,
  );
  for (const { id, name } of rows) {
    const folded = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
    await sql`update contact set name_folded = ${folded} where id = ${id}`.execute(db);
  }
}
