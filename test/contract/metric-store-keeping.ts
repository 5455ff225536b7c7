import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Column, Shape } from "../../collector/domain/samples.ts";
import type { SeriesQuery } from "../../collector/metrics/metric-store.ts";
import type { MetricSettings } from "../../collector/metrics/open.ts";
import { rowAt, rowOf, SPOOL_SHAPE, spoolRow } from "../support/spool-rows.ts";
import {
  CPU,
  CPU_OF_HOUR,
  CPU_SHAPE,
  HOUR,
  MINUTE,
  NOON,
  type Tested,
} from "./metric-store-tested.ts";

/** What is applied is kept, once, and apart from everything else. */
export function describeKeeping(tested: Tested): void {
  test("keeps what was applied, of the machine and of each of its objects", async () => {
    const columns: Column[] = [
      CPU,
      { metric: "memory_used_percent", object: null },
      { metric: "volume_used_percent", object: "/" },
      { metric: "volume_used_percent", object: "/home" },
      { metric: "disk_busy_percent", object: "sda" },
      { metric: "interface_drops_per_second", object: "eth0" },
    ];
    const shape: Shape = { id: 7, machineId: "mac_one", columns };
    await tested.store().apply([rowAt(1, 7, [[NOON, 1, 2, 3, 4, 5, 6]])], [shape]);

    const values = await Promise.all(
      columns.map(
        async (column) => (await tested.store().series({ ...CPU_OF_HOUR, ...column })).mean,
      ),
    );
    expect(values).toEqual([[1], [2], [3], [4], [5], [6]]);
  });

  test.for([
    ["the same row twice", [[1], [1]]],
    ["the same row twice in one call", [[1, 1]]],
    [
      "everything again after a crash",
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
    ],
    [
      "the end of what was applied, with what follows",
      [
        [1, 2],
        [2, 3],
      ],
    ],
    ["an early row after a late one", [[1, 2, 3], [1]]],
  ] as const)("a replay changes nothing: %s", async ([, calls]) => {
    const rows = [
      rowAt(1, 1, [[NOON, 10]]),
      rowAt(2, 1, [[NOON + 1, 20]]),
      rowAt(3, 1, [[NOON + 2, 60]]),
    ];
    for (const ids of calls) {
      await tested.store().apply(
        rows.filter(({ id }) => ids.some((wanted) => wanted === id)),
        [CPU_SHAPE],
      );
    }
    await tested.store().apply(rows, [CPU_SHAPE]);

    // A value that counted twice would move the mean.
    expect(await tested.store().series({ ...CPU_OF_HOUR, stepMs: HOUR })).toEqual({
      atMs: [NOON],
      mean: [30],
      min: [10],
      max: [60],
    });
  });

  test("what was applied is there after closing and opening again, and replays still change nothing", async () => {
    const rows = [rowAt(1, 1, [[NOON, 10]]), rowAt(2, 1, [[NOON + 1, 20]])];
    await tested.store().apply(rows, [CPU_SHAPE]);
    await tested.store().close();

    await tested.open();
    await tested.store().apply([...rows, rowAt(3, 1, [[NOON + 2, 60]])], [CPU_SHAPE]);
    expect((await tested.store().series({ ...CPU_OF_HOUR, stepMs: HOUR })).mean).toEqual([30]);
  });

  test("a process killed while it applies loses nothing that it was told is kept, and a replay completes it once", async () => {
    await tested.store().close();
    const told = await applyUntilKilled(tested.settings(), 25);

    await tested.open();
    const kept = await tested.store().series(everyRow(told));
    expect(kept.atMs.length, "rows kept").toBe(told);
    await tested.store().apply(
      Array.from({ length: told + 10 }, (_, index) => spoolRow(index + 1)),
      [SPOOL_SHAPE],
    );
    const { atMs, mean } = await tested.store().series(everyRow(told + 10));
    expect(atMs.length).toBe(told + 10);
    expect(mean).toEqual(Array.from({ length: told + 10 }, (_, index) => index + 1));
    // Over all rows in one step, a row that counted twice would move the mean.
    const whole = everyRow(told + 10);
    const inOne = await tested.store().series({
      ...whole,
      stepMs: whole.toMs - (whole.toMs % HOUR) + HOUR,
    });
    expect(inOne.mean[0]).toBeCloseTo((told + 11) / 2, 9);
  });

  test("names of objects are kept apart, whatever is in them", async () => {
    let id = 0;
    const keepsApart = async (names: string[]): Promise<void> => {
      id += 1;
      const columns = names.map((object) => ({ metric: "volume_used_percent", object }));
      const shape: Shape = { id, machineId: `mac_${id}`, columns };
      await tested.store().apply([rowAt(id, id, [[NOON, ...names.keys()]])], [shape]);
      const found = await Promise.all(
        columns.map((column) =>
          tested.store().series({ ...CPU_OF_HOUR, ...column, machineId: shape.machineId }),
        ),
      );
      expect(found.map(({ mean }) => mean[0])).toEqual([...names.keys()]);
    };
    await keepsApart(HOSTILE_NAMES);
    const names = fc.uniqueArray(fc.string({ unit: "binary", maxLength: 40 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        names.filter((some) => some.length > 0),
        keepsApart,
      ),
      {
        numRuns: 20,
      },
    );
  });

  test("many machines do not mix", async () => {
    const ids = Array.from({ length: 300 }, (_, index) => index + 1);
    const shapes = ids.map((id) => ({ id, machineId: `mac_${id}`, columns: [CPU] }));
    const reports = ids.map((id) => ({ shapeId: id, atMs: NOON, values: Float64Array.of(id) }));
    await tested.store().apply([rowOf(1, reports)], shapes);

    const asked = [1, 2, 11, 111, 299, 300];
    const found = await Promise.all(
      asked.map((id) => tested.store().series({ ...CPU_OF_HOUR, machineId: `mac_${id}` })),
    );
    expect(found.map(({ mean }) => mean)).toEqual(asked.map((id) => [id]));
  });

  test("forgets what is older than it is told, and keeps the rest", async () => {
    await tested.store().apply(
      [
        rowAt(1, 1, [
          [NOON - 1, 1],
          [NOON, 2],
          [NOON + MINUTE, 3],
        ]),
      ],
      [CPU_SHAPE],
    );
    const day = { ...CPU_OF_HOUR, fromMs: NOON - HOUR };
    expect((await tested.store().series(day)).mean).toEqual([1, 2, 3]);

    await tested.store().dropBefore(NOON);
    expect((await tested.store().series(day)).mean).toEqual([2, 3]);
    await tested.store().close();
    await tested.open();
    expect((await tested.store().series(day)).mean).toEqual([2, 3]);
  });

  test("applies and reads at the same time: each read has whole rows, and none goes back", async () => {
    const counts: Promise<number>[] = [];
    const applied: Promise<void>[] = [];
    for (let id = 1; id <= 30; id += 1) {
      const points = [
        [NOON + id * MINUTE, id],
        [NOON + id * MINUTE + 1, id],
      ] as const;
      applied.push(tested.store().apply([rowAt(id, 1, points)], [CPU_SHAPE]));
      counts.push(
        tested
          .store()
          .series(CPU_OF_HOUR)
          .then(({ atMs }) => atMs.length),
      );
    }
    await Promise.all(applied);
    const seen = await Promise.all(counts);
    expect(Math.max(...seen)).toBeLessThanOrEqual(30);
    expect((await tested.store().series(CPU_OF_HOUR)).atMs.length).toBe(30);
  });

  test("leaves the caller's rows as they are, wherever they lie in memory", async () => {
    const row = rowAt(1, 1, [[NOON, 5]]);
    const shifted = new Uint8Array(row.samples.length + 3);
    shifted.set(row.samples, 3);
    await tested.store().apply([{ id: 1, samples: shifted.subarray(3) }], [CPU_SHAPE]);
    expect(shifted.subarray(3)).toEqual(row.samples);
    expect((await tested.store().series(CPU_OF_HOUR)).mean).toEqual([5]);
  });

  test("what does not fit its shape is refused for good, and nothing waits behind it", async () => {
    const stranger = { shapeId: 99, atMs: NOON + 1, values: Float64Array.of(7) };
    const fitting = { shapeId: 1, atMs: NOON, values: Float64Array.of(10) };
    const rows = [
      rowOf(1, [stranger, fitting]),
      rowAt(2, 1, [[NOON + 2, 100, 200]]),
      rowAt(3, 1, [[Number.NaN, 300]]),
      { id: 4, samples: new Uint8Array(20) },
      rowAt(5, 1, [[NOON + 5, 60]]),
    ];
    await tested.store().apply(rows, [CPU_SHAPE]);

    expect((await tested.store().series({ ...CPU_OF_HOUR, stepMs: HOUR })).mean).toEqual([35]);
    expect(tested.takeRefused()).toEqual([
      `shape 99 at ${NOON + 1}: 7`,
      `shape 1 at ${NOON + 2}: 100 200`,
      "shape 1 at NaN: 300",
      "row 4 of 20 bytes",
    ]);
    expect(tested.store().refused()).toBe(4);
  });
}

/** What an agent on a strange machine may call a volume. */
const HOSTILE_NAMES = [
  "/",
  "C:\\",
  "a b",
  "a,b",
  "a=b",
  'a"b',
  "a'b",
  "a\\",
  "a\\,b",
  "a\\ b",
  "\\",
  "\n",
  "a\nb 1",
  "\r\n",
  "\t",
  "",
  " ",
  ",",
  "=",
  "%",
  "%5c",
  "%%",
  "%u0000",
  "\u0000",
  "é",
  "e\u0301",
  "日本",
  "🙂",
  "\ud83d",
  "\u2028",
  "$object",
  "' OR machine =~ /.*/",
  "x".repeat(255),
  "#comment",
  "/data/été 2026/ünï",
];

function everyRow(count: number): SeriesQuery {
  const { machineId, columns } = SPOOL_SHAPE;
  const [column = CPU] = columns;
  return { machineId, ...column, fromMs: 0, toMs: (count + 1) * 1_000, stepMs: 1_000 };
}

/** Applies row after row in another process and kills it; returns the last row that it was told is kept. */
async function applyUntilKilled(settings: MetricSettings, rows: number): Promise<number> {
  const script = fileURLToPath(new URL("../support/apply-rows.ts", import.meta.url));
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    [script, JSON.stringify(settings)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise((resolve) => child.once("close", resolve));
  let told = 0;
  for await (const line of createInterface(child.stdout)) {
    told = Number(line);
    if (told >= rows) child.kill("SIGKILL");
  }
  await ended;
  expect(told, "rows applied before the kill").toBeGreaterThanOrEqual(rows);
  return told;
}
