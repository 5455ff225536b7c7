import { describe, expect, test } from "vitest";
import { ENGINES, useRegistry } from "./engines.ts";
import { notice, noticeRule, webhook } from "./notice-rows.ts";

describe.for(ENGINES)("rules of notices and webhooks: %s", ([, engine]) => {
  const registry = useRegistry(engine);
  const shipped = noticeRule({ id: "ntr_0", key: "new_urgent", name: null, hours: null });

  test("a rule that came with Vigie is added once, changed or not", async () => {
    await registry.commit(({ notices }) => notices.addMissingRules([shipped]));
    const changed = { ...shipped, enabled: false };
    expect(await registry.commit(({ notices }) => notices.changeRule(changed))).toBe(true);
    await registry.commit(({ notices }) => notices.addMissingRules([{ ...shipped, id: "ntr_9" }]));
    expect(await registry.read.notices.rules()).toEqual([{ ...changed, version: 2 }]);
  });

  test("one that came with Vigie and was removed does not come back", async () => {
    await registry.commit(({ notices }) => notices.addMissingRules([shipped]));
    expect(await registry.commit(({ notices }) => notices.removeRule("ntr_0", 2))).toBe(false);
    expect(await registry.commit(({ notices }) => notices.removeRule("ntr_0", 1))).toBe(true);
    await registry.commit(({ notices }) => notices.addMissingRules([shipped]));
    expect(await registry.read.notices.rules()).toEqual([]);
    expect(await registry.read.notices.findRule("ntr_0")).toBeUndefined();
    expect(await registry.commit(({ notices }) => notices.changeRule(shipped))).toBe(false);
  });

  test("a person's rule is kept whole; a change from an older version finds nothing", async () => {
    const rule = noticeRule();
    await registry.commit(({ notices }) => notices.addRule(rule));
    expect(await registry.read.notices.findRule("ntr_1")).toEqual(rule);
    const mine = { ...rule, name: "Nuit", priorities: [] };
    expect(await registry.commit(({ notices }) => notices.changeRule(mine))).toBe(true);
    expect(await registry.commit(({ notices }) => notices.changeRule(rule))).toBe(false);
    expect(await registry.read.notices.findRule("ntr_1")).toEqual({ ...mine, version: 2 });
  });

  test("a webhook is kept whole, and counts the events that found no room", async () => {
    const row = webhook({ kinds: ["breached"], priorities: [1, 2], secretNumber: 3 });
    await registry.commit(({ notices }) => notices.addWebhook(row));
    await registry.commit(({ notices }) => notices.addWebhook(webhook({ id: "whk_2", name: "A" })));
    await registry.commit(({ notices }) => notices.letGo("whk_1"));
    expect(await registry.read.notices.findWebhook("whk_1")).toEqual({ ...row, letGo: 1 });
    expect((await registry.read.notices.webhooks()).map(({ id }) => id)).toEqual([
      "whk_2",
      "whk_1",
    ]);
    expect(await registry.read.notices.findWebhook("whk_9")).toBeUndefined();
  });

  test("a change of a webhook keeps the count of what found no room", async () => {
    await registry.commit(({ notices }) => notices.addWebhook(webhook()));
    await registry.commit(({ notices }) => notices.letGo("whk_1"));
    const change = webhook({ url: "https://hooks.example.org/2", secretNumber: 2 });
    expect(await registry.commit(({ notices }) => notices.changeWebhook(change))).toBe(true);
    expect(await registry.commit(({ notices }) => notices.changeWebhook(change))).toBe(false);
    const kept = { ...change, letGo: 1, version: 2 };
    expect(await registry.read.notices.findWebhook("whk_1")).toEqual(kept);
  });

  test("what waits for a webhook goes with it", async () => {
    const own = { channel: "webhook", recipientKind: "webhook", recipientId: "whk_1" } as const;
    await registry.commit(async ({ notices }) => {
      await notices.addWebhook(webhook());
      await notices.add([notice({ ...own }), notice({ id: "ntc_2" })]);
    });
    expect(await registry.commit(({ notices }) => notices.removeWebhook("whk_1", 2))).toBe(false);
    expect(await registry.commit(({ notices }) => notices.removeWebhook("whk_1", 1))).toBe(true);
    expect(await registry.read.notices.findWebhook("whk_1")).toBeUndefined();
    expect(await registry.read.notices.list({ limit: 10 })).toMatchObject([
      { id: "ntc_2", state: "waiting" },
      { id: "ntc_1", state: "dropped", nextAtMs: null },
    ]);
  });
});
