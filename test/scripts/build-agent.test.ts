import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildAgent } from "../../scripts/build-agent.ts";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "vigie-build-"));
  await buildAgent(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("the bundle runs alone, far from the sources and from what is installed", () => {
  const { status, stdout } = run("--version");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("it takes a whole report, with the inventory of the program beside it", () => {
  const { status, stdout } = run("report");
  expect(status).toBe(0);
  const report = JSON.parse(stdout);
  expect(report.facts.inventory.document.os).toBeDefined();
  expect(report.samples.cpu_busy_percent).toBeDefined();
});

test.for([
  ["systeminformation", /dmidecode/, "it starts shells: only ever in a process of its own"],
  ["the schema compiler", /~kind|typebox/, "megabytes of memory for nothing"],
  ["local times", /Intl\.DateTimeFormat/, "their tables take megabytes"],
  ["cryptography at its start", /from"(node:)?crypto"/, "5 MB for what it does once"],
  ["web sockets", /Sec-WebSocket/i, "the agent speaks over TCP"],
] as const)("the agent carries no %s", ([_what, trace, reason]) => {
  expect(trace.test(readFileSync(join(folder, "agent.mjs"), "utf8")), reason).toBe(false);
});

test("it stays small", () => {
  expect(statSync(join(folder, "agent.mjs")).size).toBeLessThan(256 * 1024);
});

function run(...words: readonly string[]) {
  return spawnSync(process.execPath, [join(folder, "agent.mjs"), ...words], {
    encoding: "utf8",
    cwd: folder,
    env: { VIGIE_AGENT_DATA: folder },
  });
}
