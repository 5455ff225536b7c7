import type { DatabaseSync } from "node:sqlite";
import { createUnitQueue } from "./queue.ts";
import type { Registry, Unit } from "./registry.ts";
import { SCHEMA_STEPS } from "./schema/migrations.ts";
import { createBatchWriter } from "./sqlite-batch.ts";
import { openReader, openWriter, toDialect, withNamedFailure } from "./sqlite-connection.ts";
import { type FileOptions, prepareFile } from "./sqlite-file.ts";
import { createTables } from "./tables.ts";

export type SqliteOptions = Omit<FileOptions, "steps"> & {
  /** The schema's steps, where they are not this version's own. */
  readonly steps?: FileOptions["steps"];
  /** Pages that the file may have; it is full beyond. As many as the disk holds if left out. */
  readonly pagesMax?: number;
};

/**
 * The registry in one SQLite file: a connection that writes, one that reads.
 *
 * Rejects with `registry_damaged`, `registry_newer` or `data_folder_unusable` where the file cannot
 * be used, and has changed nothing then.
 */
export async function openSqliteRegistry(options: SqliteOptions): Promise<Registry> {
  const { path, log, steps = SCHEMA_STEPS, pagesMax } = options;
  await prepareFile({ path, steps, log });
  using opened = new DisposableStack();
  const writer = opened.use(withNamedFailure(() => openWriter(path)));
  const reader = opened.use(withNamedFailure(() => openReader(path)));
  if (pagesMax !== undefined) writer.exec(`pragma max_page_count = ${pagesMax}`);

  const installation = readInstallation(reader);
  const recordBatch = createBatchWriter(writer);
  const unit: Unit = {
    ...createTables(toDialect(writer, { onlyInTransaction: true })),
    recordBatch: async (rows) => withNamedFailure(() => recordBatch(rows)),
  };
  const queue = createUnitQueue();
  const connections = opened.move();

  return {
    ...installation,
    read: createTables(toDialect(reader, { onlyInTransaction: false })),
    commit: (work) => queue.add(() => inTransaction(writer, () => work(unit))),
    lastSpoolId: async () => withNamedFailure(() => readLastSpoolId(reader)),

    async close() {
      await queue.end();
      connections.dispose();
    },
  };
}

/** Runs the work in a transaction of its own. Whatever fails, commit included, undoes all of it. */
async function inTransaction<T>(database: DatabaseSync, work: () => Promise<T>): Promise<T> {
  withNamedFailure(() => database.exec("begin immediate"));
  try {
    const result = await work();
    withNamedFailure(() => database.exec("commit"));
    return result;
  } finally {
    // SQLite undoes by itself when the disk is full, and says so here.
    if (database.isTransaction) database.exec("rollback");
  }
}

function readInstallation(reader: DatabaseSync): Pick<Registry, "id" | "generation"> {
  const row = reader.prepare("select uid, generation from installation").get();
  return { id: String(row?.["uid"]), generation: Number(row?.["generation"]) };
}

function readLastSpoolId(reader: DatabaseSync): number {
  const row = reader.prepare("select seq from sqlite_sequence where name = 'spool'").get();
  return Number(row?.["seq"] ?? 0);
}
