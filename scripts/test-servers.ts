/**
 * `npm run test:servers`: installs from Debian what is missing (as root), starts each server on free
 * loopback ports with its own files, and runs the suites that need them. Nothing is skipped: a server
 * that cannot be had is a failure. Names of test files may follow.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dovecot } from "./servers/dovecot.ts";
import { influxdb } from "./servers/influxdb.ts";
import { postgresql } from "./servers/postgresql.ts";
import { install, type Server } from "./servers/server.ts";

const SERVERS: readonly Server[] = [influxdb, postgresql, dovecot];

const root = fileURLToPath(new URL("..", import.meta.url));
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Stops the tests, and with them everything, instead of leaving servers behind. */
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => interrupted.abort());
}

async function startAll(parts: AsyncDisposableStack): Promise<Record<string, string>> {
  await install(SERVERS);
  const environment: Record<string, string> = {};
  for (const server of SERVERS) {
    const folder = await mkdtemp(join(tmpdir(), `vigie-${server.name}-`));
    parts.defer(() => rm(folder, { recursive: true, force: true }));
    const running = await server.start(folder);
    parts.defer(() => running.stop());
    Object.assign(environment, running.environment);
    say(`${server.name}: started`);
  }
  return environment;
}

/** Resolves with whether all tests passed. */
function runTests(environment: Record<string, string>): Promise<boolean> {
  const words = ["run", "--config", "test/vitest.config.ts", "--project", "servers"];
  const child = spawn(process.execPath, [vitest, ...words, ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...environment },
    signal: interrupted.signal,
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("close", (code) => resolve(code === 0));
  });
}

async function main(): Promise<boolean> {
  await using parts = new AsyncDisposableStack();
  return await runTests(await startAll(parts));
}

try {
  const hasPassed = await main();
  say(hasPassed ? "server tests passed" : "server tests FAILED");
  process.exitCode = hasPassed ? 0 : 1;
} catch (error) {
  say(`server tests FAILED: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
