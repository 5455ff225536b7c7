import type { AlertState } from "../domain/alert.ts";
import { STEADY } from "../domain/flapping.ts";
import type { Rule } from "../domain/rule.ts";
import type { AlertRow, Tables } from "../registry/registry.ts";
import { cellKey, type MachineMemory } from "./machine-memory.ts";
import { type RuleBook, rulesOf } from "./rule-sets.ts";
import { latestOf } from "./shapes.ts";

/** Alerts that are not quiet, from their rows into the memory of their machines. */

type Known = {
  readonly machines: ReadonlyMap<string, MachineMemory>;
  readonly ruleBook: RuleBook;
};

export async function loadAlerts(memory: Known, { alerts }: Tables): Promise<void> {
  for (const row of await alerts.active()) {
    const machine = memory.machines.get(row.machineId);
    const rule = machine && rulesOf(memory, machine).byId.get(row.ruleId);
    if (machine === undefined || rule === undefined) continue;
    const { object, flapping } = row;
    const state = toState(row, newestOf(machine, rule, object));
    machine.cells.set(cellKey(rule.id, object), {
      rule,
      object,
      state,
      flapping: flapping ?? STEADY,
      row,
    });
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
 * first must have agreed too: a clear one would have ended it. Two are as good as more. One that flaps
 * shows firing, and may have found all quiet meanwhile.
 */
function toState({ state, sinceMs, flapping }: AlertRow, newestMs: number): AlertState {
  if (state === "pending") return { state, sinceMs, samples: newestMs > sinceMs ? 2 : 1 };
  const isQuiet = state === "quiet" || (flapping?.sinceMs != null && !flapping.isFiring);
  return isQuiet ? { state: "quiet" } : { state: "firing", sinceMs };
}
