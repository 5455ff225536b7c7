import { MacroCall, MacroChange, MacroDocument, MacroWish } from "@vigie/shared/macro.ts";
import { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { Type } from "typebox";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { createResource, type Resource } from "./resource.ts";
import { readSaved } from "./saved.ts";
import { giveTicket } from "./tickets.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "tickets" | "macros" | "macroDesk">;
type Macros = Resource<MacroDocument, MacroWish, MacroChange>;

const staff = { config: { policy: "staff" } } as const;
const tags = ["macros"];

export function addMacros(app: Api, parts: Parts, cursors: Cursors): void {
  const { read } = parts.registry;
  const macros = createResource({
    path: "/api/macros",
    find: (id) => read.macros.find(id),
    toDocument: (row) => row,
    keeper: parts.macros,
  });
  addReading(app, { read, macros, cursors });
  addSaving(app, macros);
  addRunning(app, parts);
}

function addReading(
  app: Api,
  {
    read,
    macros,
    cursors,
  }: { readonly read: Tables; readonly macros: Macros; readonly cursors: Cursors },
): void {
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
    handler: ({ params }, reply) => macros.give(params.id, reply),
  });
}

function addSaving(app: Api, macros: Macros): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/macros",
    schema: { summary: "Save a macro", tags, body: MacroWish, response: { 201: MacroDocument } },
    handler: (request, reply) => macros.add(request, reply),
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
    handler: (request, reply) => macros.change(request, reply),
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
    handler: (request, reply) => macros.remove(request, reply),
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
