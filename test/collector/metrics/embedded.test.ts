import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open as openFile, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MetricStore, SeriesQuery } from "../../../collector/metrics/metric-store.ts";
import { openMetricStore } from "../../../collector/metrics/open.ts";
import { rowAt, SPOOL_OWNER } from "../../support/spool-rows.ts";

/** What is the embedded engine's own; what every engine promises is in test/contract/. */

const UNAVAILABLE = { code: "metrics_unavailable", retryable: true };
const CPU = { metric: "cpu_busy_percent", object: null };
const NOON = Date.parse("2026-03-10T12:00:00Z");
const HOUR = 3_600_000;
const shape = { id: 1, machineId: "mac_one", columns: [CPU] };
const cpu: SeriesQuery = {
  machineId: "mac_one",
  ...CPU,
  fromMs: NOON,
  toMs: NOON + HOUR,
  stepMs: HOUR,
};

let folder: string;
let path: string;
let store: MetricStore | undefined;
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vigie-metrics-"));
  path = join(folder, "data", "metrics.sqlite");
  await mkdir(dirname(path));
  said = [];
});
afterEach(async () => {
  await store?.close();
  await rm(folder, { recursive: true });
});

async function open(owner = SPOOL_OWNER): Promise<MetricStore> {
  await store?.close();
  const log = (line: string) => said.push(line);
  store = await openMetricStore({ engine: "embedded", path }, owner, { log });
  return store;
}

test("two reports of one machine at the same instant are two", async () => {
  const metrics = await open();
  await metrics.apply(
    [
      rowAt(1, 1, [
        [NOON, 1],
        [NOON, 2],
      ]),
      rowAt(2, 1, [[NOON, 9]]),
    ],
    [shape],
  );
  expect(await metrics.series(cpu)).toEqual({ atMs: [NOON], mean: [4], min: [1], max: [9] });
});

/** Of this many values two rows are sealed and the third is not. */
const WIDTH = 40;
const REPORTS = 25_000;
const wide = {
  ...shape,
  columns: Array.from({ length: WIDTH }, (_, index) => ({ metric: `m${index}`, object: null })),
};
function wideRow(id: number) {
  const reports = Array.from({ length: REPORTS }, (_, index) => [
    NOON + (id * REPORTS + index) * 1_000,
    ...Array.from({ length: WIDTH }, (_value, column) => id * 1_000 + column),
  ]);
  return rowAt(id, 1, reports);
}
const wideQuery = { ...cpu, metric: "m7", toMs: NOON + 100 * HOUR };

test("sealed and unsealed samples are one series, also after opening again", async () => {
  let metrics = await open();
  for (const id of [1, 2, 3]) await metrics.apply([wideRow(id)], [wide]);
  const before = await metrics.series({ ...wideQuery, stepMs: 1_000 * HOUR });

  metrics = await open();
  expect(await metrics.series({ ...wideQuery, stepMs: 1_000 * HOUR })).toEqual(before);
  expect(before).toMatchObject({ mean: [2007], min: [1007], max: [3007] });
  await metrics.close();
  expect(countOf("batch")).toBe(1);
  expect(countOf("chunk")).toBeGreaterThan(0);
});

test("what is older is given back to the file, and stays forgotten when it comes late", async () => {
  const metrics = await open();
  for (const id of [1, 2]) await metrics.apply([wideRow(id)], [wide]);
  await metrics.dropBefore(NOON + 10 * HOUR);
  await metrics.apply([rowAt(3, 1, [[NOON + HOUR, ...Array<number>(WIDTH).fill(5)]])], [wide]);

  const { atMs } = await metrics.series(wideQuery);
  expect(atMs[0]).toBe(NOON + 10 * HOUR);
  await metrics.close();
  expect(countOf("chunk where hour_ms < ?", NOON + 10 * HOUR)).toBe(0);
  expect(countOf("chunk")).toBeGreaterThan(0);
});

test("sealing that fails half-way changes nothing, and is done when it can be", async () => {
  await (await open()).close();
  changeFile(`create trigger full before insert on chunk when (select count(*) from chunk) >= 2
              begin select raise(abort, 'no room'); end`);
  let metrics = await open();
  await metrics.apply([wideRow(1)], [wide]);
  // It is full with this row, which is kept all the same; the next one would be too much to hold.
  await metrics.apply([wideRow(2)], [wide]);
  await expect(metrics.apply([wideRow(3)], [wide])).rejects.toMatchObject(UNAVAILABLE);
  expect(said.join()).toContain("could not be sealed: no room");
  const inOneStep = { ...wideQuery, stepMs: 1_000 * HOUR };
  expect((await metrics.series(inOneStep)).mean).toEqual([1507]);
  await metrics.close();
  expect([countOf("batch"), countOf("chunk")]).toEqual([2, 0]);

  changeFile("drop trigger full");
  metrics = await open();
  await metrics.apply([wideRow(2), wideRow(3)], [wide]);
  expect((await metrics.series(inOneStep)).mean).toEqual([2007]);
  await metrics.close();
  expect(countOf("batch")).toBe(1);
});

test("a folder that is missing is a failure that may pass, and the next call is as the first", async () => {
  await rm(dirname(path), { recursive: true });
  const metrics = await open();
  expect(said.join()).toContain("unable to open");
  await expect(metrics.apply([rowAt(1, 1, [[NOON, 1]])], [shape])).rejects.toMatchObject(
    UNAVAILABLE,
  );
  await expect(metrics.series(cpu)).rejects.toMatchObject(UNAVAILABLE);

  await mkdir(dirname(path));
  await metrics.apply([rowAt(1, 1, [[NOON, 1]])], [shape]);
  expect((await metrics.series(cpu)).mean).toEqual([1]);
});

test("a file that another program holds is a failure that may pass", async () => {
  await (await open()).close();
  const other = new DatabaseSync(path);
  other.exec("pragma locking_mode = exclusive; begin exclusive");
  const metrics = await open();
  expect(said.join()).toContain("locked");
  other.close();
  expect((await metrics.series(cpu)).mean).toEqual([]);
});

test.for([
  ["that is no database", 0, "at the start"],
  ["with its tables overwritten", 8_192, "at the start"],
  ["with samples overwritten", 1_000_000, "when they are read"],
] as const)(
  "a damaged file, one %s, is put beside and a new one started",
  async ([, fromByte, found]) => {
    let metrics = await open();
    for (const id of [1, 2]) await metrics.apply([wideRow(id)], [wide]);
    await metrics.close();
    await scribble(path, fromByte);
    const scribbled = await readFile(path);
    await writeFile(`${path}.damaged`, "of an earlier time");

    metrics = await open();
    expect(said.join().includes("damaged")).toBe(found === "at the start");
    const read = metrics.series(wideQuery);
    if (found === "at the start") await read;
    else await expect(read).rejects.toMatchObject(UNAVAILABLE);
    expect(said.join()).toContain("damaged");
    expect(scribbled.equals(await readFile(`${path}.damaged`))).toBe(true);

    // The mark is gone with the samples: what is still in the spool is taken again.
    await metrics.apply([rowAt(2, 2, [[NOON, 1]])], [{ ...shape, id: 2 }]);
    expect((await metrics.series(cpu)).mean).toEqual([1]);
  },
);

test("the file of a newer Vigie is left as it is, and says so", async () => {
  const newer = new DatabaseSync(path);
  newer.exec("pragma user_version = 99");
  newer.close();
  const before = await readFile(path);
  await expect(open()).rejects.toMatchObject({ code: "metrics_unavailable", retryable: false });
  store = undefined;
  expect(await readFile(path)).toEqual(before);
  expect(existsSync(`${path}.damaged`)).toBe(false);
});

test("what is refused is said once, and stays refused with its mark", async () => {
  let metrics = await open();
  const misfit = rowAt(2, 1, [[NOON, 7, ...Array<number>(1_000).fill(8)]]);
  await metrics.apply([rowAt(1, 1, [[NOON, 1]]), misfit], [shape]);
  expect(said).toEqual([expect.stringContaining(`1 lines for good`)]);
  expect(said[0]).toContain(`shape 1 at ${NOON}: 7 8`);
  expect(said[0]?.length).toBeLessThan(1_000);

  metrics = await open();
  await metrics.apply([misfit, rowAt(2, 1, [[NOON, 5]]), rowAt(3, 1, [[NOON, 3]])], [shape]);
  expect((await metrics.series(cpu)).mean).toEqual([2]);
  expect(said).toHaveLength(1);
  expect(metrics.refused()).toBe(0);
});

describe("a file that is not this registry's", () => {
  const OTHER = { registryId: "7d2f0c4e-0000-4000-8000-000000000002", lastSpoolId: 9 };
  const aside = () => `${path}.of-another-registry`;

  test.for([
    [{ ...OTHER, lastSpoolId: 99 }, "it is of another registry"],
    [{ ...SPOOL_OWNER, lastSpoolId: 8 }, "it is of a later state of a registry that was restored"],
  ] as const)("as %j opens it, is put beside: %s", async ([owner]) => {
    let metrics = await open();
    await metrics.apply([rowAt(9, 1, [[NOON, 1]])], [shape]);
    await writeFile(aside(), "of an earlier time");

    metrics = await open(owner);
    expect(said).toEqual([expect.stringContaining(`moved to ${aside()}`)]);
    // The same ids are other rows now, and the same shape is another machine's.
    const memory = { metric: "memory_used_percent", object: null };
    await metrics.apply([rowAt(9, 1, [[NOON, 55]])], [{ ...shape, columns: [memory] }]);
    expect((await metrics.series({ ...cpu, ...memory })).mean).toEqual([55]);
    expect((await metrics.series(cpu)).mean).toEqual([]);
    await metrics.close();
    using kept = new DatabaseSync(aside(), { readOnly: true });
    expect(kept.prepare("select mark from state").get()).toEqual({ mark: 9 });
  });

  test("is this one's own as long as the registry has given every row that it holds", async () => {
    const owner = { ...SPOOL_OWNER, lastSpoolId: 0 };
    let metrics = await open(owner);
    await metrics.apply([rowAt(9, 1, [[NOON, 1]])], [shape]);
    metrics = await open({ ...owner, lastSpoolId: 9 });
    expect((await metrics.series(cpu)).mean).toEqual([1]);
    expect(said).toEqual([]);
  });

  test("is not meant by rows that came since: a thread that is replaced goes on with them", async () => {
    await (await open()).close();
    changeFile(`create trigger broken before insert on batch when new.id = 7
                begin select raise(abort, 'no room'); end`);
    const metrics = await open({ ...SPOOL_OWNER, lastSpoolId: 5 });
    await metrics.apply([rowAt(6, 1, [[NOON, 1]])], [shape]);
    await expect(metrics.apply([rowAt(7, 1, [[NOON, 2]])], [shape])).rejects.toMatchObject(
      UNAVAILABLE,
    );
    await metrics.apply([rowAt(8, 1, [[NOON, 3]])], [shape]);
    expect((await metrics.series(cpu)).mean).toEqual([2]);
    expect(existsSync(aside())).toBe(false);
  });
});

test("closing waits for what is under way; afterwards nothing is taken", async () => {
  const metrics = await open();
  const applied = Array.from({ length: 20 }, (_, index) =>
    metrics.apply([rowAt(index + 1, 1, [[NOON + index, 1]])], [shape]),
  );
  await metrics.close();
  await Promise.all(applied);
  await expect(metrics.series(cpu)).rejects.toThrow("closed");
  expect((await (await open()).series({ ...cpu, toMs: NOON + 20, stepMs: 1 })).atMs.length).toBe(
    20,
  );
});

test("more than 100 calls that wait are refused, and may be made again", async () => {
  const metrics = await open();
  const outcomes = await Promise.allSettled(Array.from({ length: 150 }, () => metrics.series(cpu)));
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(50);
  expect(refused[0]).toMatchObject({ reason: UNAVAILABLE });
  expect((await metrics.series(cpu)).mean).toEqual([]);
});

function changeFile(sql: string): void {
  using database = new DatabaseSync(path);
  database.exec(sql);
}

function countOf(rows: string, ...values: number[]): number {
  using database = new DatabaseSync(path, { readOnly: true });
  return Number(database.prepare(`select count(*) as n from ${rows}`).get(...values)?.["n"]);
}

/** Writes over everything from a byte on, as a failing disk does. */
async function scribble(file: string, fromByte: number): Promise<void> {
  const { size } = await stat(file);
  const handle = await openFile(file, "r+");
  await handle.write(Buffer.alloc(size - fromByte, 0x5a), 0, size - fromByte, fromByte);
  await handle.close();
}
