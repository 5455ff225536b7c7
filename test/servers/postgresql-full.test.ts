import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openPostgresqlRegistry } from "../../collector/registry/postgresql.ts";
import { makeCluster, startCluster } from "../../scripts/servers/postgresql.ts";
import { customer, deadLetter } from "../contract/registry/rows.ts";
import { freshFolder } from "../support/fresh-folder.ts";
import { administratorOf, FRENCH, makeDatabase, runSql } from "../support/postgresql.ts";

/** A database on a file system of its own that gets full: only root can make one. */

const DISK = "size=48m,mode=0700,uid=postgres,gid=postgres";
const BALLAST_BYTES = 24 * 1024 ** 2;
const LETTER_BYTES = 500_000;

test("a full disk is told as such, loses nothing, and is over once there is room again", async () => {
  await using parts = new AsyncDisposableStack();
  const folder = makeDisk(parts);
  const settings = await makeDatabaseOn(folder, parts);
  const registry = await openPostgresqlRegistry({ settings, log: () => {} });
  parts.defer(() => registry.close());
  const add = (index: number) =>
    registry.commit(({ deliveries }) => deliveries.addDeadLetter(letter(index)));
  const kept = async () => (await registry.read.deliveries.deadLetters({ limit: 200 })).length;

  let added = 0;
  let failure: unknown;
  while (failure === undefined && added < 200) {
    failure = await add(added).catch((error: unknown) => error);
    if (failure === undefined) added += 1;
  }
  expect(failure).toMatchObject({
    code: "storage_full",
    retryable: true,
    cause: { code: "53100" },
  });
  expect(added).toBeGreaterThan(0);
  expect(await kept()).toBe(added);

  const half = registry.commit(async ({ estate, deliveries }) => {
    await estate.addCustomer(customer());
    await deliveries.addDeadLetter(letter(added));
  });
  await expect(half).rejects.toMatchObject({ code: "storage_full" });
  expect(await registry.read.estate.customers()).toEqual([]);

  rmSync(join(folder, "ballast"));
  await add(added);
  expect(await kept()).toBe(added + 1);
}, 120_000);

/** Letters of many agents, so that none has more than its share; noise, for zeros take no room. */
function letter(index: number) {
  const payload = new Uint8Array(randomBytes(LETTER_BYTES));
  return deadLetter({ id: `dlt_${index}`, agentId: `agt_${index}`, payload });
}

function makeDisk(parts: AsyncDisposableStack): string {
  const folder = parts.use(freshFolder()).path;
  execFileSync("/bin/mount", ["-t", "tmpfs", "-o", DISK, "tmpfs", folder]);
  parts.defer(() => void execFileSync("/bin/umount", ["--lazy", folder]));
  writeFileSync(join(folder, "ballast"), new Uint8Array(BALLAST_BYTES));
  execFileSync("/usr/bin/install", ["-d", "-o", "postgres", "-g", "postgres", `${folder}/space`]);
  return folder;
}

/** On a server of its own: one that cannot write everything down keeps others waiting. */
async function makeDatabaseOn(folder: string, parts: AsyncDisposableStack) {
  const cluster = await makeCluster(parts.use(freshFolder()).path);
  const stop = await startCluster(cluster);
  parts.defer(stop);
  const admin = administratorOf(cluster);
  await runSql(admin, `create tablespace small location '${folder}/space'`);
  return makeDatabase(admin, `${FRENCH} tablespace small`);
}
