import type { TicketTarget } from "@vigie/shared/ticket.ts";
import type { TicketDetail, TicketSummary } from "@vigie/shared/ticket-document.ts";
import type { Clock } from "../domain/course.ts";
import { consequenceOf } from "../domain/ticket-coverage.ts";
import type { ClockLineRow, Tables, TargetRow, TicketListRow } from "../registry/registry.ts";
import type { Clocks, CountedTarget } from "./clocks.ts";
import { ruleLabel, toInstant, toObject } from "./documents.ts";
import { createPlaces } from "./slots.ts";
import { historyOf } from "./ticket-history.ts";
import { partsOf } from "./ticket-parts.ts";

/**
 * Tickets as the API says them. The clocks are computed when they are asked for, from the same walk
 * over working time that sets the deadlines, so that the page and the sweeper cannot disagree.
 */
export interface TicketReader {
  list(query: Parameters<Tables["tickets"]["list"]>[0]): Promise<TicketSummary[]>;
  find(id: string): Promise<TicketDetail | undefined>;
}

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
    const placeOf = createPlaces(read, nowMs);
    for (const row of rows) {
      const lines = histories.get(row.id) ?? [];
      const counted = await clocks.read(read.contracts, lines, nowMs);
      const queue = await placeOf(row);
      summaries.push({ ...toTicket(row), queue, targets: toTargets(row, counted) });
    }
    return summaries;
  }

  return {
    list: async (query) => toSummaries(await read.tickets.list(query)),

    async find(id) {
      const rows = await read.tickets.list({ ids: [id], limit: 1 });
      const [[row], [summary]] = [rows, await toSummaries(rows)];
      if (row === undefined || summary === undefined) return undefined;
      const { lines, older } = await historyOf(read, id);
      return {
        ...summary,
        coverageReason: { ...row.coverageReason, consequence: consequenceOf(row.coverage) },
        ...(await partsOf(read, id)),
        transitions: lines,
        transitionsOmitted: older,
      };
    },
  };
}

function isRunning({ targets }: TicketListRow): boolean {
  return targets.some(({ elapsedMs }) => elapsedMs === null);
}

function toTicket(row: TicketListRow): Omit<TicketSummary, "targets" | "queue"> {
  return {
    ...aboutOf(row),
    ...standingOf(row),
    id: row.id,
    number: row.number,
    state: row.state,
    type: row.type,
    title: row.title,
    channel: row.channel,
    impact: row.impact,
    urgency: row.urgency,
    priority: row.priority,
    tags: [...row.tags],
    openedAt: toInstant(row.openedAtMs),
    eventAt: toInstant(row.eventAtMs),
    updatedAt: toInstant(row.updatedAtMs),
    resolvedAt: instantOrNull(row.resolvedAtMs),
    breaksAt: instantOrNull(row.breaksAtMs),
    mergedInto: row.mergedIntoId,
    version: row.version,
  };
}

/** What it is about, and what was found. */
function aboutOf(row: TicketListRow) {
  const { requesterEmail: email, equipmentKind: kind, ruleId, ruleKey, ruleWords } = row;
  const equipment = namedOrNull(row.equipmentId, row.equipmentName);
  const requester = namedOrNull(row.requesterId, row.requesterName);
  return {
    customer: { id: row.customerId, name: row.customerName },
    site: namedOrNull(row.siteId, row.siteName),
    machine: namedOrNull(row.machineId, row.machineName),
    equipment: equipment && { ...equipment, kind: kind ?? "other" },
    requester: requester && { ...requester, email },
    rule:
      ruleId === null || ruleKey === null
        ? null
        : { id: ruleId, key: ruleKey, label: ruleLabel(ruleKey, ruleWords) },
    severity: row.severity,
    object: toObject(row.object),
    metric: row.metric,
    value: row.value,
    threshold: row.threshold,
  };
}

/** Who has it, what the contract makes of it, and of what it is a part. */
function standingOf(row: TicketListRow) {
  return {
    coverage: row.coverage,
    contract: namedOrNull(row.contractId, row.contractName),
    assignee: namedOrNull(row.assigneeId, row.assigneeName),
    team: namedOrNull(row.teamId, row.teamName),
    parent:
      row.parentId === null || row.parentNumber === null
        ? null
        : { id: row.parentId, number: row.parentNumber },
  };
}

function namedOrNull(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? id };
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : toInstant(ms);
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
