import { describe, expect, test } from "vitest";
import { ENGINES, useRegistry } from "./engines.ts";
import { rule } from "./rows.ts";

const WORDS = {
  label: { en: "Queue long", fr: "File longue" },
  reason: { en: "It waits.", fr: "Elle attend." },
};

describe.for(ENGINES)("rules: %s", ([, engine]) => {
  const registry = useRegistry(engine, ({ rules }) => rules.addMissing([rule()]));

  test("only rules whose key is missing are added; the ones that people changed stay", async () => {
    const changed = rule({ enabled: false, holdForMs: 0, severity: "warning" });
    const offline = rule({ id: "rul_2", key: "machine_offline", condition: { kind: "offline" } });
    await registry.commit(async ({ rules }) => {
      expect(await rules.change(changed)).toBe(true);
      await rules.addMissing([rule({ id: "rul_9" }), offline]);
    });
    expect(await registry.read.rules.all()).toEqual([offline, { ...changed, version: 2 }]);
  });

  test("a change is made once: from an older version it finds nothing to change", async () => {
    const mine = rule({ opensTicket: false, resolvesTicket: false });
    const theirs = rule({ holdForMs: 1 });
    expect(await registry.commit(({ rules }) => rules.change(mine))).toBe(true);
    expect(await registry.commit(({ rules }) => rules.change(theirs))).toBe(false);
    expect(await registry.read.rules.find("rul_1")).toEqual({ ...mine, version: 2 });
    expect(await registry.commit(({ rules }) => rules.change({ ...theirs, version: 2 }))).toBe(
      true,
    );
    expect(await registry.read.rules.find("rul_1")).toEqual({ ...theirs, version: 3 });
  });

  test("a rule of one's own keeps its words", async () => {
    const own = rule({ id: "rul_2", key: "queue_long", words: WORDS });
    await registry.commit(({ rules }) => rules.addMissing([own]));
    expect(await registry.read.rules.find("rul_2")).toEqual(own);
    const changed = { ...own, severity: "warning" } as const;
    expect(await registry.commit(({ rules }) => rules.change(changed))).toBe(true);
    expect(await registry.read.rules.find("rul_2")).toEqual({ ...changed, version: 2 });
  });

  test("a rule that was removed is no longer there, and its key is not given again", async () => {
    const own = rule({ id: "rul_2", key: "queue_long", words: WORDS });
    await registry.commit(async ({ rules }) => {
      await rules.addMissing([own]);
      expect(await rules.remove({ id: "rul_2", version: 2 })).toBe(false);
      expect(await rules.remove({ id: "rul_2", version: 1 })).toBe(true);
      expect(await rules.remove({ id: "rul_2", version: 2 })).toBe(false);
      await rules.addMissing([{ ...own, id: "rul_3" }]);
    });
    const { rules } = registry.read;
    expect(await rules.find("rul_2")).toBeUndefined();
    expect((await rules.all()).map(({ id }) => id)).toEqual(["rul_1"]);
    expect([await rules.hasKey("queue_long"), await rules.hasKey("other")]).toEqual([true, false]);
  });

  test("an unknown rule is neither found nor changed", async () => {
    expect(await registry.read.rules.find("rul_9")).toBeUndefined();
    const unknown = rule({ id: "rul_9", key: "other" });
    expect(await registry.commit(({ rules }) => rules.change(unknown))).toBe(false);
  });
});
