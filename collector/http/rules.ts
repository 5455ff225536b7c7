import { ProblemError } from "@vigie/shared/problems.ts";
import { RuleChange, type RuleDocument, RuleSchema } from "@vigie/shared/rule.ts";
import { Type } from "typebox";
import { toRule } from "../flow/documents.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { toEtag, versionOf } from "./versions.ts";

export function addRules(
  app: Api,
  { registry: { read }, rules }: Pick<HttpParts, "registry" | "rules">,
): void {
  async function find(id: string): Promise<RuleDocument> {
    const rule = await read.rules.find(id);
    if (rule === undefined) throw new ProblemError("not_found");
    return toRule(rule);
  }

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
    handler: async ({ params }, reply) => {
      const rule = await find(params.id);
      reply.header("etag", toEtag(rule.version));
      return rule;
    },
  });

  app.route({
    method: "PATCH",
    url: "/api/rules/:id",
    config: { policy: "staff" },
    schema: {
      summary: "Change a rule; If-Match says which version",
      tags: ["rules"],
      params: IdPath,
      body: RuleChange,
      response: { 200: RuleSchema },
    },
    handler: async (request, reply) => {
      const { id } = await find(request.params.id);
      requireDone(await rules.change(id, request.body, versionOf(request)));
      const rule = await find(id);
      reply.header("etag", toEtag(rule.version));
      return rule;
    },
  });
}
