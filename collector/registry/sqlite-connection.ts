import { DatabaseSync, type StatementSync } from "node:sqlite";
import { ProblemError } from "@vigie/shared/problems.ts";
import {
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
} from "kysely";
import { toBound } from "./bound.ts";

/** Connections to one SQLite file, and how what SQLite refuses is named. */

/** How long SQLite waits for a lock of another process, such as a backup. */
const BUSY_TIMEOUT_MS = 5_000;

/** Pages that the log gathers before they go into the file: hot pages are then written once. */
const CHECKPOINT_PAGES = 8_192;

/** What the log may keep on disk after a checkpoint. */
const LOG_BYTES_MAX = 64 * 1024 * 1024;

/** Pages in memory, in KiB. The writer meets the same pages of every machine each minute. */
const WRITER_CACHE_KIB = 64 * 1024;
const READER_CACHE_KIB = 16 * 1024;

/** The connection that writes. A commit is on the disk when it returns. */
export function openWriter(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma wal_autocheckpoint = ${CHECKPOINT_PAGES};
    pragma journal_size_limit = ${LOG_BYTES_MAX};
    pragma cache_size = -${WRITER_CACHE_KIB};
  `);
  return database;
}

/** A connection that sees what was committed last, and cannot write. */
export function openReader(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  database.exec(`pragma query_only = 1; pragma cache_size = -${READER_CACHE_KIB};`);
  return database;
}

/** Primary result codes of SQLite: no room; then busy, locked, no memory, read-only, I/O error,
 * corrupt, cannot open, large file unsupported, not a database. */
const SQLITE_FULL = 13;
const SQLITE_FAILED = new Set([5, 6, 7, 8, 10, 11, 14, 22, 26]);

/**
 * What a failure of SQLite is to the rest: `storage_full` and `storage_failed` may succeed later.
 * A broken constraint or a wrong statement stays as it is: that is not the disk's fault.
 */
export function toStorageError(error: unknown): unknown {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") {
    return error;
  }
  const code = error.errcode % 256;
  const options = { cause: error, retryable: true };
  if (code === SQLITE_FULL) return new ProblemError("storage_full", {}, options);
  if (SQLITE_FAILED.has(code)) {
    return new ProblemError("storage_failed", { detail: error.message }, options);
  }
  return error;
}

/** Runs a call of node:sqlite and names its failure. */
export function withNamedFailure<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw toStorageError(error);
  }
}

/** Statements kept prepared a connection; lists of ids make many. */
const STATEMENTS_KEPT = 256;

/** Makes a call of node:sqlite, names its failure, and may look at it. */
export type Call = <T>(call: () => T) => T;

/** Lets Kysely speak through a connection of node:sqlite. */
export function toDialect(
  database: DatabaseSync,
  {
    onlyInTransaction,
    call = withNamedFailure,
  }: { readonly onlyInTransaction: boolean; readonly call?: Call },
): Dialect {
  const statements = new Map<string, SqliteStatement>();

  function prepare(text: string): SqliteStatement {
    if (onlyInTransaction && !database.isTransaction) {
      throw new Error("A unit was used outside its commit: await everything that it does.");
    }
    const known = statements.get(text);
    if (known !== undefined) return known;
    const [oldest] = statements.keys();
    if (statements.size >= STATEMENTS_KEPT && oldest !== undefined) statements.delete(oldest);
    const statement = toStatement(
      call(() => database.prepare(text)),
      call,
    );
    statements.set(text, statement);
    return statement;
  }

  return new TransactionalDialect({ database: { prepare, close: () => {} } });
}

/**
 * Prepares a statement that writes. What it reports is read as bigint: the words of tickets lie under
 * row ids that no number holds, and SQLite reports the last of those after any statement.
 */
export function prepareWrite(database: DatabaseSync, text: string): StatementSync {
  const statement = database.prepare(text);
  statement.setReadBigInts(true);
  return statement;
}

function toStatement(statement: StatementSync, call: Call): SqliteStatement {
  const reader = statement.columns().length > 0;
  statement.setReadBigInts(!reader);
  return {
    reader,
    all: (parameters) => call(() => statement.all(...parameters.map(toBound))),
    run: (parameters) => call(() => statement.run(...parameters.map(toBound))),
    iterate: (parameters) => statement.iterate(...parameters.map(toBound)),
  };
}

/** SQLite undoes changes of tables like any other; Kysely's own dialect does not count on it. */
class TransactionalDialect extends SqliteDialect {
  constructor(config: { readonly database: SqliteDatabase }) {
    super(config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
