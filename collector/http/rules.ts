import { ProblemError } from "@vigie/shared/problems.ts";
import { RuleChange, type RuleDocument, RuleSchema } from "@vigie/shared/rule.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { toRule } from "../flow/documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { IfMatch, toEtag, versionOf } from "./versions.ts";

export function addRules(
  app: Api,
  { registry: { read }, rules }: Pick<HttpParts, "registry" | "rules">,
): void {
  addReading(app, read);
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
  const rule = await read.rules.find(id);
  if (rule === undefined) throw new ProblemError("not_found");
  reply.header("etag", toEtag(rule.version));
  return toRule(rule);
}
