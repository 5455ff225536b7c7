import { priorityOf } from "../domain/ticket.ts";
import type { CoverageDecision } from "../domain/ticket-coverage.ts";
import type { TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { matrixOf, type OpeningBasis } from "./bases.ts";
import { freeze } from "./promises.ts";
import { addCounted, type RecountTools } from "./recount.ts";
import { type Seating, seatFor } from "./slots.ts";

/**
 * Opens a ticket, whoever asked for it: its first line, its promises frozen as they hold now, and its
 * clocks. What is not covered has no promise, and says so by its coverage; what waits for a slot has
 * none yet.
 */

/** What a ticket is about, and who asked for it by which way. */
export type Asked = Pick<
  TicketRow,
  | "customerId"
  | "siteId"
  | "machineId"
  | "equipmentId"
  | "ruleId"
  | "object"
  | "alertId"
  | "title"
  | "channel"
  | "requesterId"
  | "type"
  | "impact"
  | "urgency"
  | "severity"
  | "metric"
  | "value"
  | "threshold"
  | "eventAtMs"
  | "assigneeId"
  | "teamId"
>;

/** What the contract makes of it is decided before: see ticket-coverage.ts. */
export type Opening = {
  readonly unit: Unit;
  readonly asked: Asked;
  readonly decision: CoverageDecision<OpeningBasis>;
  readonly nowMs: number;
  /** When it was asked for, if that was earlier: clocks start then. */
  readonly openedAtMs?: number;
  readonly by: string;
  readonly text?: string | undefined;
  /** What its first line says besides. */
  readonly parameters: TicketTransitionRow["parameters"];
};

export async function openTicket(tools: RecountTools, opening: Opening): Promise<TicketRow> {
  const { unit, asked, decision, nowMs, openedAtMs = nowMs, by, text = "", parameters } = opening;
  const request = { ...asked, coverage: decision.coverage, parentId: null };
  const seating = await seatFor(unit, request, { contract: decision.version, nowMs });
  const ticket = await toTicket(tools, opening, seating);
  const { promises, calendarVersionIds } = await termsOfOpening(opening, ticket.priority);
  const row = { ...ticket, calendarVersionIds };
  const line = { ticketId: row.id, atMs: nowMs, actor: by, toState: row.state } as const;
  const opened = {
    ...line,
    kind: "opened",
    effectiveAtMs: openedAtMs,
    fromState: null,
    parameters,
    promises: seating.place === undefined ? promises : [],
    text: text === "" ? null : text,
  } as const;
  const queued = seating.place && {
    ...line,
    kind: "queued" as const,
    effectiveAtMs: nowMs,
    fromState: row.state,
    parameters: seating.place,
    promises: null,
    text: null,
  };
  const lines = queued === undefined ? [opened] : [opened, queued];
  await addCounted(tools, { unit, ticket: row, lines, nowMs });
  return row;
}

/** The calendars of a contract are frozen also where its promises do not run: they may run later. */
async function termsOfOpening({ unit, decision }: Opening, priority: number) {
  const { version, coverage } = decision;
  if (version === undefined) return { promises: [], calendarVersionIds: [] };
  const frozen = await freeze(unit, { clauses: version.clauses, priority, known: [] });
  return coverage === "covered" ? frozen : { ...frozen, promises: [] };
}

async function toTicket(
  { newId }: RecountTools,
  { unit, asked, decision, nowMs, openedAtMs = nowMs }: Opening,
  { slotKey, queuedAtMs }: Seating,
): Promise<TicketRow> {
  return {
    ...asked,
    id: newId("tic"),
    number: await unit.tickets.nextNumber(),
    coverage: decision.coverage,
    coverageReason: decision.reason,
    contractVersionId: decision.version?.contractVersionId ?? null,
    calendarVersionIds: [],
    state: "new",
    priority: priorityOf(asked, matrixOf(decision.version)),
    openedAtMs,
    updatedAtMs: nowMs,
    resolvedAtMs: null,
    autoResolved: false,
    takenBy: null,
    parentId: null,
    slotKey,
    queuedAtMs,
    breaksAtMs: null,
    mergedIntoId: null,
    version: 1,
  };
}
