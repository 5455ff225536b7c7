import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { decide, priorityOf, REOPEN_WITHIN_MS, type TargetEffect, type TicketAct } from "../domain/ticket.ts";
import type {
  AlertRow,
  CalendarVersionRow,
  TargetRow,
  TicketRow,
  TicketTransitionRow,
  Unit,
} from "../registry/registry.ts";
import { type Clocks, courseOf } from "./clocks.ts";
import type { Change } from "./watch.ts";

/**
 * From changes of alerts to tickets, without a hand touching them: at most one open ticket for a
 * cause. It also carries out what people do to a ticket. Everything happens inside the unit that it
 * is given, together with the reports that caused it.
 */

/** Vigie itself, where a transition says who. */
export const VIGIE = "vigie";

export type TicketDesk = ReturnType<typeof createDesk>;

/** What a unit changed, for the live feed after COMMIT. */
export type Touched = { readonly alerts: Set<string>; readonly tickets: Set<string> };

type Act = {
  readonly unit: Unit;
  readonly ticket: TicketRow;
  readonly act: TicketAct;
  readonly nowMs: number;
  readonly by: string;
  readonly text?: string | undefined;
  readonly parameters?: TicketTransitionRow["parameters"];
};

export function createDesk({
  newId,
  clocks,
}: {
  readonly newId: (prefix: IdPrefix) => string;
  readonly clocks: Clocks;
}) {
  /** Keeps a change of an alert, and does to tickets what its rule says. */
  async function receive(
    unit: Unit,
    change: Change,
    { nowMs, touched }: { readonly nowMs: number; readonly touched: Touched },
  ): Promise<void> {
    const row = await toRow(unit, change);
    const { from, to } = change;
    let kept = row;
    if (to === "firing") kept = await open(unit, { change, row, nowMs });
    if (from === "firing" && to === "quiet") await recover(unit, change, row, nowMs);
    await unit.alerts.save(kept);
    change.cell.row = kept;
    if (from === "firing" || to === "firing") {
      const { atMs, value } = change;
      await unit.alerts.addTransition({ alertId: row.id, from, to, atMs, detectedAtMs: nowMs, value });
    }
    touched.alerts.add(row.id);
    if (kept.ticketId !== null) touched.tickets.add(kept.ticketId);
  }

  async function toRow(unit: Unit, { machine, cell, to, atMs, value, threshold }: Change) {
    const key = { machineId: machine.id, ruleId: cell.rule.id, object: cell.object };
    const before = cell.row ?? (await unit.alerts.find(key));
    const row: AlertRow = {
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
    return row;
  }

  /** The alert's ticket: the open one, one that just recovered, or a new one. */
  async function open(
    unit: Unit,
    {
      change,
      row,
      nowMs,
    }: { readonly change: Change; readonly row: AlertRow; readonly nowMs: number },
  ): Promise<AlertRow> {
    const { machine, cell } = change;
    if (!cell.rule.opensTicket) return { ...row, ticketId: null, noTicket: "rule_opens_none" };
    if (machine.coverage === undefined) return { ...row, ticketId: null, noTicket: "not_covered" };

    const parameters = valueParameters(row);
    const opened = await unit.tickets.openFor(row);
    if (opened !== undefined) {
      await perform({ unit, ticket: opened, act: { kind: "repeat" }, nowMs, by: VIGIE, parameters });
      return { ...row, ticketId: opened.id };
    }
    const recovered = await unit.tickets.lastAutoResolved(row, nowMs - REOPEN_WITHIN_MS);
    if (recovered !== undefined) {
      const act = { kind: "reopen" } as const;
      await perform({ unit, ticket: recovered, act, nowMs, by: VIGIE, parameters });
      return { ...row, ticketId: recovered.id };
    }
    const ticket = await add(unit, { change, row, nowMs });
    return { ...row, ticketId: ticket.id };
  }

  async function add(
    unit: Unit,
    {
      change: { machine, cell, atMs },
      row,
      nowMs,
    }: { readonly change: Change; readonly row: AlertRow; readonly nowMs: number },
  ): Promise<TicketRow> {
    const { rule } = cell;
    const coverage = machine.coverage;
    if (coverage === undefined) throw new Error("a ticket needs a contract");
    const ticket: TicketRow = {
      id: newId("tic"),
      number: await unit.tickets.nextNumber(),
      customerId: machine.customerId,
      machineId: machine.id,
      ruleId: rule.id,
      object: cell.object,
      alertId: row.id,
      contractVersionId: coverage.contractVersionId,
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
    const calendars = await unit.contracts.calendarVersions();
    const level = coverage.clauses.levels.find(({ priority }) => priority === ticket.priority);
    const targets = (level?.targets ?? []).map(({ kind, budgetSeconds, calendarId, pausable }) => {
      const calendarVersion = newestVersion(calendars, calendarId);
      const promise = { kind, budgetMs: budgetSeconds * 1_000, pausable, calendarVersion };
      return clocks.start({ id: newId("tgt"), ticketId: ticket.id, promise, nowMs });
    });
    await unit.tickets.add(ticket, targets);
    await unit.tickets.addTransition({
      ticketId: ticket.id,
      kind: "opened",
      atMs: nowMs,
      actor: VIGIE,
      fromState: null,
      toState: "new",
      parameters: valueParameters(row),
      text: null,
    });
    return ticket;
  }

  async function recover(
    unit: Unit,
    { cell }: Change,
    row: AlertRow,
    nowMs: number,
  ): Promise<void> {
    const ticket = await unit.tickets.openFor(row);
    if (ticket === undefined) return;
    const act = { kind: "recover", resolves: cell.rule.resolvesTicket } as const;
    const parameters = valueParameters(row);
    await perform({ unit, ticket, act, nowMs, by: VIGIE, parameters });
  }

  /** Carries out what the domain decides for an act on a ticket; its lines, state and targets. */
  async function perform({ unit, ticket, act, nowMs, by, text, parameters }: Act) {
    const decision = decide(ticket, act);
    if ("problem" in decision) return decision;

    const isOver = decision.state === "resolved" && ticket.state !== "resolved";
    const isBack = ticket.state === "resolved" && decision.state !== "resolved";
    const after: TicketRow = {
      ...ticket,
      state: decision.state,
      takenBy: decision.takenBy,
      resolvedAtMs: isOver ? nowMs : isBack ? null : ticket.resolvedAtMs,
      autoResolved: isOver ? act.kind === "recover" : isBack ? false : ticket.autoResolved,
    };
    if (!(await unit.tickets.change(after))) return VERSION_CONFLICT;
    await moveTargets({ unit, ticket, nowMs, effect: decision.targets });
    let fromState = ticket.state;
    for (const kind of decision.lines) {
      await unit.tickets.addTransition({
        ticketId: ticket.id,
        kind,
        atMs: nowMs,
        actor: by,
        fromState,
        toState: after.state,
        parameters: parameters ?? {},
        text: text ?? null,
      });
      fromState = after.state;
    }
    return { done: true } as const;
  }

  /** Does to the targets what a decision says; those that are over stay as they are. */
  async function moveTargets({ unit, ticket, nowMs, effect }: Moving): Promise<void> {
    if (effect.kind === "keep") return;
    const targets = await unit.tickets.targets(ticket.id);
    await loadCalendars(unit, targets);
    const closedUntilNow =
      effect.kind === "resume" ? { fromMs: ticket.resolvedAtMs ?? nowMs, toMs: nowMs } : undefined;
    const transitions = await unit.tickets.transitions(ticket.id);
    const course = courseOf(ticket, transitions, closedUntilNow);
    for (const target of targets) {
      const moved = clocks.move(target, effect, { course, nowMs });
      if (moved !== undefined) await unit.tickets.changeTarget(moved);
    }
  }

  async function loadCalendars(unit: Unit, targets: readonly TargetRow[]): Promise<void> {
    const wanted = new Set(targets.map(({ calendarVersionId }) => calendarVersionId));
    for (const version of await unit.contracts.calendarVersions()) {
      if (wanted.has(version.id)) clocks.calendarOf(version);
    }
  }

  return { receive, perform };
}

type Moving = {
  readonly unit: Unit;
  readonly ticket: TicketRow;
  readonly nowMs: number;
  readonly effect: TargetEffect;
};

/** The alert's value in words' parameters; a value that is not there is not said. */
function valueParameters({ value, threshold, object }: AlertRow): Record<string, string | number> {
  return {
    ...(value !== null && { value }),
    ...(threshold !== null && { threshold }),
    ...(object !== "" && { object }),
  };
}

function newestVersion(rows: readonly CalendarVersionRow[], calendarId: string) {
  const versions = rows.filter((row) => row.calendarId === calendarId);
  const newest = versions.sort((a, b) => b.number - a.number)[0];
  if (newest === undefined) throw new Error(`the contract names no known calendar: ${calendarId}`);
  return newest;
}

const VERSION_CONFLICT: Refusal = {
  problem: "version_conflict",
  detail: "the ticket was changed meanwhile",
};
