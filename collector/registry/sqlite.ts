import type { DatabaseSync } from "node:sqlite";
import { createUnitQueue } from "./queue.ts";
import type { Registry, Unit } from "./registry.ts";
import { SCHEMA_STEPS } from "./schema/migrations.ts";
import { createBatchWriter } from "./sqlite-batch.ts";
import {
  type Call,
  openReader,
  openWriter,
  toDialect,
  withNamedFailure,
} from "./sqlite-connection.ts";
import { type FileOptions, prepareFile } from "./sqlite-file.ts";
import { SQLITE_SEARCH } from "./sqlite-search.ts";
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
  const { inTransaction, call } = createTransactions(writer);
  const unit: Unit = {
    ...createTables(toDialect(writer, { onlyInTransaction: true, call }), SQLITE_SEARCH),
    recordBatch: async (rows) => call(() => recordBatch(rows)),
  };
  const queue = createUnitQueue();
  const connections = opened.move();

  return {
    ...installation,
    read: createTables(toDialect(reader, { onlyInTransaction: false }), SQLITE_SEARCH),
    commit: (work) => queue.add(() => inTransaction(() => work(unit))),
    lastSpoolId: async () => withNamedFailure(() => readLastSpoolId(reader)),

    async close() {
      await queue.end();
      connections.dispose();
    },
  };
}

type Transactions = {
  /** Runs the work in a transaction of its own. Whatever fails, commit included, undoes all of it. */
  readonly inTransaction: <T>(work: () => Promise<T>) => Promise<T>;
  /** A statement of the unit. After one that failed the unit is undone, even if its work goes on. */
  readonly call: Call;
};

function createTransactions(database: DatabaseSync): Transactions {
  /** What went wrong first in the unit that is open, or was last. */
  let unit: { failure?: Error } = {};

  return {
    async inTransaction(work) {
      withNamedFailure(() => database.exec("begin immediate"));
      const current: typeof unit = {};
      unit = current;
      try {
        const result = await work();
        if (current.failure !== undefined) throw current.failure;
        withNamedFailure(() => database.exec("commit"));
        return result;
      } finally {
        // SQLite undoes by itself when the disk is full, and says so here.
        if (database.isTransaction) database.exec("rollback");
      }
    },

    call(statement) {
      try {
        return withNamedFailure(statement);
      } catch (error) {
        if (error instanceof Error) unit.failure ??= error;
        throw error;
      }
    },
  };
}

function readInstallation(reader: DatabaseSync): Pick<Registry, "id" | "generation"> {
  const row = reader.prepare("select uid, generation from installation").get();
  return { id: String(row?.["uid"]), generation: Number(row?.["generation"]) };
}

function readLastSpoolId(reader: DatabaseSync): number {
  const row = reader.prepare("select seq from sqlite_sequence where name = 'spool'").get();
  return Number(row?.["seq"] ?? 0);
}
