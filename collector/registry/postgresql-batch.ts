import { HASHES_KEPT } from "./deliveries.ts";
import type { Ask } from "./postgresql-connection.ts";
import { type BatchRows, type LatestRow, type ReceivedRow, StaleMarks } from "./registry.ts";

/** After so many reports a stream's old hashes are forgotten: rows side by side, removed at once. */
const FORGET_EVERY = 64;

/**
 * What a batch of reports leaves behind, written inside the unit's transaction. This is the hot path:
 * a statement takes all rows of its table as arrays, for each one is a way to the server and back.
 */
export function createBatchWriter(ask: Ask): (rows: BatchRows) => Promise<number | undefined> {
  return async ({ received, streams, shapes, latest, spool }) => {
    if (received.length > 0) await addReceived(ask, received);
    if (streams.length > 0) await updateStreams(ask, streams);
    if (shapes.length > 0) await addShapes(ask, shapes);
    if (latest.length > 0) await saveLatest(ask, latest);
    if (spool === undefined) return undefined;
    const { rows } = await ask("insert into spool (samples) values ($1) returning id", [spool]);
    return rows[0]?.id;
  };
}

/** Adds rows that are new. A repeat throws `StaleMarks`, which undoes the unit. */
async function addReceived(ask: Ask, rows: readonly ReceivedRow[]): Promise<void> {
  const { rowCount } = await ask(
    `insert into received (stream_id, seq, hash)
    select * from unnest($1::bigint[], $2::bigint[], $3::bigint[]) on conflict do nothing`,
    [rows.map((row) => row.streamId), rows.map((row) => row.seq), rows.map((row) => row.hash)],
  );
  const repeats = rows.length - (rowCount ?? 0);
  if (repeats > 0) throw new StaleMarks(repeats);

  const marks = rows.filter(({ seq }) => seq % FORGET_EVERY === 0);
  if (marks.length === 0) return;
  await ask(
    `delete from received using unnest($1::bigint[], $2::bigint[]) as mark (stream_id, seq)
    where received.stream_id = mark.stream_id and received.seq <= mark.seq`,
    [marks.map((row) => row.streamId), marks.map((row) => row.seq - HASHES_KEPT)],
  );
}

async function updateStreams(ask: Ask, streams: BatchRows["streams"]): Promise<void> {
  const { rowCount } = await ask(
    `update stream set ranges = changed.ranges, reports = changed.reports
    from unnest($1::bigint[], $2::text[], $3::bigint[]) as changed (id, ranges, reports)
    where stream.id = changed.id`,
    [
      streams.map(({ id }) => id),
      streams.map(({ ranges }) => JSON.stringify(ranges)),
      streams.map(({ reports }) => reports),
    ],
  );
  if (rowCount === streams.length) return;
  throw new Error(`The batch names ${streams.length} streams, of which ${rowCount} exist.`);
}

async function addShapes(ask: Ask, shapes: BatchRows["shapes"]): Promise<void> {
  await ask(
    `insert into shape (id, machine_id, customer_id, columns)
    select added.id, added.machine_id, machine.customer_id, added.columns
    from unnest($1::bigint[], $2::text[], $3::text[]) as added (id, machine_id, columns)
    left join machine on machine.id = added.machine_id`,
    [
      shapes.map(({ id }) => id),
      shapes.map(({ machineId }) => machineId),
      shapes.map(({ columns }) => JSON.stringify(columns)),
    ],
  );
}

/** The values of all machines go as one piece of bytes, which is cut on the server. */
async function saveLatest(ask: Ask, latest: readonly LatestRow[]): Promise<void> {
  const lengths = latest.map(({ samples }) => samples.byteLength);
  let end = 0;
  const starts = lengths.map((length) => {
    const start = end + 1;
    end += length;
    return start;
  });
  await ask(
    `insert into latest (machine_id, customer_id, at_ms, samples)
    select newest.machine_id, machine.customer_id, newest.at_ms,
      substring($5::bytea from newest.start for newest.length)
    from unnest($1::text[], $2::bigint[], $3::integer[], $4::integer[])
      as newest (machine_id, at_ms, start, length)
    left join machine on machine.id = newest.machine_id
    on conflict (machine_id) do update set at_ms = excluded.at_ms, samples = excluded.samples`,
    [
      latest.map(({ machineId }) => machineId),
      latest.map(({ atMs }) => atMs),
      starts,
      lengths,
      Buffer.concat(latest.map(({ samples }) => samples)),
    ],
  );
}
