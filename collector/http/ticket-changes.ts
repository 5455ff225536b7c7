import { Priority } from "@vigie/shared/contract.ts";
import { ChangeMode, ReopenMode } from "@vigie/shared/sla.ts";
import { TicketDetail } from "@vigie/shared/ticket.ts";
import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { By, Text } from "./signed.ts";
import { carryOut } from "./ticket-acts.ts";
import { giveTicket } from "./tickets.ts";
import { IfMatch, versionOf } from "./versions.ts";

/** What people change of the terms of a ticket: each says what becomes of the time consumed. */

type Parts = Pick<HttpParts, "tickets" | "desk">;

const strict = { additionalProperties: false } as const;
const act = { method: "POST", config: { policy: "staff" } } as const;
const schema = {
  tags: ["tickets"],
  params: IdPath,
  headers: IfMatch,
  response: { 200: TicketDetail },
};
const Signed = { by: By, text: Type.Optional(Text) };
const Mode = Type.Optional(ChangeMode);

export function addTicketChanges(app: Api, parts: Parts): void {
  addTerms(app, parts);
  addReopening(app, parts);
  addMerging(app, parts);
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
      const { by, text, priority, mode = "carry_elapsed" } = request.body;
      const doing = { kind: "set_priority", by, priority, mode } as const;
      const version = versionOf(request);
      return carryOut({ tickets, desk, reply }, request.params.id, { doing, text, version });
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
      const { by, text, contractVersionId, mode = "carry_elapsed" } = request.body;
      const doing = { kind: "set_contract", by, contractVersionId, mode } as const;
      const version = versionOf(request);
      return carryOut({ tickets, desk, reply }, request.params.id, { doing, text, version });
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
      const { by, text, mode = "resume" } = request.body;
      const doing = { kind: "reopen", by, mode } as const;
      const version = versionOf(request);
      return carryOut({ tickets, desk, reply }, request.params.id, { doing, text, version });
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
      const { id } = request.params;
      requireDone(await desk.merge(id, request.body, versionOf(request)));
      return giveTicket(tickets, id, reply);
    },
  });
}
