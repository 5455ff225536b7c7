import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClocks } from "../../collector/flow/clocks.ts";
import { createDesk } from "../../collector/flow/desk.ts";
import { createLedger } from "../../collector/flow/ledger.ts";
import { loadMemory } from "../../collector/flow/memory.ts";
import { createNotifier } from "../../collector/flow/notifier.ts";
import { createStepper } from "../../collector/flow/stepper.ts";
import { createSweeper } from "../../collector/flow/sweeper.ts";
import { newId } from "../../collector/ids.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import type { Registry, Tables } from "../../collector/registry/registry.ts";
import { fillWithFleet } from "../support/fleet.ts";
import { indexAll } from "../support/many-requests.ts";
import { addTickets } from "../support/many-tickets.ts";
import type { Figure } from "./figures.ts";

/**
 * What a sweep costs with 100,000 open tickets: it must touch the due ones and no others, so it costs
 * nothing while nothing is due. Rows are those that the registry answered with.
 */

const MACHINES = 100;
const TICKETS = 100_000;
const DUE = 100;

/** Sweeps with nothing due: the mean of them is told. */
const IDLE_SWEEPS = 50;

const OPENED_MS = Temporal.Instant.from("2026-11-23T09:00:00Z").epochMilliseconds;
const HOUR_MS = 3_600_000;

export async function benchSweep(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-"));
  const registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  try {
    const fleet = await fillWithFleet(registry, MACHINES);
    const machineIds = fleet.map(({ machineId }) => machineId);
    const dueMs = (place: number) => OPENED_MS + (place < DUE ? HOUR_MS : 2 * HOUR_MS);
    await addTickets(registry, { machineIds, count: TICKETS, openedMs: OPENED_MS, dueMs });
    await indexAll(registry);
    return await sweep(registry);
  } finally {
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sweep(registry: Registry): Promise<Figure[]> {
  const counted = countRows(registry);
  const sweepAt = await createSwept(counted.registry);
  await sweepAt(OPENED_MS);

  counted.take();
  const idleFrom = performance.now();
  for (let place = 0; place < IDLE_SWEEPS; place += 1) await sweepAt(OPENED_MS + place);
  const idleMs = (performance.now() - idleFrom) / IDLE_SWEEPS;
  const idleRows = counted.take();

  const busyFrom = performance.now();
  await sweepAt(OPENED_MS + HOUR_MS + 1);
  const busyMs = performance.now() - busyFrom;
  const busyRows = counted.take();
  const broken = await registry.read.tickets.dueTargets(OPENED_MS + HOUR_MS + 1, DUE);
  if (broken.length > 0) throw new Error(`${broken.length} targets were left after the sweep`);

  const name = (due: number) => `a sweep of 100,000 tickets with ${due} due`;
  return [
    { name: name(0), value: idleMs, unit: "ms", most: 5 },
    { name: `${name(0)}: rows read`, value: idleRows / IDLE_SWEEPS, unit: "rows", most: 0 },
    { name: name(DUE), value: busyMs, unit: "ms", most: 500 },
    { name: `${name(DUE)}: rows read`, value: busyRows, unit: "rows", most: 20 * DUE },
  ];
}

/** The collector's own sweeper on this registry. */
async function createSwept(registry: Registry): Promise<(wallMs: number) => Promise<void>> {
  const desk = createDesk({ newId, clocks: createClocks() });
  let nowMs = OPENED_MS;
  const now = () => ({ wallMs: nowMs, monotonicMs: nowMs });
  const ledger = createLedger({
    registry,
    desk,
    now,
    memory: await loadMemory(registry.read, nowMs),
    spooled: () => undefined,
    onCommitted: () => {},
  });
  const stepper = createStepper({
    ledger,
    onSetAside(_row, error) {
      throw error;
    },
  });
  const sweeper = createSweeper({
    read: registry.read,
    ledger,
    stepper,
    desk,
    notifier: createNotifier({ newId, hasMail: false }),
    now,
    onFailed: (error) => {
      throw error;
    },
    onClockStep: () => {},
  });
  return async (wallMs) => {
    nowMs = wallMs;
    await sweeper.sweep(now());
  };
}

/** A registry that counts the rows of tickets with which it answers. */
function countRows(registry: Registry) {
  let rows = 0;
  function counting<Part extends Tables>(tables: Part): Part {
    const tickets = new Proxy(tables.tickets, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name);
        if (typeof found !== "function") return found;
        return async (...given: unknown[]) => {
          const answer: unknown = await Reflect.apply(found, target, given);
          if (Array.isArray(answer)) rows += answer.length;
          else if (typeof answer === "object" && answer !== null) rows += 1;
          return answer;
        };
      },
    });
    return { ...tables, tickets };
  }
  return {
    registry: {
      ...registry,
      read: counting(registry.read),
      commit: <T>(work: Parameters<typeof registry.commit<T>>[0]) =>
        registry.commit<T>((unit) => work(counting(unit))),
    },
    /** The rows since it was last asked. */
    take(): number {
      const taken = rows;
      rows = 0;
      return taken;
    },
  };
}
