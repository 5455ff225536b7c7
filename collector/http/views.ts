import { Line } from "@vigie/shared/fields.ts";
import { ViewChange, ViewDocument, ViewWish } from "@vigie/shared/view.ts";
import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { giveSaved, readSaved, requireSaved } from "./saved.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "views">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["views"];

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    /** Only everybody's and those of this person, as they sign; all of them if left out. */
    owner: Type.Optional(Line(120)),
  },
  { additionalProperties: false },
);

export function addViews(app: Api, parts: Parts, cursors: Cursors): void {
  addReading(app, parts, cursors);
  addSaving(app, parts);
}

function addReading(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/views",
    schema: {
      summary: "Saved views of the list of tickets, by name",
      tags,
      querystring: ListQuery,
      response: { 200: Page(ViewDocument) },
    },
    handler: ({ query: { owner, ...query } }) =>
      readSaved({
        cursors,
        list: JSON.stringify(["views", owner]),
        query,
        ask: (page) => read.views.list({ ...page, ...(owner !== undefined && { owner }) }),
      }),
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/views/:id",
    schema: {
      summary: "One saved view; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: ViewDocument },
    },
    handler: async ({ params }, reply) => giveSaved(await read.views.find(params.id), reply),
  });
}

function addSaving(app: Api, { registry: { read }, views }: Parts): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/views",
    schema: { summary: "Save a view", tags, body: ViewWish, response: { 201: ViewDocument } },
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await views.add(body));
      reply.code(201).header("location", `/api/views/${id}`);
      return giveSaved(await read.views.find(id), reply);
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/views/:id",
    schema: {
      summary: "Change a saved view; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: ViewChange,
      response: { 200: ViewDocument },
    },
    handler: async (request, reply) => {
      const { id } = requireSaved(await read.views.find(request.params.id));
      requireDone(await views.change(id, request.body, versionOf(request)));
      return giveSaved(await read.views.find(id), reply);
    },
  });

  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/views/:id",
    schema: {
      summary: "Remove a saved view; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: async (request, reply) => {
      const { id } = requireSaved(await read.views.find(request.params.id));
      requireDone(await views.remove(id, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}
