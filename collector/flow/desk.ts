import { isOpen, priorityOf, REOPEN_WITHIN_MS } from "../domain/ticket.ts";
import type { AlertRow, TicketRow, Unit } from "../registry/registry.ts";
import type { Touched } from "./draft.ts";
import { VIGIE } from "./due.ts";
import type { Coverage, MachineMemory } from "./memory.ts";
import { type Act, type Performed, perform, recountAloud, type Telling, tell } from "./perform.ts";
import { freeze } from "./promises.ts";
import { type RecountTools, recount } from "./recount.ts";
import type { Change } from "./watch.ts";

/**
 * From changes of alerts to tickets, without a hand touching them: at most one open ticket for a
 * cause. It also carries out what people do to a ticket. Everything happens inside the unit that it
 * is given, together with the reports that caused it.
 */

export type TicketDesk = {
  /** Keeps a change of an alert, and does to tickets what its rule says. */
  readonly receive: (unit: Unit, change: Change, happening: Happening) => Promise<void>;
  /** Opens tickets for what fires already on a machine that was just covered. */
  readonly takeUp: (unit: Unit, machine: MachineMemory, happening: Happening) => Promise<void>;
  /** Carries out what the domain decides for an act on a ticket: its lines, state and clocks. */
  readonly perform: (act: Act) => Promise<Performed>;
  /** Says what of a ticket is due now, each thing once; false = nothing is. */
  readonly tell: (telling: Telling) => Promise<boolean>;
  /** Makes the columns of a ticket anew from its history. */
  readonly recount: (telling: Telling) => Promise<void>;
};

export type Happening = { readonly nowMs: number; readonly touched: Touched };

type Tools = RecountTools;

/** A change on its way to a ticket. */
type Case = {
  readonly unit: Unit;
  readonly change: Change;
  readonly row: AlertRow;
  readonly nowMs: number;
};

export function createDesk(tools: Tools): TicketDesk {
  return {
    receive: (unit, change, happening) => receive(tools, { unit, change }, happening),
    takeUp: (unit, machine, happening) => takeUp(tools, { unit, machine }, happening),
    perform: (act) => perform(tools, act),
    tell,
    recount: (telling) => recountAloud(tools, telling),
  };
}

async function receive(
  tools: Tools,
  { unit, change }: Pick<Case, "unit" | "change">,
  { nowMs, touched }: Happening,
): Promise<void> {
  const { from, to, atMs, value, cell } = change;
  const row = await toRow(tools, unit, change);
  const kept = to === "firing" ? await open(tools, { unit, change, row, nowMs }) : row;
  if (from === "firing") await recover(tools, { unit, change, row, nowMs });
  await unit.alerts.save(kept);
  cell.row = kept;
  if (from === "firing" || to === "firing") {
    await unit.alerts.addTransition({
      alertId: row.id,
      from,
      to,
      atMs,
      detectedAtMs: nowMs,
      value,
    });
  }
  touched.alerts.add(row.id);
  if (kept.ticketId !== null) touched.tickets.add(kept.ticketId);
}

async function takeUp(
  tools: Tools,
  { unit, machine }: { readonly unit: Unit; readonly machine: MachineMemory },
  { nowMs, touched }: Happening,
): Promise<void> {
  for (const cell of machine.cells.values()) {
    const { row } = cell;
    if (row?.state !== "firing" || row.noTicket !== "not_covered") continue;
    const { sinceMs: atMs, value, threshold } = row;
    const change = { machine, cell, from: row.state, to: row.state, atMs, value, threshold };
    const kept = await open(tools, { unit, change, row: { ...row, noTicket: null }, nowMs });
    await unit.alerts.save(kept);
    cell.row = kept;
    touched.alerts.add(row.id);
    if (kept.ticketId !== null) touched.tickets.add(kept.ticketId);
  }
}

async function toRow(
  { newId }: Tools,
  unit: Unit,
  { machine, cell, to, atMs, value, threshold }: Change,
): Promise<AlertRow> {
  const key = { machineId: machine.id, ruleId: cell.rule.id, object: cell.object };
  const before = cell.row ?? (await unit.alerts.find(key));
  return {
    ...key,
    id: before?.id ?? newId("alr"),
    customerId: machine.customerId,
    state: to,
    sinceMs: atMs,
    value,
    threshold,
    ticketId: before?.ticketId ?? null,
    noTicket: null,
  };
}

/**
 * Lines from which a ticket's clocks are made. One that resolved itself and came back so often is left
 * alone, and a new one is opened; nothing else that happens by itself adds such lines.
 */
const LINES_MAX = 4_000;

/** The firing alert with its ticket: the open one, one that just recovered, or a new one. */
async function open(tools: Tools, opened: Case): Promise<AlertRow> {
  const { unit, change, row, nowMs } = opened;
  const { coverage } = change.machine;
  if (!change.cell.rule.opensTicket) return { ...row, ticketId: null, noTicket: "rule_opens_none" };
  if (coverage === undefined) return { ...row, ticketId: null, noTicket: "not_covered" };

  const told = { unit, nowMs, by: VIGIE, parameters: valueParameters(row) };
  const standing = await standingFor(unit, row);
  if (standing !== undefined) {
    await perform(tools, { ...told, ticket: standing, act: { kind: "repeat" } });
    return { ...row, ticketId: standing.id };
  }
  const recovered = await unit.tickets.lastAutoResolved(row, nowMs - REOPEN_WITHIN_MS);
  if (recovered !== undefined && (await unit.tickets.clockLineCount(recovered.id)) < LINES_MAX) {
    await perform(tools, { ...told, ticket: recovered, act: { kind: "fire_again" } });
    return { ...row, ticketId: recovered.id };
  }
  return { ...row, ticketId: await add(tools, opened, coverage) };
}

/** How far merged tickets are followed: one into another, into another. */
const MERGES_FOLLOWED_MAX = 20;

/** The open ticket for this cause, or the one into which the last of this cause was merged. */
async function standingFor({ tickets }: Unit, row: AlertRow): Promise<TicketRow | undefined> {
  const open = await tickets.openFor(row);
  if (open !== undefined || row.ticketId === null) return open;
  let ticket = await tickets.find(row.ticketId);
  for (let followed = 0; followed < MERGES_FOLLOWED_MAX; followed += 1) {
    if (ticket === undefined || ticket.mergedIntoId === null) break;
    ticket = await tickets.find(ticket.mergedIntoId);
  }
  return ticket !== undefined && isOpen(ticket) ? ticket : undefined;
}

/** Opens a new ticket on the contract's clocks, which start now. Returns its id. */
async function add(tools: Tools, opened: Case, coverage: Coverage): Promise<string> {
  const { unit, row, nowMs } = opened;
  const { clauses } = coverage;
  const priority = priorityOf(opened.change.cell.rule.severity, clauses.priorities);
  const { promises, calendarVersionIds } = await freeze(unit, { clauses, priority, known: [] });
  const { contractVersionId } = coverage;
  const ticket = await toTicket(tools, opened, {
    priority,
    contractVersionId,
    calendarVersionIds,
  });
  const line = {
    ticketId: ticket.id,
    kind: "opened",
    effectiveAtMs: nowMs,
    fromState: null,
    toState: ticket.state,
    parameters: valueParameters(row),
    promises,
  } as const;
  await unit.tickets.add(ticket, []);
  await unit.tickets.addTransition({ ...line, atMs: nowMs, actor: VIGIE, text: null });
  await recount(tools, { unit, ticket, nowMs, lines: [line] });
  return ticket.id;
}

async function toTicket(
  { newId }: Tools,
  { unit, change: { machine, cell, atMs }, row, nowMs }: Case,
  terms: Pick<TicketRow, "priority" | "contractVersionId" | "calendarVersionIds">,
): Promise<TicketRow> {
  const { rule } = cell;
  return {
    id: newId("tic"),
    number: await unit.tickets.nextNumber(),
    customerId: machine.customerId,
    machineId: machine.id,
    ruleId: rule.id,
    object: cell.object,
    alertId: row.id,
    ...terms,
    state: "new",
    type: "incident",
    severity: rule.severity,
    metric: rule.condition.kind === "offline" ? null : rule.condition.metric,
    value: row.value,
    threshold: row.threshold,
    openedAtMs: nowMs,
    eventAtMs: atMs,
    resolvedAtMs: null,
    autoResolved: false,
    takenBy: null,
    mergedIntoId: null,
    version: 1,
  };
}

/** What the ticket was opened for is over; of one that it was merged into, only a part is. */
async function recover(tools: Tools, { unit, change, row, nowMs }: Case): Promise<void> {
  const ticket = await standingFor(unit, row);
  if (ticket === undefined) return;
  const isOwn = ticket.machineId === row.machineId && ticket.ruleId === row.ruleId;
  const resolves = isOwn && ticket.object === row.object && change.cell.rule.resolvesTicket;
  const act = { kind: "recover", resolves } as const;
  await perform(tools, { unit, ticket, act, nowMs, by: VIGIE, parameters: valueParameters(row) });
}

/** The alert's value as parameters of a line; a value that is not there is not said. */
function valueParameters({ value, threshold, object }: AlertRow): Record<string, string | number> {
  return {
    ...(value !== null && { value }),
    ...(threshold !== null && { threshold }),
    ...(object !== "" && { object }),
  };
}
