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

export function createInstructor({
  publish,
  cadenceSeconds,
  liveCadenceSeconds,
  memory,
}: {
  readonly publish: (topic: string, payload: string) => void;
  readonly cadenceSeconds: number;
  readonly liveCadenceSeconds: number;
  readonly memory: () => Memory;
}) {
  const watched = new Set<string>();
  /** What each agent was told last, by machine; greeting anew is being told anew. */
  const told = new Map<string, string>();
  /** Machines that were asked for a document that has not come yet. */
  const asked = new Set<string>();

  /** After a batch: whoever greeted, or owes a document, is told. */
  function afterCommit({ greeted, reported }: Draft): void {
    for (const machine of greeted) told.delete(machine.id);
    for (const machine of greeted) instruct(machine);
    for (const machine of reported.values()) {
      const { id, wantedFacts } = machine;
      // Told too that a document is no longer wanted, so that it can be wanted another time.
      if (wantedFacts.size > 0 || asked.has(id)) instruct(machine);
      if (wantedFacts.size > 0) asked.add(id);
      else asked.delete(id);
    }
  }

  /** Somebody began or ceased to look at a machine. */
  function onWatchedChange(machineId: string, isWatched: boolean): void {
    if (isWatched) watched.add(machineId);
    else watched.delete(machineId);
    const machine = memory().machines.get(machineId);
    if (machine !== undefined) instruct(machine);
  }

  function instruct({ id, agentId, wantedFacts }: MachineMemory): void {
    const settings: AgentSettings = {
      v: 1,
      cadenceSeconds: watched.has(id)
        ? Math.min(liveCadenceSeconds, cadenceSeconds)
        : cadenceSeconds,
      disabledProbes: [],
      wantedFacts: [...wantedFacts.keys()],
      reconnectSpreadSeconds: Math.max(
        RECONNECT_SPREAD_SECONDS_MIN,
        Math.ceil(memory().machines.size / RECONNECTS_PER_SECOND),
      ),
    };
    const text = JSON.stringify(settings);
    if (told.get(id) === text) return;
    told.set(id, text);
    publish(downTopic(agentId, "settings"), text);
  }

  return { afterCommit, onWatchedChange };
}
