import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DialectWords } from "../dialect.ts";

/**
 * Rules of one's own have words of their own, and one that was removed stays for the alerts and tickets
 * that it made. What is otherwise for a class belongs to the provider, what is otherwise for a machine
 * to its customer. An alert that flaps says until when, so that the sweeper finds its end.
 */
export async function rules(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  for (const statement of [...grown(words), ...overrides(words)]) await statement.execute(db);
}

type Statements = readonly RawBuilder<unknown>[];

function grown({ integer }: DialectWords): Statements {
  return [
    sql`alter table rule add column words text`,
    sql`alter table rule add column removed integer not null default 0`,
    sql`alter table alert add column flapping text`,
    sql`alter table alert add column calm_at_ms ${integer}`,
    sql`alter table alert add column forecast text`,
    sql`create index alert_calm on alert (calm_at_ms, id) where calm_at_ms is not null`,
  ];
}

function overrides({ end }: DialectWords): Statements {
  const otherwise = sql`change text not null, version integer not null`;
  return [
    sql`create table rule_class_override (
      rule_id text not null references rule (id), class text not null, ${otherwise},
      primary key (rule_id, class)
    )${end}`,
    sql`create table rule_machine_override (
      rule_id text not null references rule (id),
      machine_id text not null references machine (id),
      customer_id text not null references customer (id), ${otherwise},
      primary key (rule_id, machine_id)
    )${end}`,
    sql`create index rule_machine_override_machine on rule_machine_override (machine_id)`,
    sql`create index rule_machine_override_customer on rule_machine_override (customer_id)`,
  ];
}
