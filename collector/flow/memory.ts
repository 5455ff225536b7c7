import type { ProbeOutcome } from "@vigie/shared/envelope.ts";
import { looksAtInventory } from "../domain/perimeter.ts";
import { unpackReports } from "../domain/samples.ts";
import type { AgentRow, MachineRow, Tables } from "../registry/registry.ts";
import { loadAlerts } from "./alert-memory.ts";
import type { Coverage, MachineMemory, PresenceMemory } from "./machine-memory.ts";
import { createRuleBook, type RuleBook } from "./rule-sets.ts";
import { type Outlines, toShapeMemory } from "./shapes.ts";

export type {
  Coverage,
  MachineMemory,
  StreamMemory,
} from "./machine-memory.ts";

/**
 * What the flow holds in memory of every machine, so that a report costs no question to the
 * registry. It is all made from rows and can be made again at any time: after a failed commit it is.
 */
export type Memory = {
  /** Seconds between two reports of a machine that nobody looks at, as agents are told. */
  cadenceSeconds: number;
  /** Since when we listen, on our monotonic clock: before, nobody could be heard. */
  listeningSince: number;
  readonly machines: Map<string, MachineMemory>;
  readonly byAgent: Map<string, MachineMemory>;
  /** Customers of whom a contract's perimeter depends on what inventories say. */
  readonly customersByInventory: Set<string>;
  /** Customers of whom somebody may wait for a slot that is free: the sweeper looks. */
  readonly unseated: Set<string>;
  /** The rules, with what is otherwise for classes and machines. */
  ruleBook: RuleBook;
  /** What machines that report alike share. */
  readonly outlines: Outlines;
  nextShapeId: number;
  nextStreamId: number;
};

/** The cadence until the settings' own is put here, in seconds. */
const CADENCE_SECONDS = 60;

/**
 * Reads everything from the registry. `nowMonotonic` starts every machine's silence anew. What is in
 * no row, because only a connection says it, is taken over from the memory `before`.
 */
export async function loadMemory(
  tables: Tables,
  nowMonotonic: number,
  before?: Memory,
): Promise<Memory> {
  const memory: Memory = {
    cadenceSeconds: before?.cadenceSeconds ?? CADENCE_SECONDS,
    listeningSince: before?.listeningSince ?? nowMonotonic,
    machines: new Map(),
    byAgent: new Map(),
    customersByInventory: new Set(),
    // Whether all that may begin did is in no row.
    unseated: new Set(await tables.tickets.customersQueued()),
    ruleBook: createRuleBook(await tables.rules.all(), await tables.rules.overrides()),
    outlines: new Map(),
    nextShapeId: 1,
    nextStreamId: 1,
  };
  await loadMachines(memory, tables, nowMonotonic);
  await loadCoverage(memory, tables);
  await loadStreams(memory, tables);
  await loadShapes(memory, tables);
  await loadStates(memory, tables);
  await loadAlerts(memory, tables);
  for (const machine of memory.machines.values()) {
    const known = before?.machines.get(machine.id);
    machine.bootId = known?.bootId;
    machine.shapesMade = known?.shapesMade ?? { day: 0, count: 0 };
  }
  return memory;
}

async function loadMachines(
  memory: Memory,
  { estate }: Tables,
  nowMonotonic: number,
): Promise<void> {
  const agents = new Map((await estate.agents()).map((row) => [row.machineId, row]));
  for (const machine of await estate.machines()) {
    const agent = agents.get(machine.id);
    // What is retired is not heard, raises no alerts and is covered by nothing.
    if (agent === undefined || machine.retiredAtMs !== null) continue;
    addMachine(memory, { machine, agent, nowMonotonic });
  }
}

/** Puts a machine that was just registered into memory. */
export function addMachine(
  memory: Memory,
  {
    machine,
    agent,
    nowMonotonic,
  }: {
    readonly machine: Pick<MachineRow, "id" | "customerId" | "name" | "class" | "classChosen">;
    readonly agent: AgentRow;
    readonly nowMonotonic: number;
  },
): void {
  const known: MachineMemory = {
    id: machine.id,
    agentId: agent.id,
    customerId: machine.customerId,
    secretHash: agent.secretHash,
    name: machine.name,
    class: machine.class,
    classChosen: machine.classChosen,
    coverage: undefined,
    streams: new Map(),
    shapes: [],
    shapesMade: { day: 0, count: 0 },
    ruleSet: undefined,
    cells: new Map(),
    newestEventMs: 0,
    presence: presenceNever(),
    heardAt: nowMonotonic,
    bootId: undefined,
    factHashes: new Map(),
    wantedFacts: new Map(),
    probeStates: "[]",
    toldMs: 0,
    skewMs: Number.NaN,
  };
  memory.machines.set(known.id, known);
  memory.byAgent.set(known.agentId, known);
}

/** Reads again which contract version covers which machine. */
export async function loadCoverage(
  memory: Memory,
  { contracts }: Pick<Tables, "contracts">,
): Promise<void> {
  const customers = new Map(
    (await contracts.contracts()).map(({ id, customerId }) => [id, customerId]),
  );
  const versions = new Map<string, Coverage>();
  for (const { id, contractId, state, clauses } of await contracts.versions()) {
    if (state === "draft") continue;
    versions.set(id, { contractVersionId: id, contractId, clauses });
    const customerId = customers.get(contractId);
    // A version that no longer holds is looked at too: it costs a needless look, and no dates.
    if (customerId !== undefined && looksAtInventory(clauses.perimeter)) {
      memory.customersByInventory.add(customerId);
    }
  }
  for (const machine of memory.machines.values()) machine.coverage = undefined;
  for (const { contractVersionId, machineId } of await contracts.coverage()) {
    const machine = memory.machines.get(machineId);
    if (machine !== undefined) machine.coverage = versions.get(contractVersionId);
  }
}

function presenceNever(): PresenceMemory {
  return { state: "waiting", sinceMs: 0, dueAtMs: null, awaySinceMs: null, cadenceSeconds: null };
}

async function loadStreams(memory: Memory, { deliveries }: Tables): Promise<void> {
  for (const { id, agentId, epoch, ranges, reports } of await deliveries.streams()) {
    memory.nextStreamId = Math.max(memory.nextStreamId, id + 1);
    memory.byAgent.get(agentId)?.streams.set(epoch, { id, epoch, ranges, reports });
  }
}

async function loadShapes(memory: Memory, { estate }: Tables): Promise<void> {
  memory.nextShapeId = (await estate.lastShapeId()) + 1;
  const newest = (await estate.latest()).map(({ samples, ...row }) => ({
    ...row,
    reports: unpackReports(samples),
  }));
  // Only the shapes in use: those of a machine's whole past may be many.
  const used = newest.flatMap(({ reports }) => reports.map(({ shapeId }) => shapeId));
  const shapes = new Map((await estate.shapes(used)).map((shape) => [shape.id, shape]));
  for (const { machineId, atMs, reports } of newest) {
    const machine = memory.machines.get(machineId);
    if (machine === undefined) continue;
    machine.newestEventMs = atMs;
    machine.toldMs = atMs;
    for (const report of reports) {
      const shape = shapes.get(report.shapeId);
      if (shape === undefined) continue;
      machine.shapes.push(toShapeMemory(memory.outlines, shape, report));
    }
  }
}

async function loadStates(memory: Memory, { estate }: Tables): Promise<void> {
  for (const { machineId, ...presence } of await estate.presences()) {
    const machine = memory.machines.get(machineId);
    if (machine !== undefined) machine.presence = presence;
  }
  for (const { machineId, name, hash } of await estate.factHashes()) {
    memory.machines.get(machineId)?.factHashes.set(name, hash);
  }
  for (const { machineId, document } of await estate.probeStates()) {
    const machine = memory.machines.get(machineId);
    if (machine !== undefined) machine.probeStates = withoutInstants(document);
  }
}

/** Outcomes of probes as a report says them. */
function withoutInstants(document: string): string {
  const states: (ProbeOutcome & { at?: string })[] = JSON.parse(document);
  return JSON.stringify(states.map(({ at: _at, ...outcome }) => outcome));
}
