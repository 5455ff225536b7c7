import { isOver as isOverNow, judgeSite, RETURN_MS } from "../domain/outage.ts";
import type { OutageRow, TicketRow, Unit } from "../registry/registry.ts";
import { VIGIE } from "./due.ts";
import type { Held, Holding, Touch } from "./hold.ts";
import { settleParts } from "./outage-parts.ts";
import { linkMachine, openOutageTicket, siteRule } from "./outage-ticket.ts";
import { perform } from "./perform.ts";
import type { RecountTools } from "./recount.ts";
import { standingTicket } from "./standing-ticket.ts";
import { maintainedAt } from "./windows-held.ts";

/**
 * Outages of sites: found when the first tickets of absent machines are about to open, which is after the
 * grace of servers and a short time more. One ticket stands for all of the machines; those that opened
 * one already become its parts.
 */
export async function holdOfSite(tools: RecountTools, holding: Holding): Promise<Held | undefined> {
  const { unit, row } = holding;
  const { outages } = unit.noise;
  const siteId = await outages.siteOf(row.machineId);
  if (siteId === null) return undefined;
  const standing = await outages.openAt(siteId);
  if (standing === undefined) return begin(tools, holding, siteId);
  await outages.setMachine(standing.id, row.machineId, true);
  const { ticketId } = standing;
  if (ticketId === null) return toHeld(await withTicket(tools, holding, standing));
  const ticket = await standingTicket(unit, ticketId);
  // Whoever ended it knew of what was away by then, and not of what goes now.
  if (ticket === undefined) return undefined;
  await linkMachine(tools, { ...holding, ticketId: ticket.id, machineId: row.machineId });
  return toHeld(standing);
}

/** Machines that were away and are there again, or that nobody waits for any more. */
export async function noteReturn(
  tools: RecountTools,
  returned: {
    readonly unit: Unit;
    readonly machineId: string;
    readonly nowMs: number;
    readonly touch: Touch;
  },
): Promise<void> {
  const { unit, machineId, nowMs } = returned;
  // What was behind it is given the time to come back as well.
  await unit.alerts.holdUntil(machineId, nowMs + RETURN_MS);
  for (const outage of await unit.noise.outages.awayIn(machineId)) {
    await unit.noise.outages.setMachine(outage.id, machineId, false);
    const counts = await unit.noise.outages.counts(outage.id);
    if (isOverNow(counts)) await end(tools, returned, { outage, ...counts });
  }
}

async function begin(
  tools: RecountTools,
  holding: Holding,
  siteId: string,
): Promise<Held | undefined> {
  const { unit, row, nowMs } = holding;
  const { customerId, machineId } = row;
  if ((await siteRule(unit)) === undefined) return undefined;
  const isMaintained = await maintainedAt(unit, customerId, nowMs);
  const machines = await unit.noise.outages.machinesAt(siteId);
  const watched = machines.filter((machine) => !isMaintained({ ...machine, siteId }));
  const verdict = judgeSite(watched, { machineId, nowMs });
  if (verdict.kind === "alone") return undefined;
  if (verdict.kind === "settling") {
    return { noTicket: "settling", hold: { byId: null, untilMs: verdict.untilMs } };
  }
  const outage: OutageRow = {
    id: tools.newId("otg"),
    customerId,
    siteId,
    sinceMs: verdict.sinceMs,
    detectedAtMs: nowMs,
    endedAtMs: null,
    ticketId: null,
    noTicket: null,
  };
  await unit.noise.outages.add(outage);
  for (const fallen of verdict.fallen) await unit.noise.outages.setMachine(outage.id, fallen, true);
  return toHeld(await withTicket(tools, holding, outage));
}

/** Without a ticket that stands for them, machines open their own. */
function toHeld({ id, ticketId }: OutageRow): Held | undefined {
  return ticketId === null ? undefined : { noTicket: "outage", hold: { byId: id, untilMs: null } };
}

/** The outage with its ticket, if it may have one, and with the tickets of its machines as parts of it. */
async function withTicket(
  tools: RecountTools,
  { unit, row, nowMs, touch }: Holding,
  outage: OutageRow,
): Promise<OutageRow> {
  const said = await openOutageTicket(tools, { unit, outage, nowMs, touch });
  await unit.noise.outages.setTicket(outage.id, said);
  const parent = said.ticketId === null ? undefined : await unit.tickets.find(said.ticketId);
  if (parent !== undefined) await takeParts(tools, { unit, row, nowMs, touch }, { outage, parent });
  return { ...outage, ...said };
}

type Whole = { readonly outage: OutageRow; readonly parent: TicketRow };

/** Tickets that machines of the outage opened before it was known. */
async function takeParts(
  tools: RecountTools,
  { unit, row: { ruleId, object }, nowMs, touch }: Omit<Holding, "change">,
  { outage, parent }: Whole,
): Promise<void> {
  const of = { id: parent.id, number: parent.number };
  for (const { id: machineId } of await unit.noise.outages.machines(outage.id)) {
    const ticket = await unit.tickets.openFor({ machineId, ruleId, object });
    if (ticket === undefined || ticket.parentId !== null || ticket.id === parent.id) continue;
    if (ticket.openedAtMs < outage.sinceMs) continue;
    const act = { kind: "become_part", by: VIGIE, of } as const;
    const done = await perform(tools, { unit, ticket, act, nowMs, by: VIGIE });
    if ("done" in done) touch(ticket);
  }
}

type Ended = {
  readonly outage: OutageRow;
  readonly machines: number;
  readonly away: number;
};

/**
 * The ticket says so, and resolves itself where its rule lets it; its parts owe by themselves again, and
 * what is still away is looked at soon. Of a ticket that it was merged into, only a part is over.
 */
async function end(
  tools: RecountTools,
  { unit, nowMs, touch }: { readonly unit: Unit; readonly nowMs: number; readonly touch: Touch },
  { outage, machines, away }: Ended,
): Promise<void> {
  if (!(await unit.noise.outages.end(outage.id, nowMs))) return;
  await unit.alerts.holdUntil(outage.id, nowMs + RETURN_MS);
  const ticket = outage.ticketId === null ? undefined : await standingTicket(unit, outage.ticketId);
  if (ticket === undefined) return;
  const isOwn = ticket.id === outage.ticketId;
  const resolves = isOwn && ((await siteRule(unit))?.resolvesTicket ?? false);
  const act = { kind: "recover", resolves } as const;
  const parameters = { machines, away };
  const done = await perform(tools, { unit, ticket, act, nowMs, by: VIGIE, parameters });
  if ("done" in done) touch(ticket);
  await settleParts(tools, unit, { ticketId: ticket.id, nowMs, touch });
}
