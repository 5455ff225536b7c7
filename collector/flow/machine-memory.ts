import type { ContractClauses } from "@vigie/shared/contract.ts";
import type { AlertState } from "../domain/alert.ts";
import type { Flapping } from "../domain/flapping.ts";
import type { Range } from "../domain/ranges.ts";
import type { Rule } from "../domain/rule.ts";
import type { AlertRow, MachineRow, PresenceRow } from "../registry/registry.ts";
import type { RuleSet } from "./rule-sets.ts";
import type { ShapeMemory } from "./shapes.ts";

/** What the flow holds in memory of one machine. */

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
  /** The rules that hold for it; undefined = to be worked out, because they or its class changed. */
  ruleSet: RuleSet | undefined;
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
  /** As it holds for its machine. */
  rule: Rule;
  readonly object: string;
  /** What was found last, whether it flaps or not. */
  state: AlertState;
  flapping: Flapping;
  row: AlertRow | undefined;
};

/** What an alert shows: one that flaps counts as firing, whatever it does. */
export function shownState({ state, flapping }: Cell): AlertState["state"] {
  return flapping.sinceMs === null ? state.state : "firing";
}

export function cellKey(ruleId: string, object: string): string {
  return `${ruleId}\n${object}`;
}

/** Forgets alerts that say nothing and that no shape in use can change: their rows stay. */
export function forgetCells(machine: MachineMemory): void {
  const keys = machine.shapes.flatMap(({ bound }) => bound?.bindings.map(({ key }) => key) ?? []);
  const bound = new Set(keys);
  for (const [key, cell] of machine.cells) {
    if (shownState(cell) === "quiet" && !bound.has(key)) machine.cells.delete(key);
  }
}
