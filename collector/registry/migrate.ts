import { randomUUID } from "node:crypto";
import { ProblemError } from "@vigie/shared/problems.ts";
import { type Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import type { DialectWords } from "./schema/dialect.ts";
import type { SchemaStep } from "./schema/migrations.ts";

/** How a registry comes from the schema that it has to this version's, on any engine. */

export type SchemaSteps = Readonly<Record<string, SchemaStep>>;

/**
 * The steps that a registry still lacks, in their order. Throws `registry_newer` when it has one that
 * this version does not know.
 */
export function pendingSteps(applied: readonly string[], steps: SchemaSteps): string[] {
  const newer = applied.filter((name) => !Object.hasOwn(steps, name));
  if (newer.length > 0) throw new ProblemError("registry_newer", { detail: newer.join(", ") });
  return Object.keys(steps)
    .filter((name) => !applied.includes(name))
    .toSorted();
}

/** All pending steps in one transaction: a kill leaves the old schema or the new one. */
export async function migrate(
  db: Kysely<unknown>,
  {
    steps,
    words,
    schema,
    finish,
  }: {
    readonly steps: SchemaSteps;
    readonly words: DialectWords;
    /** Where the tables are, for engines that have more than one such place. */
    readonly schema?: string;
    /** Done after each step, in the same transaction. */
    readonly finish?: (transaction: Kysely<unknown>) => Promise<void>;
  },
): Promise<void> {
  const migrations = Object.entries(steps).map(([name, step]) => [
    name,
    {
      async up(transaction: Kysely<unknown>): Promise<void> {
        await step(transaction, words);
        await finish?.(transaction);
      },
    },
  ]);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => Object.fromEntries(migrations) },
    ...(schema !== undefined && { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error("A step of the schema failed.", { cause: error });
}

/** Makes a new registry's own row, unless it is there. */
export async function addInstallation(db: Kysely<unknown>): Promise<void> {
  const createdAtMs = Temporal.Now.instant().epochMilliseconds;
  await sql`insert into installation
      (id, uid, generation, created_at_ms, last_ticket_number, last_shape_id)
    values (1, ${randomUUID()}, 1, ${createdAtMs}, 0, 0) on conflict (id) do nothing`.execute(db);
}
