import type { DatabaseSync } from "node:sqlite";
import { HASHES_KEPT } from "./deliveries.ts";
import { type BatchRows, type LatestRow, type ReceivedRow, StaleMarks } from "./registry.ts";
import { prepareWrite } from "./sqlite-connection.ts";

/** After so many reports a stream's old hashes are forgotten: rows side by side, removed at once. */
const FORGET_EVERY = 64;

/**
 * What a batch of reports leaves behind, written by prepared statements on the writer's own
 * connection, inside the unit's transaction. This is the hot path: everything here is done for
 * every report of every machine. One row a call is the fastest here: statements of many rows were
 * measured to take three times as long.
 */
export function createBatchWriter(database: DatabaseSync): (rows: BatchRows) => number | undefined {
  const addReceived = createReceivedWriter(database);
  const updateStream = prepareWrite(
    database,
    "update stream set ranges = ?, reports = ? where id = ?",
  );
  const insertShape = prepareWrite(
    database,
    `
    insert into shape (id, machine_id, customer_id, columns)
    values (?1, ?2, (select customer_id from machine where id = ?2), ?3)`,
  );
  const saveLatest = createLatestWriter(database);
  const insertSpool = prepareWrite(database, "insert into spool (samples) values (?)");

  return ({ received, streams, shapes, latest, spool }) => {
    if (!database.isTransaction) throw new Error("A batch is recorded outside its commit.");
    addReceived(received);

    for (const { id, ranges, reports } of streams) {
      const { changes } = updateStream.run(JSON.stringify(ranges), reports, id);
      if (changes === 0n)
        throw new Error(`The batch names the stream ${id}, which does not exist.`);
    }
    for (const { id, machineId, columns } of shapes) {
      insertShape.run(id, machineId, JSON.stringify(columns));
    }
    for (const row of latest) saveLatest(row);
    return spool === undefined ? undefined : Number(insertSpool.run(spool).lastInsertRowid);
  };
}

/** Adds rows that are new. A repeat throws `StaleMarks`, which undoes the unit. */
function createReceivedWriter(database: DatabaseSync): (rows: readonly ReceivedRow[]) => void {
  const insert = prepareWrite(
    database,
    "insert into received (stream_id, seq, hash) values (?, ?, ?) on conflict do nothing",
  );
  const forget = prepareWrite(database, "delete from received where stream_id = ? and seq <= ?");

  return (rows) => {
    let repeats = 0;
    for (const { streamId, seq, hash } of rows) {
      if (insert.run(streamId, seq, hash).changes === 0n) repeats += 1;
      if (seq % FORGET_EVERY === 0) forget.run(streamId, seq - HASHES_KEPT);
    }
    if (repeats > 0) throw new StaleMarks(repeats);
  };
}

/** Updates the machine's row; only a machine's first report inserts it. */
function createLatestWriter(database: DatabaseSync): (row: LatestRow) => void {
  const update = prepareWrite(
    database,
    "update latest set at_ms = ?, samples = ? where machine_id = ?",
  );
  const insert = prepareWrite(
    database,
    `
    insert into latest (machine_id, customer_id, at_ms, samples)
    values (?1, (select customer_id from machine where id = ?1), ?2, ?3)`,
  );

  return ({ machineId, atMs, samples }) => {
    if (update.run(atMs, samples, machineId).changes === 0n) insert.run(machineId, atMs, samples);
  };
}
