import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from "kysely";
import type { Ask } from "./postgresql-connection.ts";
import type { DialectWords } from "./schema/dialect.ts";

/** Lets Kysely speak to PostgreSQL through whatever asks. */
export function toDialect(ask: Ask): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createDriver(ask),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

export const POSTGRESQL_WORDS: DialectWords = {
  integer: sql`bigint`,
  real: sql`double precision`,
  bytes: sql`bytea`,
  serialKey: sql`bigint generated always as identity primary key`,
  end: sql``,
  keyedEnd: sql``,
  loosen: (table, column) => [
    sql`alter table ${sql.table(table)} alter column ${sql.ref(column)} drop not null`,
  ],
  settle: [sql`set constraints all immediate`, sql`set constraints all deferred`],
  wordTable: (table) => [
    sql`create table ${sql.table(table)} (
      rowid bigint not null primary key, words tsvector not null
    )`,
    sql`create index ${sql.ref(`${table}_words`)} on ${sql.table(table)} using gin (words)`,
  ],
};

/** Commands whose answer counts the rows that they changed. */
const CHANGES = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

function createDriver(ask: Ask): Driver {
  const connection: DatabaseConnection = {
    async executeQuery({ sql: text, parameters }) {
      const { rows, rowCount, command } = await ask(text, parameters);
      return CHANGES.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
    },
    streamQuery() {
      throw new Error("The registry reads by pages, not by streams.");
    },
  };
  const say = async (text: string): Promise<void> => void (await ask(text));
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: () => say("begin"),
    commitTransaction: () => say("commit"),
    rollbackTransaction: () => say("rollback"),
    releaseConnection: async () => {},
    destroy: async () => {},
  };
}
