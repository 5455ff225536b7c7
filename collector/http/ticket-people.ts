import { AssignmentWish, LinkWish, Signature } from "@vigie/shared/conversation.ts";
import { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { giveTicket } from "./tickets.ts";
import { IfMatch, versionOf } from "./versions.ts";

/** Whose a ticket is, who follows it, and what it has to do with. Each act answers with the ticket. */

type Parts = Pick<HttpParts, "tickets" | "ticketKeeper">;

const staff = { config: { policy: "staff" } } as const;
const schema = { tags: ["tickets"], response: { 200: TicketDetail } };

const WatcherPath = Type.Object({ ...IdPath.properties, staffId: Type.String({ maxLength: 64 }) });
const LinkPath = Type.Object({ ...IdPath.properties, linkId: Type.String({ maxLength: 64 }) });

export function addTicketPeople(app: Api, parts: Parts): void {
  addAssignment(app, parts);
  addWatchers(app, parts);
  addLinks(app, parts);
}

function addAssignment(app: Api, { tickets, ticketKeeper }: Parts): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/tickets/:id/assign",
    schema: {
      ...schema,
      summary: "Give a ticket to a person or a team; If-Match says which version",
      params: IdPath,
      headers: IfMatch,
      body: AssignmentWish,
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      requireDone(await ticketKeeper.assign(id, request.body, versionOf(request)));
      return giveTicket(tickets, id, reply);
    },
  });
}

function addWatchers(app: Api, { tickets, ticketKeeper }: Parts): void {
  const watchers = { ...schema, params: WatcherPath };
  const url = "/api/tickets/:id/watchers/:staffId";
  app.route({
    ...staff,
    method: "PUT",
    url,
    schema: { ...watchers, summary: "Let a person of the staff follow a ticket", body: Signature },
    handler: async ({ params }, reply) => {
      requireDone(await ticketKeeper.watch(params.id, params.staffId));
      return giveTicket(tickets, params.id, reply);
    },
  });

  app.route({
    ...staff,
    method: "DELETE",
    url,
    schema: { ...watchers, summary: "Let a person of the staff follow a ticket no more" },
    handler: async ({ params }, reply) => {
      requireDone(await ticketKeeper.unwatch(params.id, params.staffId));
      return giveTicket(tickets, params.id, reply);
    },
  });
}

function addLinks(app: Api, { tickets, ticketKeeper }: Parts): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/tickets/:id/links",
    schema: {
      ...schema,
      summary: "Link a ticket with another one, a machine or an alert of its customer",
      params: IdPath,
      body: LinkWish,
    },
    handler: async ({ params, body }, reply) => {
      requireDone(await ticketKeeper.link(params.id, body));
      return giveTicket(tickets, params.id, reply);
    },
  });

  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/tickets/:id/links/:linkId",
    schema: {
      ...schema,
      summary: "Undo a link, which both of its tickets see",
      params: LinkPath,
      querystring: Signature,
    },
    handler: async ({ params, query }, reply) => {
      requireDone(await ticketKeeper.unlink(params.id, params.linkId, query.by));
      return giveTicket(tickets, params.id, reply);
    },
  });
}
