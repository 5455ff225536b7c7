import { partitionOf } from "../../collector/broker/partition.ts";
import { createAlertKeeper } from "../../collector/flow/alert-keeper.ts";
import { createRuleKeeper } from "../../collector/flow/by-hand.ts";
import { createCalendarBook } from "../../collector/flow/calendar-book.ts";
import { createCallKeeper } from "../../collector/flow/call-keeper.ts";
import { createClocks } from "../../collector/flow/clocks.ts";
import { createDependencyKeeper } from "../../collector/flow/dependency-keeper.ts";
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
import { createStepper, type SetAside } from "../../collector/flow/stepper.ts";
import { createTicketReader } from "../../collector/flow/ticket-documents.ts";
import { createTicketRequests } from "../../collector/flow/ticket-requests.ts";
import { createWindowKeeper } from "../../collector/flow/window-keeper.ts";
import { newId } from "../../collector/ids.ts";
import type { Registry, Unit } from "../../collector/registry/registry.ts";
import { openStoryPost, type SentMail } from "./journey-post.ts";

/** The collector's flow for the journeys, on a real registry. */

/** What the flow is given of the story. */
export type Context = {
  readonly now: () => { readonly wallMs: number; readonly monotonicMs: number };
  readonly publish: (topic: string, payload: string) => void;
  readonly onFailed: (error: unknown) => void;
  /** Mails that left. */
  readonly mails: SentMail[];
};

/** The collector's flow on a registry, wired as app.ts does it, without broker, store and page. */
export async function startFlow(registry: Registry, context: Context) {
  const { now, publish, onFailed } = context;
  const post = await openStoryPost(registry, context);
  const setAside: SetAside[] = [];
  const clocks = createClocks();
  const desk = createDesk({ newId, clocks });
  const ledger = createLedger({
    registry,
    notifier: post.notifier,
    desk,
    now,
    memory: await loadMemory(registry.read, now().monotonicMs),
    spooled: () => undefined,
    onCommitted(draft) {
      receipts.send(draft);
      instructor.afterCommit(draft);
    },
  });
  const stepper = createStepper({ ledger, onSetAside: (row) => void setAside.push(row) });
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
  const asking = { ledger, newId, clocks, book: createCalendarBook(), now };
  const shutOut: string[] = [];
  const virtualNow = () => Temporal.Instant.fromEpochMilliseconds(now().wallMs);
  return {
    ledger,
    post,
    notifier: post.notifier,
    stepper,
    /** What was set aside, each time it was. */
    setAside,
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
    keepers: {
      alerts: createAlertKeeper({ ledger, desk, now }),
      windows: createWindowKeeper({ ledger, newId, now }),
      dependencies: createDependencyKeeper({ ledger, newId, now }),
    },
    hands: createHandDesk({ ledger, desk, now }),
    requests: createTicketRequests({ ...asking, read: registry.read }),
    calls: createCallKeeper({ ...asking, desk }),
    rules: createRuleKeeper({ ledger, newId, now, onChanged: () => {} }),
    tickets: createTicketReader({ read: registry.read, clocks, now: virtualNow }),
  };
}

/** Every batch with reports of this machine fails, or whatever is done to this ticket. */
export type Fault = ({ readonly machineId: string } | { readonly ticketId: string }) & {
  readonly error: Error;
};

export function withFault(unit: Unit, fault: Fault): Unit {
  return {
    ...unit,
    async recordBatch(rows) {
      const isFaulty = rows.latest.some(({ machineId }) => isOf(fault, { machineId }));
      if (isFaulty) throw fault.error;
      return unit.recordBatch(rows);
    },
    tickets: {
      ...unit.tickets,
      async find(ticketId) {
        if (isOf(fault, { ticketId })) throw fault.error;
        return unit.tickets.find(ticketId);
      },
    },
  };
}

function isOf(fault: Fault, { machineId, ticketId }: Record<string, string>): boolean {
  if ("machineId" in fault) return fault.machineId === machineId;
  return fault.ticketId === ticketId;
}
