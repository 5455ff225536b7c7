import type { LatestValue } from "@vigie/shared/machine.ts";
import { type PackedReport, packReports, type Shape } from "../domain/samples.ts";
import type { BatchRows, DeadLetterRow, ReceivedRow, Unit } from "../registry/registry.ts";
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
  readonly machines: Set<string>;
  readonly alerts: Set<string>;
  readonly tickets: Set<string>;
  readonly counts: { reports: number; redelivered: number; late: number; refused: number };
};

/** The receipt for one outbox, by `<agent id> <epoch>`. */
export type ReceiptDraft = {
  readonly agentId: string;
  readonly epoch: string;
  readonly received: number[];
  readonly rejected: { seq: number; code: DeadLetterRow["code"] }[];
};

/** What was committed, for the live feed. */
export type Committed = {
  readonly reports: readonly {
    readonly machineId: string;
    readonly atMs: number;
    readonly latest: () => LatestValue[];
  }[];
  readonly machines: ReadonlySet<string>;
  readonly alerts: ReadonlySet<string>;
  readonly tickets: ReadonlySet<string>;
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
    machines: new Set(),
    alerts: new Set(),
    tickets: new Set(),
    counts: { reports: 0, redelivered: 0, late: 0, refused: 0 },
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

/** What the live feed needs to know of a committed batch. */
export function toCommitted({ reported, machines, alerts, tickets }: Draft): Committed {
  return {
    reports: Array.from(reported, ([machine, used]) => ({
      machineId: machine.id,
      atMs: machine.newestEventMs,
      latest: () => [...used].flatMap(toLatest),
    })),
    machines,
    alerts,
    tickets,
  };
}

function toLatest({ shape, values, atMs }: ShapeMemory): LatestValue[] {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toString({ fractionalSecondDigits: 3 });
  return shape.columns.map(({ metric, object }, place) => ({
    metric,
    object,
    value: values[place] ?? 0,
    at,
  }));
}
