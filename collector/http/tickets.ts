import { TicketDetail, TicketSummary } from "@vigie/shared/ticket-document.ts";
import {
  COUNTED_MAX,
  ORDER_DEFAULTS,
  SortOrder,
  TICKET_FILTERS,
  TicketCount,
  TicketFilter,
  TicketSort,
} from "@vigie/shared/ticket-query.ts";
import type { FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { toNarrowing, toPlace, toPosition } from "./ticket-filter.ts";
import { withEtag } from "./versions.ts";

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    ...TICKET_FILTERS,
    sort: Type.Optional(TicketSort),
    order: Type.Optional(SortOrder),
  },
  { additionalProperties: false },
);

type Parts = Pick<HttpParts, "tickets" | "registry">;

export function addTickets(app: Api, parts: Parts, cursors: Cursors): void {
  addFinding(app, parts, cursors);
  app.route({
    method: "GET",
    url: "/api/tickets/:id",
    config: { policy: "staff" },
    schema: {
      summary: "One ticket with the newest of its history; its ETag is the version to act on",
      tags: ["tickets"],
      params: IdPath,
      response: { 200: TicketDetail },
    },
    handler: async ({ params }, reply) => giveTicket(parts.tickets, params.id, reply),
  });
}

/** The list, and how long it is. */
function addFinding(app: Api, { tickets, registry }: Parts, cursors: Cursors): void {
  app.route({
    method: "GET",
    url: "/api/tickets",
    config: { policy: "staff" },
    schema: {
      summary: "Tickets with their clocks, the newest first if no order is named",
      tags: ["tickets"],
      querystring: ListQuery,
      response: { 200: Page(TicketSummary) },
    },
    handler: async ({ query }) => readTickets(tickets, cursors, query),
  });

  app.route({
    method: "GET",
    url: "/api/tickets/count",
    config: { policy: "staff" },
    schema: {
      summary: "How many tickets there are, counted up to a limit",
      tags: ["tickets"],
      querystring: TicketFilter,
      response: { 200: TicketCount },
    },
    handler: async ({ query }) => {
      const counted = await registry.read.tickets.count({
        ...toNarrowing(query),
        max: COUNTED_MAX + 1,
      });
      return { count: Math.min(counted, COUNTED_MAX), isMore: counted > COUNTED_MAX };
    },
  });
}

function readTickets(
  tickets: HttpParts["tickets"],
  cursors: Cursors,
  { limit, cursor, sort = "number", order = ORDER_DEFAULTS[sort], ...filter }: Wished,
) {
  const wished = { ...toNarrowing(filter), sort, order };
  return readPage({
    cursors,
    list: JSON.stringify(["tickets", wished]),
    query: { ...(limit !== undefined && { limit }), ...(cursor !== undefined && { cursor }) },
    ask: (rows, after) =>
      tickets.list({
        ...wished,
        limit: rows,
        ...(after !== undefined && { after: toPlace(after) }),
      }),
    positionOf: toPosition,
    toDocument: (ticket) => ticket,
  });
}

type Wished = Static<typeof ListQuery>;

/** The ticket as it is now, with its version as ETag. Throws `not_found`. */
export async function giveTicket(
  tickets: HttpParts["tickets"],
  id: string,
  reply: FastifyReply,
): Promise<TicketDetail> {
  return withEtag(await tickets.find(id), reply);
}
