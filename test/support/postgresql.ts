import { randomUUID } from "node:crypto";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import type { PostgresqlSettings } from "../../collector/registry/postgresql-connection.ts";
import { ADMINISTRATOR, type Cluster } from "../../scripts/servers/postgresql.ts";

/** Databases of the PostgreSQL that `npm run test:servers` starts. */

/** The server as its administrator reaches it; without it these tests cannot be run. */
export function administrator(): PostgresqlSettings {
  return {
    host: "127.0.0.1",
    port: Number(setting("PORT")),
    user: setting("USER"),
    secret: setting("SECRET"),
    database: "postgres",
    tls: false,
  };
}

/** A cluster of a test's own, likewise. */
export function administratorOf({ port, secret }: Cluster): PostgresqlSettings {
  return { host: "127.0.0.1", port, secret, user: ADMINISTRATOR, database: "postgres", tls: false };
}

function setting(name: "PORT" | "USER" | "SECRET"): string {
  const value = process.env[`VIGIE_TEST_POSTGRESQL_${name}`];
  if (value === undefined) throw new Error("run these tests by: npm run test:servers");
  return value;
}

/** As an administrator makes one who speaks French: sorted é between e and f, and a before B. */
export const FRENCH = "template template0 encoding 'UTF8' locale_provider icu icu_locale 'fr-FR'";

/** Makes an empty database with an owner who may do nothing else; returns how the owner reaches it. */
export async function makeDatabase(
  admin: PostgresqlSettings = administrator(),
  properties: string = FRENCH,
): Promise<PostgresqlSettings> {
  const name = `vigie_${randomUUID()}`;
  const secret = randomUUID();
  const id = escapeIdentifier(name);
  await runSql(admin, `create role ${id} login password ${escapeLiteral(secret)}`);
  await runSql(admin, `create database ${id} owner ${id} ${properties}`);
  return { ...admin, user: name, database: name, secret };
}

/** Leaves in a database a new registry with the tables that it has. */
export async function emptyRegistry({ database }: PostgresqlSettings): Promise<void> {
  // Only an administrator may leave references unchecked, so that the order does not matter.
  await runSql({ ...administrator(), database }, EMPTY);
}

const EMPTY = `do $$
declare name text;
begin
  set local session_replication_role = replica;
  for name in select tablename from pg_tables where schemaname = 'vigie'
    and tablename not like 'kysely%' and tablename <> 'installation' loop
    execute format('delete from vigie.%I', name);
  end loop;
  for name in select sequencename from pg_sequences where schemaname = 'vigie' loop
    execute format('alter sequence vigie.%I restart', name);
  end loop;
  update vigie.installation set uid = gen_random_uuid(), last_ticket_number = 0, last_shape_id = 0;
end $$`;

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Runs statements, as somebody beside the collector; returns the rows of each. */
export async function runSql(
  { host, port, user, database, secret }: PostgresqlSettings,
  statements: string,
): Promise<Rows[]> {
  const client = new Client({ host, port, user, database, password: secret });
  await client.connect();
  try {
    const results = await client.query(statements);
    return [results].flat().map(({ rows }) => rows);
  } finally {
    await client.end();
  }
}
