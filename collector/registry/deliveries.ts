import { sql } from "kysely";
import { boundedLimit, customerOf, type Database } from "./database.ts";
import type { Deliveries } from "./registry.ts";

/** What came in, what is missing, what was refused, and the samples on their way to the store. */
export function createDeliveries(db: Database): Deliveries {
  return { ...createStreams(db), ...createGaps(db), ...createDeadLetters(db), ...createSpool(db) };
}

/** A repeat is told from a conflict while its seq is one of this many of its stream. */
export const HASHES_KEPT = 1_000;

function createStreams(
  db: Database,
): Pick<Deliveries, "streams" | "addStream" | "hashOf" | "pruneHashes"> {
  return {
    async streams() {
      const rows = await db
        .selectFrom("stream")
        .select(["id", "agentId", "epoch", "ranges", "reports"])
        .orderBy("id")
        .execute();
      return rows.map((row) => ({ ...row, ranges: JSON.parse(row.ranges) }));
    },

    async addStream(row) {
      const ranges = JSON.stringify(row.ranges);
      await db
        .insertInto("stream")
        .values({ ...row, ranges, customerId: customerOf("agent", row.agentId) })
        .execute();
    },

    async hashOf(streamId, seq) {
      const row = await db
        .selectFrom("received")
        .select("hash")
        .where("streamId", "=", streamId)
        .where("seq", "=", seq)
        .executeTakeFirst();
      return row?.hash;
    },

    // Most are forgotten as newer ones come (recordBatch); this finds the rest. `materialized`
    // keeps the engine from seeking the mark again for every row.
    async pruneHashes() {
      await sql`with mark as materialized (
          select stream.id as stream_id, (
            select max(seq) from received where received.stream_id = stream.id
          ) - ${HASHES_KEPT} as seq from stream)
        delete from received where (stream_id, seq) in (
          select forgotten.stream_id, forgotten.seq from mark cross join received forgotten
          where forgotten.stream_id = mark.stream_id and forgotten.seq <= mark.seq)`.execute(db);
    },
  };
}

function createGaps(db: Database): Pick<Deliveries, "addGap" | "gaps"> {
  return {
    // An agent tells of a gap until it is answered: the same gap again is no news.
    async addGap(row) {
      await db
        .insertInto("gap")
        .values({ ...row, customerId: customerOf("agent", row.agentId) })
        .onConflict((conflict) =>
          conflict.columns(["agentId", "epoch", "fromSeq", "toSeq"]).doNothing(),
        )
        .execute();
    },

    async gaps(agentId) {
      return db
        .selectFrom("gap")
        .select(["agentId", "epoch", "fromSeq", "toSeq", "reports", "reason", "receivedAtMs"])
        .where("agentId", "=", agentId)
        .orderBy("epoch")
        .orderBy("fromSeq")
        .orderBy("toSeq")
        .execute();
    },
  };
}

function createDeadLetters(
  db: Database,
): Pick<Deliveries, "addDeadLetter" | "deadLetters" | "deadLetter" | "pruneDeadLetters"> {
  const letters = db
    .selectFrom("deadLetter")
    .select(["id", "receivedAtMs", "topic", "agentId", "seq", "code", "detail"]);

  return {
    async addDeadLetter(row) {
      await db
        .insertInto("deadLetter")
        .values({ ...row, bytes: row.payload.byteLength })
        .execute();
      await keepNewestOf(db, row.agentId);
    },

    async deadLetters({ limit, after }) {
      const page = letters.select("bytes").orderBy("id", "desc").limit(boundedLimit(limit));
      return (after === undefined ? page : page.where("id", "<", after.id)).execute();
    },

    async deadLetter(id) {
      return letters.select("payload").where("id", "=", id).executeTakeFirst();
    },

    async pruneDeadLetters({ rows, bytes }) {
      const { numAffectedRows } = await sql`delete from dead_letter where id in (
          select id from (
            select id, row_number() over newest_first as place,
              sum(bytes) over newest_first as total
            from dead_letter window newest_first as (order by id desc)) as ranked
          where place > ${rows} or total > ${bytes})`.execute(db);
      return Number(numAffectedRows ?? 0n);
    },
  };
}

/** Letters of one agent that are kept, so that it cannot drive out those of all others. */
const LETTERS_OF_AGENT_MAX = 200;
const LETTER_BYTES_OF_AGENT_MAX = 4 * 1024 ** 2;

/** Forgets an agent's oldest letters beyond its share; those without an agent share one. */
async function keepNewestOf(db: Database, agentId: string | null): Promise<void> {
  const isTheirs = agentId === null ? sql`agent_id is null` : sql`agent_id = ${agentId}`;
  await sql`delete from dead_letter where id in (
      select id from (
        select id, row_number() over newest_first as place,
          sum(bytes) over newest_first as total
        from dead_letter where ${isTheirs} window newest_first as (order by id desc)) as ranked
      where place > ${LETTERS_OF_AGENT_MAX} or total > ${LETTER_BYTES_OF_AGENT_MAX})`.execute(db);
}

function createSpool(db: Database): Pick<Deliveries, "spool" | "dropSpool" | "spoolSize"> {
  return {
    async spool(afterId, limit) {
      return db
        .selectFrom("spool")
        .select(["id", "samples"])
        .where("id", ">", afterId)
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
    },

    async dropSpool(throughId) {
      await db.deleteFrom("spool").where("id", "<=", throughId).execute();
    },

    async spoolSize() {
      const { rows, bytes } = await db
        .selectFrom("spool")
        .select((spool) => [
          spool.fn.countAll<number>().as("rows"),
          sql<number | null>`sum(length(samples))`.as("bytes"),
        ])
        .executeTakeFirstOrThrow();
      return { rows, bytes: Number(bytes ?? 0) };
    },
  };
}
