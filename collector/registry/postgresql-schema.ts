import { ProblemError } from "@vigie/shared/problems.ts";
import { Kysely, sql } from "kysely";
import { escapeIdentifier } from "pg";
import { addInstallation, migrate, pendingSteps, type SchemaSteps } from "./migrate.ts";
import { SCHEMA, type Session } from "./postgresql-connection.ts";
import { POSTGRESQL_WORDS, toDialect } from "./postgresql-dialect.ts";
import type { Registry } from "./registry.ts";

/**
 * The registry's schema before it is used: made when it is missing, brought up to date when it is of
 * an older Vigie, refused untouched when it is of a newer one or none of ours.
 */

export type Installation = Pick<Registry, "id" | "generation">;

export type SchemaOptions = {
  readonly steps: SchemaSteps;
  readonly log: (line: string) => void;
};

/** PostgreSQL 14, as the server counts. */
const SERVER_VERSION_MIN = 140_000;

/** Leaves a sound registry of this version's schema, or rejects with what is wrong. */
export async function prepareSchema(
  session: Session,
  { steps, log }: SchemaOptions,
): Promise<Installation> {
  await requireServer(session, log);
  const applied = await appliedSteps(session);
  const pending = pendingSteps(applied, steps);
  const [next] = pending;
  if (next === undefined) return readInstallation(session);

  const isNew = applied.length === 0;
  const copy = isNew ? undefined : await backUp(session, `${SCHEMA}_before_${next}`);
  const db = new Kysely<unknown>({ dialect: toDialect(session.ask) });
  await migrate(db, { steps, words: POSTGRESQL_WORDS, schema: SCHEMA, finish });
  const installation = await readInstallation(session);
  log(
    isNew
      ? `made a new registry in PostgreSQL, schema ${SCHEMA}`
      : `brought the registry up to date (${pending.join(", ")}); before: schema ${copy}`,
  );
  return installation;
}

/** Rejects unless the registry behind a new connection is still the one that was opened. */
export async function requireSame(
  session: Session,
  { steps, before }: { readonly steps: SchemaSteps; readonly before: Installation },
): Promise<void> {
  const pending = pendingSteps(await appliedSteps(session), steps);
  const now = await readInstallation(session);
  const isSame = now.id === before.id && now.generation === before.generation;
  if (isSame && pending.length === 0) return;
  const detail = "another registry is in its place: start Vigie again";
  throw new ProblemError("storage_failed", { detail }, { retryable: true });
}

async function requireServer({ ask }: Session, log: SchemaOptions["log"]): Promise<void> {
  const { rows } = await ask(`select
      current_setting('server_version_num')::integer as version,
      current_setting('server_version') as name,
      current_setting('server_encoding') as encoding,
      current_setting('fsync') as fsync,
      pg_is_in_recovery() as "isStandby"`);
  const { version, name, encoding, fsync, isStandby } = rows[0];
  if (version < SERVER_VERSION_MIN) throw unusable(`PostgreSQL ${name} is too old, 14 is needed`);
  if (encoding !== "UTF8") throw unusable(`the database keeps text as ${encoding}, not as UTF8`);
  if (isStandby === 1) throw unusable("the server is a standby, which only reads");
  if (fsync !== "on")
    log("PostgreSQL runs with fsync off: a power cut may take what was receipted");
}

function unusable(detail: string): ProblemError {
  return new ProblemError("registry_unusable", { detail });
}

/** The names of the schema's steps that the database has; none = there is no registry yet. */
async function appliedSteps({ ask }: Session): Promise<string[]> {
  const tables = await tablesOf({ ask });
  if (tables.length === 0) return [];
  if (!tables.includes("kysely_migration")) {
    const detail = `the schema ${SCHEMA} holds other tables: ${tables.join(", ")}`;
    throw new ProblemError("registry_damaged", { detail });
  }
  const { rows } = await ask(`select name from ${SCHEMA}.kysely_migration order by name`);
  const applied = rows.map(({ name }) => String(name));
  if (applied.length > 0 && !tables.includes("installation")) {
    throw new ProblemError("registry_damaged", { detail: "it does not say which registry it is" });
  }
  return applied;
}

async function readInstallation({ ask }: Session): Promise<Installation> {
  const { rows } = await ask("select uid, generation from installation");
  const row = rows[0];
  if (row !== undefined) return { id: row.uid, generation: row.generation };
  throw new ProblemError("registry_damaged", { detail: "it does not say which registry it is" });
}

async function tablesOf({ ask }: Pick<Session, "ask">): Promise<string[]> {
  const { rows } = await ask(
    "select tablename from pg_tables where schemaname = $1 order by tablename",
    [SCHEMA],
  );
  return rows.map(({ tablename }) => String(tablename));
}

/** Done after each step, inside its transaction. */
async function finish(transaction: Kysely<unknown>): Promise<void> {
  await addInstallation(transaction);
  await compareByBytes(transaction);
}

/**
 * Text is compared by its bytes, as every engine does, whatever language the database was made for.
 * What a step has just made still compares as the database does.
 */
async function compareByBytes(transaction: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ statement: string }>`
    select format('alter table %I.%I ', ${SCHEMA}::text, relname) || string_agg(
      format('alter %I type %s collate "C"', attname, format_type(atttypid, atttypmod)), ', '
      order by attnum) as statement
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = ${SCHEMA}::regnamespace and relkind in ('r', 'p')
      and attnum > 0 and not attisdropped and attcollation = 'pg_catalog.default'::regcollation
    group by relname order by relname`.execute(transaction);
  for (const { statement } of rows) await sql.raw(statement).execute(transaction);
}

/**
 * Copies every table into a schema of its own, all as they were at one instant, and counts the rows of
 * both. A copy that an earlier attempt left is of the same tables, and is replaced.
 */
async function backUp(session: Session, copy: string): Promise<string> {
  const to = escapeIdentifier(copy);
  await session.ask("begin isolation level repeatable read");
  try {
    await session.ask(`drop schema if exists ${to} cascade`);
    await session.ask(`create schema ${to}`);
    for (const name of await tablesOf(session)) {
      const table = escapeIdentifier(name);
      await session.ask(`create table ${to}.${table} as table ${SCHEMA}.${table}`);
      await requireSameCount(session, [`${SCHEMA}.${table}`, `${to}.${table}`]);
    }
    // Numbers that are never given twice are not in the tables.
    await session.ask(`create table ${to}.last_values as
      select sequencename, last_value from pg_sequences where schemaname = '${SCHEMA}'`);
    await session.ask("commit");
    return copy;
  } catch (error) {
    await session.ask("rollback");
    throw error;
  }
}

async function requireSameCount({ ask }: Session, [from, to]: [string, string]): Promise<void> {
  const { rows } = await ask(
    `select (select count(*) from ${from}) as there, (select count(*) from ${to}) as copied`,
  );
  const { there, copied } = rows[0];
  if (there === copied) return;
  const detail = `the copy ${to} has ${copied} rows of ${there}`;
  throw new ProblemError("storage_failed", { detail });
}
