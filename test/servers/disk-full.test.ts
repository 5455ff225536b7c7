import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openMetricStore } from "../../collector/metrics/open.ts";
import { SPOOL_OWNER, SPOOL_SHAPE, spoolRow } from "../support/spool-rows.ts";

/** The embedded metric store on a file system of its own that gets full: only root can make one. */

const exec = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vigie-full-"));
  await exec("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", folder]);
});
afterEach(async () => {
  await exec("/usr/bin/umount", [folder]);
  await rm(folder, { recursive: true });
});

test("a full disk loses nothing that was kept, and once there is room all is kept, once", async () => {
  const ballast = join(folder, "ballast");
  await writeFile(ballast, new Uint8Array(40 * 1024 * 1024));
  const path = join(folder, "metrics.sqlite");
  const store = await openMetricStore({ engine: "embedded", path }, SPOOL_OWNER, {
    log: () => {},
  });
  const reports = 10_000;
  const [column = { metric: "", object: null }] = SPOOL_SHAPE.columns;
  const span = { machineId: SPOOL_SHAPE.machineId, ...column, fromMs: 0 };
  const rowsKept = (through: number) => {
    const toMs = (through + 10) * 1_000 + reports;
    return store.series({ ...span, toMs, stepMs: toMs });
  };
  /** Applies from a row on; returns the first row that is not taken. */
  const applyFrom = async (first: number, last: number): Promise<number> => {
    for (let id = first; id <= last; id += 1) {
      try {
        await store.apply([spoolRow(id, reports)], [SPOOL_SHAPE]);
      } catch (error) {
        expect(error).toMatchObject({ code: "metrics_unavailable", retryable: true });
        return id;
      }
    }
    return last + 1;
  };

  const refused = await applyFrom(1, 1_000);
  expect(refused).toBeLessThan(1_000);
  expect(await applyFrom(refused, refused), "still full").toBe(refused);
  expect(await rowsKept(refused)).toMatchObject({ mean: [refused / 2], max: [refused - 1] });

  await rm(ballast);
  expect(await applyFrom(refused, refused + 20)).toBe(refused + 21);
  const through = refused + 20;
  expect(await rowsKept(through)).toMatchObject({ mean: [(through + 1) / 2], max: [through] });
  await store.close();
});
