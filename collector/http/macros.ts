import { MacroCall, MacroChange, MacroDocument, MacroWish } from "@vigie/shared/macro.ts";
import { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { giveSaved, readSaved, requireSaved } from "./saved.ts";
import { giveTicket } from "./tickets.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "tickets" | "macros" | "macroDesk">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["macros"];

export function addMacros(app: Api, parts: Parts, cursors: Cursors): void {
  addReading(app, parts, cursors);
  addSaving(app, parts);
  addRunning(app, parts);
}

function addReading(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/macros",
    schema: {
      summary: "Macros by name",
      tags,
      querystring: Type.Object(PAGE_QUERY, { additionalProperties: false }),
      response: { 200: Page(MacroDocument) },
    },
    handler: ({ query }) =>
      readSaved({ cursors, list: "macros", query, ask: (page) => read.macros.list(page) }),
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/macros/:id",
    schema: {
      summary: "One macro; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: MacroDocument },
    },
    handler: async ({ params }, reply) => giveSaved(await read.macros.find(params.id), reply),
  });
}

function addSaving(app: Api, { registry: { read }, macros }: Parts): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/macros",
    schema: { summary: "Save a macro", tags, body: MacroWish, response: { 201: MacroDocument } },
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await macros.add(body));
      reply.code(201).header("location", `/api/macros/${id}`);
      return giveSaved(await read.macros.find(id), reply);
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/macros/:id",
    schema: {
      summary: "Change a macro; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: MacroChange,
      response: { 200: MacroDocument },
    },
    handler: async (request, reply) => {
      const { id } = requireSaved(await read.macros.find(request.params.id));
      requireDone(await macros.change(id, request.body, versionOf(request)));
      return giveSaved(await read.macros.find(id), reply);
    },
  });

  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/macros/:id",
    schema: {
      summary: "Remove a macro; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: async (request, reply) => {
      const { id } = requireSaved(await read.macros.find(request.params.id));
      requireDone(await macros.remove(id, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}

function addRunning(app: Api, { tickets, macroDesk }: Parts): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/tickets/:id/macro",
    schema: {
      summary: "Do to a ticket all that a macro says, or nothing; If-Match says which version",
      tags: ["tickets"],
      params: IdPath,
      headers: IfMatch,
      body: MacroCall,
      response: { 200: TicketDetail },
    },
    handler: async (request, reply) => {
      const { id } = await giveTicket(tickets, request.params.id, reply);
      const version = versionOf(request);
      requireDone(await macroDesk.run({ ...request.body, ticketId: id, version }));
      return giveTicket(tickets, id, reply);
    },
  });
}
