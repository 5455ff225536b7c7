import { OrNull, strict } from "@vigie/shared/fields.ts";
import { TicketDetail } from "@vigie/shared/ticket-document.ts";
import {
  InterventionCost,
  TicketPreview,
  TicketPreviewWish,
  TicketWish,
} from "@vigie/shared/ticket-wish.ts";
import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer } from "./problems.ts";
import { By } from "./ticket-fields.ts";
import { giveTicket } from "./tickets.ts";

/** Tickets as people ask for them: weighed, opened, and proposed where no contract holds. */

type Parts = Pick<HttpParts, "tickets" | "requests">;

const tags = ["tickets"];

export function addTicketRequests(app: Api, parts: Parts): void {
  addOpening(app, parts);
  addInterventions(app, parts);
}

function addOpening(app: Api, { tickets, requests }: Parts): void {
  app.route({
    method: "POST",
    url: "/api/tickets",
    config: { policy: "staff" },
    schema: {
      summary: "Open a ticket that somebody asks for",
      tags,
      body: TicketWish,
      response: { 201: TicketDetail },
    },
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await requests.open(body));
      reply.code(201);
      return giveTicket(tickets, id, reply);
    },
  });

  app.route({
    method: "POST",
    url: "/api/tickets/preview",
    config: { policy: "staff" },
    schema: {
      summary: "What a ticket would be worth by the contracts, before it is opened",
      tags,
      body: TicketPreviewWish,
      response: { 200: TicketPreview },
    },
    handler: async ({ body }) => requireAnswer(await requests.preview(body)),
  });
}

function addInterventions(app: Api, { tickets, requests }: Parts): void {
  app.route({
    method: "POST",
    url: "/api/alerts/:id/propose",
    config: { policy: "staff" },
    schema: {
      summary: "Open a ticket for an alert that no contract covers: no promise runs on it",
      tags: ["alerts"],
      params: IdPath,
      body: Type.Object({ by: By }, strict),
      response: { 201: TicketDetail },
    },
    handler: async ({ params, body }, reply) => {
      const { id } = requireAnswer(await requests.propose(params.id, body.by));
      reply.code(201);
      return giveTicket(tickets, id, reply);
    },
  });

  app.route({
    method: "GET",
    url: "/api/tickets/:id/intervention",
    config: { policy: "staff" },
    schema: {
      summary: "What an intervention on a ticket costs now; null where the fee holds it",
      tags,
      params: IdPath,
      response: { 200: OrNull(InterventionCost) },
    },
    handler: async ({ params }) => requireAnswer(await requests.cost(params.id)).cost,
  });
}
