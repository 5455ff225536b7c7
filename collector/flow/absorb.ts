import type { Envelope, RefusedReport, Report } from "@vigie/shared/envelope.ts";
import type { ProblemCode, Refusal } from "@vigie/shared/problems.ts";
import { clockSkewMs, eventTime, LATE_MS } from "../domain/event-time.ts";
import { isWithin, type Range, withinLimit, withNumber } from "../domain/ranges.ts";
import type { Unit } from "../registry/registry.ts";
import type { Arrival } from "./arrival.ts";
import { columnsOf, fillValues } from "./columns.ts";
import { type Draft, hashInDraft, type ReceiptDraft, receiptFor, touchedOf } from "./draft.ts";
import { excessOfFacts } from "./extras.ts";
import { forgetCells } from "./machine-memory.ts";
import type { MachineMemory, Memory, StreamMemory } from "./memory.ts";
import { hashOf, hashOfColumns } from "./report-hash.ts";
import { type ShapeMemory, toShapeMemory, withShape } from "./shapes.ts";
import { type Change, evaluate, evaluateClock } from "./watch.ts";

/**
 * Takes the reports of one envelope into a draft: each once, at its own time, whatever the order and
 * however often it comes. Only what is new and not late is evaluated.
 */

/** Outboxes of one agent that are remembered: each loss of its file makes one. */
const STREAMS_PER_AGENT_MAX = 64;

/** Ranges in what was received of one outbox, one more than its holes. */
const RANGES_MAX = 2_000;

/** New shapes of one machine in a day: objects come and go, but not at every report. */
const SHAPES_A_DAY_MAX = 100;

const DAY_MS = 86_400_000;

export type Absorbed = {
  readonly memory: Memory;
  readonly machine: MachineMemory;
  readonly arrival: Arrival;
  readonly draft: Draft;
  /** Reports of the envelope that were refused when it was read. */
  readonly refused: readonly RefusedReport[];
  /** Takes what is rare in a report: facts, outcomes of probes, gaps. */
  readonly onExtras: (report: Report, eventMs: number) => void;
  readonly onChange: (change: Change) => void;
  readonly onRefused: (refusal: Refusal & { readonly seq: number }) => void;
  /** A report under a number that another one has: found only inside the unit. */
  readonly onConflict: (unit: Unit, refusal: Refusal & { readonly seq: number }) => Promise<void>;
};

export function absorbEnvelope(context: Absorbed, envelope: Envelope): void {
  const { machine, arrival, draft, refused } = context;
  const stream = streamOf(context, envelope.epoch);
  const receipt =
    stream === undefined
      ? refusalFor(draft, machine, envelope.epoch)
      : receiptFor(draft, machine, stream);
  for (const { seq, problem } of refused) receipt.rejected.push({ seq, code: problem });
  draft.counts.refused += refused.length;
  if (stream === undefined) {
    const detail = `more than ${STREAMS_PER_AGENT_MAX} epochs`;
    for (const { seq } of envelope.reports)
      refuse(context, receipt, { seq, problem: "epoch_too_many", detail });
    return;
  }
  const skewMs = clockSkewMs(arrival.receivedMs, Date.parse(envelope.sentAt));
  noteSkew(context, skewMs);
  judgeClock(context, skewMs);

  const timed = timeReports(context, envelope, receipt);
  const newestMs = timed.at(-1)?.eventMs;
  if (newestMs !== undefined) machine.newestEventMs = Math.max(machine.newestEventMs, newestMs);
  for (const { report, eventMs } of timed) take(context, { report, eventMs, stream, receipt });
}

type Timed = { readonly report: Report; readonly eventMs: number };

/** The reports with their event times, oldest first; the refused are told. */
function timeReports(context: Absorbed, envelope: Envelope, receipt: ReceiptDraft): Timed[] {
  const { machine, arrival } = context;
  const sending = {
    receivedMs: arrival.receivedMs,
    sentUptimeMs: envelope.sentUptimeMs,
    isSameBoot: envelope.bootId === machine.bootId,
  };
  const timed: Timed[] = [];
  for (const report of envelope.reports) {
    const { seq, uptimeMs } = report;
    const outcome = eventTime(sending, { uptimeMs, at: report.at });
    if ("problem" in outcome) refuse(context, receipt, { ...outcome, seq });
    else timed.push({ report, eventMs: outcome.eventMs });
  }
  return timed.length < 2 ? timed : timed.sort((a, b) => a.eventMs - b.eventMs);
}

type Taking = Timed & { readonly stream: StreamMemory; readonly receipt: ReceiptDraft };

function take(context: Absorbed, { report, eventMs, stream, receipt }: Taking): void {
  const { machine, draft } = context;
  if (isWithin(stream.ranges, report.seq)) {
    takeAgain(context, { report, eventMs, stream, receipt });
    return;
  }
  const ranges = rangesWith(stream.ranges, report.seq);
  if (ranges === undefined) return;
  const used = excessOfFacts(machine, report) ?? findShape(context, report);
  if (typeof used === "string") {
    refuse(context, receipt, { seq: report.seq, problem: "report_too_large", detail: used });
    return;
  }
  place(context, used, eventMs);
  stream.ranges = ranges;
  stream.reports += 1;
  draft.streams.set(stream, machine);
  draft.received.push({
    streamId: stream.id,
    seq: report.seq,
    hash: hashOf(report, used.outline.hash),
  });
  draft.counts.reports += 1;
  receipt.received.push(report.seq);
  context.onExtras(report, eventMs);
}

/**
 * The ranges with this seq. With too many holes an older one is let go without a receipt, so that its
 * agent keeps it and sends it again (undefined); for a new one the lowest hole is closed.
 */
function rangesWith(ranges: readonly Range[], seq: number): readonly Range[] | undefined {
  const grown = withNumber(ranges, seq);
  if (grown.length <= RANGES_MAX) return grown;
  return seq > (ranges.at(-1)?.[1] ?? 0) ? withinLimit(grown, RANGES_MAX) : undefined;
}

/** A seq that was received before: the same report once more, or another one under its number. */
function takeAgain(context: Absorbed, { report, stream, receipt }: Taking): void {
  const { draft, onConflict } = context;
  const { seq } = report;
  draft.acts.push(async (unit) => {
    const known =
      hashInDraft(draft, stream.id, seq) ?? (await unit.deliveries.hashOf(stream.id, seq));
    if (known === undefined || known === hashOf(report, hashOfColumns(columnsOf(report)))) {
      draft.counts.repeated += 1;
      receipt.received.push(seq);
      return;
    }
    const refusal = { seq, problem: "seq_conflict", detail: `seq ${seq}` } as const;
    receipt.rejected.push({ seq, code: refusal.problem });
    draft.counts.refused += 1;
    await onConflict(unit, refusal);
  });
}

/** Puts the values that stand in the writer's room where they belong; evaluates them unless late. */
function place(context: Absorbed, used: ShapeMemory, eventMs: number): void {
  const { memory, machine, draft } = context;
  const count = used.values.length;
  const { numbers, offset } = draft.samples.room(count);
  if (count > 0) draft.samples.keep({ shapeId: used.shape.id, atMs: eventMs, count });

  const isLate = eventMs < machine.newestEventMs - LATE_MS;
  if (isLate) draft.counts.late += 1;
  if (isLate || eventMs < used.atMs) return;
  used.values.set(numbers.subarray(offset, offset + count));
  used.atMs = eventMs;
  draft.latest.add(machine);
  draft.reported.set(used, machine);
  for (const change of evaluate(memory, machine, used)) context.onChange(change);
}

/**
 * The shape of the report: the one used last, another one in use, or a new one. Its values stand in
 * the writer's room afterwards. Says what there is too much of where there can be no new one.
 */
function findShape(
  { memory, machine, arrival, draft }: Absorbed,
  report: Report,
): ShapeMemory | string {
  const { shapes } = machine;
  for (const used of shapes) {
    if (!fillValues(report, used.outline.plan, draft.samples.room(used.values.length))) continue;
    if (used !== shapes[0]) machine.shapes = [used, ...shapes.filter((other) => other !== used)];
    return used;
  }
  if (!mayChangeShape(machine, Math.floor(arrival.receivedMs / DAY_MS))) {
    return `more than ${SHAPES_A_DAY_MAX} changes of what it measures in a day`;
  }
  const shape = { id: memory.nextShapeId, machineId: machine.id, columns: columnsOf(report) };
  memory.nextShapeId += 1;
  draft.shapes.push(shape);
  const made = toShapeMemory(memory.outlines, shape, {
    values: new Float64Array(shape.columns.length),
    atMs: 0,
  });
  fillValues(report, made.outline.plan, draft.samples.room(made.values.length));
  machine.shapes = withShape(shapes, made);
  if (machine.shapes.length === shapes.length) forgetCells(machine);
  return made;
}

/** Counts one more new shape of the day, if there may be one. */
function mayChangeShape(machine: MachineMemory, day: number): boolean {
  if (machine.shapesMade.day !== day) machine.shapesMade = { day, count: 0 };
  machine.shapesMade.count += 1;
  return machine.shapesMade.count <= SHAPES_A_DAY_MAX;
}

function refusalFor({ refusals }: Draft, { agentId }: MachineMemory, epoch: string): ReceiptDraft {
  const refusal: ReceiptDraft = { agentId, epoch, received: [], rejected: [] };
  refusals.push(refusal);
  return refusal;
}

function streamOf({ memory, machine, draft }: Absorbed, epoch: string): StreamMemory | undefined {
  const known = machine.streams.get(epoch);
  if (known !== undefined) return known;
  if (machine.streams.size >= STREAMS_PER_AGENT_MAX) return undefined;
  const stream: StreamMemory = { id: memory.nextStreamId, epoch, ranges: [], reports: 0 };
  memory.nextStreamId += 1;
  machine.streams.set(epoch, stream);
  const row = { ...stream, agentId: machine.agentId };
  draft.acts.unshift(({ deliveries }) => deliveries.addStream(row));
  return stream;
}

function noteSkew({ machine, draft }: Absorbed, skewMs: number | undefined): void {
  const isSame = Math.round((skewMs ?? 0) / 60_000) === Math.round((machine.skewMs ?? 0) / 60_000);
  if (isSame) return;
  machine.skewMs = skewMs;
  touchedOf(draft, machine.id).isMachine = true;
  draft.acts.push(({ estate }) => estate.setClockSkew(machine.id, skewMs ?? null));
}

function judgeClock({ memory, machine, arrival, onChange }: Absorbed, skewMs?: number): void {
  const said = { skewMs, atMs: arrival.receivedMs };
  for (const change of evaluateClock(memory, machine, said)) onChange(change);
}

function refuse(
  { draft, onRefused }: Absorbed,
  { rejected }: ReceiptDraft,
  refusal: Refusal & { readonly seq: number },
): void {
  const code: ProblemCode = refusal.problem;
  rejected.push({ seq: refusal.seq, code });
  draft.counts.refused += 1;
  onRefused(refusal);
}
