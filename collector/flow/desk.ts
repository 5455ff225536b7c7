import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import {
  type Decision,
  decide,
  priorityOf,
  REOPEN_WITHIN_MS,
  type TargetEffect,
  type TicketAct,
} from "../domain/ticket.ts";
import type {
  AlertRow,
  CalendarVersionRow,
  TargetRow,
  TicketRow,
  TicketTransitionRow,
  Unit,
} from "../registry/registry.ts";
import { type Clocks, courseOf } from "./clocks.ts";
import type { Touched } from "./draft.ts";
import type { Coverage } from "./memory.ts";
import type { Change } from "./watch.ts";

/**
 * From changes of alerts to tickets, without a hand touching them: at most one open ticket for a
 * cause. It also carries out what people do to a ticket. Everything happens inside the unit that it
 * is given, together with the reports that caused it.
 */

/** Vigie itself, where a transition says who. */
export const VIGIE = "vigie";

export type TicketDesk = {
  /** Keeps a change of an alert, and does to tickets what its rule says. */
  readonly receive: (unit: Unit, change: Change, happening: Happening) => Promise<void>;
  /** Carries out what the domain decides for an act on a ticket: its lines, state and targets. */
  readonly perform: (act: Act) => Promise<{ readonly done: true } | Refusal>;
};

export type Happening = { readonly nowMs: number; readonly touched: Touched };

export type Act = {
  readonly unit: Unit;
  readonly ticket: TicketRow;
  readonly act: TicketAct;
  readonly nowMs: number;
  readonly by: string;
  readonly text?: string | undefined;
  readonly parameters?: TicketTransitionRow["parameters"];
};

type Tools = { readonly newId: (prefix: IdPrefix) => string; readonly clocks: Clocks };

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
    perform: (act) => perform(tools, act),
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

/** The firing alert with its ticket: the open one, one that just recovered, or a new one. */
async function open(tools: Tools, opened: Case): Promise<AlertRow> {
  const { unit, change, row, nowMs } = opened;
  const { coverage } = change.machine;
  if (!change.cell.rule.opensTicket) return { ...row, ticketId: null, noTicket: "rule_opens_none" };
  if (coverage === undefined) return { ...row, ticketId: null, noTicket: "not_covered" };

  const told = { unit, nowMs, by: VIGIE, parameters: valueParameters(row) };
  const standing = await unit.tickets.openFor(row);
  if (standing !== undefined) {
    await perform(tools, { ...told, ticket: standing, act: { kind: "repeat" } });
    return { ...row, ticketId: standing.id };
  }
  const recovered = await unit.tickets.lastAutoResolved(row, nowMs - REOPEN_WITHIN_MS);
  if (recovered !== undefined) {
    await perform(tools, { ...told, ticket: recovered, act: { kind: "reopen" } });
    return { ...row, ticketId: recovered.id };
  }
  return { ...row, ticketId: await add(tools, opened, coverage) };
}

/** Opens a new ticket on the contract's clocks, which start now. Returns its id. */
async function add(tools: Tools, opened: Case, coverage: Coverage): Promise<string> {
  const { unit, row, nowMs } = opened;
  const ticket = await toTicket(tools, opened, coverage);
  await unit.tickets.add(ticket, await toTargets(tools, unit, { ticket, coverage }));
  await unit.tickets.addTransition({
    ticketId: ticket.id,
    kind: "opened",
    atMs: nowMs,
    actor: VIGIE,
    fromState: null,
    toState: ticket.state,
    parameters: valueParameters(row),
    text: null,
  });
  return ticket.id;
}

async function toTicket(
  { newId }: Tools,
  { unit, change: { machine, cell, atMs }, row, nowMs }: Case,
  { contractVersionId }: Coverage,
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
    contractVersionId,
    state: "new",
    type: "incident",
    priority: priorityOf(rule.severity),
    severity: rule.severity,
    metric: rule.condition.kind === "offline" ? null : rule.condition.metric,
    value: row.value,
    threshold: row.threshold,
    openedAtMs: nowMs,
    eventAtMs: atMs,
    resolvedAtMs: null,
    autoResolved: false,
    takenBy: null,
    version: 1,
  };
}

async function toTargets(
  { newId, clocks }: Tools,
  unit: Unit,
  { ticket, coverage }: { readonly ticket: TicketRow; readonly coverage: Coverage },
): Promise<TargetRow[]> {
  const calendars = await unit.contracts.calendarVersions();
  const level = coverage.clauses.levels.find(({ priority }) => priority === ticket.priority);
  return (level?.targets ?? []).map(({ kind, budgetSeconds, calendarId, pausable }) => {
    const calendarVersion = newestVersion(calendars, calendarId);
    const promise = { kind, budgetMs: budgetSeconds * 1_000, pausable, calendarVersion };
    const nowMs = ticket.openedAtMs;
    return clocks.start({ id: newId("tgt"), ticketId: ticket.id, promise, nowMs });
  });
}

async function recover(tools: Tools, { unit, change, row, nowMs }: Case): Promise<void> {
  const ticket = await unit.tickets.openFor(row);
  if (ticket === undefined) return;
  const act = { kind: "recover", resolves: change.cell.rule.resolvesTicket } as const;
  await perform(tools, { unit, ticket, act, nowMs, by: VIGIE, parameters: valueParameters(row) });
}

async function perform(
  tools: Tools,
  { unit, ticket, act, nowMs, by, text = "", parameters = {} }: Act,
): Promise<{ readonly done: true } | Refusal> {
  const decision = decide(ticket, act);
  if ("problem" in decision) return decision;

  const after = withDecision(ticket, decision, { act, nowMs });
  if (!(await unit.tickets.change(after))) return VERSION_CONFLICT;
  await moveTargets(tools, { unit, ticket, nowMs, effect: decision.targets });
  // Of several lines the last one is what changed the state: it recovered, and so it was resolved.
  const last = decision.lines.length - 1;
  for (const [place, kind] of decision.lines.entries()) {
    await unit.tickets.addTransition({
      ticketId: ticket.id,
      kind,
      atMs: nowMs,
      actor: by,
      fromState: ticket.state,
      toState: place === last ? after.state : ticket.state,
      parameters,
      text: text === "" ? null : text,
    });
  }
  return { done: true };
}

const VERSION_CONFLICT: Refusal = {
  problem: "version_conflict",
  detail: "the ticket was changed meanwhile",
};

function withDecision(
  ticket: TicketRow,
  { state, takenBy }: Decision,
  { act, nowMs }: Pick<Act, "act" | "nowMs">,
): TicketRow {
  const after = { ...ticket, state, takenBy };
  if (state === ticket.state) return after;
  if (state === "resolved") {
    return { ...after, resolvedAtMs: nowMs, autoResolved: act.kind === "recover" };
  }
  return { ...after, resolvedAtMs: null, autoResolved: false };
}

type Moving = Pick<Act, "unit" | "ticket" | "nowMs"> & { readonly effect: TargetEffect };

/** Does to the targets what a decision says; those that are over stay as they are. */
async function moveTargets(
  { clocks }: Tools,
  { unit, ticket, nowMs, effect }: Moving,
): Promise<void> {
  if (effect.kind === "keep") return;
  for (const version of await unit.contracts.calendarVersions()) clocks.calendarOf(version);
  const closedUntilNow =
    effect.kind === "resume" ? { fromMs: ticket.resolvedAtMs ?? nowMs, toMs: nowMs } : undefined;
  const course = courseOf(ticket, await unit.tickets.closures(ticket.id), closedUntilNow);
  for (const target of await unit.tickets.targets(ticket.id)) {
    const moved = clocks.move(target, effect, { course, nowMs });
    if (moved !== undefined) await unit.tickets.changeTarget(moved);
  }
}

/** The alert's value as parameters of a line; a value that is not there is not said. */
function valueParameters({ value, threshold, object }: AlertRow): Record<string, string | number> {
  return {
    ...(value !== null && { value }),
    ...(threshold !== null && { threshold }),
    ...(object !== "" && { object }),
  };
}

function newestVersion(
  rows: readonly CalendarVersionRow[],
  calendarId: string,
): CalendarVersionRow {
  const versions = rows.filter((row) => row.calendarId === calendarId);
  const newest = versions.sort((a, b) => b.number - a.number)[0];
  if (newest === undefined) throw new Error(`the contract names no known calendar: ${calendarId}`);
  return newest;
}
