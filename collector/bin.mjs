#!/usr/bin/env node
// `vigie`: runs the collector on Node 26, whatever Node this file was started with.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NODE_MAJOR = 26;
const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, "main.ts");

if (Number(process.versions.node.split(".")[0]) >= NODE_MAJOR) {
  await import(main);
} else {
  startWith(findNode());
}

/** The Node 26 that npm installed beside the dependencies: here, or in a folder above. */
function findNode() {
  const name = process.platform === "win32" ? "node.exe" : "node";
  for (let folder = here; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", ".bin", name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) break;
  }
  process.stderr.write(
    `vigie: needs Node ${NODE_MAJOR} and found ${process.versions.node}. Run \`npm ci\` in Vigie's folder, or install Node ${NODE_MAJOR}.\n`,
  );
  return process.exit(1);
}

/** Runs on with that Node in a child: the same arguments, streams, signals and exit code. */
function startWith(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => {
    process.stderr.write(`vigie: cannot start ${node}: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (signal !== null) process.kill(process.pid, signal);
    process.exit(code ?? 1);
  });
}
