import { BreachCause } from "@vigie/shared/compliance.ts";
import { OrNull, strict } from "@vigie/shared/fields.ts";
import { TargetKind } from "@vigie/shared/ticket.ts";
import { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { By } from "./ticket-fields.ts";
import { giveTicket } from "./tickets.ts";
import { IfMatch, versionOf } from "./versions.ts";

/** Why a promise was broken, as a person says it. */
export function addBreachCauses(app: Api, parts: Pick<HttpParts, "tickets" | "causes">): void {
  const { tickets, causes } = parts;
  app.route({
    method: "PUT",
    url: "/api/tickets/:id/targets/:kind/cause",
    config: { policy: "staff" },
    schema: {
      summary: "Say why a promise was broken; null takes it back; If-Match says which version",
      tags: ["tickets"],
      params: Type.Object({ ...IdPath.properties, kind: TargetKind }),
      headers: IfMatch,
      body: Type.Object(
        {
          by: By,
          cause: OrNull(BreachCause),
          /** The last one that has ended if left out. */
          cycle: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
        },
        strict,
      ),
      response: { 200: TicketDetail },
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      const saying = { ...request.body, target: request.params.kind };
      requireDone(await causes.say(id, saying, versionOf(request)));
      return giveTicket(tickets, id, reply);
    },
  });
}
