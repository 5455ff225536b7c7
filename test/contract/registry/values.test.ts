import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freshFolder } from "../../support/fresh-folder.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, addOffice, alert, batch, customer, packed, shape } from "./rows.ts";

describe.for(ENGINES)("values: %s", ([, engine]) => {
  const registry = useRegistry(engine);

  test("text is in the order of its bytes, whatever language the database was made for", async () => {
    const ids = ["a", "B", "b", "é", "e", "f", "Z", "_", "10", "9", "œ", "𝒳", "ｚ", "a b", "a-b"];
    await registry.commit(async ({ estate }) => {
      for (const id of ids) await estate.addCustomer(customer({ id, name: "Same" }));
    });
    const bytes = (text: string) => Buffer.from(text);
    expect((await registry.read.estate.customers()).map(({ id }) => id)).toEqual(
      ids.toSorted((one, other) => Buffer.compare(bytes(one), bytes(other))),
    );
  });

  test("any text comes back as it was given, but for what no engine keeps", async () => {
    const names = fc.sample(fc.string({ unit: "binary", maxLength: 40 }), 200);
    names.push("a\0b", "\0", "'\\\"; --", "\uD800", "e\u0301", "");
    const idOf = (place: number) => `cus_${place}`;
    await registry.commit(async ({ estate }) => {
      for (const [place, name] of names.entries()) {
        await estate.addCustomer(customer({ id: idOf(place), name }));
      }
    });
    const kept = new Map(
      (await registry.read.estate.customers()).map(({ id, name }) => [id, name]),
    );
    expect(names.map((_, place) => kept.get(idOf(place)))).toEqual(
      names.map((name) => name.replaceAll("\0", "\uFFFD").toWellFormed()),
    );
  });

  test("what an agent names with a zero byte is found under the same name again", async () => {
    const object = "/mnt/\0usb";
    await registry.commit(addCoveredOffice);
    await registry.commit(({ alerts }) => alerts.save(alert({ id: "alr_2", object })));
    const { alerts } = registry.read;
    const found = await alerts.find({ machineId: "mac_1", ruleId: "rul_1", object });
    expect(found).toMatchObject({ id: "alr_2", object: "/mnt/\uFFFDusb" });
    const columns = [{ metric: "volume_used_percent", object }];
    await registry.commit((unit) => unit.recordBatch(batch({ shapes: [shape({ columns })] })));
    expect(await registry.read.estate.shapes()).toMatchObject([{ columns }]);
  });

  test("numbers come back exactly", async () => {
    await registry.commit(addCoveredOffice);
    for (const value of [0.1 + 0.2, -1e-300, 1.797e308, 93.25, 0, Number.MAX_SAFE_INTEGER]) {
      await registry.commit(({ alerts }) => alerts.save(alert({ value })));
      const found = await registry.read.alerts.find(alert());
      expect(found?.value).toBe(value);
    }
    const sinceMs = Number.MAX_SAFE_INTEGER;
    await registry.commit(({ alerts }) => alerts.save(alert({ sinceMs })));
    expect(await registry.read.alerts.find(alert())).toMatchObject({ sinceMs });
  });

  test("bytes come back exactly", async () => {
    await registry.commit(addOffice);
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    for (const samples of [every, new Uint8Array(), packed(1, 1), every.subarray(7, 11)]) {
      const latest = [{ machineId: "mac_1", atMs: 1, samples }];
      const id = await registry.commit((unit) =>
        unit.recordBatch(batch({ latest, spool: samples })),
      );
      const { deliveries, estate } = registry.read;
      expect(await estate.latestOf("mac_1")).toEqual({ machineId: "mac_1", atMs: 1, samples });
      expect(await deliveries.spool(Number(id) - 1, 1)).toEqual([{ id, samples }]);
    }
  });

  test("a number that is too large to be read exactly is refused, not rounded", async () => {
    const folder = freshFolder().path;
    const first = await engine.open(folder);
    await first.commit(addOffice);
    await first.close();
    await engine.run(
      folder,
      `insert into presence (machine_id, customer_id, state, since_ms)
        values ('mac_1', 'cus_1', 'online', 9007199254740993)`,
    );
    const again = await engine.open(folder);
    await expect(again.read.estate.presences()).rejects.toThrow(RangeError);
    await again.close();
    await engine.remove(folder);
  });
});
