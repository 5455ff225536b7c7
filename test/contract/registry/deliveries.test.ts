import { describe, expect, test } from "vitest";
import { ENGINES, useRegistry } from "./engines.ts";
import { addOffice, batch, deadLetter, packed, stream } from "./rows.ts";

describe.for(ENGINES)("deliveries: %s", ([, engine]) => {
  const registry = useRegistry(engine, addOffice);

  test("a stream comes back with its ranges; an outbox has one", async () => {
    const whole = stream({
      ranges: [
        [1, 4_211],
        [4_213, 4_213],
      ],
      reports: 4_212,
    });
    await registry.commit(({ deliveries }) => deliveries.addStream(whole));
    expect(await registry.read.deliveries.streams()).toEqual([whole]);
    for (const [, row] of [
      ["the same outbox", stream({ id: 2 })],
      ["an unknown agent", stream({ id: 3, agentId: "agt_9" })],
    ] as const) {
      await expect(
        registry.commit(({ deliveries }) => deliveries.addStream(row)),
      ).rejects.toThrow();
    }
  });

  test("a gap told again is one gap", async () => {
    const gap = {
      agentId: "agt_1",
      epoch: "01JD0000000000000000000000",
      fromSeq: 10,
      toSeq: 19,
      reports: 10,
      reason: "outbox_full",
      receivedAtMs: 1,
    };
    const later = { ...gap, fromSeq: 30, toSeq: 30, reports: 1 };
    await registry.commit(async ({ deliveries }) => {
      for (const row of [later, gap, { ...gap, receivedAtMs: 2 }]) await deliveries.addGap(row);
    });
    expect(await registry.read.deliveries.gaps("agt_1")).toEqual([gap, later]);
    expect(await registry.read.deliveries.gaps("agt_9")).toEqual([]);
  });

  describe("dead letters", () => {
    const fill = () =>
      registry.commit(async ({ deliveries }) => {
        await deliveries.addDeadLetter(deadLetter());
        const nobody = { agentId: null, seq: null, payload: new Uint8Array(100) };
        await deliveries.addDeadLetter(deadLetter({ id: "dlt_2", ...nobody }));
        const unknown = { agentId: "agt_9", payload: new Uint8Array(0) };
        await deliveries.addDeadLetter(deadLetter({ id: "dlt_3", ...unknown }));
      });
    const ids = async () =>
      (await registry.read.deliveries.deadLetters({ limit: 10 })).map(({ id }) => id);

    test("come newest first, with their size instead of the payload", async () => {
      await fill();
      const { payload, ...first } = deadLetter();
      const list = await registry.read.deliveries.deadLetters({ limit: 10 });
      expect(list.map(({ id, bytes }) => [id, bytes])).toEqual([
        ["dlt_3", 0],
        ["dlt_2", 100],
        ["dlt_1", 3],
      ]);
      expect(list[2]).toEqual({ ...first, bytes: payload.byteLength });
      const next = await registry.read.deliveries.deadLetters({ limit: 1, after: { id: "dlt_3" } });
      expect(next.map(({ id }) => id)).toEqual(["dlt_2"]);
    });

    test("one comes with its payload, byte for byte", async () => {
      await fill();
      expect(await registry.read.deliveries.deadLetter("dlt_1")).toEqual(deadLetter());
      expect(await registry.read.deliveries.deadLetter("dlt_9")).toBeUndefined();
    });

    test.for([
      [{ rows: 10, bytes: 1_000 }, ["dlt_3", "dlt_2", "dlt_1"], "within both limits"],
      [{ rows: 2, bytes: 1_000 }, ["dlt_3", "dlt_2"], "too many"],
      [{ rows: 10, bytes: 103 }, ["dlt_3", "dlt_2", "dlt_1"], "exactly as large as allowed"],
      [{ rows: 10, bytes: 102 }, ["dlt_3", "dlt_2"], "a byte too large: the oldest goes"],
      [{ rows: 10, bytes: 99 }, ["dlt_3"], "what is behind a dropped one goes, too"],
      [{ rows: 0, bytes: 0 }, [], "none are wanted"],
    ] as const)("kept within %j: %j", async ([limits, wanted]) => {
      await fill();
      const dropped = await registry.commit(({ deliveries }) =>
        deliveries.pruneDeadLetters(limits),
      );
      expect(await ids()).toEqual(wanted);
      expect(dropped).toBe(3 - wanted.length);
    });
  });

  describe("one agent's dead letters", () => {
    const MIB = 1024 ** 2;
    /** Adds letters, all of a size; their ids grow as they are added. */
    const send = (agentId: string | null, { letters, bytes }: { letters: number; bytes: number }) =>
      registry.commit(async ({ deliveries }) => {
        for (let n = 0; n < letters; n += 1) {
          const id = `dlt_${String(n).padStart(4, "0")}_${agentId}`;
          const payload = new Uint8Array(bytes);
          await deliveries.addDeadLetter(deadLetter({ id, agentId, payload }));
        }
      });
    const kept = async (agentId: string | null) =>
      (await registry.read.deliveries.deadLetters({ limit: 1_000 })).filter(
        (letter) => letter.agentId === agentId,
      );

    test.for([
      ["agt_1", { letters: 200, bytes: 1 }, 200, "as many as it may have"],
      ["agt_1", { letters: 203, bytes: 1 }, 200, "three too many"],
      ["agt_1", { letters: 4, bytes: MIB }, 4, "as much as it may have"],
      ["agt_1", { letters: 6, bytes: MIB }, 4, "two MiB too much"],
      [null, { letters: 203, bytes: 1 }, 200, "those of nobody we know are one agent's"],
    ] as const)("of %j, %j, the newest %i stay: %s", async ([agentId, sent, count]) => {
      await send("agt_2", { letters: 150, bytes: 20_000 });
      await send(agentId, sent);
      const places = (await kept(agentId)).map(({ id }) => Number(id.slice(4, 8)));
      expect(places).toEqual(Array.from({ length: count }, (_, n) => sent.letters - 1 - n));
      expect(await kept("agt_2"), "another agent's").toHaveLength(150);
    });
  });

  describe("the spool", () => {
    const record = (atMs: number) =>
      registry.commit((unit) => unit.recordBatch(batch({ spool: packed(1, atMs) })));

    test("gives rows oldest first, from where one stopped", async () => {
      const ids = [await record(1), await record(2), await record(3)];
      const [first = 0, second = 0] = ids;
      const { deliveries } = registry.read;
      const all = await deliveries.spool(0, 10);
      expect(all.map(({ id }) => id)).toEqual(ids);
      expect(all[1]).toEqual({ id: second, samples: packed(1, 2) });
      expect((await deliveries.spool(first, 1)).map(({ id }) => id)).toEqual([second]);
      expect(await deliveries.spoolSize()).toEqual({ rows: 3, bytes: 3 * packed(1, 1).byteLength });
    });

    test("drops through an id, and never gives an id again, not after a reopening either", async () => {
      const ids = [await record(1), await record(2)];
      const last = Math.max(...ids.map(Number));
      await registry.commit(({ deliveries }) => deliveries.dropSpool(last));
      expect(await registry.read.deliveries.spoolSize()).toEqual({ rows: 0, bytes: 0 });
      await registry.reopen();
      expect(await registry.lastSpoolId()).toBe(last);
      expect(await record(3)).toBe(last + 1);
      expect(await registry.lastSpoolId()).toBe(last + 1);
      await registry.commit(({ deliveries }) => deliveries.dropSpool(last));
      expect(await registry.read.deliveries.spool(0, 10)).toHaveLength(1);
    });
  });
});
