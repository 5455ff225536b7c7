import { describe, expect, test } from "vitest";
import { type BatchRows, StaleMarks } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addOffice, batch, packed, shape, stream } from "./rows.ts";

describe.for(ENGINES)("batch: %s", ([, engine]) => {
  const registry = useRegistry(engine, async (unit) => {
    await addOffice(unit);
    await unit.deliveries.addStream(stream());
  });
  const record = (change: Partial<BatchRows>) =>
    registry.commit((unit) => unit.recordBatch(batch(change)));
  const seqs = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({
      streamId: 1,
      seq: from + index,
      hash: from + index,
    }));

  test("everything that a batch leaves behind is there after its commit", async () => {
    const moved = stream({ ranges: [[4, 5]], reports: 2 });
    const latest = { machineId: "mac_1", atMs: 1_000, samples: packed(1, 1_000) };
    const spool = packed(1, 1_000);
    const id = await record({
      received: [
        { streamId: 1, seq: 4, hash: 0 },
        { streamId: 1, seq: 5, hash: 0xffff_ffff },
      ],
      streams: [moved],
      shapes: [shape()],
      latest: [latest],
      spool,
    });
    const { deliveries, estate } = registry.read;
    expect(await deliveries.hashOf(1, 4)).toBe(0);
    expect(await deliveries.hashOf(1, 5)).toBe(0xffff_ffff);
    expect(await deliveries.hashOf(1, 6)).toBeUndefined();
    expect(await deliveries.hashOf(2, 4)).toBeUndefined();
    expect(await deliveries.streams()).toEqual([moved]);
    expect(await estate.shapes()).toEqual([shape()]);
    expect(await estate.latest()).toEqual([latest]);
    expect(await estate.latestOf("mac_1")).toEqual(latest);
    expect(await estate.latestOf("mac_2")).toBeUndefined();
    expect(await deliveries.spool(0, 10)).toEqual([{ id, samples: spool }]);
  });

  test("a batch without samples has no spool row", async () => {
    expect(await record({ received: seqs(1, 1) })).toBeUndefined();
    expect(await registry.read.deliveries.spoolSize()).toEqual({ rows: 0, bytes: 0 });
  });

  test("the newest values of a machine take the place of its older ones", async () => {
    const at = (atMs: number) => ({ machineId: "mac_1", atMs, samples: packed(1, atMs) });
    await record({ latest: [at(1)] });
    await record({ latest: [at(2)] });
    expect(await registry.read.estate.latest()).toEqual([at(2)]);
  });

  test.for([
    ["received before", seqs(3, 5)],
    ["twice in the batch", [...seqs(7, 8), ...seqs(8, 8)]],
    ["with another body", [{ streamId: 1, seq: 3, hash: 77 }]],
  ] as const)("a report %s makes the whole batch stale", async ([, received]) => {
    await record({ received: seqs(1, 3) });
    const stale = record({ received, streams: [stream({ reports: 9 })], spool: packed(1, 1) });
    await expect(stale).rejects.toThrow(StaleMarks);
    await expect(stale).rejects.toMatchObject({ code: "stale" });
    const { deliveries } = registry.read;
    expect(await deliveries.hashOf(1, 3)).toBe(3);
    expect(await deliveries.hashOf(1, 7)).toBeUndefined();
    expect(await deliveries.streams()).toEqual([stream()]);
    expect(await deliveries.spoolSize()).toEqual({ rows: 0, bytes: 0 });
  });

  test.for([
    ["a stream nobody added", { streams: [stream({ id: 9 })] }],
    ["a report of such a stream", { received: [{ streamId: 9, seq: 1, hash: 1 }] }],
    ["values of no machine", { latest: [{ machineId: "mac_9", atMs: 1, samples: packed(1, 1) }] }],
    ["a shape of no machine", { shapes: [shape({ machineId: "mac_9" })] }],
    ["a shape whose id is taken", { shapes: [shape(), shape()] }],
  ] as const)("%s is refused, and nothing of the batch stays", async ([, change]) => {
    await expect(record({ spool: packed(1, 1), ...change })).rejects.toThrow();
    expect(await registry.read.deliveries.spoolSize()).toEqual({ rows: 0, bytes: 0 });
    expect(await registry.read.estate.shapes()).toEqual([]);
  });

  test("hashes are kept of the last 1,000 of each stream", async () => {
    await registry.commit(({ deliveries }) =>
      deliveries.addStream(stream({ id: 2, epoch: "01JE0000000000000000000000" })),
    );
    await record({ received: seqs(1, 1_500) });
    await record({ received: [{ streamId: 2, seq: 1, hash: 1 }] });
    await registry.commit(({ deliveries }) => deliveries.pruneHashes());
    const { deliveries } = registry.read;
    expect(await deliveries.hashOf(1, 500)).toBeUndefined();
    expect(await deliveries.hashOf(1, 501)).toBe(501);
    expect(await deliveries.hashOf(1, 1_500)).toBe(1_500);
    expect(await deliveries.hashOf(2, 1)).toBe(1);
  });

  test("old hashes go as new ones come, so that nothing piles up between two sweeps", async () => {
    await record({ received: seqs(1, 3_000) });
    const { deliveries } = registry.read;
    expect(await deliveries.hashOf(1, 1_900)).toBeUndefined();
    expect(await deliveries.hashOf(1, 2_001)).toBe(2_001);
  });

  test("late reports of a stream that caught up newest first are kept out of the count", async () => {
    await record({ received: seqs(5_000, 5_000) });
    await record({ received: seqs(100, 130) });
    await registry.commit(({ deliveries }) => deliveries.pruneHashes());
    expect(await registry.read.deliveries.hashOf(1, 5_000)).toBe(5_000);
    expect(await registry.read.deliveries.hashOf(1, 100)).toBeUndefined();
  });
});
