import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connectBareAgent } from "../support/bare-agent.ts";
import { startCollector } from "../support/collector-process.ts";
import { seedFleet } from "../support/fleet.ts";

/** A collector whose disk is full: it stays up, receipts nothing that it could not keep, and goes on. */

const DISK = "size=48m";

test("a full data folder stops receipts, is said, and nothing is lost once there is room", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vigie-full-"));
  await using parts = new AsyncDisposableStack();
  parts.defer(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync("/bin/mount", ["-t", "tmpfs", "-o", DISK, "tmpfs", folder]);
  parts.defer(() => void execFileSync("/bin/umount", ["--lazy", folder]));
  const [machine] = await seedFleet(folder, 1);
  if (machine === undefined) throw new Error("no machine was made");
  const collector = await startCollector({ folder, environment: { VIGIE_LOG_LEVEL: "silent" } });
  parts.defer(async () => void (await collector.stop()));
  const agent = await connectBareAgent(machine, collector.mqttUrl);
  parts.defer(() => agent.close());
  const { receipted } = agent;
  const send = (seq: number): Promise<void> => agent.report(seq);
  await send(1);
  await expect.poll(() => receipted.has(1), { timeout: 10_000 }).toBe(true);

  fillDisk(join(folder, "filler"));
  // What the write-ahead log still has room for is kept; then nothing more is.
  let last = 1;
  await expect
    .poll(
      async () => {
        last += 1;
        await send(last);
        return codesOf(await healthOf(collector.httpUrl));
      },
      { timeout: 60_000, interval: 20 },
    )
    .toContain("storage_full");
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const missing = range(1, last).filter((seq) => !receipted.has(seq));
  expect(missing.length).toBeGreaterThan(0);
  expect(collector.child.exitCode).toBeNull();

  rmSync(join(folder, "filler"));
  await expect
    .poll(
      async () => {
        for (const seq of range(1, last)) if (!receipted.has(seq)) await send(seq);
        return range(1, last).every((seq) => receipted.has(seq));
      },
      { timeout: 30_000, interval: 1_000 },
    )
    .toBe(true);
  expect(codesOf(await healthOf(collector.httpUrl))).not.toContain("storage_full");
}, 120_000);

/** Writes until the disk takes no more. */
function fillDisk(path: string): void {
  const piece = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeFileSync(path, piece, { flag: "a" });
  } catch (error) {
    expect(error).toMatchObject({ code: "ENOSPC" });
  }
}

type Health = { readonly problems: readonly { readonly code: string }[] };

async function healthOf(url: string): Promise<Health> {
  const answer = await fetch(`${url}/api/health`);
  return JSON.parse(await answer.text());
}

function codesOf({ problems }: Health): string[] {
  return problems.map(({ code }) => code);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}
