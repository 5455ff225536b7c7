import {
  EscalationPolicyChange,
  EscalationPolicyDocument,
  EscalationPolicyWish,
} from "@vigie/shared/escalation-policy.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { toEscalationPolicy } from "../flow/on-call-documents.ts";
import type { EscalationPolicyRow, Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, toEtag, versionOf } from "./versions.ts";

/** Who is woken, one after the other, where nobody takes a ticket. */

type Parts = Pick<HttpParts, "registry" | "policies">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["on call"];

export function addEscalationPolicies(app: Api, parts: Parts): void {
  addReading(app, parts.registry.read);
  addChanges(app, parts);
  addRemoval(app, parts);
}

function addReading(app: Api, read: Tables): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/escalation-policies",
    schema: {
      summary: "All escalation policies, the oldest first",
      tags,
      response: { 200: Type.Object({ items: Type.Array(EscalationPolicyDocument) }) },
    },
    handler: async () => ({ items: (await read.onCall.policies()).map(toEscalationPolicy) }),
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/escalation-policies/:id",
    schema: {
      summary: "One escalation policy; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: EscalationPolicyDocument },
    },
    handler: ({ params }, reply) => givePolicy(read, params.id, reply),
  });
}

function addChanges(app: Api, { registry: { read }, policies }: Parts): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/escalation-policies",
    schema: {
      summary: "Write an escalation policy",
      tags,
      body: EscalationPolicyWish,
      response: { 201: EscalationPolicyDocument },
    },
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await policies.add(body));
      reply.code(201).header("location", `/api/escalation-policies/${id}`);
      return givePolicy(read, id, reply);
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/escalation-policies/:id",
    schema: {
      summary: "Change an escalation policy; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: EscalationPolicyChange,
      response: { 200: EscalationPolicyDocument },
    },
    handler: async (request, reply) => {
      const { id } = await findPolicy(read, request.params.id);
      requireDone(await policies.change(id, request.body, versionOf(request)));
      return givePolicy(read, id, reply);
    },
  });
}

function addRemoval(app: Api, { registry: { read }, policies }: Parts): void {
  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/escalation-policies/:id",
    schema: {
      summary: "Remove an escalation policy; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: async (request, reply) => {
      const { id } = await findPolicy(read, request.params.id);
      requireDone(await policies.remove(id, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}

/** Throws `not_found`. */
async function findPolicy({ onCall }: Tables, id: string): Promise<EscalationPolicyRow> {
  const policy = await onCall.findPolicy(id);
  if (policy === undefined) throw new ProblemError("not_found");
  return policy;
}

/** The policy as it is now, with its version as ETag. Throws `not_found`. */
async function givePolicy(
  read: Tables,
  id: string,
  reply: FastifyReply,
): Promise<EscalationPolicyDocument> {
  const policy = await findPolicy(read, id);
  reply.header("etag", toEtag(policy.version));
  return toEscalationPolicy(policy);
}
