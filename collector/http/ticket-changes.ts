import { Level, Priority } from "@vigie/shared/contract.ts";
import { strict } from "@vigie/shared/fields.ts";
import { ChangeMode, ReopenMode } from "@vigie/shared/sla.ts";
import { TicketType } from "@vigie/shared/ticket.ts";
import { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { TicketChange } from "@vigie/shared/ticket-wish.ts";
import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { carryOut } from "./ticket-acts.ts";
import { By, Text } from "./ticket-fields.ts";
import { giveTicket } from "./tickets.ts";
import { IfMatch, versionOf } from "./versions.ts";

/**
 * What people change of a ticket: of its terms, where each change says what becomes of the time consumed,
 * and of what no clock knows.
 */

type Parts = Pick<HttpParts, "tickets" | "desk">;

const act = { method: "POST", config: { policy: "staff" } } as const;
const schema = {
  tags: ["tickets"],
  params: IdPath,
  headers: IfMatch,
  response: { 200: TicketDetail },
};
const Signed = { by: By, text: Type.Optional(Text) };
const Mode = Type.Optional(ChangeMode);

export function addTicketChanges(app: Api, parts: Parts & Pick<HttpParts, "requests">): void {
  addCorrecting(app, parts);
  addTerms(app, parts);
  addWeighing(app, parts);
  addReopening(app, parts);
  addMerging(app, parts);
}

function addCorrecting(
  app: Api,
  { tickets, requests }: Omit<Parts, "desk"> & Pick<HttpParts, "requests">,
): void {
  app.route({
    method: "PATCH",
    url: "/api/tickets/:id",
    config: { policy: "staff" },
    schema: {
      ...schema,
      summary: "Correct what a ticket is called, who asked, or its tags",
      body: TicketChange,
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      requireDone(await requests.correct(id, request.body, versionOf(request)));
      return giveTicket(tickets, id, reply);
    },
  });
}

function addTerms(app: Api, { tickets, desk }: Parts): void {
  app.route({
    ...act,
    url: "/api/tickets/:id/priority",
    schema: {
      ...schema,
      summary: "Change a ticket's priority, and with it what is promised",
      body: Type.Object({ ...Signed, priority: Priority, mode: Mode }, strict),
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      const { by, text, priority, mode = "carry_elapsed" } = request.body;
      const doing = { kind: "set_priority", by, priority, mode } as const;
      const version = versionOf(request);
      return carryOut({ tickets, desk, reply }, id, { doing, text, version });
    },
  });

  app.route({
    ...act,
    url: "/api/tickets/:id/contract",
    schema: {
      ...schema,
      summary: "Put a ticket under another contract version of its customer",
      body: Type.Object(
        { ...Signed, contractVersionId: Type.String({ maxLength: 64 }), mode: Mode },
        strict,
      ),
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      const { by, text, contractVersionId, mode = "carry_elapsed" } = request.body;
      const doing = { kind: "set_contract", by, contractVersionId, mode } as const;
      const version = versionOf(request);
      return carryOut({ tickets, desk, reply }, id, { doing, text, version });
    },
  });
}

/** What it is and how heavy: what is promised may follow. */
function addWeighing(app: Api, { tickets, desk }: Parts): void {
  app.route({
    ...act,
    url: "/api/tickets/:id/type",
    schema: {
      ...schema,
      summary: "Change a ticket's type: the contract may include it, or leave it out",
      body: Type.Object({ ...Signed, type: TicketType, mode: Mode }, strict),
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      const { by, text, type, mode = "carry_elapsed" } = request.body;
      const doing = { kind: "set_type", by, type, mode } as const;
      const version = versionOf(request);
      return carryOut({ tickets, desk, reply }, id, { doing, text, version });
    },
  });

  app.route({
    ...act,
    url: "/api/tickets/:id/weight",
    schema: {
      ...schema,
      summary: "Change a ticket's impact and urgency, and its priority by the contract's matrix",
      body: Type.Object({ ...Signed, impact: Level, urgency: Level, mode: Mode }, strict),
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      const { by, text, impact, urgency, mode = "carry_elapsed" } = request.body;
      const doing = { kind: "set_weight", by, impact, urgency, mode } as const;
      const version = versionOf(request);
      return carryOut({ tickets, desk, reply }, id, { doing, text, version });
    },
  });
}

function addReopening(app: Api, { tickets, desk }: Parts): void {
  app.route({
    ...act,
    url: "/api/tickets/:id/reopen",
    schema: {
      ...schema,
      summary: "Reopen a resolved or closed ticket; If-Match says which version",
      body: Type.Object({ ...Signed, mode: Type.Optional(ReopenMode) }, strict),
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      const { by, text, mode = "resume" } = request.body;
      const doing = { kind: "reopen", by, mode } as const;
      const version = versionOf(request);
      return carryOut({ tickets, desk, reply }, id, { doing, text, version });
    },
  });
}

function addMerging(app: Api, { tickets, desk }: Parts): void {
  app.route({
    ...act,
    url: "/api/tickets/:id/merge",
    schema: {
      ...schema,
      summary: "End a ticket in favour of another one of its customer",
      body: Type.Object({ ...Signed, into: Type.String({ maxLength: 64 }) }, strict),
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      requireDone(await desk.merge(id, request.body, versionOf(request)));
      return giveTicket(tickets, id, reply);
    },
  });
}
