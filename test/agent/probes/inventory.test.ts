import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createInventoryProbe, parseInventory } from "../../../agent/probes/inventory.ts";
import { eventually } from "../../support/eventually.ts";
import { moment } from "../support/captured.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-inventory-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(text: string): string {
  const path = join(folder, "inventory.mjs");
  writeFileSync(path, text);
  return path;
}

describe("the inventory's own process", () => {
  test("gives the document that it prints", async () => {
    const fact = { hash: "abc=", document: { v: 1, os: { name: "Debian" } } };
    const path = program(`process.stdout.write(${JSON.stringify(JSON.stringify(fact))});`);
    expect(await createInventoryProbe(path).measure(moment(1))).toEqual({
      outcome: "value",
      facts: { inventory: fact },
    });
  });

  test.for([
    ["process.exit(3);", "inventory_ended_badly", "it failed"],
    [`process.stdout.write("{");`, "inventory_unreadable", "it was cut short"],
    [`process.stdout.write("[]");`, "inventory_unreadable", "an empty list is no inventory"],
    [
      `process.stdout.write(JSON.stringify({ text: "x".repeat(300_000) }));`,
      "inventory_too_large",
      "more than one message may hold",
    ],
  ] as const)("%#. fails as %s", async ([text, reason, because]) => {
    const outcome = await createInventoryProbe(program(text)).measure(moment(1));
    expect(outcome, because).toEqual({ outcome: "failed", reason });
  });

  test("sees nothing of the agent's environment", async () => {
    process.env["VIGIE_TEST_SECRET"] = "not for others";
    const path = program(
      `process.stdout.write(JSON.stringify({ hash: "abc=", document: process.env }));`,
    );
    const outcome = await createInventoryProbe(path).measure(moment(1));
    delete process.env["VIGIE_TEST_SECRET"];
    expect(outcome).toMatchObject({
      outcome: "value",
      facts: { inventory: { document: { LC_ALL: "C" } } },
    });
    expect(JSON.stringify(outcome)).not.toContain("VIGIE_TEST_SECRET");
  });

  test("that hangs is killed at its limit, with what it started", async () => {
    const pids = join(folder, "pids");
    const path = program(`
      import { spawn } from "node:child_process";
      import { writeFileSync } from "node:fs";
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      writeFileSync(${JSON.stringify(pids)}, process.pid + " " + child.pid);
      setInterval(() => {}, 1000);
    `);
    const outcome = await createInventoryProbe(path, { limitMs: 1_500 }).measure(moment(1));
    expect(outcome).toEqual({ outcome: "failed", reason: "inventory_timed_out" });
    const [own, started] = readFileSync(pids, "utf8").split(" ").map(Number);
    await eventually("both end", () => !isRunning(own) && !isRunning(started));
  });

  test("ends with the agent", async () => {
    const pid = join(folder, "pid");
    const path = program(`
      import { writeFileSync } from "node:fs";
      writeFileSync(${JSON.stringify(pid)}, String(process.pid));
      setInterval(() => {}, 1000);
    `);
    const probe = createInventoryProbe(path);
    const measuring = Promise.resolve(probe.measure(moment(1)));
    await eventually("it starts", () => isThere(pid));
    probe.close?.();
    expect(await measuring).toEqual({ outcome: "failed", reason: "inventory_ended_badly" });
    expect(isRunning(Number(readFileSync(pid, "utf8")))).toBe(false);
  });
});

test.for([
  ["null", "nothing"],
  ["[]", "an empty list is no inventory"],
  ['{"hash":"abc="}', "no document"],
  ['{"document":{}}', "no hash"],
  ['{"hash":"","document":{}}', "an empty hash"],
  ['{"hash":"abc=","document":null}', "an empty document"],
] as const)("%s is refused", ([text, reason]) => {
  expect(parseInventory(text), reason).toEqual({
    outcome: "failed",
    reason: "inventory_unreadable",
  });
});

function isThere(path: string): boolean {
  try {
    return readFileSync(path, "utf8") !== "";
  } catch {
    return false;
  }
}

/** A process that ended and that nobody has waited for yet does not run either. */
function isRunning(pid: number | undefined): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
