import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MetricStore } from "../../../collector/metrics/metric-store.ts";
import { openMetricStore } from "../../../collector/metrics/open.ts";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { Registry } from "../../../collector/registry/registry.ts";
import { batch, customer, machine } from "../../contract/registry/rows.ts";
import { SPOOL_SHAPE, spoolRow } from "../../support/spool-rows.ts";

/** What becomes of the samples when the registry is not the one that the metric store last served. */

let folder: string;
let path: string;
let said: string[];
let registry: Registry;
let metrics: MetricStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vigie-restored-"));
  path = join(folder, "registry.sqlite");
  said = [];
  await open();
  await addMachine();
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true });
});

async function open(): Promise<void> {
  registry = await openRegistry({ path, log: () => {} });
  const owner = { registryId: registry.id, lastSpoolId: await registry.lastSpoolId() };
  const settings = { engine: "embedded", path: join(folder, "metrics.sqlite") } as const;
  metrics = await openMetricStore(settings, owner, { log: (line) => said.push(line) });
}

async function close(): Promise<void> {
  await metrics.close();
  await registry.close();
}

async function addMachine(): Promise<void> {
  await registry.commit(async (unit) => {
    await unit.estate.addCustomer(customer());
    await unit.estate.addMachine(machine({ id: SPOOL_SHAPE.machineId, siteId: null }));
    await unit.recordBatch(batch({ shapes: [SPOOL_SHAPE] }));
  });
}

/** Commits samples of that value, and brings everything in the spool to the store. */
async function record(value: number): Promise<void> {
  const { samples } = spoolRow(value);
  await registry.commit((unit) => unit.recordBatch(batch({ spool: samples })));
  await metrics.apply(await registry.read.deliveries.spool(0, 100), [SPOOL_SHAPE]);
}

async function stored(): Promise<readonly number[]> {
  const { machineId } = SPOOL_SHAPE;
  const span = { fromMs: 0, toMs: 1_000_000, stepMs: 1_000 };
  const query = { machineId, metric: "uptime_seconds", object: null, ...span };
  return (await metrics.series(query)).mean;
}

test("a registry that is opened again goes on, whatever it has dropped from its spool", async () => {
  for (const value of [1, 2]) await record(value);
  await registry.commit(({ deliveries }) => deliveries.dropSpool(2));
  await close();
  await open();
  await record(3);
  expect(await stored()).toEqual([1, 2, 3]);
  expect(said).toEqual([]);
});

test("after a restore from an older copy new samples are kept, though they have used numbers", async () => {
  await record(1);
  await close();
  await copyFile(path, `${path}.copy`);
  await open();
  for (const value of [2, 3]) await record(value);
  await close();

  await copyFile(`${path}.copy`, path);
  await open();
  expect(said).toEqual([expect.stringContaining("does not belong to this registry")]);
  await record(4);
  expect(await stored()).toEqual([1, 4]);
});

test("a registry made anew has an empty store, and keeps what it is given", async () => {
  for (const value of [1, 2]) await record(value);
  await close();
  await rm(path);
  await open();
  expect(said).toEqual([expect.stringContaining("names another registry")]);
  await addMachine();
  await record(5);
  expect(await stored()).toEqual([5]);
});
