import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "./dialect.ts";

/**
 * The first tables. Every row that belongs to a customer has `customer_id`, so that a question can
 * never leave it out for want of a column. A deadline is a column with an index of what is due.
 */

type Statements = readonly RawBuilder<unknown>[];

export async function first(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  const groups = [estate, machineState, contracts, rules, tickets, ticketParts, deliveries];
  for (const statement of groups.flatMap((group) => group(words))) await statement.execute(db);
}

const customerId = sql`customer_id text not null references customer (id)`;

function estate({ integer, end }: DialectWords): Statements {
  return [
    sql`create table installation (
      id integer not null primary key check (id = 1), uid text not null,
      generation integer not null, created_at_ms ${integer} not null,
      last_ticket_number integer not null, last_shape_id ${integer} not null
    )${end}`,
    sql`create table customer (
      id text not null primary key, name text not null, name_folded text not null,
      language text not null, sample integer not null
    )${end}`,
    sql`create table site (
      id text not null primary key, ${customerId}, name text not null, name_folded text not null,
      time_zone text not null, holiday_set text not null
    )${end}`,
    sql`create index site_customer on site (customer_id)`,
    sql`create table contact (
      id text not null primary key, ${customerId}, name text not null, email text not null
    )${end}`,
    sql`create index contact_customer on contact (customer_id)`,
    sql`create table machine (
      id text not null primary key, ${customerId}, site_id text references site (id),
      name text not null, name_folded text not null, class text not null,
      class_chosen integer not null, clock_skew_ms ${integer}
    )${end}`,
    sql`create index machine_name on machine (name_folded, id)`,
    sql`create index machine_customer on machine (customer_id)`,
    sql`create index machine_site on machine (site_id)`,
    sql`create table agent (
      id text not null primary key, machine_id text not null references machine (id),
      ${customerId}, secret_hash text not null, birth text
    )${end}`,
    sql`create index agent_machine on agent (machine_id, id)`,
  ];
}

function machineState({ integer, bytes, end }: DialectWords): Statements {
  const machineKey = sql`machine_id text not null primary key references machine (id)`;
  return [
    sql`create table presence (
      ${machineKey}, ${customerId}, state text not null, since_ms ${integer} not null,
      due_at_ms ${integer}, cadence_seconds integer
    )${end}`,
    sql`create index presence_due on presence (due_at_ms, machine_id) where due_at_ms is not null`,
    sql`create table latest (
      ${machineKey}, ${customerId}, at_ms ${integer} not null, samples ${bytes} not null
    )${end}`,
    sql`create table fact (
      machine_id text not null references machine (id), ${customerId}, name text not null,
      hash text not null, at_ms ${integer} not null, document text not null,
      primary key (machine_id, name)
    )${end}`,
    sql`create table probe_state (${machineKey}, ${customerId}, document text not null)${end}`,
    sql`create table shape (
      id ${integer} not null primary key, machine_id text not null references machine (id),
      ${customerId}, columns text not null
    )${end}`,
    sql`create index shape_machine on shape (machine_id)`,
  ];
}

function contracts({ integer, end }: DialectWords): Statements {
  return [
    sql`create table calendar_version (
      id text not null primary key, calendar_id text not null, name text not null,
      number integer not null, document text not null, unique (calendar_id, number)
    )${end}`,
    sql`create table contract (
      id text not null primary key, ${customerId}, number text not null, name text not null,
      kind text not null
    )${end}`,
    sql`create index contract_customer on contract (customer_id)`,
    sql`create table contract_version (
      id text not null primary key, contract_id text not null references contract (id),
      ${customerId}, number integer not null, effective_from_ms ${integer} not null,
      clauses text not null, unique (contract_id, number)
    )${end}`,
    sql`create table coverage (
      machine_id text not null references machine (id),
      contract_version_id text not null references contract_version (id), ${customerId},
      primary key (machine_id, contract_version_id)
    )${end}`,
    sql`create index coverage_version on coverage (contract_version_id)`,
  ];
}

function rules({ integer, real, serialKey, end }: DialectWords): Statements {
  return [
    sql`create table rule (
      id text not null primary key, key text not null unique, enabled integer not null,
      condition text not null, hold_for_ms ${integer} not null, severity text not null,
      opens_ticket integer not null, resolves_ticket integer not null, version integer not null
    )${end}`,
    // ticket_id is no foreign key: of two tables that name one another, only one can come first.
    sql`create table alert (
      id text not null primary key, machine_id text not null references machine (id),
      ${customerId}, rule_id text not null references rule (id), object text not null,
      state text not null, since_ms ${integer} not null, value ${real}, threshold ${real},
      ticket_id text, no_ticket text, unique (machine_id, rule_id, object)
    )${end}`,
    sql`create index alert_state on alert (state, since_ms, id)`,
    sql`create index alert_machine on alert (machine_id, state)`,
    sql`create index alert_customer on alert (customer_id)`,
    sql`create table alert_transition (
      id ${serialKey}, alert_id text not null references alert (id), ${customerId},
      from_state text not null, to_state text not null, at_ms ${integer} not null,
      detected_at_ms ${integer} not null, value ${real}
    )${end}`,
    sql`create index alert_transition_alert on alert_transition (alert_id)`,
  ];
}

function tickets({ integer, real, end }: DialectWords): Statements {
  return [
    // A unit may write the alert before or after its ticket: alert_id is checked at its end.
    sql`create table ticket (
      id text not null primary key, number integer not null unique, ${customerId},
      machine_id text not null references machine (id),
      rule_id text not null references rule (id), object text not null,
      alert_id text not null references alert (id) deferrable initially deferred,
      contract_version_id text not null references contract_version (id),
      state text not null, type text not null, priority integer not null, severity text not null,
      metric text, value ${real}, threshold ${real}, opened_at_ms ${integer} not null,
      event_at_ms ${integer} not null, resolved_at_ms ${integer}, auto_resolved integer not null,
      taken_by text, version integer not null
    )${end}`,
    sql`create unique index ticket_open on ticket (machine_id, rule_id, object)
      where state in
        ('new', 'acknowledged', 'in_progress', 'waiting_customer', 'waiting_third_party')`,
    sql`create index ticket_machine on ticket (machine_id, state)`,
    sql`create index ticket_state on ticket (state, number)`,
    sql`create index ticket_customer on ticket (customer_id)`,
    sql`create index ticket_alert on ticket (alert_id)`,
    sql`create index ticket_version on ticket (contract_version_id)`,
  ];
}

function ticketParts({ integer, serialKey, end }: DialectWords): Statements {
  return [
    sql`create table ticket_target (
      id text not null primary key, ticket_id text not null references ticket (id),
      ${customerId}, kind text not null,
      calendar_version_id text not null references calendar_version (id),
      budget_ms ${integer} not null, pausable integer not null, state text not null,
      due_at_ms ${integer}, breach_after_ms ${integer}, ended_at_ms ${integer}
    )${end}`,
    sql`create index ticket_target_ticket on ticket_target (ticket_id)`,
    sql`create index ticket_target_due on ticket_target (breach_after_ms, id)
      where state = 'running'`,
    sql`create table ticket_transition (
      id ${serialKey}, ticket_id text not null references ticket (id), ${customerId},
      kind text not null, at_ms ${integer} not null, actor text not null, from_state text,
      to_state text not null, parameters text not null, text text
    )${end}`,
    sql`create index ticket_transition_ticket on ticket_transition (ticket_id, id)`,
    sql`create index ticket_transition_kind on ticket_transition (ticket_id, kind, id)`,
  ];
}

function deliveries({ integer, bytes, serialKey, end, keyedEnd }: DialectWords): Statements {
  return [
    sql`create table stream (
      id ${integer} not null primary key, agent_id text not null references agent (id),
      ${customerId}, epoch text not null, ranges text not null, reports ${integer} not null,
      unique (agent_id, epoch)
    )${end}`,
    sql`create table received (
      stream_id ${integer} not null references stream (id), seq ${integer} not null,
      hash ${integer} not null, primary key (stream_id, seq)
    )${keyedEnd}`,
    sql`create table gap (
      agent_id text not null references agent (id), ${customerId}, epoch text not null,
      from_seq ${integer} not null, to_seq ${integer} not null, reports ${integer} not null,
      reason text not null, received_at_ms ${integer} not null,
      primary key (agent_id, epoch, from_seq, to_seq)
    )${end}`,
    // Whoever sends what cannot be read may be nobody we know: agent_id is no foreign key.
    sql`create table dead_letter (
      id text not null primary key, received_at_ms ${integer} not null, topic text not null,
      agent_id text, seq ${integer}, code text not null, detail text not null,
      bytes integer not null, payload ${bytes} not null
    )${end}`,
    sql`create index dead_letter_agent on dead_letter (agent_id, id, bytes)`,
    sql`create table spool (id ${serialKey}, samples ${bytes} not null)${end}`,
  ];
}
