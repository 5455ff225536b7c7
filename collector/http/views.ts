import { Line } from "@vigie/shared/fields.ts";
import { ViewChange, ViewDocument, ViewWish } from "@vigie/shared/view.ts";
import { Type } from "typebox";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { createResource, type Resource } from "./resource.ts";
import { readSaved } from "./saved.ts";
import { IfMatch } from "./versions.ts";

type Views = Resource<ViewDocument, ViewWish, ViewChange>;

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

export function addViews(
  app: Api,
  { registry: { read }, views: keeper }: Pick<HttpParts, "registry" | "views">,
  cursors: Cursors,
): void {
  const views = createResource({
    path: "/api/views",
    find: (id) => read.views.find(id),
    toDocument: (row) => row,
    keeper,
  });
  addReading(app, { read, views, cursors });
  addSaving(app, views);
}

function addReading(
  app: Api,
  {
    read,
    views,
    cursors,
  }: { readonly read: Tables; readonly views: Views; readonly cursors: Cursors },
): void {
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
    handler: ({ params }, reply) => views.give(params.id, reply),
  });
}

function addSaving(app: Api, views: Views): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/views",
    schema: { summary: "Save a view", tags, body: ViewWish, response: { 201: ViewDocument } },
    handler: (request, reply) => views.add(request, reply),
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
    handler: (request, reply) => views.change(request, reply),
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
    handler: (request, reply) => views.remove(request, reply),
  });
}
