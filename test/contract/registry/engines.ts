import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach } from "vitest";
import type { SchemaSteps } from "../../../collector/registry/migrate.ts";
import { openPostgresqlRegistry } from "../../../collector/registry/postgresql.ts";
import type { PostgresqlSettings } from "../../../collector/registry/postgresql-connection.ts";
import type { Registry, Tables, Unit } from "../../../collector/registry/registry.ts";
import { openSqliteRegistry } from "../../../collector/registry/sqlite.ts";
import { freshFolder } from "../../support/fresh-folder.ts";
import { emptyRegistry, makeDatabase, runSql } from "../../support/postgresql.ts";

/**
 * The engines that the registry's suites hold to the same promises. A suite that says
 * `describe.for(ENGINES)` runs on SQLite in `npm test` and on a real PostgreSQL in
 * `npm run test:servers`: there is nothing else to do for a new one in this folder.
 */
export const ENGINES: readonly (readonly [name: string, Engine])[] =
  process.env["VIGIE_TEST_SERVERS"] === undefined
    ? [["sqlite", sqlite()]]
    : [["postgresql", postgresql()]];

export type Engine = {
  /** Opens the registry of this folder; what was committed there before is still in it. */
  readonly open: (folder: string, steps?: SchemaSteps) => Promise<Registry>;
  /** Runs statements past the port, on a registry that is not open. */
  readonly run: (folder: string, statements: string) => Promise<void>;
  /** The tables of a registry that is not open of which no row is there. */
  readonly emptyTables: (folder: string) => Promise<string[]>;
  /** Forgets the registry of this folder, and the folder. */
  readonly remove: (folder: string) => Promise<void>;
};

const log = (): void => {};

function sqlite(): Engine {
  const pathIn = (folder: string) => join(folder, "registry");
  return {
    open: (folder, steps) =>
      openSqliteRegistry({ path: pathIn(folder), log, ...(steps && { steps }) }),
    async run(folder, statements) {
      using database = new DatabaseSync(pathIn(folder));
      // PostgreSQL has it of its own: bytes, as text that both engines read.
      database.function("decode", (text, _format) => Buffer.from(String(text), "hex"));
      database.exec(statements);
    },
    async emptyTables(folder) {
      using database = new DatabaseSync(pathIn(folder));
      const tables = database
        .prepare(
          "select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')",
        )
        .all()
        .map(({ name }) => String(name));
      return tables.filter(
        (name) => database.prepare(`select 1 from "${name}" limit 1`).get() === undefined,
      );
    },
    remove: (folder) => rm(folder, { recursive: true }),
  };
}

/** A database for each folder. One that has all steps is emptied and used again: that is faster. */
function postgresql(): Engine {
  const databases = new Map<string, PostgresqlSettings>();
  const free: PostgresqlSettings[] = [];
  const stepped = new Set<string>();

  function databaseOf(folder: string): PostgresqlSettings {
    const database = databases.get(folder);
    if (database === undefined) throw new Error(`no registry was opened for ${folder}`);
    return database;
  }

  return {
    async open(folder, steps) {
      if (steps !== undefined) stepped.add(folder);
      const kept = databases.get(folder) ?? (steps === undefined ? free.pop() : undefined);
      databases.set(folder, kept ?? (await makeDatabase()));
      const settings = databaseOf(folder);
      return openPostgresqlRegistry({ settings, log, ...(steps && { steps }) });
    },
    async run(folder, statements) {
      await runSql(databaseOf(folder), `set search_path = vigie; ${statements}`);
    },
    async emptyTables(folder) {
      const database = databaseOf(folder);
      const [tables = []] = await runSql(
        database,
        "select tablename as name from pg_tables where schemaname = 'vigie'",
      );
      const names = tables.map(({ name }) => String(name));
      const rows = await runSql(
        database,
        names.map((name) => `select 1 from vigie."${name}" limit 1`).join("; "),
      );
      return names.filter((_, place) => rows[place]?.length === 0);
    },
    async remove(folder) {
      const database = databaseOf(folder);
      databases.delete(folder);
      if (!stepped.delete(folder)) {
        await emptyRegistry(database);
        free.push(database);
      }
      await rm(folder, { recursive: true });
    },
  };
}

/** A registry of its own for each test of a suite, filled by `prepare`. */
export function useRegistry(
  engine: Engine,
  prepare: (unit: Unit) => Promise<void> = async () => {},
) {
  let registry: Registry;
  let folder: string;

  beforeEach(async () => {
    folder = freshFolder().path;
    registry = await engine.open(folder);
    await registry.commit(prepare);
  });
  afterEach(async () => {
    await registry.close();
    await engine.remove(folder);
  });

  return {
    commit: <T>(work: (unit: Unit) => Promise<T>): Promise<T> => registry.commit(work),
    get read(): Tables {
      return registry.read;
    },
    get id(): string {
      return registry.id;
    },
    lastSpoolId: () => registry.lastSpoolId(),
    get generation(): number {
      return registry.generation;
    },
    async reopen(): Promise<void> {
      await registry.close();
      registry = await engine.open(folder);
    },
    close: () => registry.close(),
  };
}
