import type { TicketDetail, TicketSummary, TicketTarget } from "@vigie/shared/ticket.ts";
import type { Clock } from "../domain/course.ts";
import type {
  ClockLineRow,
  Tables,
  TargetRow,
  TicketListRow,
  TicketTransitionRow,
} from "../registry/registry.ts";
import type { Clocks, CountedTarget } from "./clocks.ts";
import { ruleLabel, toInstant, toObject } from "./documents.ts";

/**
 * Tickets as the API says them. The clocks are computed when they are asked for, from the same walk
 * over working time that sets the deadlines, so that the page and the sweeper cannot disagree.
 */
export interface TicketReader {
  list(query: Parameters<Tables["tickets"]["list"]>[0]): Promise<TicketSummary[]>;
  find(id: string): Promise<TicketDetail | undefined>;
}

/** Lines of a ticket's history in one answer; who reads more than these reads the newest first. */
const TRANSITIONS_SHOWN = 200;

/** Tickets whose histories are read at once. */
const HISTORIES_AT_ONCE = 20;

export function createTicketReader({
  read,
  clocks,
  now,
}: {
  readonly read: Tables;
  readonly clocks: Clocks;
  readonly now: () => Temporal.Instant;
}): TicketReader {
  /** A ticket that is over says all by its columns; of the others the histories are read. */
  async function toSummaries(rows: readonly TicketListRow[]): Promise<TicketSummary[]> {
    const nowMs = now().epochMilliseconds;
    const ids = rows.filter(isRunning).map(({ id }) => id);
    const histories = new Map<string, ClockLineRow[]>();
    for (let from = 0; from < ids.length; from += HISTORIES_AT_ONCE) {
      const lines = await read.tickets.clockLines(ids.slice(from, from + HISTORIES_AT_ONCE));
      for (const [id, own] of Map.groupBy(lines, ({ ticketId }) => ticketId)) {
        histories.set(id, own);
      }
    }
    const summaries: TicketSummary[] = [];
    for (const row of rows) {
      const lines = histories.get(row.id) ?? [];
      const counted = await clocks.read(read.contracts, lines, nowMs);
      summaries.push({ ...toTicket(row), targets: toTargets(row, counted) });
    }
    return summaries;
  }

  return {
    list: async (query) => toSummaries(await read.tickets.list(query)),

    async find(id) {
      const [summary] = await toSummaries(await read.tickets.list({ ids: [id], limit: 1 }));
      return summary && { ...summary, ...(await toHistory(read, id)) };
    },
  };
}

function isRunning({ targets }: TicketListRow): boolean {
  return targets.some(({ elapsedMs }) => elapsedMs === null);
}

async function toHistory(
  { tickets }: Tables,
  ticketId: string,
): Promise<Pick<TicketDetail, "transitions" | "transitionsOmitted">> {
  const count = await tickets.transitionCount(ticketId);
  const transitions = await tickets.transitions(ticketId, TRANSITIONS_SHOWN);
  return {
    transitions: transitions.map(toTransition),
    // A line that was written in between is among those that are shown.
    transitionsOmitted: Math.max(0, count - transitions.length),
  };
}

function toTransition(
  row: TicketTransitionRow & { readonly id: number },
): TicketDetail["transitions"][number] {
  return {
    id: row.id,
    kind: row.kind,
    at: toInstant(row.atMs),
    effectiveAt: toInstant(row.effectiveAtMs),
    actor: row.actor,
    fromState: row.fromState,
    toState: row.toState,
    parameters: { ...row.parameters },
    text: row.text,
  };
}

function toTicket(row: TicketListRow): Omit<TicketSummary, "targets"> {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    type: row.type,
    priority: row.priority,
    severity: row.severity,
    customer: { id: row.customerId, name: row.customerName },
    machine: { id: row.machineId, name: row.machineName },
    rule: { id: row.ruleId, key: row.ruleKey, label: ruleLabel(row.ruleKey) },
    object: toObject(row.object),
    metric: row.metric,
    value: row.value,
    threshold: row.threshold,
    contract: { id: row.contractId, name: row.contractName },
    openedAt: toInstant(row.openedAtMs),
    eventAt: toInstant(row.eventAtMs),
    resolvedAt: row.resolvedAtMs === null ? null : toInstant(row.resolvedAtMs),
    mergedInto: row.mergedIntoId,
    version: row.version,
  };
}

function toTargets(row: TicketListRow, counted: readonly CountedTarget[]): TicketTarget[] {
  const clocks = new Map(counted.map(({ course, clock }) => [course.kind, clock]));
  return row.targets.map((target) => toTarget(target, clocks.get(target.kind)));
}

/** Without a clock it is over, or nothing is known of it but its columns. */
function toTarget(row: TargetRow, clock: Clock | undefined): TicketTarget {
  const isOver = row.endedAtMs !== null;
  const elapsedMs = row.elapsedMs ?? clock?.elapsedMs ?? 0;
  const periods = isOver ? [] : (clock?.openPeriods ?? []);
  return {
    kind: row.kind,
    cycle: row.cycle,
    state: stateOf(row, clock),
    budgetSeconds: toSeconds(row.budgetMs),
    elapsedSeconds: toSeconds(elapsedMs),
    remainingSeconds: isOver ? null : toSeconds(Math.max(0, row.budgetMs - elapsedMs)),
    overrunSeconds: toSeconds(Math.max(0, elapsedMs - row.budgetMs)),
    dueAt: dueAtOf(row, clock),
    openIntervals: periods.map(({ start, end }) => [
      start.epochMilliseconds,
      end.epochMilliseconds,
    ]),
  };
}

/** A clock that has run out is breached on screen at once; its row follows at the next sweep. */
function stateOf({ state }: TargetRow, clock: Clock | undefined): TicketTarget["state"] {
  if (clock === undefined || (state !== "running" && state !== "paused")) return state;
  if (clock.breached) return "breached";
  return clock.state === "ended" ? state : clock.state;
}

function dueAtOf({ endedAtMs, dueAtMs }: TargetRow, clock: Clock | undefined): string | null {
  if (endedAtMs === null && clock !== undefined) {
    return clock.dueAt === undefined ? null : toInstant(clock.dueAt.epochMilliseconds);
  }
  return dueAtMs === null ? null : toInstant(dueAtMs);
}

function toSeconds(ms: number): number {
  return Math.round(ms / 1000);
}
