import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PROBES } from "../../agent/probes.ts";
import { AGENT_SETTINGS } from "../../agent/settings.ts";
import { DEFAULT_RULES } from "../../collector/domain/default-rules.ts";
import { IMPORT_COLUMNS } from "../../collector/domain/import-columns.ts";
import { OWN_METRICS } from "../../collector/http/prometheus.ts";
import { SETTINGS } from "../../collector/settings.ts";
import { METRICS } from "../../shared/metrics.ts";
import { PROBLEMS } from "../../shared/problems.ts";
import { TOPIC_PATTERNS } from "../../shared/topics.ts";
import { ROUTES } from "../support/api-routes.ts";

/** What README.md says of the product is what the code holds, no less and no more. */

const readme = readFileSync("README.md", "utf8");

const CSV_COLUMNS = Object.entries(IMPORT_COLUMNS).flatMap(([kind, columns]) =>
  columns.map(({ name }) => `${kind}.${name}`),
);

/** "/api/tickets" of "POST /api/tickets/{id}/merge". */
const ROUTE_GROUPS = new Set(ROUTES.map((route) => /\/(?:api\/)?[^/]+/.exec(route)?.[0] ?? route));

describe.for([
  ["Settings of the collector", SETTINGS.map(({ name }) => name)],
  ["Settings of the agent", AGENT_SETTINGS.map(({ name }) => name)],
  ["Topics", TOPIC_PATTERNS],
  ["Probes", PROBES.map(({ name }) => name)],
  ["Metrics", METRICS.map(({ name }) => name)],
  ["Default rules", DEFAULT_RULES.map(({ key }) => key)],
  ["CSV columns", CSV_COLUMNS],
  ["Metrics of the collector", OWN_METRICS.map(({ name }) => name)],
  ["Routes", [...ROUTE_GROUPS]],
  ["Errors", Object.keys(PROBLEMS)],
] as const)("README.md, %s", ([title, expected]) => {
  test("lists each one, and only those", () => {
    const listed = firstColumn(sectionOf(title));
    expect([...listed].sort()).toEqual([...expected].sort());
  });
});

test("the defaults of the collector's settings are the code's", () => {
  const told = rowsOf(sectionOf("Settings of the collector")).map(([name, value]) => [name, value]);
  expect(told).toEqual(SETTINGS.map(({ name, default: value }) => [name, value]));
});

test("the errors that the API answers with have their status", () => {
  const told = rowsOf(sectionOf("Errors")).map(([code, status]) => [code, status]);
  const kept = Object.entries(PROBLEMS).map(([code, { status }]) => [code, String(status ?? "")]);
  expect(told).toEqual(kept);
});

test("the collector's own metrics have their kind and what Prometheus is told of them", () => {
  const told = rowsOf(sectionOf("Metrics of the collector"));
  expect(told).toEqual(OWN_METRICS.map(({ name, kind, help }) => [name, kind, help]));
});

test.for(["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])(
  "%s links to files that are there",
  (file) => {
    const text = readFileSync(file, "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)[^)]*\)/g)].map(
      ([, to]) => to,
    );
    expect(links.filter((to) => to !== undefined && !existsSync(to))).toEqual([]);
  },
);

test("the commands that the documentation names are there", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  const texts = ["README.md", "CONTRIBUTING.md"].map((file) => readFileSync(file, "utf8"));
  const named = texts.flatMap((text) =>
    [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => name !== undefined && !Object.hasOwn(scripts, name))).toEqual([]);
});

/** The text from a heading to the next one. */
function sectionOf(title: string): string {
  const after = readme.split(new RegExp(`^#+ ${title}$`, "m"))[1];
  if (after === undefined) throw new Error(`README.md has no section "${title}"`);
  return after.split(/^#+ /m)[0] ?? "";
}

function firstColumn(section: string): string[] {
  return rowsOf(section).map(([first = ""]) => first);
}

/** The cells of a table's rows, without the marks of code. */
function rowsOf(section: string): string[][] {
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
}
