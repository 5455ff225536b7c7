import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProblemError } from "@vigie/shared/problems.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Spooler } from "../../../collector/flow/spooler.ts";
import type { MetricStore } from "../../../collector/metrics/metric-store.ts";
import { openMetricStore } from "../../../collector/metrics/open.ts";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { Registry } from "../../../collector/registry/registry.ts";
import { batch, customer, machine } from "../../contract/registry/rows.ts";
import { eventually } from "../../support/eventually.ts";
import { SPOOL_SHAPE, spoolRow } from "../../support/spool-rows.ts";

/** What was committed comes to the metric store, in order, and again until it is there. */

let folder = "";
let registry: Registry;
let metrics: MetricStore;
let spooler: Spooler;
let failures: unknown[] = [];

/** Times that the store still refuses, before it takes what it is given. */
let refusals = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "vigie-spooler-"));
  registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  await registry.commit(async (unit) => {
    await unit.estate.addCustomer(customer());
    await unit.estate.addMachine(machine({ id: SPOOL_SHAPE.machineId, siteId: null }));
    await unit.recordBatch(batch({ shapes: [SPOOL_SHAPE] }));
  });
  metrics = await openMetricStore(
    { engine: "embedded", path: join(folder, "metrics.sqlite") },
    { registryId: registry.id, lastSpoolId: await registry.lastSpoolId() },
    { log: () => {} },
  );
  failures = [];
  refusals = 0;
  spooler = startSpooler();
});

afterEach(async () => {
  vi.useRealTimers();
  await spooler.close();
  await metrics.close();
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

function startSpooler(): Spooler {
  return new Spooler({
    registry,
    metrics: {
      ...metrics,
      async apply(rows, shapes) {
        refusals -= 1;
        if (refusals >= 0) throw new ProblemError("metrics_unavailable", { detail: "away" });
        await metrics.apply(rows, shapes);
      },
    },
    onFailed: (error) => failures.push(error),
  });
}

/** Commits so many rows, whose reports are a second apart. */
async function commit(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const { rows } = await registry.read.deliveries.spoolSize();
    const { samples } = spoolRow(rows + 1);
    await registry.commit((unit) => unit.recordBatch(batch({ spool: samples })));
  }
}

/** Every value that the store holds, oldest first. */
async function stored(): Promise<readonly number[]> {
  const [column] = SPOOL_SHAPE.columns;
  const { machineId } = SPOOL_SHAPE;
  const span = { fromMs: 0, toMs: 1_000_000, stepMs: 1_000 };
  const metric = column?.metric ?? "";
  return (await metrics.series({ machineId, metric, object: null, ...span })).mean;
}

const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

test("what is committed arrives, in order, and may then be dropped", async () => {
  await commit(3);
  expect(spooler.takeDroppable()).toBeUndefined();
  spooler.kick();
  await eventually("three rows are applied", () => spooler.counts().rows === 3);
  expect(await stored()).toEqual([1, 2, 3]);
  expect(spooler.takeDroppable()).toBe(3);
  expect(spooler.takeDroppable()).toBeUndefined();
});

test("more rows than are taken at once arrive all the same", async () => {
  await commit(150);
  spooler.kick();
  await eventually("all are applied", () => spooler.counts().rows === 150);
  expect(await stored()).toEqual(upTo(150));
});

test("what is committed while it works is not forgotten", async () => {
  await commit(2);
  spooler.kick();
  await commit(2);
  spooler.kick();
  await eventually("all are applied", () => spooler.counts().rows === 4);
  expect(await stored()).toEqual(upTo(4));
});

test("after a restart rows that were not dropped come again, and are there once", async () => {
  await commit(3);
  spooler.kick();
  await eventually("all are applied", () => spooler.counts().rows === 3);
  await spooler.close();
  spooler = startSpooler();
  await commit(1);
  spooler.kick();
  await eventually("all are applied again", () => spooler.counts().rows === 4);
  expect(await stored()).toEqual(upTo(4));
});

describe("the store is away", () => {
  test("it is tried again after a while, and nothing is lost or dropped before", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    refusals = 2;
    await commit(3);
    spooler.kick();
    await eventually("it failed", () => failures.length === 1);
    expect(spooler.counts()).toEqual({ rows: 0, failed: 1, isBehind: true });
    expect(spooler.takeDroppable()).toBeUndefined();

    await vi.advanceTimersByTimeAsync(4_999);
    expect(failures).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await eventually("it failed again", () => failures.length === 2);
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    await eventually("all are applied", () => spooler.counts().rows === 3);
    expect(spooler.counts()).toMatchObject({ failed: 2, isBehind: false });
    expect(await stored()).toEqual(upTo(3));
    expect(spooler.takeDroppable()).toBe(3);
  });

  test("closing does not wait for it", async () => {
    refusals = Number.POSITIVE_INFINITY;
    await commit(1);
    spooler.kick();
    await eventually("it failed", () => failures.length === 1);
    const startedMs = performance.now();
    await spooler.close();
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    spooler.kick();
    expect((await registry.read.deliveries.spoolSize()).rows).toBe(1);
  });

  test("closing does not wait for it either where it goes away meanwhile", async () => {
    refusals = Number.POSITIVE_INFINITY;
    await commit(1);
    spooler.kick();
    const startedMs = performance.now();
    await spooler.close();
    expect(failures).toHaveLength(1);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
