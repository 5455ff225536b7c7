import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";

/**
 * Who may import whom. The first row whose pattern matches a file holds for it, for its own folder
 * too. This table is the architecture: change it in the same commit as CONTRIBUTING.md's picture.
 */
const MAY_IMPORT: readonly (readonly [file: RegExp, allowed: RegExp])[] = [
  [/^shared\//, /^(shared\/|typebox)/],
  [
    /^agent\/probes\//,
    /^(agent\/(probes\/)?(probe|counters|kernel-file|inventory[\w-]*|[\w-]*lines|mounts|proc-[\w-]+)\.ts$|shared\/|node:|systeminformation$)/,
  ],
  [
    /^agent\//,
    /^(agent\/|shared\/|node:|(mqtt|mqtt-packet|node-cron|systeminformation|ulid)(\/|$))/,
  ],
  [/^dashboard\/vite\.config\.ts$/, /^(node:|vite$|@vitejs\/plugin-react$)/],
  [
    /^dashboard\//,
    /^(dashboard\/|shared\/|(react|react-dom|react-markdown|uplot|get-nonce)(\/|$)|@(mantine|tanstack|tabler|fontsource)\/)/,
  ],
  [/^collector\/domain\//, /^(collector\/domain\/|shared\/)/],
  // A port names types of the domain and of what crosses the wire, and nothing else.
  [
    /^collector\/(broker\/broker|metrics\/metric-store|registry\/(registry|[a-z-]+-port))\.ts$/,
    /^(collector\/(domain\/|registry\/[a-z-]+-port\.ts$)|shared\/)/,
  ],
  [
    /^collector\/broker\//,
    /^(collector\/(broker|domain)\/|shared\/|node:|(aedes|mqtt|mqtt-packet)$)/,
  ],
  [
    /^collector\/metrics\//,
    /^(collector\/(metrics|domain)\/|shared\/|node:|@influxdata\/influxdb-client$|typebox)/,
  ],
  [/^collector\/attachments\/store\.ts$/, /^shared\//],
  [/^collector\/attachments\//, /^(collector\/attachments\/|shared\/|node:)/],
  [
    /^collector\/notices\//,
    /^(collector\/(notices|domain)\/|collector\/(attachments\/store|registry\/registry|flow\/(notifier|webhook-keeper)|secrets)\.ts$|shared\/|node:|(markdown-it|nodemailer)(\/|$))/,
  ],
  [/^collector\/csv\//, /^(collector\/(csv|domain)\/|shared\/|csv-stringify\/)/],
  [/^collector\/ical\//, /^(collector\/(ical|domain)\/|shared\/|ical-generator$)/],
  [/^collector\/registry\//, /^(collector\/(registry|domain)\/|shared\/|node:|pg$|kysely(\/|$))/],
  [
    /^collector\/mailbox\//,
    /^(collector\/(mailbox|domain|flow)\/|collector\/.*\/(registry|store)\.ts$|shared\/|node:|(imapflow|postal-mime|html-to-text|sanitize-html)$)/,
  ],
  [/^collector\/mail\//, /^(collector\/mail\/|node:)/],
  [
    /^collector\/flow\//,
    /^(collector\/(flow|domain)\/|collector\/.*\/(broker|metric-store|registry|store)\.ts$|shared\/|typebox|rrule-temporal$)/,
  ],
  [
    /^collector\/http\//,
    /^(collector\/(http|flow|domain|csv|ical)\/|collector\/.*\/(metric-store|registry)\.ts$|shared\/|node:|(fastify|typebox|ws)(\/|$)|@fastify\/)/,
  ],
  [/^collector\/[\w-]+\.ts$/, /./],
];

/** Engines of one port do not know each other: these pairs of file names may not meet. */
const ENGINES = [/\/(embedded[\w-]*|influxdb|line-protocol|sqlite[\w-]*|postgresql[\w-]*)\.ts$/];

const files = globSync("{agent,collector,dashboard,shared}/**/*.{ts,tsx}").filter(
  (file) => !file.includes("node_modules"),
);

test("the table speaks of files that are there", () => {
  expect(files.length).toBeGreaterThan(100);
});

test.for(files)("%s imports only what it may", (file) => {
  const rule = MAY_IMPORT.find(([pattern]) => pattern.test(file));
  expect(rule, `${file} belongs to no row of MAY_IMPORT`).toBeDefined();
  const strays = importsOf(file).filter((target) => !rule?.[1].test(target));
  expect(strays).toEqual([]);
});

test("the domain never asks what time it is, and waits for nothing", () => {
  const askers = files
    .filter((file) => file.startsWith("collector/domain/"))
    .filter((file) => /Temporal\.Now|\bDate\b|\basync\b|setTimeout/.test(code(file)));
  expect(askers).toEqual([]);
});

test("the agent carries no schema compiler: what has one is imported for its types only", () => {
  const compilers = new Set(
    files.filter((file) => /from "typebox/.test(code(file)) && file.startsWith("shared/")),
  );
  const carriers = files
    .filter((file) => file.startsWith("agent/"))
    .flatMap((file) => importsOf(file, "values").map((target) => [file, target] as const))
    .filter(([, target]) => compilers.has(target) && target !== "shared/down.ts");
  expect(carriers).toEqual([]);
});

test("engines of a port do not import one another", () => {
  const meetings = files.flatMap((file) =>
    importsOf(file)
      .filter((target) =>
        ENGINES.some((engine) => engine.test(`/${file}`) && engine.test(`/${target}`)),
      )
      .filter((target) => engineOf(file) !== engineOf(target))
      .map((target) => `${file} -> ${target}`),
  );
  expect(meetings).toEqual([]);
});

function engineOf(file: string): string {
  const name = file.split("/").at(-1) ?? "";
  return name.startsWith("line-protocol") ? "influxdb" : (name.split(/[-.]/)[0] ?? "");
}

/** What a file imports, as paths from the root or names of packages. */
function importsOf(file: string, kind: "all" | "values" = "all"): string[] {
  const { module, errors } = parseSync(file, readFileSync(file, "utf8"));
  expect(errors, file).toEqual([]);
  const fixed = module.staticImports
    .filter(
      ({ entries }) => kind === "all" || entries.length === 0 || entries.some((e) => !e.isType),
    )
    .map(({ moduleRequest }) => moduleRequest.value);
  const passed = module.staticExports
    .flatMap(({ entries }) => entries)
    .filter(({ isType }) => kind === "all" || !isType)
    .flatMap(({ moduleRequest }) => moduleRequest?.value ?? []);
  const dynamic = module.dynamicImports.map(({ moduleRequest }) =>
    readFileSync(file, "utf8")
      .slice(moduleRequest.start, moduleRequest.end)
      .replaceAll(/["'`]/g, ""),
  );
  return [...fixed, ...passed, ...dynamic].map((specifier) => resolve(file, specifier));
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith(".")) return normalize(join(dirname(file), specifier));
  return specifier.replace(/^@vigie\//, "");
}

function code(file: string): string {
  return readFileSync(file, "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
}
