import { renameSync, rmSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { ProblemError } from "@vigie/shared/problems.ts";
import { ulid } from "ulid";

/**
 * The outbox's SQLite file: its tables, its prepared statements, and what its errors mean. `queue`
 * holds what waits for a receipt; `kept` what has one, in the order of the receipts, for a collector
 * that is restored from a backup.
 */

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS identity (
    epoch      TEXT NOT NULL,
    generation INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS queue (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    class     TEXT NOT NULL,
    at_ms     INTEGER NOT NULL,
    uptime_ms INTEGER NOT NULL,
    boot_id   TEXT NOT NULL,
    body      TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS kept (
    id          INTEGER PRIMARY KEY,
    received_ms INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    class       TEXT NOT NULL,
    at_ms       INTEGER NOT NULL,
    uptime_ms   INTEGER NOT NULL,
    boot_id     TEXT NOT NULL,
    body        TEXT NOT NULL
  ) STRICT;
`;

const ROW = "seq, class, at_ms, uptime_ms, boot_id, body";

const STATEMENTS = {
  insert: "INSERT INTO queue (class, at_ms, uptime_ms, boot_id, body) VALUES (?, ?, ?, ?, ?)",
  newest: `SELECT seq, octet_length(body) AS bytes FROM queue ORDER BY seq DESC LIMIT ?`,
  row: "SELECT boot_id AS bootId, body FROM queue WHERE seq = ?",
  oldest: `SELECT at_ms AS atMs, uptime_ms AS uptimeMs, boot_id AS bootId
           FROM queue WHERE class = 'metrics' ORDER BY seq LIMIT 1`,
  depth: `SELECT count(*) AS reports, coalesce(sum(octet_length(body)), 0) AS bytes,
                 (SELECT at_ms FROM queue ORDER BY seq LIMIT 1) AS oldestMs FROM queue`,
  keep: `INSERT INTO kept (received_ms, ${ROW})
         SELECT ?, ${ROW} FROM queue WHERE seq BETWEEN ? AND ?`,
  remove: `DELETE FROM queue WHERE seq BETWEEN ? AND ?
           RETURNING seq, octet_length(body) AS bytes`,
  thin: `DELETE FROM queue WHERE seq IN
           (SELECT seq FROM queue WHERE class = ? ORDER BY seq LIMIT ?)
         RETURNING seq, octet_length(body) AS bytes,
                   CASE class WHEN 'gap' THEN body ELSE NULL END AS gap`,
  dropKept: "DELETE FROM kept WHERE id IN (SELECT id FROM kept ORDER BY id LIMIT ?)",
  trimKept: `DELETE FROM kept WHERE received_ms < ? OR id <= coalesce((
               SELECT max(id) FROM (
                 SELECT id, sum(octet_length(body)) OVER (ORDER BY id DESC) AS newer FROM kept
               ) WHERE newer > ?), 0)`,
  unkeep: `INSERT INTO queue (${ROW}) SELECT ${ROW} FROM kept WHERE true ON CONFLICT DO NOTHING`,
  emptyKept: "DELETE FROM kept",
  identity: "SELECT epoch, generation FROM identity",
  setGeneration: "UPDATE identity SET generation = ?",
  pages: `SELECT page_count AS pages, freelist_count AS free, page_size AS pageBytes
          FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
} as const;

/** What waits for its receipt. */
export type OutboxDepth = {
  readonly reports: number;
  readonly bytes: number;
  /** When the oldest was taken, by the machine's clock. */
  readonly oldestMs: number | undefined;
};

type Statements = Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

export type OutboxFile = {
  readonly epoch: string;
  readonly statements: Statements;
  /** All of `work` is kept, or none. */
  transaction<T>(work: () => T): T;
  /**
   * The same without waiting for the disk: a power cut may undo it as a whole. It halves what the
   * outbox costs, and is right where being undone costs a redelivery and nothing else.
   */
  lazyTransaction<T>(work: () => T): T;
  close(): void;
};

/** How long another program that reads the file may delay us: `vigie-agent status` takes less. */
const BUSY_TIMEOUT_MS = 1_000;

/** What the write-ahead log keeps of the disk after something large. */
const JOURNAL_BYTES_MAX = 4 * 1024 * 1024;

/** Opens the file, and makes it with a new epoch where there is none. Throws what SQLite throws. */
export function openOutboxFile(path: string): OutboxFile {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                   PRAGMA journal_size_limit = ${JOURNAL_BYTES_MAX};`);
    const transaction = transactionOn(database);
    const epoch = transaction(() => {
      database.exec(SCHEMA);
      return epochOf(database);
    });
    const statements = prepareAll(database);
    function lazyTransaction<T>(work: () => T): T {
      database.exec("PRAGMA synchronous = NORMAL");
      try {
        return transaction(work);
      } finally {
        database.exec("PRAGMA synchronous = FULL");
      }
    }
    return { epoch, statements, transaction, lazyTransaction, close: () => database.close() };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What waits in an outbox, read beside an agent that runs. Throws a ProblemError `outbox_unusable`. */
export function readOutboxDepth(path: string): OutboxDepth {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    try {
      return toDepth(database.prepare(STATEMENTS.depth).get());
    } finally {
      database.close();
    }
  } catch (error) {
    throw unusable(path, error);
  }
}

export function toDepth(row: ReturnType<StatementSync["get"]>): OutboxDepth {
  const oldestMs = row?.["oldestMs"];
  return {
    reports: Number(row?.["reports"]),
    bytes: Number(row?.["bytes"]),
    oldestMs: typeof oldestMs === "number" ? oldestMs : undefined,
  };
}

function epochOf(database: DatabaseSync): string {
  const known = database.prepare("SELECT epoch FROM identity").get()?.["epoch"];
  if (typeof known === "string") return known;
  const epoch = ulid();
  database.prepare("INSERT INTO identity (epoch) VALUES (?)").run(epoch);
  return epoch;
}

function prepareAll(database: DatabaseSync): Statements {
  const prepare = (name: keyof typeof STATEMENTS): StatementSync =>
    database.prepare(STATEMENTS[name]);
  return {
    insert: prepare("insert"),
    newest: prepare("newest"),
    row: prepare("row"),
    oldest: prepare("oldest"),
    depth: prepare("depth"),
    keep: prepare("keep"),
    remove: prepare("remove"),
    thin: prepare("thin"),
    dropKept: prepare("dropKept"),
    trimKept: prepare("trimKept"),
    unkeep: prepare("unkeep"),
    emptyKept: prepare("emptyKept"),
    identity: prepare("identity"),
    setGeneration: prepare("setGeneration"),
    pages: prepare("pages"),
  };
}

function transactionOn(database: DatabaseSync): <T>(work: () => T) => T {
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  return (work) => {
    begin.run();
    try {
      const outcome = work();
      commit.run();
      return outcome;
    } catch (error) {
      rollBack(database);
      throw error;
    }
  };
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // A full disk or a damaged file has ended the transaction already; that error is the one to tell.
  }
}

/** Moves a damaged file and its journals out of the way, for a person to look at. Returns where to. */
export function moveAside(path: string, wallMs: number): string {
  const aside = `${path}.damaged-${new Date(wallMs).toISOString().replaceAll(":", "")}`;
  renameSync(path, aside);
  for (const suffix of ["-wal", "-shm"]) {
    try {
      renameSync(`${path}${suffix}`, `${aside}${suffix}`);
    } catch {
      // Gone already; if it could not be moved, it must not meet the new file.
      rmSync(`${path}${suffix}`, { force: true });
    }
  }
  return aside;
}

const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOT_A_DATABASE = 26;

/** Whether SQLite found the file to be damaged or none of its own. */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOT_A_DATABASE;
}

export function isDiskFull(error: unknown): boolean {
  return primaryCode(error) === SQLITE_FULL;
}

/** The code without its extension, which is above the low byte. */
function primaryCode(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

/**
 * What SQLite or the system said, as the problem to tell; the disk may have room again later. A mistake
 * of ours has no code, and stays what it is.
 */
export function unusable(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof ProblemError || !("code" in cause))
    return cause;
  const options = { cause, retryable: true };
  return new ProblemError("outbox_unusable", { path, detail: cause.message }, options);
}
