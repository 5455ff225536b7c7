import type { LinkWish } from "@vigie/shared/conversation.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { mirrored } from "../domain/ticket-link.ts";
import type { TicketLinkRow, TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { notFound, type Outcome } from "./acts.ts";
import { type Beside, type SideLine, sideFullness, writeSideLine } from "./side-lines.ts";
import { invalid } from "./terms.ts";

/**
 * What tickets have to do with other tickets, machines and alerts. A link is one row that both of its
 * tickets see, each from its own end; nothing of one customer is ever linked with something of another.
 */

/** Links that a ticket is seen with, from whichever end. */
const LINKS_MAX = 100;

type Linking = {
  readonly wish: LinkWish;
  readonly ticket: TicketRow;
  readonly id: string;
  readonly nowMs: number;
};

/** The other end, and what histories say of it. */
type End = Pick<TicketLinkRow, "otherTicketId" | "machineId" | "alertId"> & {
  readonly other: TicketRow | undefined;
  readonly parameters: TicketTransitionRow["parameters"];
};

const NO_END = { otherTicketId: null, machineId: null, alertId: null, other: undefined };

export async function link(beside: Beside, { wish, ticket, id, nowMs }: Linking): Promise<Outcome> {
  const { unit } = beside;
  const { by, kind = "related" } = wish;
  const end = await endOf(unit, ticket, wish);
  if ("problem" in end) return end;
  const { other, parameters, ...named } = end;
  const refusal = await refusalOf(unit, { ticket, end, kind });
  if (refusal !== undefined) return refusal;
  const row: TicketLinkRow = { ...named, id, ticketId: ticket.id, kind, atMs: nowMs, actor: by };
  await unit.conversation.addLink(row);
  const said = { kind: "linked", by, nowMs } as const;
  await tell(beside, { ticket, other, kind, parameters, said });
  return { done: true };
}

type Unlinking = {
  readonly ticket: TicketRow;
  readonly linkId: string;
  readonly by: string;
  readonly nowMs: number;
};

export async function unlink(
  beside: Beside,
  { ticket, linkId, by, nowMs }: Unlinking,
): Promise<Outcome> {
  const { unit } = beside;
  const row = await unit.conversation.findLink(linkId);
  const isSeen = row?.ticketId === ticket.id || row?.otherTicketId === ticket.id;
  if (row === undefined || !isSeen) return notFound(linkId);
  const full = await sideFullness(unit, ticket.id, "unlinked");
  if (full !== undefined) return full;
  const kind = row.ticketId === ticket.id ? row.kind : mirrored(row.kind);
  const otherId = row.ticketId === ticket.id ? row.otherTicketId : row.ticketId;
  const other = otherId === null ? undefined : await unit.tickets.find(otherId);
  const parameters = await parametersOf(unit, { ...row, other });
  await unit.conversation.removeLink(linkId);
  const said = { kind: "unlinked", by, nowMs } as const;
  await tell(beside, { ticket, other, kind, parameters, said });
  return { done: true };
}

async function endOf(unit: Unit, ticket: TicketRow, wish: LinkWish): Promise<End | Refusal> {
  const { ticketId, machineId, alertId } = wish;
  const named = [ticketId, machineId, alertId].filter((id) => id !== undefined);
  if (named.length !== 1) {
    return invalid("ticketId, machineId, alertId: name exactly one of them");
  }
  if (ticketId !== undefined) return endAtTicket(unit, ticket, ticketId);
  if (wish.kind !== undefined && wish.kind !== "related") {
    return invalid("kind: a machine or an alert is related, and nothing else");
  }
  if (machineId !== undefined) return endAtMachine(unit, ticket, machineId);
  return endAtAlert(unit, ticket, alertId ?? "");
}

async function endAtTicket(unit: Unit, ticket: TicketRow, id: string): Promise<End | Refusal> {
  const other = id === ticket.id ? undefined : await unit.tickets.find(id);
  if (other === undefined || other.customerId !== ticket.customerId) {
    return invalid("ticketId: name another ticket of the same customer");
  }
  const end = { ...NO_END, otherTicketId: id, other };
  return { ...end, parameters: await parametersOf(unit, end) };
}

async function endAtMachine(unit: Unit, ticket: TicketRow, id: string): Promise<End | Refusal> {
  const machine = await machineOf(unit, id);
  if (machine?.customerId !== ticket.customerId) {
    return invalid("machineId: name a machine of the same customer");
  }
  const end = { ...NO_END, machineId: id };
  return { ...end, parameters: await parametersOf(unit, end) };
}

async function endAtAlert(unit: Unit, ticket: TicketRow, id: string): Promise<End | Refusal> {
  const alert = await alertOf(unit, id);
  if (alert?.customerId !== ticket.customerId) {
    return invalid("alertId: name an alert of the same customer");
  }
  const end = { ...NO_END, alertId: id };
  return { ...end, parameters: await parametersOf(unit, end) };
}

/** What the other end is called at this moment: the history says it so for ever. */
async function parametersOf(
  unit: Unit,
  { machineId, alertId, other }: Omit<End, "otherTicketId" | "parameters">,
): Promise<End["parameters"]> {
  if (other !== undefined) return { ticket: other.number };
  if (machineId !== null) return { machine: (await machineOf(unit, machineId))?.name ?? machineId };
  if (alertId === null) return {};
  return { alert: alertId, machine: (await alertOf(unit, alertId))?.machineName ?? "" };
}

async function machineOf({ estate }: Unit, id: string) {
  const [machine] = await estate.machineRows({ ids: [id], sort: "id", limit: 1 });
  return machine;
}

async function alertOf({ alerts }: Unit, id: string) {
  const [alert] = await alerts.list({ ids: [id], limit: 1 });
  return alert;
}

type Judged = {
  readonly ticket: TicketRow;
  readonly end: End;
  readonly kind: TicketLinkRow["kind"];
};

async function refusalOf(
  unit: Unit,
  { ticket, end: { other, parameters: _said, ...end } }: Judged,
): Promise<Refusal | undefined> {
  const { conversation } = unit;
  if ((await conversation.linkWith(ticket.id, end)) !== undefined) {
    return invalid("they are linked already: undo that link first, if it should be another one");
  }
  for (const one of [ticket, other]) {
    if (one === undefined) continue;
    if ((await conversation.linkCount(one.id)) >= LINKS_MAX) {
      return invalid(`ticket ${one.number} has ${LINKS_MAX} links, which is the most`);
    }
    const full = await sideFullness(unit, one.id, "linked");
    if (full !== undefined) return full;
  }
  return undefined;
}

type Telling = {
  readonly ticket: TicketRow;
  readonly other: TicketRow | undefined;
  readonly kind: TicketLinkRow["kind"];
  readonly parameters: End["parameters"];
  readonly said: Omit<SideLine, "parameters">;
};

/** Both tickets say it, each from its own end. */
async function tell(
  beside: Beside,
  { ticket, other, kind, parameters, said }: Telling,
): Promise<void> {
  await writeSideLine(beside, ticket, {
    ...said,
    parameters: { ...parameters, ...(other !== undefined && { kind }) },
  });
  if (other === undefined) return;
  await writeSideLine(beside, other, {
    ...said,
    parameters: { ticket: ticket.number, kind: mirrored(kind) },
  });
}
