import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { CallTicketWish, CallWish } from "@vigie/shared/ticket-wish.ts";
import type { CallRow, Tables, Unit } from "../registry/registry.ts";
import { notFound } from "./acts.ts";
import type { TicketDesk } from "./desk.ts";
import { carryOut } from "./hand-desk.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { openRequest, type RequestTools } from "./ticket-request.ts";
import type { Opened } from "./ticket-requests.ts";
import { isContactOf, isCustomer } from "./ticket-subject.ts";

/**
 * Calls that came in or went out. Each is kept, whether or not a ticket has to do with it. On a ticket an
 * outgoing call is an answer to the customer, and an incoming one is the customer's message.
 */

export interface CallKeeper {
  /** Refuses with `call_invalid` naming the field, or with what the ticket refuses. */
  note(wish: CallWish): Promise<Opened>;
  /** Opens the ticket that a call asks for, from when it was had. Refuses as an opening does. */
  openTicket(callId: string, wish: CallTicketWish): Promise<Opened>;
}

type Tools = RequestTools & {
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
};

export function createCallKeeper(tools: Tools): CallKeeper {
  const { ledger, now } = tools;
  return {
    note: (wish) => ledger.write((gathering) => note(tools, gathering, wish)),
    openTicket: (callId, wish) =>
      ledger.write((gathering) => {
        const nowMs = now().wallMs;
        return openTicket(tools, gathering, { callId, wish, nowMs });
      }),
  };
}

async function note(tools: Tools, gathering: Gathering, wish: CallWish): Promise<Opened> {
  const { unit } = gathering;
  const nowMs = tools.now().wallMs;
  const row = toRow(wish, tools.newId("cll"), nowMs);
  const refusal = await wrongCall(unit, row, nowMs);
  if (refusal !== undefined) return refusal;
  if (row.ticketId !== null) {
    const told = await tell(tools, gathering, { ...row, ticketId: row.ticketId });
    if (told !== undefined) return told;
  }
  await unit.calls.addCall(row);
  return { id: row.id };
}

function toRow(
  { by: actor, contactId = null, ticketId = null, minutes, at, ...wish }: CallWish,
  id: string,
  nowMs: number,
): CallRow {
  const atMs = at === undefined ? nowMs : Temporal.Instant.from(at).epochMilliseconds;
  return { ...wish, id, actor, contactId, ticketId, minutes: minutes ?? null, atMs };
}

async function wrongCall(unit: Unit, row: CallRow, nowMs: number): Promise<Refusal | undefined> {
  const { customerId, contactId, ticketId, atMs } = row;
  if (atMs > nowMs) return invalid("at: this has not happened yet");
  if (!(await isCustomer(unit, customerId))) {
    return invalid("customerId: there is no such customer");
  }
  if (contactId !== null && !(await isContactOf(unit, customerId, contactId))) {
    return invalid("contactId: there is no such contact of this customer");
  }
  if (ticketId === null) return undefined;
  const ticket = await unit.tickets.find(ticketId);
  return ticket?.customerId === customerId
    ? undefined
    : invalid("ticketId: there is no such ticket of this customer");
}

/** The ticket's history says it, too; an incoming call is signed by whoever called. */
async function tell(
  tools: Tools,
  gathering: Gathering,
  call: CallRow & { readonly ticketId: string },
): Promise<Refusal | undefined> {
  const { id, ticketId, direction, actor, contactId, text, atMs } = call;
  const given = { text, atMs };
  const caller = (await nameOf(gathering.unit, contactId)) ?? actor;
  const doing =
    direction === "out"
      ? ({ kind: "log_call", by: actor } as const)
      : ({ kind: "customer_message", by: caller } as const);
  const outcome = await carryOut(tools, gathering, {
    ticketId,
    doing,
    given,
    parameters: { call: id },
  });
  return "problem" in outcome ? outcome : undefined;
}

type Opening = {
  readonly callId: string;
  readonly wish: CallTicketWish;
  readonly nowMs: number;
};

async function openTicket(
  tools: Tools,
  gathering: Gathering,
  { callId, wish, nowMs }: Opening,
): Promise<Opened> {
  const { unit } = gathering;
  const [call] = await unit.calls.callList({ ids: [callId], limit: 1 });
  if (call === undefined) return notFound(callId);
  if (call.ticketNumber !== null) {
    return invalid(`ticket ${call.ticketNumber} came of this call: go on there`);
  }
  const { customerId, contactId, atMs, text } = call;
  const asked = { requesterId: contactId, text, ...wish };
  const known = { customerId, atMs, channel: "phone", parameters: { call: callId } } as const;
  const ticket = await openRequest(tools, gathering, { request: { ...asked, ...known }, nowMs });
  if ("problem" in ticket) return ticket;
  if (!(await unit.calls.setTicket(callId, ticket.id))) {
    throw new Error(`call ${callId} got another ticket inside its own unit`);
  }
  return { id: ticket.id };
}

async function nameOf(
  { estate }: Pick<Tables, "estate">,
  contactId: string | null,
): Promise<string | undefined> {
  if (contactId === null) return undefined;
  return (await estate.contactList({ ids: [contactId], sort: "id", limit: 1 }))[0]?.name;
}

function invalid(detail: string): Refusal {
  return { problem: "call_invalid", detail };
}
