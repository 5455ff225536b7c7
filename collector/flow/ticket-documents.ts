import type { TicketDetail, TicketSummary, TicketTarget } from "@vigie/shared/ticket.ts";
import type { Clock } from "../domain/sla.ts";
import type {
  Tables,
  TargetRow,
  TicketListRow,
  TicketTransitionRow,
} from "../registry/registry.ts";
import { type Clocks, courseOf } from "./clocks.ts";
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

/** Below this version a ticket cannot have been resolved and opened again. */
const REOPENED_VERSION_MIN = 3;

export function createTicketReader({
  read,
  clocks,
  now,
}: {
  readonly read: Tables;
  readonly clocks: Pick<Clocks, "calendarOf" | "read">;
  readonly now: () => Temporal.Instant;
}): TicketReader {
  const compiled = new Set<string>();

  /** Versions of calendars never change: they are read again only when one is not known yet. */
  async function compileCalendars(targets: readonly TargetRow[]): Promise<void> {
    if (targets.every(({ calendarVersionId }) => compiled.has(calendarVersionId))) return;
    for (const version of await read.contracts.calendarVersions()) {
      clocks.calendarOf(version);
      compiled.add(version.id);
    }
  }

  async function toSummary(row: TicketListRow): Promise<TicketSummary> {
    await compileCalendars(row.targets);
    const isReopened = row.version >= REOPENED_VERSION_MIN;
    const course = courseOf(row, isReopened ? await read.tickets.closures(row.id) : []);
    const nowMs = now().epochMilliseconds;
    const targets = row.targets.map((target) => {
      const ended = { ...target, endedAtMs: target.endedAtMs ?? row.resolvedAtMs };
      return toTarget(ended, clocks.read(ended, course, nowMs));
    });
    return { ...toTicket(row), targets };
  }

  return {
    async list(query) {
      const summaries: TicketSummary[] = [];
      for (const row of await read.tickets.list(query)) {
        summaries.push(await toSummary(row));
      }
      return summaries;
    },

    async find(id) {
      const [row] = await read.tickets.list({ ids: [id], limit: 1 });
      if (row === undefined) return undefined;
      return { ...(await toSummary(row)), ...(await toHistory(read, id)) };
    },
  };
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
    version: row.version,
  };
}

function toTarget(row: TargetRow, clock: Clock): TicketTarget {
  const isOver = row.endedAtMs !== null;
  return {
    kind: row.kind,
    state: stateOf(row, clock),
    budgetSeconds: toSeconds(row.budgetMs),
    elapsedSeconds: toSeconds(clock.elapsedMs),
    remainingSeconds: isOver ? null : toSeconds(clock.remainingMs),
    overrunSeconds: toSeconds(clock.overrunMs),
    dueAt: dueAtOf(row, clock),
    openIntervals: isOver
      ? []
      : clock.openPeriods.map(({ start, end }) => [start.epochMilliseconds, end.epochMilliseconds]),
  };
}

/** A clock that has run out is breached on screen at once; its row follows at the next sweep. */
function stateOf(row: TargetRow, clock: Clock): TicketTarget["state"] {
  if (row.state !== "running" && row.state !== "paused") return row.state;
  if (clock.breached) return "breached";
  return clock.state === "ended" ? row.state : clock.state;
}

function dueAtOf(row: TargetRow, clock: Clock): string | null {
  if (row.endedAtMs !== null) return row.dueAtMs === null ? null : toInstant(row.dueAtMs);
  return clock.dueAt === undefined ? null : toInstant(clock.dueAt.epochMilliseconds);
}

function toSeconds(ms: number): number {
  return Math.round(ms / 1000);
}
