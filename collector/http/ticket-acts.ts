import { TicketDetail } from "@vigie/shared/ticket.ts";
import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { giveTicket } from "./tickets.ts";
import { IfMatch, versionOf } from "./versions.ts";

/** What people do to tickets. Each act answers with the ticket as it is then. */

/** A name as people sign with: one line, not blank. */
const By = Type.String({
  minLength: 1,
  maxLength: 120,
  pattern: "^[^\\p{Cc}]*[^\\p{Cc}\\s][^\\p{Cc}]*$",
});

/** What somebody says of a ticket: not blank. */
const Text = Type.String({ minLength: 1, maxLength: 10_000, pattern: "\\S" });

const strict = { additionalProperties: false } as const;

const act = {
  method: "POST",
  config: { policy: "staff" },
} as const;
const schema = { tags: ["tickets"], params: IdPath, response: { 200: TicketDetail } };

export function addTicketActs(
  app: Api,
  { tickets, desk }: Pick<HttpParts, "tickets" | "desk">,
): void {
  app.route({
    ...act,
    url: "/api/tickets/:id/acknowledge",
    schema: {
      ...schema,
      summary: "Take a ticket; If-Match says which version",
      headers: IfMatch,
      body: Type.Object({ by: By }, strict),
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      requireDone(await desk.acknowledge(id, request.body, versionOf(request)));
      return giveTicket(tickets, id, reply);
    },
  });

  app.route({
    ...act,
    url: "/api/tickets/:id/comments",
    schema: {
      ...schema,
      summary: "Say something about a ticket",
      body: Type.Object({ by: By, text: Text }, strict),
    },
    handler: async (request, reply) => {
      requireDone(await desk.comment(request.params.id, request.body));
      return giveTicket(tickets, request.params.id, reply);
    },
  });

  app.route({
    ...act,
    url: "/api/tickets/:id/resolve",
    schema: {
      ...schema,
      summary: "Resolve a ticket; If-Match says which version",
      headers: IfMatch,
      body: Type.Object({ by: By, text: Type.Optional(Text) }, strict),
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      requireDone(await desk.resolve(id, request.body, versionOf(request)));
      return giveTicket(tickets, id, reply);
    },
  });
}
