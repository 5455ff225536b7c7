import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { Tables } from "../../../collector/registry/registry.ts";
import { freshFolder } from "../../support/fresh-folder.ts";

const CHILD = fileURLToPath(new URL("./sqlite-crash-child.ts", import.meta.url));

/** Milliseconds after its first commit at which the writer is killed. */
const KILLS_AFTER_MS = [0, 1, 3, 7, 13, 29, 61];

describe("a writer that is killed", () => {
  test("leaves each unit whole or not at all, and every commit that had returned", {
    timeout: 90_000,
  }, async () => {
    using folder = freshFolder();
    const path = join(folder.path, "registry.sqlite");
    for (const afterMs of KILLS_AFTER_MS) {
      const lastReturned = await writeUntilKilled(path, afterMs);
      const registry = await openRegistry({ path, log: () => {} });
      const counts = await countsOf(registry.read);
      await registry.close();
      expect(new Set(counts).size, `all tables alike: ${counts.join(", ")}`).toBe(1);
      expect(counts[0]).toBeGreaterThan(lastReturned);
    }
  });
});

/** Returns the number of the last unit whose commit the writer told of. */
async function writeUntilKilled(path: string, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [CHILD, path], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const ended = once(child, "close");
  await once(child.stdout, "data");
  await wait(afterMs);
  child.kill("SIGKILL");
  await ended;
  const whole = output.split("\n").slice(0, -1);
  return Number(whole.at(-1));
}

/** Rows of each table that a unit of the writer adds one to. */
async function countsOf({ estate, deliveries }: Tables): Promise<number[]> {
  const streams = await deliveries.streams();
  const hashes = await Promise.all(streams.map(({ id }) => deliveries.hashOf(id, 1)));
  const { rows } = await deliveries.spoolSize();
  return [
    (await estate.machines()).length,
    (await estate.agents()).length,
    streams.length,
    hashes.filter((hash) => hash !== undefined).length,
    (await estate.latest()).length,
    rows,
  ];
}
