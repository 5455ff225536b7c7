import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

/**
 * Builds the agent: `agent.mjs`, one file without what it never uses, and beside it `inventory.mjs`,
 * the program of the inventory's own process.
 *
 * What is left out is most of the agent's memory: code that is parsed stays, used or not.
 */

const root = fileURLToPath(new URL("..", import.meta.url));

/** Every Node that can run the agent understands this. */
const TARGET = "node22";

/** CommonJS packages ask for Node's own modules by `require`, which a module does not have. */
const REQUIRE =
  'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);';

const COMMON = {
  bundle: true,
  minify: true,
  legalComments: "linked",
  platform: "node",
  format: "esm",
  target: TARGET,
  banner: { js: REQUIRE },
  logLevel: "warning",
} satisfies BuildOptions;

/** What stands for a package of which the agent uses nothing, or one part. */
const STAND_INS: Readonly<Record<string, string>> = {
  // Only its client: the rest connects over web sockets, TLS and in browsers' workers.
  mqtt: 'exports.MqttClient = require("mqtt/lib/client").default;',
  "worker-timers": "",
  // What MQTT 5 needs for topic aliases. The agent speaks 3.1.1.
  "lru-cache": "",
  // Traces that nobody reads.
  debug: "module.exports = () => () => {};",
  // A copy of Node's own streams for old versions of Node, twice.
  "readable-stream": 'module.exports = require("node:stream");',
  // Schemas are only types to the agent: it checks by hand what comes down.
  typebox: "exports.Type = new Proxy({}, { get: () => () => ({}) });",
};

/**
 * node-cron works out local times with `Intl`, whose tables take 8 MB. The agent counts its hours in
 * UTC, which needs no tables.
 */
const UTC_FORMAT = `
  export class UtcFormat {
    constructor(_language, options) {
      this.isOffset = options?.timeZoneName !== undefined;
    }
    formatToParts(date) {
      if (this.isOffset) return [{ type: "timeZoneName", value: "GMT" }];
      const [year, month, day, hour, minute, second] = date.toISOString().match(/\\d+/g);
      const weekday = date.toUTCString().slice(0, 3);
      const parts = { weekday, year, month, day, hour, minute, second };
      return Object.entries(parts).map(([type, value]) => ({ type, value }));
    }
  }
`;

/** Builds both programs into a folder, `build/` by default. */
export async function buildAgent(folder = `${root}build`): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    ...COMMON,
    entryPoints: [`${root}agent/main.ts`],
    outfile: `${folder}/agent.mjs`,
    define: { "Intl.DateTimeFormat": "UtcFormat" },
    inject: ["utc-format"],
    plugins: [standIn],
  });
  await build({
    ...COMMON,
    entryPoints: [`${root}agent/inventory.ts`],
    outfile: `${folder}/inventory.mjs`,
  });
}

/** Node's cryptography takes 5 MB once it is loaded. What these packages want of it is little. */
const CRYPTO_STAND_INS: readonly (readonly [importer: RegExp, contents: string])[] = [
  // Names for its runs, that nobody reads.
  [/\/node-cron\//, "let runs = 0; export const randomUUID = () => `run-${(runs += 1)}`;"],
  // It prefers the global `crypto`, which loads when it is first used: once in an outbox's life.
  [/\/ulid\//, "export default undefined;"],
];

const standIn: Plugin = {
  name: "stand-in",
  setup(steps) {
    const contents = new Map<string, string>([["utc-format", UTC_FORMAT]]);

    steps.onResolve({ filter: /^(node:crypto|utc-format|[\w-]+)$/ }, ({ path, importer }) => {
      const found = contents.get(path) ?? standInFor(path, importer);
      if (found === undefined) return undefined;
      const name = path === "node:crypto" ? `${path} of ${importer}` : path;
      contents.set(name, found);
      return { path: name, namespace: "stand-in" };
    });
    steps.onLoad({ filter: /.*/, namespace: "stand-in" }, ({ path }) => ({
      contents: contents.get(path) ?? "",
      resolveDir: `${root}agent`,
    }));
  },
};

function standInFor(path: string, importer: string): string | undefined {
  if (path !== "node:crypto") return STAND_INS[path];
  return CRYPTO_STAND_INS.find(([pattern]) => pattern.test(importer))?.[1];
}
