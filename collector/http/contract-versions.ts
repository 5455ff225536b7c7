import { InForceWish } from "@vigie/shared/contract-acts.ts";
import { CoveragePreview, VersionDocument, VersionWish } from "@vigie/shared/contract-version.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import type { VersionName } from "../flow/contract-context.ts";
import { readCoverage, readVersion } from "../flow/contract-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, toEtag, versionOf } from "./versions.ts";

const VersionPath = Type.Object({
  ...IdPath.properties,
  number: Type.String({ maxLength: 64 }),
});
type VersionPath = Static<typeof VersionPath>;

type Parts = Pick<HttpParts, "registry" | "contracts">;

/** The versions of a contract: read, amend, edit while a draft, put in force. */
export function addContractVersions(app: Api, parts: Parts): void {
  addReading(app, parts.registry.read);
  addDrafts(app, parts);
  addAmendments(app, parts);
}

function addReading(app: Api, read: Tables): void {
  app.route({
    method: "GET",
    url: "/api/contracts/:id/versions/:number",
    config: { policy: "staff" },
    schema: {
      summary: "One version with its wording and what it lacks; its ETag is the edit to change",
      tags: ["contracts"],
      params: VersionPath,
      response: { 200: VersionDocument },
    },
    handler: async ({ params }, reply) => giveVersion(read, nameOf(params), reply),
  });

  app.route({
    method: "GET",
    url: "/api/contracts/:id/versions/:number/coverage",
    config: { policy: "staff" },
    schema: {
      summary: "What the version's perimeter makes of everything the customer has, and why",
      tags: ["contracts"],
      params: VersionPath,
      response: { 200: CoveragePreview },
    },
    handler: async ({ params }) => {
      const { contractId, number } = nameOf(params);
      const contract = await read.contracts.findContract(contractId);
      const version = await read.contracts.findVersion(contractId, number);
      if (contract === undefined || version === undefined) throw new ProblemError("not_found");
      return readCoverage(read, contract.customerId, version.clauses.perimeter);
    },
  });
}

function addDrafts(app: Api, { registry: { read }, contracts }: Parts): void {
  app.route({
    method: "PUT",
    url: "/api/contracts/:id/versions/:number",
    config: { policy: "staff" },
    schema: {
      summary: "Replace what a draft says; If-Match says which edit",
      tags: ["contracts"],
      params: VersionPath,
      headers: IfMatch,
      body: VersionWish,
      response: { 200: VersionDocument },
    },
    handler: async (request, reply) => {
      const of = nameOf(request.params);
      await giveVersion(read, of, reply);
      requireDone(await contracts.edit(of, request.body, versionOf(request)));
      return giveVersion(read, of, reply);
    },
  });

  app.route({
    method: "DELETE",
    url: "/api/contracts/:id/versions/:number",
    config: { policy: "staff" },
    schema: {
      summary: "Discard a draft; with its first draft a contract goes. If-Match says which edit",
      tags: ["contracts"],
      params: VersionPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: async (request, reply) => {
      const of = nameOf(request.params);
      await readVersion(read, of.contractId, of.number);
      requireDone(await contracts.discard(of, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}

/** An amendment begins, and is put in force. */
function addAmendments(app: Api, { registry: { read }, contracts }: Parts): void {
  app.route({
    method: "POST",
    url: "/api/contracts/:id/versions",
    config: { policy: "staff" },
    schema: {
      summary: "Begin an amendment: a draft copied from the newest version",
      tags: ["contracts"],
      params: IdPath,
      response: { 201: VersionDocument },
    },
    handler: async ({ params: { id } }, reply) => {
      const { number } = requireAnswer(await contracts.amend(id));
      reply.code(201).header("location", `/api/contracts/${id}/versions/${number}`);
      return giveVersion(read, { contractId: id, number }, reply);
    },
  });

  app.route({
    method: "POST",
    url: "/api/contracts/:id/versions/:number/in-force",
    config: { policy: "staff" },
    schema: {
      summary: "Put a draft in force from a day on, for good; If-Match says which edit",
      tags: ["contracts"],
      params: VersionPath,
      headers: IfMatch,
      body: InForceWish,
      response: { 200: VersionDocument },
    },
    handler: async (request, reply) => {
      const of = nameOf(request.params);
      await giveVersion(read, of, reply);
      requireDone(await contracts.putInForce(of, request.body, versionOf(request)));
      return giveVersion(read, of, reply);
    },
  });
}

/** Which version a path names. Throws `not_found` for what is no number. */
function nameOf({ id, number }: VersionPath): VersionName {
  if (!/^[1-9]\d{0,5}$/.test(number)) throw new ProblemError("not_found");
  return { contractId: id, number: Number(number) };
}

/** The version as it is now, with its edit as ETag. Throws `not_found`. */
async function giveVersion(
  read: Tables,
  { contractId, number }: VersionName,
  reply: FastifyReply,
): Promise<VersionDocument> {
  const { document, revision } = await readVersion(read, contractId, number);
  reply.header("etag", toEtag(revision));
  return document;
}
