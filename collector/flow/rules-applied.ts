import type { Gathering } from "./ledger.ts";
import type { MachineMemory } from "./machine-memory.ts";
import { createRuleBook, withMachineOverrides } from "./rule-sets.ts";
import { adoptRules, evaluateClock, evaluatePresence, reevaluate } from "./watch.ts";

/**
 * Rules that were just changed, made to hold. Alerts that a rule can no longer mean end, the others go on
 * under the new words, and what is measured already is judged at once.
 */
export async function applyRules(
  gathering: Gathering,
  /** The only machine to which the change matters; undefined = it matters to all. */
  machineId: string | undefined,
  nowMs: number,
): Promise<void> {
  const { memory, unit } = gathering;
  const [rules, overrides] = [await unit.rules.all(), await unit.rules.overrides()];
  if (machineId === undefined) {
    memory.ruleBook = createRuleBook(rules, overrides);
    for (const machine of memory.machines.values()) apply(gathering, machine, nowMs);
    return;
  }
  memory.ruleBook = withMachineOverrides(memory.ruleBook, overrides);
  const machine = memory.machines.get(machineId);
  if (machine !== undefined) apply(gathering, machine, nowMs);
}

function apply({ memory, draft, onChange }: Gathering, machine: MachineMemory, nowMs: number) {
  machine.ruleSet = undefined;
  const { skewMs } = machine;
  const changes = [
    ...adoptRules(memory, machine, nowMs),
    ...reevaluate(memory, machine),
    ...evaluatePresence(memory, machine, nowMs),
    ...(Number.isNaN(skewMs) ? [] : evaluateClock(memory, machine, { skewMs, atMs: nowMs })),
  ];
  for (const change of changes) onChange(change);
  if (opensNow(machine)) draft.covered.add(machine);
}

/** Whether something fires without a ticket for which its rule opens one now. */
export function opensNow({ cells }: MachineMemory): boolean {
  for (const { rule, row } of cells.values()) {
    if (row?.noTicket === "rule_opens_none" && rule.opensTicket) return true;
  }
  return false;
}
