import { partitionOf } from "../../collector/broker/partition.ts";
import { createRuleKeeper } from "../../collector/flow/by-hand.ts";
import { createClocks } from "../../collector/flow/clocks.ts";
import { createDesk } from "../../collector/flow/desk.ts";
import { createEstateLane } from "../../collector/flow/estate-lane.ts";
import { createHandDesk } from "../../collector/flow/hand-desk.ts";
import { createInstructor } from "../../collector/flow/instructor.ts";
import { createIntake } from "../../collector/flow/intake.ts";
import { createLedger } from "../../collector/flow/ledger.ts";
import { createMachineKeeper } from "../../collector/flow/machine-keeper.ts";
import { loadMemory } from "../../collector/flow/memory.ts";
import { createReceipts } from "../../collector/flow/receipts.ts";
import { Recorder } from "../../collector/flow/recorder.ts";
import { createTicketReader } from "../../collector/flow/ticket-documents.ts";
import { newId } from "../../collector/ids.ts";
import type { Registry, Unit } from "../../collector/registry/registry.ts";

/** The collector's flow for the journeys, on a real registry. */

/** What the flow is given of the story. */
export type Context = {
  readonly now: () => { readonly wallMs: number; readonly monotonicMs: number };
  readonly publish: (topic: string, payload: string) => void;
  readonly onFailed: (error: unknown) => void;
};

/** The collector's flow on a registry, wired as app.ts does it, without broker, store and page. */
export async function startFlow(registry: Registry, { now, publish, onFailed }: Context) {
  const clocks = createClocks();
  const desk = createDesk({ newId, clocks });
  const ledger = createLedger({
    registry,
    desk,
    now,
    memory: await loadMemory(registry.read, now().monotonicMs),
    spooled: () => undefined,
    onCommitted(draft) {
      receipts.send(draft);
      instructor.afterCommit(draft);
    },
  });
  const receipts = createReceipts({ publish, generation: registry.generation });
  const instructor = createInstructor({
    publish,
    cadenceSeconds: 60,
    liveCadenceSeconds: 10,
    memory: ledger.memory,
  });
  const recorder = new Recorder({ ledger, newId, onFailed });
  const intake = createIntake({
    partitionOf,
    isAgent: (agentId) => ledger.memory().byAgent.has(agentId),
    now,
    onArrival: recorder.receive,
  });
  const shutOut: string[] = [];
  const virtualNow = () => Temporal.Instant.fromEpochMilliseconds(now().wallMs);
  return {
    ledger,
    desk,
    recorder,
    intake,
    instructor,
    machines: createMachineKeeper({
      ledger,
      lane: createEstateLane(),
      desk,
      now,
      onShutOut: (agentId) => void shutOut.push(agentId),
    }),
    shutOut,
    hands: createHandDesk({ ledger, desk, now }),
    rules: createRuleKeeper({ ledger, now, onChanged: () => {} }),
    tickets: createTicketReader({ read: registry.read, clocks, now: virtualNow }),
  };
}

/** Every batch with reports of this machine fails. */
export type Fault = { readonly machineId: string; readonly error: Error };

export function withFault(unit: Unit, { machineId, error }: Fault): Unit {
  return {
    ...unit,
    async recordBatch(rows) {
      if (rows.latest.some((row) => row.machineId === machineId)) throw error;
      return unit.recordBatch(rows);
    },
  };
}
