import type { IdPrefix } from "@vigie/shared/ids.ts";
import { brokenAfter } from "../domain/sla.ts";
import { isOpen } from "../domain/ticket.ts";
import type {
  ClockLineRow,
  TargetRow,
  TicketRow,
  TicketTransitionRow,
  Unit,
} from "../registry/registry.ts";
import { asOf, type Clocks, type CountedTarget } from "./clocks.ts";
import { brokenLine, type Promises, readPromises, withdrawnLine } from "./due.ts";
import { planEscalations } from "./escalations.ts";
import { termsAfter } from "./terms.ts";

/**
 * What a ticket's history makes of its columns: the targets with their deadlines, the steps of
 * escalations, and the outcomes once it is over. The history is the truth; these rows are there so that
 * a sweep finds what is due, and a list is read without counting.
 */

export type RecountTools = {
  readonly newId: (prefix: IdPrefix) => string;
  readonly clocks: Clocks;
};

export type Telling = {
  readonly unit: Unit;
  /** As it is after what just happened. */
  readonly ticket: TicketRow;
  readonly nowMs: number;
};

type Recounting = Telling & {
  /** Its history, and its promises as they were kept before. */
  readonly history: readonly ClockLineRow[];
  readonly promises: Promises;
};

/** What a count says that the history does not say yet. */
type Recounted = {
  /** Targets that are broken now and were not before, and since when. */
  readonly broken: readonly Broken[];
  /** Targets that were broken, and by what is known now are not. */
  readonly withdrawn: readonly TargetRow[];
};

type Broken = { readonly row: TargetRow; readonly atMs: number };

/**
 * Counts anew, and says what a change broke at once, and of which breach nothing is left. What the
 * caller has of the ticket is not read again.
 */
export async function recountAloud(
  tools: RecountTools,
  telling: Telling & {
    readonly history?: readonly ClockLineRow[];
    readonly promises?: Promises | undefined;
  },
): Promise<void> {
  const { unit, ticket, nowMs } = telling;
  const history = telling.history ?? (await unit.tickets.clockLines([ticket.id]));
  const promises = telling.promises ?? (await readPromises(unit, ticket.id));
  const { broken, withdrawn } = await recount(tools, { ...telling, history, promises });
  for (const target of withdrawn) {
    await unit.tickets.addTransition(withdrawnLine(ticket, target, nowMs));
  }
  for (const { row, atMs } of broken) {
    await unit.tickets.addTransition(brokenLine(ticket, row, { atMs, nowMs }));
  }
}

/** Adds a ticket with its first lines and with what they promise, of which some may be broken already. */
export async function addCounted(
  { newId, clocks }: RecountTools,
  {
    unit,
    ticket,
    lines,
    nowMs,
  }: Telling & {
    readonly lines: readonly TicketTransitionRow[];
  },
): Promise<void> {
  const ticketId = ticket.id;
  const counted = await clocks.read(unit.contracts, lines, nowMs);
  const promised = counted.map((target) => ({
    target,
    row: toRow(target, { id: newId("tgt"), ticketId }),
  }));
  const rows = promised.map(({ row }) => row);
  await unit.tickets.add({ ...ticket, breaksAtMs: firstBreakMs(rows) }, rows);
  for (const line of lines) await unit.tickets.addTransition(line);
  await planEscalations({ unit, ticketId, counted, before: [], nowMs: asOf(lines, nowMs) });
  for (const { target, row } of promised) {
    if (row.state !== "breached") continue;
    const atMs = brokenAtMs(target, lines, nowMs);
    await unit.tickets.addTransition(brokenLine(ticket, row, { atMs, nowMs }));
  }
}

function firstBreakMs(targets: readonly TargetRow[]): number | null {
  const running = targets.filter(({ state }) => state === "running");
  const breaks = running.flatMap(({ breachAfterMs }) => breachAfterMs ?? []);
  return breaks.length === 0 ? null : Math.min(...breaks);
}

/** Writes the columns anew. */
async function recount(
  { newId, clocks }: RecountTools,
  { unit, ticket, nowMs, history, promises: { targets, steps } }: Recounting,
): Promise<Recounted> {
  const counted = await clocks.read(unit.contracts, history, nowMs);
  const before = new Map(targets.map((row) => [row.kind, row]));
  const broken: Broken[] = [];
  const withdrawn: TargetRow[] = [];
  for (const target of counted) {
    const { course } = target;
    const known = before.get(course.kind);
    const row = toRow(target, { id: known?.id ?? newId("tgt"), ticketId: ticket.id });
    await keepTarget(unit, row, known);
    await keepOutcome({ unit, ticket, target, row, known, history });
    if (row.state === "breached" && known?.state !== "breached") {
      broken.push({ row, atMs: brokenAtMs(target, history, nowMs) });
    }
    if (isWithdrawn(row, known)) withdrawn.push(row);
    before.delete(course.kind);
  }
  for (const row of before.values()) await keepUncounted(unit, row);
  await unit.tickets.settleBreak(ticket.id);
  const asOfMs = asOf(history, nowMs);
  await planEscalations({ unit, ticketId: ticket.id, counted, before: steps, nowMs: asOfMs });
  return { broken, withdrawn };
}

/** What is found late is dated by when it broke, but not before anybody had promised it. */
function brokenAtMs(
  { course, promisedAt }: CountedTarget,
  history: readonly ClockLineRow[],
  nowMs: number,
): number {
  const promisedMs = history[promisedAt]?.effectiveAtMs ?? nowMs;
  const brokenMs = brokenAfter(course)?.epochMilliseconds ?? nowMs;
  return Math.min(nowMs, Math.max(promisedMs, brokenMs));
}

/** A promise that begins anew leaves the end of the time before as it was. */
function isWithdrawn({ state, cycle }: TargetRow, known: TargetRow | undefined): boolean {
  if (known?.state !== "breached" || state === "breached") return false;
  return known.cycle === cycle || known.endedAtMs === null;
}

/** A target as its row says it. */
export function toRow(
  { course, clock, calendarVersionId }: CountedTarget,
  ids: Pick<TargetRow, "id" | "ticketId">,
): TargetRow {
  const { kind, cycle, budgetMs, pausable, end } = course;
  const state = end?.state ?? stateOf(clock);
  const breachAfter = state === "running" ? clock.breachAfter : undefined;
  return {
    ...ids,
    kind,
    cycle,
    calendarVersionId,
    budgetMs,
    pausable,
    state,
    dueAtMs: toMs(clock.dueAt),
    breachAfterMs: toMs(breachAfter),
    endedAtMs: end?.atMs ?? null,
    elapsedMs: end === undefined ? null : clock.elapsedMs,
  };
}

function toMs(instant: Temporal.Instant | undefined): number | null {
  return instant?.epochMilliseconds ?? null;
}

/** What was broken stays so, paused or not. */
function stateOf({ state, breached }: CountedTarget["clock"]): TargetRow["state"] {
  if (breached) return "breached";
  return state === "paused" ? "paused" : "running";
}

async function keepTarget(
  { tickets }: Unit,
  row: TargetRow,
  known: TargetRow | undefined,
): Promise<void> {
  if (known === undefined) await tickets.addTarget(row);
  else await tickets.changeTarget(row, known);
}

/** A row of which no line speaks can be counted by nothing: it must not be asked for again. */
async function keepUncounted({ tickets }: Unit, row: TargetRow): Promise<void> {
  if (row.endedAtMs === null || row.elapsedMs !== null) return;
  await tickets.changeTarget({ ...row, elapsedMs: 0 });
}

type Keeping = Pick<Recounting, "unit" | "ticket"> & {
  readonly target: CountedTarget;
  readonly row: TargetRow;
  readonly known: TargetRow | undefined;
  readonly history: readonly ClockLineRow[];
};

/**
 * Once a ticket is over, how each promise ended is kept, under the priority and the contract version that
 * gave it, whatever the ticket has now. One that runs again has no end any more.
 */
async function keepOutcome({ unit, ticket, target, row, known, history }: Keeping): Promise<void> {
  const { course, clock, calendarVersionId } = target;
  const { kind, cycle, end, budgetMs } = course;
  if (end === undefined) {
    if (known?.endedAtMs == null) return;
    await unit.tickets.dropOutcome({ ticketId: ticket.id, target: kind, cycle });
    return;
  }
  if (isOpen(ticket)) return;
  const { priority, contractVersionId } = termsAfter(history, target.promisedAt, ticket);
  if (contractVersionId === null)
    throw new Error(`ticket ${ticket.id} has a promise of no contract`);
  await unit.tickets.saveOutcome({
    ticketId: ticket.id,
    target: kind,
    cycle,
    priority,
    contractVersionId,
    calendarVersionId,
    state: end.state,
    budgetMs,
    elapsedMs: row.elapsedMs ?? clock.elapsedMs,
    overrunMs: clock.overrunMs,
    pausedMs: clock.pausedMs,
    endedAtMs: end.atMs,
  });
}
