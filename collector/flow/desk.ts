import { REOPEN_WITHIN_MS } from "../domain/ticket.ts";
import { CLOCK_LINES_MAX } from "../domain/ticket-line.ts";
import type { AlertRow, TicketRow, Unit } from "../registry/registry.ts";
import { toAlertRow } from "./alert-row.ts";
import { decisionFor, leftOutBecause, openFor, valueParameters } from "./alert-ticket.ts";
import type { Touched } from "./draft.ts";
import { VIGIE } from "./due.ts";
import type { Touch } from "./hold.ts";
import { holdOf } from "./holding.ts";
import { type Cell, cellKey, type MachineMemory } from "./machine-memory.ts";
import { type Regrouping, regroup } from "./outage-parts.ts";
import { noteReturn } from "./outages.ts";
import { type Act, type Performed, perform, tell } from "./perform.ts";
import { type Freeing, giveSlots } from "./queue.ts";
import { type RecountTools, recountAloud, type Telling } from "./recount.ts";
import { standingTicket } from "./standing-ticket.ts";
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
  /** The hold of an alert is over: what still fires opens its ticket now, unless something else holds it. */
  readonly release: (unit: Unit, held: Held, happening: Happening) => Promise<void>;
  /** A machine that was away is there again, or is waited for no more. */
  readonly welcome: (unit: Unit, machine: MachineMemory, happening: Happening) => Promise<void>;
  /** Parts of outages owe by themselves again where nothing stands for them any more. */
  readonly regroup: (unit: Unit, regrouping: Regrouping) => Promise<void>;
  /** Lets requests begin for which a slot is free now. */
  readonly seat: (unit: Unit, freeing: Freeing & Omit<Happening, "touched">) => Promise<void>;
  /** Carries out what the domain decides for an act on a ticket: its lines, state and clocks. */
  readonly perform: (act: Act) => Promise<Performed>;
  /** Says what of a ticket is due now, each thing once; false = nothing is. */
  readonly tell: (telling: Telling) => Promise<boolean>;
  /** Makes the columns of a ticket anew from its history. */
  readonly recount: (telling: Telling) => Promise<void>;
};

export type Happening = {
  readonly nowMs: number;
  readonly touched: Touched;
  /** To be told of tickets that are not about the machine. */
  readonly touch: Touch;
};

/** An alert that was held back, with its machine where that is still watched. */
export type Held = { readonly row: AlertRow; readonly machine: MachineMemory | undefined };

type Tools = RecountTools;

/** A change on its way to a ticket. */
type Case = {
  readonly unit: Unit;
  readonly change: Change;
  readonly row: AlertRow;
  readonly nowMs: number;
  readonly touch: Touch;
};

export function createDesk(tools: Tools): TicketDesk {
  return {
    receive: (unit, change, happening) => receive(tools, { unit, change }, happening),
    takeUp: (unit, machine, happening) => takeUp(tools, { unit, machine }, happening),
    release: (unit, held, happening) => release(tools, { unit, ...held }, happening),
    welcome: (unit, { id: machineId }, happening) =>
      noteReturn(tools, { unit, machineId, ...happening }),
    regroup: (unit, regrouping) => regroup(tools, unit, regrouping),
    seat: (unit, freeing) => giveSlots(tools, unit, freeing),
    perform: (act) => perform(tools, act),
    tell,
    recount: (telling) => recountAloud(tools, telling),
  };
}

async function receive(
  tools: Tools,
  { unit, change }: Pick<Case, "unit" | "change">,
  { nowMs, touched, touch }: Happening,
): Promise<void> {
  const { from, to, atMs, value, cell } = change;
  const before = await rowBefore(unit, change);
  const row = toAlertRow(change, before, () => tools.newId("alr"));
  const isTurning = (from === "firing") !== (to === "firing");
  const told = { unit, change, row, nowMs, touch };
  const kept = isTurning && to === "firing" ? await open(tools, told) : row;
  if (isTurning && from === "firing") await recover(tools, told);
  await unit.alerts.save(kept, before);
  cell.row = kept;
  if (isTurning) {
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
  happening: Happening,
): Promise<void> {
  for (const cell of machine.cells.values()) {
    const { row } = cell;
    if (row?.state !== "firing" || !isLeftOut(row)) continue;
    await openAnew(tools, { unit, machine, cell, row }, happening);
  }
}

/** What is quiet by now, or of a machine that nobody watches any more, is held back by nothing. */
async function release(
  tools: Tools,
  { unit, row, machine }: Held & { readonly unit: Unit },
  happening: Happening,
): Promise<void> {
  const cell = machine?.cells.get(cellKey(row.ruleId, row.object));
  if (machine !== undefined && cell !== undefined && row.state === "firing") {
    await openAnew(tools, { unit, machine, cell, row }, happening);
    return;
  }
  const freed = { ...row, noTicket: null, hold: null };
  await unit.alerts.save(freed);
  if (cell !== undefined) cell.row = freed;
  happening.touched.alerts.add(row.id);
}

type Anew = {
  readonly unit: Unit;
  readonly machine: MachineMemory;
  readonly cell: Cell;
  readonly row: AlertRow;
};

/** Looks again at an alert that fires without a ticket. */
async function openAnew(
  tools: Tools,
  { unit, machine, cell, row: before }: Anew,
  { nowMs, touched, touch }: Happening,
): Promise<void> {
  const { state, sinceMs: atMs, value, threshold } = before;
  const change = { machine, cell, from: state, to: state, atMs, value, threshold };
  const row = { ...before, noTicket: null, hold: null };
  const kept = await open(tools, { unit, change, row, nowMs, touch });
  await unit.alerts.save(kept);
  cell.row = kept;
  touched.alerts.add(row.id);
  if (kept.ticketId !== null) touched.tickets.add(kept.ticketId);
}

/** Whether a contract or a rule that was changed may open a ticket for it, and none did before. */
function isLeftOut({ noTicket }: AlertRow): boolean {
  return (
    noTicket === "not_covered" || noTicket === "type_not_included" || noTicket === "rule_opens_none"
  );
}

async function rowBefore(unit: Unit, { machine, cell }: Change): Promise<AlertRow | undefined> {
  const key = { machineId: machine.id, ruleId: cell.rule.id, object: cell.object };
  // When a hold ends may have been brought forward in the table.
  const known = cell.row?.hold === null ? cell.row : undefined;
  return known ?? (await unit.alerts.find(key));
}

/**
 * The firing alert with its ticket: the open one, one that just recovered, or a new one. On a machine
 * that no contract holds, a ticket is opened by a person only; one that stands hears of it all the same.
 */
async function open(tools: Tools, opened: Case): Promise<AlertRow> {
  const { unit, change, row, nowMs } = opened;
  if (!change.cell.rule.opensTicket) return { ...row, ticketId: null, noTicket: "rule_opens_none" };

  const told = { unit, nowMs, by: VIGIE, parameters: valueParameters(row) };
  const standing = await standingFor(unit, row);
  if (standing !== undefined) {
    await perform(tools, { ...told, ticket: standing, act: { kind: "repeat" } });
    return { ...row, ticketId: standing.id };
  }
  // Asked first, because an outage is found by it, covered or not.
  const held = await holdOf(tools, opened);
  const reason = leftOutBecause(change.machine);
  if (reason !== undefined) return { ...row, ticketId: null, noTicket: reason };
  if (held !== undefined) return { ...row, ticketId: null, ...held };

  const recovered = await unit.tickets.lastAutoResolved(row, nowMs - REOPEN_WITHIN_MS);
  if (recovered !== undefined && (await goesOn(unit, recovered))) {
    await perform(tools, { ...told, ticket: recovered, act: { kind: "fire_again" } });
    return { ...row, ticketId: recovered.id };
  }
  const decision = await decisionFor(unit, change.machine);
  const alarm = { unit, machine: change.machine, rule: change.cell.rule, row };
  const ticket = await openFor(tools, alarm, { decision, by: VIGIE, nowMs });
  return { ...row, ticketId: ticket.id };
}

/** Whether a ticket that was over is the one for what comes back: one that is full is left alone. */
async function goesOn({ tickets }: Unit, { id }: TicketRow): Promise<boolean> {
  return (await tickets.clockLineCount(id)) < CLOCK_LINES_MAX;
}

/** The open ticket for this cause, or the one into which the last of this cause was merged. */
async function standingFor(unit: Unit, row: AlertRow): Promise<TicketRow | undefined> {
  const open = await unit.tickets.openFor(row);
  return open !== undefined || row.ticketId === null ? open : standingTicket(unit, row.ticketId);
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
