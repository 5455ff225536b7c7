import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClocks } from "../../../collector/flow/clocks.ts";
import { createDesk } from "../../../collector/flow/desk.ts";
import { createLedger, type Ledger } from "../../../collector/flow/ledger.ts";
import { loadMemory } from "../../../collector/flow/memory.ts";
import { createRuleBook } from "../../../collector/flow/rule-sets.ts";
import { newId } from "../../../collector/ids.ts";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { Registry } from "../../../collector/registry/registry.ts";
import { seedFleet } from "../../support/fleet.ts";

/** Memory and registry do not part, whatever waits behind a unit that fails. */

let folder: string;
let registry: Registry;
let ledger: Ledger;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "vigie-ledger-"));
  await seedFleet(folder, 1);
  registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  ledger = createLedger({
    registry,
    desk: createDesk({ newId, clocks: createClocks() }),
    memory: await loadMemory(registry.read, 0),
    now: () => ({ wallMs: 0, monotonicMs: 0 }),
    spooled: () => undefined,
    onCommitted: () => {},
  });
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a unit that waits behind a failed one does not see what that one left in memory", async () => {
  const rules = ledger.memory().ruleBook.rules.length;
  const failed = ledger.write(({ memory }) => {
    memory.ruleBook = createRuleBook([], []);
    throw new Error("undone");
  });
  const next = ledger.write(({ memory }) => memory.ruleBook.rules.length);
  await expect(failed).rejects.toThrow("undone");
  expect(await next).toBe(rules);
});

test("units are carried out in the order in which they were asked for", async () => {
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((n) => ledger.write(() => void order.push(n))));
  expect(order).toEqual([1, 2, 3]);
});
