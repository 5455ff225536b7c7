import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

/**
 * Builds the agent: `build/agent.mjs`, one file without what it never uses, and beside it
 * `build/inventory.mjs`, the program of the inventory's own process.
 */

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * What mqtt.js carries for other transports and for its own debugging. The agent speaks MQTT over
 * TCP, so an empty function stands for each.
 */
const LEFT_OUT = /^(ws|socks|debug)$/;

/** Every Node that can run the agent understands this. */
const TARGET = "node22";

/** CommonJS packages ask for Node's own modules by `require`, which a module does not have. */
const REQUIRE =
  'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);';

export async function buildAgent(): Promise<void> {
  await mkdir(`${root}build`, { recursive: true });
  await Promise.all([bundle("main.ts", "agent.mjs"), bundle("inventory.ts", "inventory.mjs")]);
}

async function bundle(entry: string, output: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [`agent/${entry}`],
    outfile: `build/${output}`,
    bundle: true,
    minify: true,
    legalComments: "linked",
    platform: "node",
    format: "esm",
    target: TARGET,
    banner: { js: REQUIRE },
    plugins: [leaveOut],
    logLevel: "warning",
  });
}

const leaveOut: Plugin = {
  name: "leave-out",
  setup(steps) {
    steps.onResolve({ filter: LEFT_OUT }, ({ path }) => ({ path, namespace: "left-out" }));
    steps.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
      contents: "module.exports = () => () => {};",
      loader: "js",
    }));
  },
};
