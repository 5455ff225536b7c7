import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { createClocks } from "../../collector/flow/clocks.ts";
import { createTicketReader, type TicketReader } from "../../collector/flow/ticket-documents.ts";
import { readPostgresqlSettings } from "../../collector/postgresql-settings.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import type { Registry, TicketPlace, TicketQuery } from "../../collector/registry/registry.ts";
import { fillWithFleet } from "../support/fleet.ts";
import { addRequests, personAt, wordAt } from "../support/many-requests.ts";
import type { Figure } from "./figures.ts";

/**
 * What it takes to find tickets among 125,000, of which 100,000 are open: pages as the API answers them,
 * with their clocks. On SQLite, and on the PostgreSQL that VIGIE_BENCH_POSTGRESQL_URL names: an empty
 * database, whose password is in VIGIE_BENCH_POSTGRESQL_SECRET.
 */

const TICKETS = 125_000;
const CLOSED_EVERY = 5;
const PAGE = 50;
const ROUNDS = 60;
const LONGEST_MS = 200;
const OPENED_MS = Temporal.Instant.from("2026-11-23T09:00:00Z").epochMilliseconds;

export async function benchTickets(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-"));
  try {
    const path = join(folder, "registry.sqlite");
    const figures = await benchEngine("SQLite", await openRegistry({ path, log: () => {} }));
    if (environment("VIGIE_POSTGRESQL_URL") === "") return figures;
    const settings = { engine: "postgresql", ...readPostgresqlSettings(environment) } as const;
    const registry = await openRegistry({ ...settings, log: () => {} });
    return [...figures, ...(await benchEngine("PostgreSQL", registry))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function environment(name: string): string {
  return process.env[name.replace("VIGIE_", "VIGIE_BENCH_")] ?? "";
}

async function benchEngine(engine: string, registry: Registry): Promise<Figure[]> {
  try {
    await fillWithFleet(registry, 1);
    const from = performance.now();
    const requests = { count: TICKETS, closedEvery: CLOSED_EVERY, openedMs: OPENED_MS };
    await addRequests(registry, requests);
    process.stdout.write(`  ${engine}: filled in ${Math.round(performance.now() - from)} ms\n`);
    const figures: Figure[] = [];
    for (const [name, ask] of await questionsOf(registry)) {
      figures.push(...(await measure(`${engine}: ${name}`, ask)));
    }
    return figures;
  } finally {
    await registry.close();
  }
}

type Question = readonly [name: string, ask: (round: number) => Promise<unknown>];

async function questionsOf(registry: Registry): Promise<readonly Question[]> {
  const { tickets } = registry.read;
  const reader = createTicketReader({
    read: registry.read,
    clocks: createClocks(),
    now: () => Temporal.Instant.fromEpochMilliseconds(OPENED_MS),
  });
  const list = listing(reader);
  const open = { states: OPEN_TICKET_STATES };
  const byBreak = { ...open, sort: "breaks", order: "asc" } as const;
  const deep = await placeAt(registry, { ...byBreak, limit: 1 });
  return [
    ["newest", () => list({})],
    ["newest, deep", () => list({ after: { ...deep, number: 1_000 } })],
    ["open, what breaks next", () => list(byBreak)],
    ["open, what breaks next, deep", () => list({ ...byBreak, after: deep })],
    ["all, what breaks next", () => list({ sort: "breaks", order: "asc" })],
    ["open, changed last", () => list({ ...open, sort: "updated" })],
    ["open, most urgent", () => list({ ...open, sort: "priority", order: "asc" })],
    ["one's own, what breaks next", (n) => list({ ...byBreak, assigneeId: personAt(n % 40) })],
    ["nobody's, what breaks next", () => list({ ...byBreak, assigneeId: null })],
    ["a tag", (n) => list({ ...byBreak, tags: [`tag${(n * 10) % 70}`] })],
    ["search: a rare word", (n) => list({ search: wordAt(n + 100) })],
    ["search: a common word, newest", () => list({ search: wordAt(0) })],
    ["search: a common word, breaks", () => list({ ...byBreak, search: wordAt(0) })],
    ["search: three words", (n) => list({ search: `${wordAt(0)} ${wordAt(1)} ${wordAt(n)}` })],
    ["search: how many words begin", () => list({ ...byBreak, search: wordAt(0).slice(0, 2) })],
    ["search: nothing", () => list({ ...byBreak, search: "absent" })],
    ["search: a number", (n) => list({ search: `#${n * 999}` })],
    ["count: open", () => tickets.count({ ...open, max: 10_001 })],
    [
      "count: one's own",
      (n) => tickets.count({ ...open, assigneeId: personAt(n % 40), max: 10_001 }),
    ],
    ["count: a common word", () => tickets.count({ ...open, search: wordAt(0), max: 10_001 })],
  ];
}

function listing(reader: TicketReader) {
  return async (query: Omit<TicketQuery, "limit">) => reader.list({ ...query, limit: PAGE });
}

/** A place in the middle of a list. */
async function placeAt(registry: Registry, query: TicketQuery): Promise<TicketPlace> {
  const breaksAtMs = OPENED_MS + 50_000_000;
  const after = { number: 0, priority: 1, updatedAtMs: 0, breaksAtMs };
  const [row] = await registry.read.tickets.list({ ...query, after });
  if (row === undefined) throw new Error("there is nothing in the middle of the list");
  return row;
}

async function measure(name: string, ask: Question[1]): Promise<Figure[]> {
  await ask(0);
  const took: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const from = performance.now();
    await ask(round);
    took.push(performance.now() - from);
  }
  const sorted = took.toSorted((a, b) => a - b);
  return [
    { name: `${name}, p50`, value: sorted[Math.floor(ROUNDS / 2)] ?? Number.NaN, unit: "ms" },
    {
      name: `${name}, p99`,
      value: sorted[Math.ceil(ROUNDS * 0.99) - 1] ?? Number.NaN,
      unit: "ms",
      most: LONGEST_MS,
    },
  ];
}
