import { ProblemError } from "@vigie/shared/problems.ts";
import {
  OPEN_TICKET_STATES,
  TicketDetail,
  TicketState,
  TicketSummary,
} from "@vigie/shared/ticket.ts";
import type { FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { OneOrMore, PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { toEtag } from "./versions.ts";

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    machine: Type.Optional(Type.String({ maxLength: 64 })),
    /** `open` stands for every state in which somebody still has to do something. */
    state: Type.Optional(OneOrMore(Type.Union([TicketState, Type.Literal("open")]))),
  },
  { additionalProperties: false },
);
type Wished = Static<typeof ListQuery>["state"];

export function addTickets(
  app: Api,
  { tickets }: Pick<HttpParts, "tickets">,
  cursors: Cursors,
): void {
  app.route({
    method: "GET",
    url: "/api/tickets",
    config: { policy: "staff" },
    schema: {
      summary: "Tickets with their clocks, the newest first",
      tags: ["tickets"],
      querystring: ListQuery,
      response: { 200: Page(TicketSummary) },
    },
    handler: async ({ query }) => {
      const { machine: machineId } = query;
      const states = statesOf(query.state);
      const wished = {
        ...(machineId !== undefined && { machineId }),
        ...(states !== undefined && { states }),
      };
      return readPage({
        cursors,
        list: JSON.stringify(["tickets", machineId, states]),
        query,
        ask: async (limit, after) =>
          tickets.list({
            ...wished,
            limit,
            ...(after !== undefined && { after: { number: Number(after.key) } }),
          }),
        positionOf: ({ number, id }) => ({ key: number, id }),
        toDocument: (ticket) => ticket,
      });
    },
  });

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
    handler: async ({ params }, reply) => giveTicket(tickets, params.id, reply),
  });
}

/** The ticket as it is now, with its version as ETag. Throws `not_found`. */
export async function giveTicket(
  tickets: HttpParts["tickets"],
  id: string,
  reply: FastifyReply,
): Promise<TicketDetail> {
  const ticket = await tickets.find(id);
  if (ticket === undefined) throw new ProblemError("not_found");
  reply.header("etag", toEtag(ticket.version));
  return ticket;
}

function statesOf(wished: Wished): TicketState[] | undefined {
  if (wished === undefined) return undefined;
  const states = [wished].flat().flatMap((name) => (name === "open" ? OPEN_TICKET_STATES : [name]));
  return [...new Set(states)];
}
