import type { ContractClauses } from "@vigie/shared/contract.ts";
import type { ProbeOutcome } from "@vigie/shared/envelope.ts";
import type { AlertState } from "../domain/alert.ts";
import { looksAtInventory } from "../domain/perimeter.ts";
import type { Range } from "../domain/ranges.ts";
import type { Rule } from "../domain/rule.ts";
import { unpackReports } from "../domain/samples.ts";
import type { AgentRow, AlertRow, MachineRow, PresenceRow, Tables } from "../registry/registry.ts";
import { latestOf, type Outlines, type ShapeMemory, toShapeMemory } from "./shapes.ts";

/**
 * What the flow holds in memory of every machine, so that a report costs no question to the
 * registry. It is all made from rows and can be made again at any time: after a failed commit it is.
 */
export type Memory = {
  /** Seconds between two reports of a machine that nobody looks at, as agents are told. */
  cadenceSeconds: number;
  readonly machines: Map<string, MachineMemory>;
  readonly byAgent: Map<string, MachineMemory>;
  /** Customers of whom a contract's perimeter depends on what inventories say. */
  readonly customersByInventory: Set<string>;
  rules: readonly Rule[];
  /** Raised when rules change; bindings of an older one are made again. */
  rulesVersion: number;
  /** What machines that report alike share. */
  readonly outlines: Outlines;
  nextShapeId: number;
  nextStreamId: number;
};

/** The cadence until the settings' own is put here, in seconds. */
const CADENCE_SECONDS = 60;

export type MachineMemory = {
  readonly id: string;
  readonly agentId: string;
  readonly customerId: string;
  readonly secretHash: string;
  name: string;
  class: MachineRow["class"];
  classChosen: boolean;
  /** The contract version that covers it; undefined = not covered. */
  coverage: Coverage | undefined;
  readonly streams: Map<string, StreamMemory>;
  /** Shapes in use, the one used last first. */
  shapes: ShapeMemory[];
  /** New shapes of today: the day as a number, and how many. */
  shapesMade: { day: number; count: number };
  /** Alerts by `cellKey`. */
  readonly cells: Map<string, Cell>;
  /** Event time of the newest report; 0 = none yet. */
  newestEventMs: number;
  presence: PresenceMemory;
  /** When it was last heard of, on our monotonic clock. */
  heardAt: number;
  /** The boot it said hello from; undefined until it does. */
  bootId: string | undefined;
  readonly factHashes: Map<string, string>;
  /** Facts whose document has not come yet, with the hash that it must have. */
  readonly wantedFacts: Map<string, string>;
  /** JSON text of the probes that measured nothing, as the newest report says it. */
  probeStates: string;
  /** Event time of the newest report whose facts and probes were taken in. */
  toldMs: number;
  /** How wrong its clock is; NaN = what is kept is not known yet. */
  skewMs: number | undefined;
};

export type Coverage = {
  readonly contractVersionId: string;
  readonly contractId: string;
  readonly clauses: ContractClauses;
};
export type PresenceMemory = Omit<PresenceRow, "machineId">;
export type StreamMemory = {
  readonly id: number;
  readonly epoch: string;
  ranges: readonly Range[];
  reports: number;
};
/** An alert in memory: where its machine of states stands, and its row once it has one. */
export type Cell = {
  readonly rule: Rule;
  readonly object: string;
  state: AlertState;
  row: AlertRow | undefined;
};

export function cellKey(ruleId: string, object: string): string {
  return `${ruleId}\n${object}`;
}

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
    machines: new Map(),
    byAgent: new Map(),
    customersByInventory: new Set(),
    rules: await tables.rules.all(),
    rulesVersion: 1,
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

/** Forgets alerts that say nothing and that no shape in use can change: their rows stay. */
export function forgetCells(machine: MachineMemory): void {
  const bound = new Set(
    machine.shapes.flatMap(({ outline }) => outline.bindings.map(({ key }) => key)),
  );
  for (const [key, cell] of machine.cells) {
    if (cell.state.state === "quiet" && !bound.has(key)) machine.cells.delete(key);
  }
}

function presenceNever(): PresenceMemory {
  return { state: "waiting", sinceMs: 0, dueAtMs: null, cadenceSeconds: null };
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

async function loadAlerts(memory: Memory, { alerts }: Tables): Promise<void> {
  const rules = new Map(memory.rules.map((rule) => [rule.id, rule]));
  for (const row of await alerts.active()) {
    const rule = rules.get(row.ruleId);
    const machine = memory.machines.get(row.machineId);
    if (rule === undefined || machine === undefined) continue;
    const { object } = row;
    const newestMs = newestOf(machine, rule, object);
    const state = toState(row, newestMs);
    machine.cells.set(cellKey(rule.id, object), { rule, object, state, row });
  }
}

/** Event time of the newest value that a rule looks at. */
function newestOf(machine: MachineMemory, rule: Rule, object: string): number {
  if (rule.condition.kind !== "threshold") return 0;
  const { metric } = rule.condition;
  return latestOf(machine, { metric, object: object === "" ? null : object })?.atMs ?? 0;
}

/**
 * A pending alert goes on from its row. How many reports agreed is not kept, but a newer one than the
 * first must have agreed too: a clear one would have ended it. Two are as good as more.
 */
function toState({ state, sinceMs }: AlertRow, newestMs: number): AlertState {
  if (state === "pending") return { state, sinceMs, samples: newestMs > sinceMs ? 2 : 1 };
  return state === "firing" ? { state, sinceMs } : { state: "quiet" };
}
