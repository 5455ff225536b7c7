import { ContractChange, ContractEvent, ContractWish } from "@vigie/shared/contract-acts.ts";
import { ClauseChange, ContractDocument, ContractSummary } from "@vigie/shared/contract-version.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import {
  readContract,
  readDiff,
  toContractEvent,
  toSummaries,
} from "../flow/contract-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone, requireFound } from "./problems.ts";
import { IfMatch, versionOf, withEtag } from "./versions.ts";

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    customerId: Type.Optional(Type.String({ maxLength: 64 })),
    /** Part of the contract's number or name, or of its customer's name. */
    search: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);

const VersionNumber = Type.Integer({ minimum: 1, maximum: 1_000_000 });

type Parts = Pick<HttpParts, "registry" | "contracts" | "now">;

/** Contracts: the list, one by clause, what it is called, and how its versions differ. */
export function addContracts(app: Api, parts: Parts, cursors: Cursors): void {
  addList(app, parts, cursors);
  addOne(app, parts);
  addChanges(app, parts);
  addHistory(app, parts.registry.read, cursors);
}

function addList(app: Api, { registry: { read }, now }: Parts, cursors: Cursors): void {
  app.route({
    method: "GET",
    url: "/api/contracts",
    config: { policy: "staff" },
    schema: {
      summary: "Contracts by number and by pages, each with where it stands today",
      tags: ["contracts"],
      querystring: ListQuery,
      response: { 200: Page(ContractSummary) },
    },
    handler: async ({ query }) => {
      const { customerId, search } = query;
      const { items, nextCursor } = await readPage({
        cursors,
        list: JSON.stringify(["contracts", customerId, search]),
        query,
        ask: async (limit, after) =>
          read.contracts.contractList({
            limit,
            ...(customerId !== undefined && { customerId }),
            ...(search !== undefined && { search }),
            ...(after !== undefined && { after }),
          }),
        positionOf: ({ number, id }) => ({ key: number, id }),
        toDocument: (row) => row,
      });
      return { items: await toSummaries(read, items, now().epochMilliseconds), nextCursor };
    },
  });
}

function addOne(app: Api, parts: Parts): void {
  app.route({
    method: "GET",
    url: "/api/contracts/:id",
    config: { policy: "staff" },
    schema: {
      summary: "One contract by clause, as it holds today; its ETag is the version to change",
      tags: ["contracts"],
      params: IdPath,
      response: { 200: ContractDocument },
    },
    handler: async ({ params }, reply) => giveContract(parts, params.id, reply),
  });
}

function addChanges(app: Api, parts: Parts): void {
  app.route({
    method: "POST",
    url: "/api/contracts",
    config: { policy: "staff" },
    schema: {
      summary: "Start a contract with a first draft, from a template or from plain defaults",
      tags: ["contracts"],
      body: ContractWish,
      response: { 201: ContractDocument },
    },
    handler: async ({ body }, reply) => {
      const { contractId } = requireAnswer(await parts.contracts.create(body));
      reply.code(201).header("location", `/api/contracts/${contractId}`);
      return giveContract(parts, contractId, reply);
    },
  });

  app.route({
    method: "PATCH",
    url: "/api/contracts/:id",
    config: { policy: "staff" },
    schema: {
      summary: "Change a contract's number or name; If-Match says which version",
      tags: ["contracts"],
      params: IdPath,
      headers: IfMatch,
      body: ContractChange,
      response: { 200: ContractDocument },
    },
    handler: async (request, reply) => {
      const { id } = await giveContract(parts, request.params.id, reply);
      requireDone(await parts.contracts.change(id, request.body, versionOf(request)));
      return giveContract(parts, id, reply);
    },
  });
}

function addHistory(app: Api, read: Tables, cursors: Cursors): void {
  app.route({
    method: "GET",
    url: "/api/contracts/:id/diff",
    config: { policy: "staff" },
    schema: {
      summary: "What differs between two versions, by clause",
      tags: ["contracts"],
      params: IdPath,
      querystring: Type.Object(
        { from: VersionNumber, to: VersionNumber },
        { additionalProperties: false },
      ),
      response: { 200: Type.Object({ changes: Type.Array(ClauseChange) }) },
    },
    handler: async ({ params, query }) => ({ changes: await readDiff(read, params.id, query) }),
  });

  app.route({
    method: "GET",
    url: "/api/contracts/:id/events",
    config: { policy: "staff" },
    schema: {
      summary: "What happened to a contract, newest first",
      tags: ["contracts"],
      params: IdPath,
      querystring: Type.Object(PAGE_QUERY, { additionalProperties: false }),
      response: { 200: Page(ContractEvent) },
    },
    handler: async ({ params: { id }, query }) => {
      requireFound(await read.contracts.findContract(id));
      return readPage({
        cursors,
        list: JSON.stringify(["contract-events", id]),
        query,
        ask: async (limit, after) =>
          read.contracts.events(id, { limit, ...(after && { beforeId: Number(after.key) }) }),
        positionOf: (row) => ({ key: row.id, id }),
        toDocument: toContractEvent,
      });
    },
  });
}

/** The contract as it is now, with its version as ETag. Throws `not_found`. */
export async function giveContract(
  { registry: { read }, now }: Pick<Parts, "registry" | "now">,
  id: string,
  reply: FastifyReply,
): Promise<ContractDocument> {
  withEtag(await read.contracts.findContract(id), reply);
  return readContract(read, id, now().epochMilliseconds);
}
