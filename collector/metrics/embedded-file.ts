import { DatabaseSync } from "node:sqlite";
import { ProblemError } from "@vigie/shared/problems.ts";

/** The embedded engine's SQLite file: its settings, its tables, and transactions on it. */

const VERSION = 1;

/** What a commit may wait for a lock that another program holds. */
const BUSY_MS = 5_000;

/**
 * FULL, because the registry drops its copy as soon as `apply` has resolved: a commit of which the
 * system only knows would be lost with the machine's power. One commit holds many reports.
 */
const SETTINGS = `
  pragma page_size = 8192;
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma cache_size = -16384;
  pragma wal_autocheckpoint = 4096;
`;

const SCHEMA = `
  create table state (
    registry_id text    not null,
    mark        integer not null,
    horizon_ms  integer not null
  ) strict;

  create table shape (
    id         integer primary key,
    machine_id text    not null,
    columns    text    not null
  ) strict;
  create index shape_by_machine on shape (machine_id);

  create table batch (
    id      integer primary key,
    samples blob    not null
  ) strict;

  -- samples: the instants of all reports, then the values of all reports column by column.
  create table chunk (
    id       integer primary key,
    hour_ms  integer not null,
    shape_id integer not null,
    reports  integer not null,
    samples  blob    not null
  ) strict;
  create index chunk_by_hour on chunk (hour_ms, shape_id);

  pragma user_version = ${VERSION};
`;

/**
 * Opens or makes the file; a new one belongs to this registry. Throws SQLite's errors, and a
 * ProblemError for a newer Vigie's file.
 */
export function openEmbeddedFile(path: string, registryId: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    // First, since what is not sealed is read once and then remembered: nobody else may write. And
    // a lone reader needs no file of shared memory, which on a full disk could not be made.
    database.exec("pragma locking_mode = exclusive");
    const version = Number(database.prepare("pragma user_version").get()?.["user_version"]);
    if (version > VERSION) {
      throw new ProblemError("metrics_unavailable", { detail: "its file is from a newer Vigie" });
    }
    database.exec(SETTINGS);
    if (version === 0) inTransaction(database, () => makeTables(database, registryId));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function makeTables(database: DatabaseSync, registryId: string): void {
  database.exec(SCHEMA);
  database.prepare("insert into state values (?, 0, 0)").run(registryId);
}

/** Keeps everything that `work` does, or nothing. */
export function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec("begin immediate");
  try {
    work();
    database.exec("commit");
  } catch (error) {
    // A full disk may have undone it already.
    if (database.isTransaction) database.exec("rollback");
    throw error;
  }
}
