import { packReports, type SampleWriter, type Shape } from "../domain/samples.ts";
import type { BatchRows, DeadLetterRow, ReceivedRow, Unit } from "../registry/registry.ts";
import type { LiveChange } from "./live-publisher.ts";
import type { MachineMemory, StreamMemory } from "./memory.ts";
import type { AddedLine } from "./notifier.ts";
import type { Seats } from "./queue.ts";
import type { ShapeMemory } from "./shapes.ts";

/**
 * What a batch will leave behind, gathered while its reports are read: rows for the fast path, acts
 * for everything that is rare, and what must be said after COMMIT.
 */
export type Draft = {
  readonly received: ReceivedRow[];
  /** The same by `<stream> <seq>`, made when a repeat asks for it. */
  hashes: ReadonlyMap<string, number> | undefined;
  readonly streams: Map<StreamMemory, MachineMemory>;
  readonly shapes: Shape[];
  /** The samples of all reports. */
  readonly samples: SampleWriter;
  readonly latest: Set<MachineMemory>;
  /** Rare things, carried out in this order inside the unit. */
  readonly acts: ((unit: Unit) => Promise<void>)[];
  /** Customers of whom, once that is done, it is worked out anew what their contracts cover. */
  readonly coverageOf: Set<string>;
  /** Machines that a contract covers now and none did before. */
  readonly covered: Set<MachineMemory>;
  /** By outbox, and those of outboxes that are refused. */
  readonly receipts: Map<StreamMemory, ReceiptDraft>;
  readonly refusals: ReceiptDraft[];
  /** Shapes in which machines reported, for the live feed. */
  readonly reported: Map<ShapeMemory, MachineMemory>;
  /** Machines that were away and are there again. */
  readonly returned: Set<MachineMemory>;
  /** Machines that said hello. */
  readonly greeted: Set<MachineMemory>;
  /** By machine. */
  readonly touched: Map<string, Touched>;
  /** Tickets that are about no machine. */
  readonly bareTickets: Set<string>;
  /** Lines that the histories of tickets gained, in order. */
  readonly lines: AddedLine[];
  /** Requests that were let begin. */
  readonly seats: Seats;
  /** Notices that wait to leave since. */
  notices: number;
  /** Whether memory must be made from rows again once this is committed. */
  rereads: boolean;
  readonly counts: { reports: number; repeated: number; late: number; refused: number };
};

/** The receipt for one outbox. */
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

/** An empty draft; the writer is emptied too. */
export function newDraft(samples: SampleWriter): Draft {
  samples.clear();
  return {
    received: [],
    hashes: undefined,
    streams: new Map(),
    shapes: [],
    samples,
    latest: new Set(),
    acts: [],
    coverageOf: new Set(),
    covered: new Set(),
    receipts: new Map(),
    refusals: [],
    reported: new Map(),
    returned: new Set(),
    greeted: new Set(),
    touched: new Map(),
    bareTickets: new Set(),
    lines: [],
    seats: { begun: 0, unfinished: new Set() },
    notices: 0,
    rereads: false,
    counts: { reports: 0, repeated: 0, late: 0, refused: 0 },
  };
}

/** The receipt for an outbox, to add to. */
export function receiptFor(
  { receipts }: Draft,
  { agentId }: MachineMemory,
  stream: StreamMemory,
): ReceiptDraft {
  const known = receipts.get(stream);
  if (known !== undefined) return known;
  const receipt: ReceiptDraft = { agentId, epoch: stream.epoch, received: [], rejected: [] };
  receipts.set(stream, receipt);
  return receipt;
}

/** The hash under which this very unit takes a report; to ask once all of its reports are read. */
export function hashInDraft(draft: Draft, streamId: number, seq: number): number | undefined {
  draft.hashes ??= new Map(draft.received.map((row) => [`${row.streamId} ${row.seq}`, row.hash]));
  return draft.hashes.get(`${streamId} ${seq}`);
}

/** The rows of the fast path. */
export function toBatchRows({ received, streams, shapes, samples, latest }: Draft): BatchRows {
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
        machine.shapes
          .filter(({ atMs }) => atMs > 0)
          .map(({ shape, values, atMs }) => ({ shapeId: shape.id, values, atMs })),
      ),
    })),
    spool: samples.take(),
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

/** A unit changes a ticket, whatever it is about. */
export function touchTicket(
  draft: Pick<Draft, "touched" | "bareTickets">,
  { id, machineId }: { readonly id: string; readonly machineId: string | null },
): void {
  const touched = machineId === null ? draft.bareTickets : touchedOf(draft, machineId).tickets;
  touched.add(id);
}

/** What the live feed is told of a committed unit. */
export function toLiveChanges({ reported, touched, bareTickets }: Draft): LiveChange[] {
  const changes: LiveChange[] = [];
  for (const [{ shape, values, atMs }, { id: machineId }] of reported) {
    changes.push({ machineId, report: { atMs, columns: shape.columns, values } });
  }
  for (const [machineId, { isMachine, alerts, tickets }] of touched) {
    // A machine's document counts its alerts and tickets.
    const isChanged = isMachine || alerts.size + tickets.size > 0;
    changes.push({ machineId, alerts, tickets, ...(isChanged && { machine: true }) });
  }
  for (const ticketId of bareTickets) changes.push({ ticketId });
  return changes;
}
