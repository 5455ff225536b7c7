import { createBatchWriter } from "./postgresql-batch.ts";
import { openReaders, type PostgresqlSettings, type Session } from "./postgresql-connection.ts";
import { toDialect } from "./postgresql-dialect.ts";
import { prepareSchema, requireSame, type SchemaOptions } from "./postgresql-schema.ts";
import { POSTGRESQL_SEARCH } from "./postgresql-search.ts";
import { createWriter, openLocked } from "./postgresql-writer.ts";
import { createUnitQueue } from "./queue.ts";
import type { Registry, Unit } from "./registry.ts";
import { SCHEMA_STEPS } from "./schema/migrations.ts";
import { createTables } from "./tables.ts";

export type PostgresqlOptions = Pick<SchemaOptions, "log"> & {
  readonly settings: PostgresqlSettings;
  /** The schema's steps, where they are not this version's own. */
  readonly steps?: SchemaOptions["steps"];
};

/**
 * The registry in a schema of a PostgreSQL database: a connection that writes, a few that read.
 *
 * Rejects with `registry_in_use` when another collector has the database, with `registry_damaged`,
 * `registry_newer` or `registry_unusable` where it cannot be used, and has changed nothing then.
 */
export async function openPostgresqlRegistry(options: PostgresqlOptions): Promise<Registry> {
  const { settings, log, steps = SCHEMA_STEPS } = options;
  const open = <T>(prepare: (session: Session) => Promise<T>) =>
    openPrepared({ settings, log, prepare });
  const [session, installation] = await open((fresh) => prepareSchema(fresh, { steps, log }));
  const writer = createWriter(session, async () => {
    const [again] = await open((fresh) => requireSame(fresh, { steps, before: installation }));
    return again;
  });
  const readers = openReaders(settings);

  const recordBatch = createBatchWriter(writer.ask);
  const unit: Unit = {
    ...createTables(toDialect(writer.ask), POSTGRESQL_SEARCH),
    recordBatch: (rows) => writer.inUnit(() => recordBatch(rows)),
  };
  const queue = createUnitQueue();
  return {
    ...installation,
    read: createTables(toDialect(readers.ask), POSTGRESQL_SEARCH),
    commit: (work) => queue.add(() => writer.inTransaction(() => work(unit))),

    async lastSpoolId() {
      const { rows } = await readers.ask(`select
        coalesce(pg_sequence_last_value(pg_get_serial_sequence('spool', 'id')::regclass), 0) as last`);
      return rows[0]?.last;
    },

    async close() {
      await queue.end();
      await Promise.all([writer.end(), readers.end()]);
    },
  };
}

/** Opens the connection that writes and prepares it; ends it again when that fails. */
async function openPrepared<T>({
  settings,
  log,
  prepare,
}: Pick<PostgresqlOptions, "settings" | "log"> & {
  readonly prepare: (session: Session) => Promise<T>;
}): Promise<readonly [Session, T]> {
  const onLost = (reason: string): void => log(`lost the connection to PostgreSQL: ${reason}`);
  const session = await openLocked(settings, onLost);
  try {
    const prepared = await prepare(session);
    await session.limit();
    return [session, prepared];
  } catch (error) {
    await session.end();
    throw error;
  }
}
