import type { AgentSettings } from "@vigie/shared/down.ts";
import { downTopic } from "@vigie/shared/topics.ts";
import type { Draft } from "./draft.ts";
import type { MachineMemory, Memory } from "./memory.ts";

/**
 * Tells agents how to work: often while somebody looks at the machine, seldom otherwise, and which
 * documents to send again. An agent hears it when it greets and whenever it changes.
 */

/** Agents that come back in a second after the broker was lost; the spread of their first try. */
const RECONNECTS_PER_SECOND = 100;
const RECONNECT_SPREAD_SECONDS_MIN = 30;

type Tools = {
  readonly publish: (topic: string, payload: string) => void;
  readonly cadenceSeconds: number;
  readonly liveCadenceSeconds: number;
  readonly memory: () => Memory;
};

export function createInstructor({ publish, ...tools }: Tools) {
  const watched = new Set<string>();
  /** What each agent was told last, by machine; greeting anew is being told anew. */
  const told = new Map<string, string>();
  /** Machines that were asked for a document, and not yet told that it came. */
  const asked = new Set<string>();

  function instruct(machine: MachineMemory): void {
    const text = JSON.stringify(settingsFor(tools, machine, watched.has(machine.id)));
    if (told.get(machine.id) === text) return;
    told.set(machine.id, text);
    if (machine.wantedFacts.size > 0) asked.add(machine.id);
    else asked.delete(machine.id);
    publish(downTopic(machine.agentId, "settings"), text);
  }

  return {
    /** After a batch: whoever greeted, or owes a document, is told. */
    afterCommit({ greeted, reported }: Draft): void {
      for (const machine of greeted) {
        told.delete(machine.id);
        instruct(machine);
      }
      for (const machine of reported.values()) {
        // It is told too that nothing is wanted any more, so that the same may be wanted again.
        if (machine.wantedFacts.size > 0 || asked.has(machine.id)) instruct(machine);
      }
    },

    /** Somebody began or ceased to look at a machine. */
    onWatchedChange(machineId: string, isWatched: boolean): void {
      if (isWatched) watched.add(machineId);
      else watched.delete(machineId);
      const machine = tools.memory().machines.get(machineId);
      if (machine !== undefined) instruct(machine);
    },
  };
}

function settingsFor(
  { cadenceSeconds, liveCadenceSeconds, memory }: Omit<Tools, "publish">,
  { wantedFacts }: MachineMemory,
  isWatched: boolean,
): AgentSettings {
  return {
    v: 1,
    cadenceSeconds: isWatched ? Math.min(liveCadenceSeconds, cadenceSeconds) : cadenceSeconds,
    disabledProbes: [],
    wantedFacts: [...wantedFacts.keys()],
    reconnectSpreadSeconds: Math.max(
      RECONNECT_SPREAD_SECONDS_MIN,
      Math.ceil(memory().machines.size / RECONNECTS_PER_SECOND),
    ),
  };
}
