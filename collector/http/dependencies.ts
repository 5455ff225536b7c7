import { DependencyChange, DependencyDocument, DependencyWish } from "@vigie/shared/dependency.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { toDependency } from "../flow/hold-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, toEtag, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "dependencies">;

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

export function addDependencies(app: Api, parts: Parts, cursors: Cursors): void {
  addReading(app, parts.registry.read, cursors);
  addChanging(app, parts);
  addRemoval(app, parts);
}

function addReading(app: Api, read: Tables, cursors: Cursors): void {
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
    handler: async ({ params }, reply) => give(read, params.id, reply),
  });
}

function addChanging(app: Api, { registry: { read }, dependencies }: Parts): void {
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
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await dependencies.add(body));
      reply.code(201).header("location", `/api/dependencies/${id}`);
      return give(read, id, reply);
    },
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
    handler: async (request, reply) => {
      const { id } = await give(read, request.params.id, reply);
      requireDone(await dependencies.change(id, request.body, versionOf(request)));
      return give(read, id, reply);
    },
  });
}

function addRemoval(app: Api, { registry: { read }, dependencies }: Parts): void {
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
    handler: async (request, reply) => {
      const { id } = await give(read, request.params.id, reply);
      requireDone(await dependencies.remove(id, versionOf(request)));
      return reply.code(204).removeHeader("etag").send(null);
    },
  });
}

/** The dependency as it is now, with its version as ETag. Throws `not_found`. */
async function give(read: Tables, id: string, reply: FastifyReply): Promise<DependencyDocument> {
  const row = await read.noise.dependencies.find(id);
  if (row === undefined) throw new ProblemError("not_found");
  reply.header("etag", toEtag(row.version));
  return toDependency(row);
}
