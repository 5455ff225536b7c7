import { classOf } from "../domain/machine-class.ts";
import { offlineAfterMs } from "../domain/presence.ts";
import type { MachineRow, Unit } from "../registry/registry.ts";
import { touchedOf } from "./draft.ts";
import type { Gathering } from "./ledger.ts";
import type { MachineMemory } from "./memory.ts";
import { checkPresence, type Moment } from "./presence.ts";
import { opensNow } from "./rules-applied.ts";
import { adoptRules, silence } from "./watch.ts";

/** What a change of a machine's row means to everything that watches the machine. */

type Changed = {
  readonly before: MachineRow;
  readonly after: MachineRow;
  readonly moment: Moment;
};

/** Takes a changed row into memory. Returns the agent that is no longer known, if there is one. */
export async function applyMachine(
  gathering: Gathering,
  { before, after, moment }: Changed,
): Promise<string | undefined> {
  touchedOf(gathering.draft, after.id).isMachine = true;
  const machine = gathering.memory.machines.get(after.id);
  if (before.retiredAtMs === null && after.retiredAtMs !== null) {
    return retire(gathering, machine, moment);
  }
  if (before.retiredAtMs !== null && after.retiredAtMs === null) {
    await bringBack(gathering, after, moment);
    return undefined;
  }
  if (machine === undefined) return undefined;
  machine.name = after.name;
  machine.classChosen = after.classChosen;
  if (machine.class === after.class) return undefined;
  machine.class = after.class;
  machine.ruleSet = undefined;
  for (const change of adoptRules(gathering.memory, machine, moment.wallMs)) {
    gathering.onChange(change);
  }
  if (opensNow(machine)) gathering.draft.covered.add(machine);
  // How long it may be away depends on its class.
  checkPresence({ ...gathering, machine, moment });
  return undefined;
}

/** The row with the class that its inventory says, where no person chose one. */
export async function classified({ estate }: Unit, row: MachineRow): Promise<MachineRow> {
  if (row.classChosen) return row;
  const inventory = (await estate.facts(row.id)).find(({ name }) => name === "inventory");
  if (inventory === undefined) return row;
  return { ...row, class: classOf(JSON.parse(inventory.document)) ?? row.class };
}

/**
 * A machine out of use: its alerts end, nobody waits for it, and its agent is no longer known. What is
 * kept of it can still be read. Returns its agent.
 */
export async function retire(
  gathering: Gathering,
  machine: MachineMemory | undefined,
  { wallMs }: Moment,
): Promise<string | undefined> {
  if (machine === undefined) return undefined;
  const { memory, unit, draft, onChange } = gathering;
  // What is held back because of it must not wait for it.
  draft.returned.add(machine);
  for (const rule of memory.ruleBook.rules) {
    for (const change of silence(machine, rule, wallMs)) onChange(change);
  }
  await unit.estate.setPresence({ machineId: machine.id, ...restingPresence(machine, wallMs) });
  memory.machines.delete(machine.id);
  memory.byAgent.delete(machine.agentId);
  return machine.agentId;
}

/** Of a machine that was never heard of, nothing new is known. */
function restingPresence({ presence }: MachineMemory, nowMs: number): MachineMemory["presence"] {
  if (presence.state === "waiting") return { ...presence, dueAtMs: null };
  return { ...presence, state: "offline", sinceMs: nowMs, dueAtMs: null };
}

/**
 * A machine in use again: it is as before once it is heard of, and offline if it is not. Memory is made
 * anew, because what its agent sent before it was retired must be known.
 */
async function bringBack(
  { unit, draft }: Gathering,
  { id, class: machineClass }: MachineRow,
  { wallMs }: Moment,
): Promise<void> {
  draft.rereads = true;
  const presence = (await unit.estate.presences()).find(({ machineId }) => machineId === id);
  if (presence === undefined || presence.state === "waiting") return;
  const dueAtMs = wallMs + (offlineAfterMs("silent", machineClass) ?? 0);
  await unit.estate.setPresence({ ...presence, state: "silent", sinceMs: wallMs, dueAtMs });
}
