import { type PackedReport, packReports, type Shape } from "../domain/samples.ts";
import type { BatchRows, DeadLetterRow, ReceivedRow, Unit } from "../registry/registry.ts";
import type { LiveChange } from "./live-publisher.ts";
import type { MachineMemory, ShapeMemory, StreamMemory } from "./memory.ts";

/**
 * What a batch will leave behind, gathered while its reports are read: rows for the fast path, acts
 * for everything that is rare, and what must be said after COMMIT.
 */
export type Draft = {
  readonly received: ReceivedRow[];
  readonly streams: Map<StreamMemory, MachineMemory>;
  readonly shapes: Shape[];
  readonly reports: PackedReport[];
  readonly latest: Set<MachineMemory>;
  /** Rare things, carried out in this order inside the unit. */
  readonly acts: ((unit: Unit) => Promise<void>)[];
  readonly receipts: Map<string, ReceiptDraft>;
  /** Machines and the shapes they reported in, for the live feed. */
  readonly reported: Map<MachineMemory, Set<ShapeMemory>>;
  /** Machines that said hello. */
  readonly greeted: Set<MachineMemory>;
  /** By machine. */
  readonly touched: Map<string, Touched>;
  readonly counts: { reports: number; repeated: number; late: number; refused: number };
};

/** The receipt for one outbox, by `<agent id> <epoch>`. */
export type ReceiptDraft = {
  readonly agentId: string;
  readonly epoch: string;
  readonly received: number[];
  readonly rejected: { seq: number; code: DeadLetterRow["code"] }[];
};

/** What of a machine a unit changed, by the ids of the documents that say it. */
export type Touched = {
  /** Its own document: presence, class, facts, counts. */
  isMachine: boolean;
  readonly alerts: Set<string>;
  readonly tickets: Set<string>;
};

export function newDraft(): Draft {
  return {
    received: [],
    streams: new Map(),
    shapes: [],
    reports: [],
    latest: new Set(),
    acts: [],
    receipts: new Map(),
    reported: new Map(),
    greeted: new Set(),
    touched: new Map(),
    counts: { reports: 0, repeated: 0, late: 0, refused: 0 },
  };
}

export function receiptFor(draft: Draft, agentId: string, epoch: string): ReceiptDraft {
  const key = `${agentId} ${epoch}`;
  const known = draft.receipts.get(key);
  if (known !== undefined) return known;
  const receipt: ReceiptDraft = { agentId, epoch, received: [], rejected: [] };
  draft.receipts.set(key, receipt);
  return receipt;
}

/** The rows of the fast path. */
export function toBatchRows({ received, streams, shapes, reports, latest }: Draft): BatchRows {
  return {
    received,
    streams: Array.from(streams, ([{ id, epoch, ranges, reports: count }, { agentId }]) => ({
      id,
      agentId,
      epoch,
      ranges,
      reports: count,
    })),
    shapes,
    latest: Array.from(latest, (machine) => ({
      machineId: machine.id,
      atMs: machine.newestEventMs,
      samples: packReports(
        machine.shapes.map(({ shape, values, atMs }) => ({ shapeId: shape.id, values, atMs })),
      ),
    })),
    spool: reports.length === 0 ? undefined : packReports(reports),
  };
}

/** What a unit changes of a machine, to add to. */
export function touchedOf(draft: Pick<Draft, "touched">, machineId: string): Touched {
  const known = draft.touched.get(machineId);
  if (known !== undefined) return known;
  const touched: Touched = { isMachine: false, alerts: new Set(), tickets: new Set() };
  draft.touched.set(machineId, touched);
  return touched;
}

/** What the live feed is told of a committed unit. */
export function toLiveChanges({ reported, touched }: Draft): LiveChange[] {
  const changes: LiveChange[] = [];
  for (const [{ id: machineId }, used] of reported) {
    for (const { shape, values, atMs } of used) {
      changes.push({ machineId, report: { atMs, columns: shape.columns, values } });
    }
  }
  for (const [machineId, { isMachine, alerts, tickets }] of touched) {
    // A machine's document counts its alerts and tickets.
    const isChanged = isMachine || alerts.size + tickets.size > 0;
    changes.push({ machineId, alerts, tickets, ...(isChanged && { machine: true }) });
  }
  return changes;
}
