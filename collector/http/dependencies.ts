import { DependencyChange, DependencyDocument, DependencyWish } from "@vigie/shared/dependency.ts";
import { Type } from "typebox";
import { toDependency } from "../flow/hold-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { createResource, type Resource } from "./resource.ts";
import { IfMatch } from "./versions.ts";

type Dependencies = Resource<DependencyDocument, DependencyWish, DependencyChange>;

const staff = { config: { policy: "staff" } } as const;
const tags = ["dependencies"];

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    customer: Type.Optional(Type.String({ maxLength: 64 })),
    /** What this machine is behind. */
    machine: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
);

export function addDependencies(
  app: Api,
  { registry: { read }, dependencies: keeper }: Pick<HttpParts, "registry" | "dependencies">,
  cursors: Cursors,
): void {
  const dependencies = createResource({
    path: "/api/dependencies",
    find: (id) => read.noise.dependencies.find(id),
    toDocument: toDependency,
    keeper,
  });
  addList(app, read, cursors);
  addOne(app, dependencies);
  addChanging(app, dependencies);
  addRemoval(app, dependencies);
}

function addList(app: Api, read: Tables, cursors: Cursors): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/dependencies",
    schema: {
      summary: "What machines are behind, by pages",
      tags,
      querystring: ListQuery,
      response: { 200: Page(DependencyDocument) },
    },
    handler: async ({ query }) => {
      const { customer: customerId, machine: machineId } = query;
      return readPage({
        cursors,
        list: JSON.stringify(["dependencies", customerId, machineId]),
        query,
        ask: (limit, after) =>
          read.noise.dependencies.list({ customerId, machineId, limit, afterId: after?.id }),
        positionOf: ({ id }) => ({ key: id, id }),
        toDocument: toDependency,
      });
    },
  });
}

function addOne(app: Api, dependencies: Dependencies): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/dependencies/:id",
    schema: {
      summary: "One dependency; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: DependencyDocument },
    },
    handler: ({ params }, reply) => dependencies.give(params.id, reply),
  });
}

function addChanging(app: Api, dependencies: Dependencies): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/dependencies",
    schema: {
      summary: "Say that a machine is behind another one",
      tags,
      body: DependencyWish,
      response: { 201: DependencyDocument },
    },
    handler: (request, reply) => dependencies.add(request, reply),
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/dependencies/:id",
    schema: {
      summary: "Change a dependency; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: DependencyChange,
      response: { 200: DependencyDocument },
    },
    handler: (request, reply) => dependencies.change(request, reply),
  });
}

function addRemoval(app: Api, dependencies: Dependencies): void {
  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/dependencies/:id",
    schema: {
      summary: "Remove a dependency; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: (request, reply) => dependencies.remove(request, reply),
  });
}
