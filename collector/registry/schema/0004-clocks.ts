import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "./dialect.ts";

/**
 * The clocks of tickets are made from their history: each line says when it took effect, and what was
 * promised from there on. Beside them: the steps of escalations and how each promise ended.
 *
 * Tickets of the first schema get as promises what their targets say, so that the replay of their
 * history gives the clocks that they have.
 */
export async function clocks(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  const statements = [...grown(words), ...made(words), ...meantLines()];
  for (const statement of statements) await statement.execute(db);
  await freezePromises(db);
}

type Statements = readonly RawBuilder<unknown>[];

function grown({ integer }: DialectWords): Statements {
  return [
    sql`alter table ticket add column calendar_version_ids text not null default '[]'`,
    sql`alter table ticket add column merged_into_id text references ticket (id)`,
    sql`create index ticket_merged on ticket (merged_into_id) where merged_into_id is not null`,
    sql`alter table ticket_target add column cycle integer not null default 1`,
    sql`alter table ticket_target add column elapsed_ms ${integer}`,
    sql`create unique index ticket_target_kind on ticket_target (ticket_id, kind)`,
    sql`create index ticket_target_uncounted on ticket_target (ticket_id)
      where ended_at_ms is not null and elapsed_ms is null`,
    sql`alter table ticket_transition
      add column effective_at_ms ${integer} not null default 0`,
    sql`alter table ticket_transition add column promises text`,
    sql`update ticket_transition set effective_at_ms = at_ms`,
  ];
}

function made({ integer, end }: DialectWords): Statements {
  const ofTicket = sql`ticket_id text not null references ticket (id),
    customer_id text not null references customer (id),
    target text not null, cycle integer not null`;
  return [
    sql`create table ticket_escalation (
      ${ofTicket}, step text not null, state text not null, at_ms ${integer},
      fires_after_ms ${integer}, fired_at_ms ${integer}, original_at_ms ${integer},
      primary key (ticket_id, target, cycle, step)
    )${end}`,
    sql`create index ticket_escalation_due on ticket_escalation
      (fires_after_ms, ticket_id, target, cycle, step) where state = 'planned'`,
    sql`create index ticket_escalation_customer on ticket_escalation (customer_id)`,
    sql`create table ticket_outcome (
      ${ofTicket}, priority integer not null,
      contract_version_id text not null references contract_version (id),
      calendar_version_id text not null references calendar_version (id), state text not null,
      budget_ms ${integer} not null, elapsed_ms ${integer} not null,
      overrun_ms ${integer} not null, paused_ms ${integer} not null, cause text,
      ended_at_ms ${integer} not null, primary key (ticket_id, target, cycle)
    )${end}`,
    sql`create index ticket_outcome_version on ticket_outcome
      (contract_version_id, ended_at_ms, ticket_id, target, cycle)`,
    sql`create index ticket_outcome_customer on ticket_outcome (customer_id)`,
  ];
}

/** What resolved itself says so on its own line: clocks end differently then. */
function meantLines(): Statements {
  return [
    sql`update ticket_transition set parameters = case when parameters = '{}'
        then '{"as":"not_needed"}'
        else '{"as":"not_needed",' || substr(parameters, 2) end
      where kind = 'resolved' and actor = 'vigie' and exists (
        select 1 from ticket_transition other
        where other.ticket_id = ticket_transition.ticket_id and other.kind = 'recovered'
          and other.actor = 'vigie' and other.at_ms = ticket_transition.at_ms)`,
  ];
}

/** Tickets taken at a time: what they say is held in memory meanwhile. */
const TICKETS_AT_ONCE = 500;

type OldTarget = {
  readonly ticket_id: string;
  readonly kind: string;
  readonly calendar_version_id: string;
  readonly budget_ms: number | string;
  readonly pausable: number;
};

async function freezePromises(db: Kysely<unknown>): Promise<void> {
  for (let after = ""; ; ) {
    const { rows: tickets } = await sql<{ id: string }>`
      select id from ticket where id > ${after} order by id limit ${TICKETS_AT_ONCE}`.execute(db);
    const last = tickets.at(-1)?.id;
    if (last === undefined) return;
    const { rows } = await sql<OldTarget>`
      select ticket_id, kind, calendar_version_id, budget_ms, pausable from ticket_target
      where ticket_id > ${after} and ticket_id <= ${last} order by ticket_id, id`.execute(db);
    const byTicket = Map.groupBy(rows, ({ ticket_id: ticketId }) => ticketId);
    for (const { id } of tickets) await freeze(db, id, byTicket.get(id) ?? []);
    after = last;
  }
}

async function freeze(
  db: Kysely<unknown>,
  ticketId: string,
  targets: readonly OldTarget[],
): Promise<void> {
  const promises = targets.map((target) => ({
    kind: target.kind,
    budgetSeconds: Number(target.budget_ms) / 1_000,
    calendarVersionId: target.calendar_version_id,
    pausable: target.pausable === 1,
  }));
  const versions = new Set(targets.map((target) => target.calendar_version_id));
  await sql`update ticket set calendar_version_ids = ${JSON.stringify([...versions])}
    where id = ${ticketId}`.execute(db);
  await sql`update ticket_transition set promises = ${JSON.stringify(promises)}
    where ticket_id = ${ticketId} and kind = 'opened'`.execute(db);
}
