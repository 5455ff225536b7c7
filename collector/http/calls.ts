import { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { CallDocument, CallTicketWish, CallWish } from "@vigie/shared/ticket-wish.ts";
import { type Static, Type } from "typebox";
import { toInstant } from "../flow/documents.ts";
import type { CallListRow } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer } from "./problems.ts";
import { giveTicket } from "./tickets.ts";

/** Calls of customers, with or without a ticket. */

type Parts = Pick<HttpParts, "registry" | "calls" | "tickets">;

const tags = ["calls"];

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    customer: Type.Optional(Type.String({ maxLength: 64 })),
    /** Only those with a ticket, or only those without. */
    ticket: Type.Optional(Type.Enum(["with", "without"])),
  },
  { additionalProperties: false },
);

export function addCalls(app: Api, parts: Parts, cursors: Cursors): void {
  addReading(app, parts, cursors);
  addNoting(app, parts);
}

function addReading(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  app.route({
    method: "GET",
    url: "/api/calls",
    config: { policy: "staff" },
    schema: {
      summary: "Calls, the latest first",
      tags,
      querystring: ListQuery,
      response: { 200: Page(CallDocument) },
    },
    handler: async ({ query }) => {
      const wished = narrowed(query);
      return readPage({
        cursors,
        list: JSON.stringify(["calls", wished]),
        query,
        ask: async (limit, after) =>
          read.calls.callList({
            ...wished,
            limit,
            ...(after !== undefined && { after: { atMs: Number(after.key), id: after.id } }),
          }),
        positionOf: ({ atMs, id }) => ({ key: atMs, id }),
        toDocument: toCall,
      });
    },
  });
}

function addNoting(app: Api, { registry: { read }, calls, tickets }: Parts): void {
  app.route({
    method: "POST",
    url: "/api/calls",
    config: { policy: "staff" },
    schema: {
      summary: "Note a call that came in or went out; on a ticket its history says it, too",
      tags,
      body: CallWish,
      response: { 201: CallDocument },
    },
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await calls.note(body));
      const [row] = await read.calls.callList({ ids: [id], limit: 1 });
      if (row === undefined) throw new Error(`call ${id} was noted and is not there`);
      reply.code(201);
      return toCall(row);
    },
  });

  app.route({
    method: "POST",
    url: "/api/calls/:id/ticket",
    config: { policy: "staff" },
    schema: {
      summary: "Open the ticket that a call asks for; its clocks start with the call",
      tags,
      params: IdPath,
      body: CallTicketWish,
      response: { 201: TicketDetail },
    },
    handler: async ({ params, body }, reply) => {
      const { id } = requireAnswer(await calls.openTicket(params.id, body));
      reply.code(201);
      return giveTicket(tickets, id, reply);
    },
  });
}

function narrowed({ customer: customerId, ticket }: Static<typeof ListQuery>) {
  return {
    ...(customerId !== undefined && { customerId }),
    ...(ticket !== undefined && { hasTicket: ticket === "with" }),
  };
}

function toCall({
  id,
  customerId,
  customerName,
  contactId,
  contactName,
  ticketId,
  ticketNumber,
  atMs,
  actor: by,
  direction,
  minutes,
  text,
}: CallListRow): CallDocument {
  return {
    id,
    by,
    direction,
    minutes,
    text,
    at: toInstant(atMs),
    customer: { id: customerId, name: customerName },
    contact: contactId === null ? null : { id: contactId, name: contactName ?? contactId },
    ticket:
      ticketId === null || ticketNumber === null ? null : { id: ticketId, number: ticketNumber },
  };
}
