import type { DatabaseSync } from "node:sqlite";
import { ProblemError } from "@vigie/shared/problems.ts";
import { CamelCasePlugin, Kysely } from "kysely";
import { createAlerts } from "./alerts.ts";
import { createContracts } from "./contracts.ts";
import type { Schema } from "./database.ts";
import { createDeliveries } from "./deliveries.ts";
import { createEstate } from "./estate.ts";
import type { Registry, Tables, Unit } from "./registry.ts";
import { createRules } from "./rules.ts";
import { SCHEMA_STEPS } from "./schema/migrations.ts";
import { createBatchWriter } from "./sqlite-batch.ts";
import { openReader, openWriter, toDialect, withNamedFailure } from "./sqlite-connection.ts";
import { type FileOptions, prepareFile } from "./sqlite-file.ts";
import { createTickets } from "./tickets.ts";

export type SqliteOptions = Omit<FileOptions, "steps"> & {
  /** The schema's steps, where they are not this version's own. */
  readonly steps?: FileOptions["steps"];
  /** Pages that the file may have; it is full beyond. As many as the disk holds if left out. */
  readonly pagesMax?: number;
};

/** Units that may wait for their turn. More means that the disk no longer keeps up. */
const UNITS_WAITING_MAX = 1_000;

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
    ...createTables(writer, { onlyInTransaction: true }),
    recordBatch: async (rows) => withNamedFailure(() => recordBatch(rows)),
  };
  const queue = createQueue();
  const connections = opened.move();

  return {
    ...installation,
    read: createTables(reader, { onlyInTransaction: false }),
    commit: (work) => queue.add(() => inTransaction(writer, () => work(unit))),
    lastSpoolId: async () => withNamedFailure(() => readLastSpoolId(reader)),

    async close() {
      await queue.end();
      connections.dispose();
    },
  };
}

function createTables(
  database: DatabaseSync,
  use: { readonly onlyInTransaction: boolean },
): Tables {
  const db = new Kysely<Schema>({
    dialect: toDialect(database, use),
    plugins: [new CamelCasePlugin()],
  });
  return {
    estate: createEstate(db),
    contracts: createContracts(db),
    rules: createRules(db),
    alerts: createAlerts(db),
    tickets: createTickets(db),
    deliveries: createDeliveries(db),
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

/** One piece of work after the other, whatever became of the one before. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let isOpen = true;

  async function add<T>(work: () => Promise<T>): Promise<T> {
    if (!isOpen) throw new Error("The registry is closed.");
    if (waiting >= UNITS_WAITING_MAX) {
      const detail = `${waiting} changes already wait`;
      throw new ProblemError("storage_failed", { detail }, { retryable: true });
    }
    waiting += 1;
    const done = last.then(work).finally(() => {
      waiting -= 1;
    });
    last = done.catch(() => {});
    return done;
  }

  async function end(): Promise<void> {
    isOpen = false;
    await last;
  }

  return { add, end };
}

function readInstallation(reader: DatabaseSync): Pick<Registry, "id" | "generation"> {
  const row = reader.prepare("select uid, generation from installation").get();
  return { id: String(row?.["uid"]), generation: Number(row?.["generation"]) };
}

function readLastSpoolId(reader: DatabaseSync): number {
  const row = reader.prepare("select seq from sqlite_sequence where name = 'spool'").get();
  return Number(row?.["seq"] ?? 0);
}
