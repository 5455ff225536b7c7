import { access, chmod, constants, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ProblemError } from "@vigie/shared/problems.ts";
import { Kysely, type RawBuilder, sql } from "kysely";
import { addInstallation, migrate, pendingSteps, type SchemaSteps } from "./migrate.ts";
import type { DialectWords } from "./schema/dialect.ts";
import { openWriter, toDialect, toStorageError, withNamedFailure } from "./sqlite-connection.ts";

/**
 * The registry's file before it is used. A missing file is made aside and then renamed, so that a
 * file of this name is always whole; what is damaged or of a newer Vigie is refused untouched.
 */

export type FileOptions = {
  readonly path: string;
  readonly steps: SchemaSteps;
  readonly log: (line: string) => void;
};

/** Older versions have a flaw of the write-ahead log that can damage the file. */
const SQLITE_VERSION_MIN = [3, 51, 3] as const;

/** Leaves at `path` a sound registry of this version's schema, or rejects with what is wrong. */
export async function prepareFile(options: FileOptions): Promise<void> {
  requireSqliteVersion();
  await requireFolder(options.path);
  if (await exists(options.path)) await bringUpToDate(options);
  else await createFile(options);
}

function requireSqliteVersion(): void {
  const [major = 0, minor = 0, patch = 0] = (process.versions["sqlite"] ?? "")
    .split(".")
    .map(Number);
  const [minMajor, minMinor, minPatch] = SQLITE_VERSION_MIN;
  const isOldMinor = minor < minMinor || (minor === minMinor && patch < minPatch);
  if (major < minMajor || (major === minMajor && isOldMinor)) {
    throw new ProblemError("storage_failed", {
      detail: `SQLite ${major}.${minor}.${patch} is too old, ${SQLITE_VERSION_MIN.join(".")} is needed`,
    });
  }
}

async function requireFolder(path: string): Promise<void> {
  const folder = dirname(path);
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    if (await exists(path)) await access(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    const parameters = { path: folder, detail, name: "VIGIE_DATA" };
    throw new ProblemError("data_folder_unusable", parameters, { cause });
  }
}

async function createFile(options: FileOptions): Promise<void> {
  const { path, log } = options;
  // A log that outlives its file would be read into the new one.
  if (await exists(`${path}-wal`)) {
    throw new ProblemError("registry_damaged", {
      detail: `${path} is missing, but its log ${path}-wal is there`,
    });
  }
  const aside = `${path}.new`;
  await removeDatabase(aside);
  const database = withNamedFailure(() => openWriter(aside));
  try {
    await migrateFile(database, options);
  } finally {
    database.close();
  }
  await settle(aside, path);
  log(`made a new registry at ${path}`);
}

async function bringUpToDate(options: FileOptions): Promise<void> {
  const { path, steps, log } = options;
  const pending = pendingSteps(inspect(path), steps);
  const [next] = pending;
  if (next === undefined) return;

  const database = withNamedFailure(() => openWriter(path));
  try {
    const backup = `${path}.before-${next}`;
    await backUp(database, backup);
    await migrateFile(database, options);
    log(`brought the registry up to date (${pending.join(", ")}); before: ${backup}`);
  } finally {
    database.close();
  }
}

/** The names of the schema's steps in the file. Rejects a file that is not sound; changes nothing. */
function inspect(path: string): string[] {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    requireSound(database);
    const applied = database.prepare("select name from kysely_migration order by name").all();
    const installation = database.prepare("select uid, generation from installation").get();
    if (installation === undefined) throw new Error("it does not say which registry it is");
    return applied.map(({ name }) => String(name));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError("registry_damaged", { detail }, { cause });
  } finally {
    database?.close();
  }
}

function requireSound(database: DatabaseSync): void {
  const row = database.prepare("pragma quick_check(1)").get();
  const finding = row?.["quick_check"];
  if (finding !== "ok") throw new Error(String(finding));
}

/** Writes a checked copy. It has its name only once it is whole. */
async function backUp(database: DatabaseSync, path: string): Promise<void> {
  const aside = `${path}.part`;
  await removeDatabase(aside);
  withNamedFailure(() => database.prepare("vacuum into ?").run(aside));
  inspect(aside);
  await settle(aside, path);
}

/** Gives a finished file its name, so that both survive a loss of power. */
async function settle(aside: string, path: string): Promise<void> {
  await chmod(aside, 0o600);
  await syncToDisk(aside);
  await rename(aside, path);
  await syncToDisk(dirname(path));
}

async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Brings the file's tables to the last of the steps. */
async function migrateFile(database: DatabaseSync, { steps }: FileOptions): Promise<void> {
  const dialect = toDialect(database, { onlyInTransaction: false });
  try {
    const db = new Kysely<unknown>({ dialect });
    await migrate(db, { steps, words: SQLITE_WORDS, finish: addInstallation });
  } catch (error) {
    throw toStorageError(error);
  }
}

const SQLITE_WORDS: DialectWords = {
  integer: sql`integer`,
  real: sql`real`,
  bytes: sql`blob`,
  serialKey: sql`integer primary key autoincrement`,
  end: sql` strict`,
  keyedEnd: sql` strict, without rowid`,
  loosen,
  settle: [],
  // The words come folded and parted by spaces, and nothing but their presence is ever asked.
  wordTable: (table) => [
    sql`create virtual table ${sql.table(table)} using fts5(
      words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii',
      prefix = '2 3'
    )`,
  ],
};

/** SQLite changes no column: another one takes its values and its name. */
function loosen(
  table: string,
  column: string,
  definition: RawBuilder<unknown>,
): readonly RawBuilder<unknown>[] {
  const [within, from, to] = [sql.table(table), sql.ref(column), sql.ref(`${column}_loose`)];
  return [
    sql`alter table ${within} add column ${to} ${definition}`,
    sql`update ${within} set ${to} = ${from}`,
    sql`alter table ${within} drop column ${from}`,
    sql`alter table ${within} rename column ${to} to ${from}`,
  ];
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

async function removeDatabase(path: string): Promise<void> {
  for (const part of [path, `${path}-wal`, `${path}-shm`]) await rm(part, { force: true });
}
