import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "../dialect.ts";

/**
 * A ticket may be about anything of a customer, or about nothing but a question: machine, rule, alert
 * and contract may be missing. Beside that it says what the contract makes of it, who asked by which
 * way, and two columns that its history and its targets give: when something was written last, and
 * when the next of its promises breaks. Calls are kept with or without a ticket.
 */
export async function tickets(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  const statements = [...loosened(words), ...grown(words), ...kept(), ...calls(words)];
  for (const statement of statements) await statement.execute(db);
  await sayCoverage(db);
}

type Statements = readonly RawBuilder<unknown>[];

/** Indexed columns are not made anew on every engine: their indexes go first and come again. */
function loosened({ loosen }: DialectWords): Statements {
  return [
    ...["ticket_open", "ticket_machine", "ticket_alert", "ticket_version"].map(
      (name) => sql`drop index ${sql.ref(name)}`,
    ),
    ...loosen("ticket", "machine_id", sql`text references machine (id)`),
    ...loosen("ticket", "rule_id", sql`text references rule (id)`),
    ...loosen("ticket", "alert_id", sql`text references alert (id) deferrable initially deferred`),
    ...loosen("ticket", "contract_version_id", sql`text references contract_version (id)`),
    ...loosen("ticket", "severity", sql`text`),
    sql`create unique index ticket_open on ticket (machine_id, rule_id, object)
      where state in
        ('new', 'acknowledged', 'in_progress', 'waiting_customer', 'waiting_third_party')`,
    sql`create index ticket_machine on ticket (machine_id, state)`,
    sql`create index ticket_alert on ticket (alert_id)`,
    sql`create index ticket_version on ticket (contract_version_id)`,
  ];
}

function grown({ integer }: DialectWords): Statements {
  return [
    sql`alter table ticket add column site_id text references site (id)`,
    sql`alter table ticket add column equipment_id text references equipment (id)`,
    sql`alter table ticket add column title text`,
    sql`alter table ticket add column channel text not null default 'monitoring'`,
    // What somebody asked for stays when they are removed, without a name.
    sql`alter table ticket add column requester_id text
      references contact (id) on delete set null`,
    sql`alter table ticket add column coverage text not null default 'covered'`,
    sql`alter table ticket add column coverage_reason text not null
      default '{"code":"machine_covered","parameters":{}}'`,
    sql`alter table ticket add column impact text not null default 'medium'`,
    sql`alter table ticket add column urgency text not null default 'medium'`,
    sql`alter table ticket add column updated_at_ms ${integer} not null default 0`,
    sql`alter table ticket add column assignee_id text references staff (id)`,
    sql`alter table ticket add column team_id text references team (id)`,
    sql`alter table ticket add column parent_id text references ticket (id)`,
    sql`alter table ticket add column slot_key text`,
    sql`alter table ticket add column queued_at_ms ${integer}`,
    sql`alter table ticket add column breaks_at_ms ${integer}`,
    sql`create index ticket_site on ticket (site_id) where site_id is not null`,
    sql`create index ticket_equipment on ticket (equipment_id) where equipment_id is not null`,
    sql`create index ticket_requester on ticket (requester_id) where requester_id is not null`,
    sql`create index ticket_parent on ticket (parent_id) where parent_id is not null`,
    sql`create index ticket_slot on ticket (slot_key, queued_at_ms, number)
      where queued_at_ms is not null`,
    // Those that are over are many, and hold none.
    sql`create index ticket_slot_held on ticket (slot_key)
      where slot_key is not null and queued_at_ms is null and state in
        ('new', 'acknowledged', 'in_progress', 'waiting_customer', 'waiting_third_party')`,
    sql`create index ticket_queued on ticket (customer_id, slot_key)
      where queued_at_ms is not null`,
  ];
}

/** Tickets of before were all opened by alerts, on machines under contract. */
function kept(): Statements {
  return [
    sql`update ticket set
      site_id = (select site_id from machine where machine.id = ticket.machine_id),
      impact = case severity when 'critical' then 'high' else 'medium' end,
      urgency = case severity when 'critical' then 'high' else 'medium' end,
      updated_at_ms = coalesce((select max(at_ms) from ticket_transition
        where ticket_transition.ticket_id = ticket.id), opened_at_ms),
      breaks_at_ms = (select min(breach_after_ms) from ticket_target
        where ticket_target.ticket_id = ticket.id and ticket_target.state = 'running')`,
  ];
}

function calls({ integer, end }: DialectWords): Statements {
  return [
    sql`create table call (
      id text not null primary key, customer_id text not null references customer (id),
      contact_id text references contact (id) on delete set null, direction text not null,
      at_ms ${integer} not null, minutes integer, text text not null, actor text not null,
      ticket_id text references ticket (id)
    )${end}`,
    sql`create index call_newest on call (at_ms, id)`,
    sql`create index call_customer on call (customer_id, at_ms, id)`,
    sql`create index call_contact on call (contact_id) where contact_id is not null`,
    sql`create index call_ticket on call (ticket_id) where ticket_id is not null`,
  ];
}

/** Contract versions taken at a time. */
const VERSIONS_AT_ONCE = 500;

/** Why a ticket is covered names the contract, as it is called today. */
async function sayCoverage(db: Kysely<unknown>): Promise<void> {
  for (let after = ""; ; ) {
    const { rows } = await sql<{ id: string; name: string }>`
      select contract_version.id, contract.name from contract_version
      join contract on contract.id = contract_version.contract_id
      where contract_version.id > ${after} order by contract_version.id
      limit ${VERSIONS_AT_ONCE}`.execute(db);
    for (const { id, name } of rows) {
      const reason = { code: "machine_covered", parameters: { contract: name } };
      await sql`update ticket set coverage_reason = ${JSON.stringify(reason)}
        where contract_version_id = ${id}`.execute(db);
    }
    const last = rows.at(-1)?.id;
    if (last === undefined) return;
    after = last;
  }
}
