import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { causeOf } from "../domain/ticket.ts";
import type { AlertRow, MachineRow, TicketRow, Unit } from "../registry/registry.ts";
import type { TicketDesk } from "./desk.ts";
import { touchedOf } from "./draft.ts";
import { VIGIE } from "./due.ts";
import type { Gathering } from "./ledger.ts";
import { retire } from "./machine-changes.ts";
import { type Cell, cellKey, type MachineMemory } from "./machine-memory.ts";
import type { Moment } from "./presence.ts";
import { evaluatePresence } from "./watch.ts";

/**
 * One machine that was registered twice, such as one that was installed anew: `into` goes on with the
 * newer agent of the two, and with what is open on `from`. What `from` measured and what is over there
 * stays with it, to be read.
 */
type Merging = {
  readonly from: MachineRow;
  readonly into: MachineRow;
  readonly moment: Moment;
};

type Tools = Merging & { readonly gathering: Gathering; readonly desk: TicketDesk };

/** Moves what is open and the agent; the rows of both machines are written already. */
export async function mergeMachines(tools: Tools): Promise<string | undefined> {
  const { gathering, from, into, moment } = tools;
  const { memory, unit, draft, onChange } = gathering;
  for (const key of await openKeys(unit, from.id)) await moveFinding(tools, key);
  await moveAsked(tools);

  const machine = memory.machines.get(from.id);
  if (machine !== undefined) machine.cells.clear();
  await retire(gathering, machine, moment);
  const { shutOut, isMoved } = await moveAgent(unit, from.id, into.id);
  const goesOn = memory.machines.get(into.id);
  if (goesOn !== undefined) {
    // The connection of the agent goes on, and says no hello for this.
    if (isMoved) goesOn.bootId = machine?.bootId;
    // An alert about the absence of `from` holds only if `into` is away too.
    for (const change of evaluatePresence(memory, goesOn, moment.wallMs)) onChange(change);
  }
  touchedOf(draft, from.id).isMachine = true;
  touchedOf(draft, into.id).isMachine = true;
  draft.rereads = true;
  return shutOut;
}

/** The newer agent goes on; the other one is no longer known. */
async function moveAgent(
  { estate }: Unit,
  fromId: string,
  intoId: string,
): Promise<{ readonly shutOut: string | undefined; readonly isMoved: boolean }> {
  const old = await estate.agentOf(intoId);
  const moving = await estate.agentOf(fromId);
  // Ids grow with time.
  if (moving === undefined || (old !== undefined && old.id > moving.id)) {
    return { shutOut: moving?.id, isMoved: false };
  }
  await estate.moveAgents(fromId, intoId);
  return { shutOut: old?.id, isMoved: true };
}

// --- what is open ---

type Key = Pick<AlertRow, "ruleId" | "object">;

/** Alerts and open tickets of one machine that are looked at at once; far above what one can have. */
const OPEN_MAX = 1_000;

/** Every cause of an alert that is not quiet or of a ticket that is not over. */
async function openKeys({ alerts, tickets }: Unit, machineId: string): Promise<readonly Key[]> {
  const active = await alerts.list({ machineId, states: ["pending", "firing"], limit: OPEN_MAX });
  const open = await tickets.list({ machineId, states: OPEN_TICKET_STATES, limit: OPEN_MAX });
  const keys = [...active, ...open].flatMap((row) => causeOf(row) ?? []);
  return [...new Map(keys.map((key) => [cellKey(key.ruleId, key.object), key])).values()];
}

/** The alert and the ticket of one cause: they move where `into` has none, and else end. */
async function moveFinding(tools: Tools, key: Key): Promise<void> {
  const { gathering, from, into } = tools;
  const { unit, draft, memory } = gathering;
  const alert = await unit.alerts.find({ ...key, machineId: from.id });
  if (alert === undefined) return;
  const standing = await unit.alerts.find({ ...key, machineId: into.id });
  const kept =
    standing === undefined
      ? await handOver(unit, alert, into.id)
      : await unite(tools, alert, standing);
  const ticket = await settleTickets(tools, key, kept);
  const row = { ...kept, ticketId: ticket?.id ?? kept.ticketId };
  await unit.alerts.save(row);
  touchedOf(draft, into.id).alerts.add(row.id);

  const machine = memory.machines.get(into.id);
  if (machine !== undefined) remember(machine, row, memory.machines.get(from.id));
}

/** The one ticket of a cause that is open from now on, if there is one. */
async function settleTickets(
  tools: Tools,
  key: Key,
  kept: AlertRow,
): Promise<TicketRow | undefined> {
  const { gathering, from, into } = tools;
  const { tickets } = gathering.unit;
  const ticket = await tickets.openFor({ ...key, machineId: from.id });
  const standing = await tickets.openFor({ ...key, machineId: into.id });
  if (ticket === undefined) return standing;
  if (standing === undefined) await moveTicket(gathering.unit, ticket, kept);
  else await mergeTickets(tools, ticket, standing);
  const touched = touchedOf(gathering.draft, into.id);
  for (const one of [ticket, standing ?? ticket]) touched.tickets.add(one.id);
  return standing ?? ticket;
}

async function handOver({ alerts }: Unit, alert: AlertRow, machineId: string): Promise<AlertRow> {
  await alerts.move(alert.id, machineId);
  return { ...alert, machineId };
}

/** Two alerts of one cause: that of `into` goes on, with what the other one found if it was quiet. */
async function unite(
  { gathering: { unit }, moment: { wallMs } }: Tools,
  alert: AlertRow,
  standing: AlertRow,
): Promise<AlertRow> {
  const ended: AlertRow = {
    ...alert,
    state: "quiet",
    sinceMs: wallMs,
    flapping: null,
    ticketId: null,
    noTicket: null,
    hold: null,
  };
  await step(unit, { before: alert, after: ended, nowMs: wallMs });
  if (standing.state !== "quiet") return standing;
  const { id, machineId, ticketId } = standing;
  const acknowledged = alert.acknowledged ?? standing.acknowledged;
  // What holds its ticket back goes on holding it, or nobody would ever look at it again.
  const kept: AlertRow = { ...alert, id, machineId, ticketId, acknowledged };
  await step(unit, { before: standing, after: kept, nowMs: wallMs });
  return kept;
}

type Step = { readonly before: AlertRow; readonly after: AlertRow; readonly nowMs: number };

async function step({ alerts }: Unit, { before, after, nowMs }: Step): Promise<void> {
  await alerts.save(after);
  if (before.state === after.state || (before.state !== "firing" && after.state !== "firing")) {
    return;
  }
  await alerts.addTransition({
    alertId: after.id,
    from: before.state,
    to: after.state,
    atMs: after.sinceMs,
    detectedAtMs: nowMs,
    value: after.value,
  });
}

async function moveTicket(
  { tickets }: Unit,
  ticket: TicketRow,
  { id: alertId, machineId }: AlertRow,
): Promise<void> {
  if (!(await tickets.change({ ...ticket, machineId, alertId }))) throw changedInUnit(ticket.id);
}

/** What people asked for about it, they asked about the machine that goes on. */
async function moveAsked({ gathering: { unit, draft }, from, into }: Tools): Promise<void> {
  const { tickets } = unit;
  const query = { machineId: from.id, states: OPEN_TICKET_STATES, limit: OPEN_MAX };
  for (const { id } of await tickets.list(query)) {
    const ticket = await tickets.find(id);
    if (ticket === undefined || causeOf(ticket) !== undefined) continue;
    if (!(await tickets.change({ ...ticket, machineId: into.id }))) throw changedInUnit(id);
    touchedOf(draft, into.id).tickets.add(id);
  }
}

function changedInUnit(ticketId: string): Error {
  return new Error(`ticket ${ticketId} changed inside its own unit`);
}

/** By the desk, so that its clocks stop for good and both histories say so. */
async function mergeTickets(
  { gathering: { unit }, desk, moment }: Tools,
  ticket: TicketRow,
  into: TicketRow,
): Promise<void> {
  const told = { unit, nowMs: moment.wallMs, by: VIGIE };
  const { id, number } = into;
  const acts = [
    { ticket, act: { kind: "merge", by: VIGIE, into: { id, number } } },
    { ticket: into, act: { kind: "take_in", by: VIGIE, from: ticket.number } },
  ] as const;
  for (const act of acts) {
    const outcome = await desk.perform({ ...told, ...act });
    if ("problem" in outcome) throw new Error(`tickets cannot be merged: ${outcome.detail}`);
  }
}

/** Until memory is made anew, what is decided in this very unit looks at the alert that went on. */
function remember(machine: MachineMemory, row: AlertRow, from: MachineMemory | undefined): void {
  const key = cellKey(row.ruleId, row.object);
  const moved = from?.cells.get(key);
  const own = machine.cells.get(key);
  const isOwn = own !== undefined && own.state.state === row.state;
  const cell: Cell | undefined = isOwn ? own : moved;
  if (cell !== undefined) machine.cells.set(key, { ...cell, row });
}
