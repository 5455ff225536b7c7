import { DryRun, DryRunWish } from "@vigie/shared/dry-run.ts";
import { RuleChange, type RuleDocument, RuleSchema, RuleWish } from "@vigie/shared/rule.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { toRule } from "../flow/documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone, requireFound } from "./problems.ts";
import { IfMatch, versionOf, withEtag } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "rules" | "dryRuns">;

export function addRules(app: Api, parts: Parts): void {
  addReading(app, parts.registry.read);
  addMaking(app, parts);
  addChanging(app, parts);
  addTrying(app, parts);
}

function addMaking(app: Api, { registry: { read }, rules }: Parts): void {
  app.route({
    method: "POST",
    url: "/api/rules",
    config: { policy: "staff" },
    schema: {
      summary: "Make a rule of one's own",
      tags: ["rules"],
      body: RuleWish,
      response: { 201: RuleSchema },
    },
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await rules.create(body));
      reply.code(201).header("location", `/api/rules/${id}`);
      return giveRule(read, id, reply);
    },
  });

  app.route({
    method: "DELETE",
    url: "/api/rules/:id",
    config: { policy: "staff" },
    schema: {
      summary: "Remove a rule of one's own; what it has found ends. If-Match says which version",
      tags: ["rules"],
      params: IdPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: async (request, reply) => {
      const { id } = requireFound(await read.rules.find(request.params.id));
      requireDone(await rules.remove(id, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}

function addChanging(app: Api, { registry: { read }, rules }: Parts): void {
  app.route({
    method: "PATCH",
    url: "/api/rules/:id",
    config: { policy: "staff" },
    schema: {
      summary: "Change a rule; If-Match says which version",
      tags: ["rules"],
      params: IdPath,
      headers: IfMatch,
      body: RuleChange,
      response: { 200: RuleSchema },
    },
    handler: async (request, reply) => {
      const { id } = await giveRule(read, request.params.id, reply);
      requireDone(await rules.change(id, request.body, versionOf(request)));
      return giveRule(read, id, reply);
    },
  });
}

function addTrying(app: Api, { registry: { read }, dryRuns }: Parts): void {
  app.route({
    method: "POST",
    url: "/api/rules/:id/dry-run",
    config: { policy: "staff" },
    schema: {
      summary: "When the rule, as it is or as the body has it, would have fired of late",
      tags: ["rules"],
      params: IdPath,
      body: DryRunWish,
      response: { 200: DryRun },
    },
    handler: async ({ params: { id }, body }) => {
      const rule = requireFound(await read.rules.find(id));
      return requireAnswer(await dryRuns.run(rule, body));
    },
  });
}

function addReading(app: Api, read: Tables): void {
  app.route({
    method: "GET",
    url: "/api/rules",
    config: { policy: "staff" },
    schema: {
      summary: "All rules",
      tags: ["rules"],
      response: { 200: Type.Object({ items: Type.Array(RuleSchema) }) },
    },
    handler: async () => ({ items: (await read.rules.all()).map(toRule) }),
  });

  app.route({
    method: "GET",
    url: "/api/rules/:id",
    config: { policy: "staff" },
    schema: {
      summary: "One rule; its ETag is the version to change",
      tags: ["rules"],
      params: IdPath,
      response: { 200: RuleSchema },
    },
    handler: async ({ params }, reply) => giveRule(read, params.id, reply),
  });
}

/** The rule as it is now, with its version as ETag. Throws `not_found`. */
async function giveRule(read: Tables, id: string, reply: FastifyReply): Promise<RuleDocument> {
  return toRule(withEtag(await read.rules.find(id), reply));
}
