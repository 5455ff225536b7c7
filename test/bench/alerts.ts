import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Rule } from "../../collector/domain/rule.ts";
import { cellOf, move } from "../../collector/flow/cells.ts";
import { createClocks } from "../../collector/flow/clocks.ts";
import { createDesk } from "../../collector/flow/desk.ts";
import { createLedger, type Gathering, type Ledger } from "../../collector/flow/ledger.ts";
import { loadMemory } from "../../collector/flow/memory.ts";
import { newId } from "../../collector/ids.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import type { Registry, TicketPlace } from "../../collector/registry/registry.ts";
import { fillWithFleet } from "../support/fleet.ts";
import type { Figure } from "./figures.ts";

/**
 * A storm: 1,000 alerts a second fire or recover for a minute, through the ledger and the desk. Each that
 * fires opens a ticket, each that recovers resolves its own: none may be lost, none may be there twice.
 */

const CHANGES_A_SECOND = 1_000;
const SECONDS = 60;
const MACHINES = 1_000;

/** Below a millisecond one core keeps up, with some room. */
const CPU_MS_MAX = 0.9;
const DELAY_MS_MAX = 5_000;

/** Changes of the same moment go into one unit, as reports do. */
const UNIT_EVERY_MS = 20;

/** Alerts that fire at once, after which each that fires goes with one that recovers. */
const FIRING_MAX = 5_000;

export async function benchAlerts(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-"));
  const registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  try {
    await fillWithFleet(registry, MACHINES);
    const startedMs = performance.now();
    const cpuBefore = process.cpuUsage();
    const delays = await storm(registry);
    const { user, system } = process.cpuUsage(cpuBefore);
    const seconds = (performance.now() - startedMs) / 1_000;
    const counts = await countTickets(registry);
    const sorted = delays.toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
    const { fired, firing } = expected();
    return [
      { name: "changes of alerts a second that came", value: CHANGES_A_SECOND, unit: "1/s" },
      { name: "and that were committed", value: delays.length / seconds, unit: "1/s" },
      {
        name: "CPU a change",
        value: (user + system) / 1_000 / delays.length,
        unit: "ms",
        most: CPU_MS_MAX,
      },
      { name: "from a change to its commit, p50", value: at(0.5), unit: "ms" },
      {
        name: "from a change to its commit, p99",
        value: at(0.99),
        unit: "ms",
        most: DELAY_MS_MAX,
      },
      exactly("alerts that opened a ticket", counts.keys, fired),
      exactly("tickets", counts.tickets, fired),
      exactly("tickets still open", counts.open, firing),
    ];
  } finally {
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Anything but this very number is a mistake, and no measurement. */
function exactly(name: string, value: number, wanted: number): Figure {
  if (value !== wanted) throw new Error(`${name}: ${value}, and there must be ${wanted}`);
  return { name, value, unit: "", most: wanted };
}

type Planned = { readonly place: number; readonly verdict: "breach" | "clear" };

/** The changes in their order: once so many fire, the oldest recovers for each that fires. */
function plan(): readonly Planned[] {
  const changes: Planned[] = [];
  let fired = 0;
  let recovered = 0;
  while (changes.length < CHANGES_A_SECOND * SECONDS) {
    const recovers = fired - recovered >= FIRING_MAX;
    changes.push(
      recovers ? { place: recovered, verdict: "clear" } : { place: fired, verdict: "breach" },
    );
    if (recovers) recovered += 1;
    else fired += 1;
  }
  return changes;
}

function expected() {
  const changes = plan();
  const fired = changes.filter(({ verdict }) => verdict === "breach").length;
  return { fired, firing: fired - (changes.length - fired) };
}

/** Makes the changes at their moments; answers how long each took to be committed. */
async function storm(registry: Registry): Promise<number[]> {
  const ledger = createLedger({
    registry,
    desk: createDesk({ newId, clocks: createClocks() }),
    now: () => ({ wallMs: Date.now(), monotonicMs: performance.now() }),
    memory: await loadMemory(registry.read, performance.now()),
    spooled: () => undefined,
    onCommitted: () => {},
  });
  const rule = await ruleOf(registry);
  const changes = plan();
  const startedMs = performance.now();
  const dueMs = (n: number) => startedMs + (n * 1_000) / CHANGES_A_SECOND;
  const delays: number[] = [];
  for (let from = 0; from < changes.length; ) {
    const now = performance.now();
    const to = Math.min(changes.length, Math.ceil(((now - startedMs) / 1_000) * CHANGES_A_SECOND));
    if (to > from) {
      await commit(ledger, rule, changes.slice(from, to));
      for (let n = from; n < to; n += 1) delays.push(performance.now() - dueMs(n));
      from = to;
    }
    await sleep(Math.max(0, now + UNIT_EVERY_MS - performance.now()));
  }
  return delays;
}

async function ruleOf({ read }: Registry): Promise<Rule> {
  const rule = (await read.rules.all()).find(({ key }) => key === "volume_almost_full");
  if (rule === undefined) throw new Error("the fleet is watched by no rule");
  return { ...rule, holdForMs: 0 };
}

function commit(ledger: Ledger, rule: Rule, changes: readonly Planned[]): Promise<void> {
  return ledger.write((gathering) => {
    const machines = [...gathering.memory.machines.values()];
    for (const { place, verdict } of changes) {
      const machine = machines[place % MACHINES];
      if (machine !== undefined) change({ gathering, rule, machine, place, verdict });
    }
  });
}

function change({
  gathering,
  rule,
  machine,
  place,
  verdict,
}: Planned & {
  readonly gathering: Gathering;
  readonly rule: Rule;
  readonly machine: Parameters<typeof cellOf>[0];
}): void {
  const cell = cellOf(machine, rule, `/${place}`);
  const value = verdict === "breach" ? 97 : 50;
  const found = { machine, cell, atMs: Date.now(), value, threshold: 90 };
  for (const made of move(found, verdict)) gathering.onChange(made);
}

/** What is kept, ticket by ticket. */
async function countTickets({ read }: Registry) {
  const keys = new Set<string>();
  let tickets = 0;
  let open = 0;
  for (let after: TicketPlace | undefined; ; ) {
    const rows = await read.tickets.list({ limit: 1_000, ...(after !== undefined && { after }) });
    after = rows.at(-1);
    if (after === undefined) return { keys: keys.size, tickets, open };
    for (const { machineId, ruleId, object, state } of rows) {
      keys.add(JSON.stringify([machineId, ruleId, object]));
      tickets += 1;
      if (state === "new") open += 1;
    }
  }
}
