import {
  WindowChange,
  WindowDocument,
  WindowEnd,
  WindowOccurrence,
  WindowState,
  WindowWish,
} from "@vigie/shared/window.ts";
import { Type } from "typebox";
import { heldFrom, toOccurrence } from "../domain/maintenance.ts";
import { toWindow } from "../flow/hold-documents.ts";
import { beginnings } from "../flow/recurrence.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireDone, requireFound } from "./problems.ts";
import { createResource, type Resource } from "./resource.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "windows" | "now">;
type Windows = Resource<WindowDocument, WindowWish, WindowChange>;

const staff = { config: { policy: "staff" } } as const;
const tags = ["maintenance windows"];

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    customer: Type.Optional(Type.String({ maxLength: 64 })),
    state: Type.Optional(WindowState),
  },
  { additionalProperties: false },
);

/** Times of a window that are told at once. */
const OCCURRENCES_MAX = 100;
const OCCURRENCES_DEFAULT = 20;

const OccurrencesQuery = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: OCCURRENCES_MAX, default: OCCURRENCES_DEFAULT }),
    ),
  },
  { additionalProperties: false },
);

export function addMaintenanceWindows(app: Api, parts: Parts, cursors: Cursors): void {
  const { registry, windows: keeper, now } = parts;
  const windows = createResource({
    path: "/api/maintenance-windows",
    find: (id) => registry.read.noise.windows.find(id),
    toDocument: (row) => toWindow(row, now().epochMilliseconds),
    keeper,
  });
  addList(app, parts, cursors);
  addOccurrences(app, parts);
  addPlanning(app, windows);
  addEnding(app, parts, windows);
}

function addList(app: Api, { registry: { read }, now }: Parts, cursors: Cursors): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/maintenance-windows",
    schema: {
      summary: "Maintenance windows, the newest first, by pages",
      tags,
      querystring: ListQuery,
      response: { 200: Page(WindowDocument) },
    },
    handler: async ({ query }) => {
      const { customer: customerId, state } = query;
      const nowMs = now().epochMilliseconds;
      return readPage({
        cursors,
        list: JSON.stringify(["maintenance-windows", customerId, state]),
        query,
        ask: (limit, after) =>
          read.noise.windows.list({ customerId, state, nowMs, limit, afterId: after?.id }),
        positionOf: ({ id }) => ({ key: id, id }),
        toDocument: (row) => toWindow(row, nowMs),
      });
    },
  });
}

function addOccurrences(app: Api, { registry: { read }, now }: Parts): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/maintenance-windows/:id/occurrences",
    schema: {
      summary: "When a maintenance window holds: now if it does, and the next times",
      tags,
      params: IdPath,
      querystring: OccurrencesQuery,
      response: { 200: Type.Object({ items: Type.Array(WindowOccurrence) }) },
    },
    handler: async ({ params, query: { limit = OCCURRENCES_DEFAULT } }) => {
      const window = requireFound(await read.noise.windows.find(params.id));
      const nowMs = now().epochMilliseconds;
      return { items: heldFrom(window, beginnings, { afterMs: nowMs, limit }).map(toOccurrence) };
    },
  });
}

function addPlanning(app: Api, windows: Windows): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/maintenance-windows/:id",
    schema: {
      summary: "One maintenance window; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: WindowDocument },
    },
    handler: ({ params }, reply) => windows.give(params.id, reply),
  });

  app.route({
    ...staff,
    method: "POST",
    url: "/api/maintenance-windows",
    schema: {
      summary: "Plan a maintenance window",
      tags,
      body: WindowWish,
      response: { 201: WindowDocument },
    },
    handler: (request, reply) => windows.add(request, reply),
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/maintenance-windows/:id",
    schema: {
      summary: "Change a maintenance window; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: WindowChange,
      response: { 200: WindowDocument },
    },
    handler: (request, reply) => windows.change(request, reply),
  });
}

function addEnding(app: Api, { registry, windows: keeper }: Parts, windows: Windows): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/maintenance-windows/:id/end",
    schema: {
      summary:
        "End the time of a maintenance window that is under way; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: WindowEnd,
      response: { 200: WindowDocument },
    },
    handler: async (request, reply) => {
      const { id } = requireFound(await registry.read.noise.windows.find(request.params.id));
      requireDone(await keeper.end(id, request.body, versionOf(request)));
      return windows.give(id, reply);
    },
  });

  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/maintenance-windows/:id",
    schema: {
      summary: "Remove a maintenance window; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: (request, reply) => windows.remove(request, reply),
  });
}
