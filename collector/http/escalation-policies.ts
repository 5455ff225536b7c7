import {
  EscalationPolicyChange,
  EscalationPolicyDocument,
  EscalationPolicyWish,
} from "@vigie/shared/escalation-policy.ts";
import { Type } from "typebox";
import { toEscalationPolicy } from "../flow/on-call-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { createResource, type Resource } from "./resource.ts";
import { IfMatch } from "./versions.ts";

/** Who is woken, one after the other, where nobody takes a ticket. */

type Policies = Resource<EscalationPolicyDocument, EscalationPolicyWish, EscalationPolicyChange>;

const staff = { config: { policy: "staff" } } as const;
const tags = ["on call"];

export function addEscalationPolicies(
  app: Api,
  { registry: { read }, escalationPolicies }: Pick<HttpParts, "registry" | "escalationPolicies">,
): void {
  const policies = createResource({
    path: "/api/escalation-policies",
    find: (id) => read.onCall.findPolicy(id),
    toDocument: toEscalationPolicy,
    keeper: escalationPolicies,
  });
  addReading(app, read, policies);
  addChanges(app, policies);
  addRemoval(app, policies);
}

function addReading(app: Api, read: Tables, policies: Policies): void {
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
    handler: ({ params }, reply) => policies.give(params.id, reply),
  });
}

function addChanges(app: Api, policies: Policies): void {
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
    handler: (request, reply) => policies.add(request, reply),
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
    handler: (request, reply) => policies.change(request, reply),
  });
}

function addRemoval(app: Api, policies: Policies): void {
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
    handler: (request, reply) => policies.remove(request, reply),
  });
}
