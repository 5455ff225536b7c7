import { MACHINE_CLASSES } from "@vigie/shared/machine.ts";
import { MachineRule, OverrideDocument, RuleOverride } from "@vigie/shared/rule-override.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import { withOverrides } from "../domain/rule-override.ts";
import { findMachine, toRule } from "../flow/documents.ts";
import { createRuleBook, overridesFor } from "../flow/rule-sets.ts";
import type { OverrideKey, Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone, requireFound } from "./problems.ts";
import { IfMatch, versionOf, withEtag } from "./versions.ts";

/** Rules that are otherwise for a class of machines or for one machine. */

const OverridePath = Type.Object({
  ...IdPath.properties,
  scope: Type.Enum(["class", "machine"]),
  /** The class, or the machine's id. */
  of: Type.String({ maxLength: 64 }),
});
type OverridePath = Static<typeof OverridePath>;

const URL = "/api/rules/:id/overrides/:scope/:of";

type Parts = Pick<HttpParts, "registry" | "rules">;

export function addRuleOverrides(app: Api, parts: Parts): void {
  addReading(app, parts.registry.read);
  addMachineRules(app, parts.registry.read);
  addChanging(app, parts);
}

function addReading(app: Api, read: Tables): void {
  app.route({
    method: "GET",
    url: "/api/rules/:id/overrides",
    config: { policy: "staff" },
    schema: {
      summary: "For whom a rule is otherwise: classes first, then machines by their names",
      tags: ["rules"],
      params: IdPath,
      response: { 200: Type.Object({ items: Type.Array(OverrideDocument) }) },
    },
    handler: async ({ params: { id } }) => {
      requireFound(await read.rules.find(id));
      return { items: await read.rules.overridesOf(id) };
    },
  });

  app.route({
    method: "GET",
    url: URL,
    config: { policy: "staff" },
    schema: {
      summary: "What is otherwise for one class or machine; its ETag is the version to change",
      tags: ["rules"],
      params: OverridePath,
      response: { 200: OverrideDocument },
    },
    handler: async ({ params }, reply) => giveOverride(read, keyOf(params), reply),
  });
}

function addMachineRules(app: Api, read: Tables): void {
  app.route({
    method: "GET",
    url: "/api/machines/:id/rules",
    config: { policy: "staff" },
    schema: {
      summary: "The rules as they hold for a machine, and whose word that is",
      tags: ["machines"],
      params: IdPath,
      response: { 200: Type.Object({ items: Type.Array(MachineRule) }) },
    },
    handler: async ({ params: { id } }) => {
      const machine = requireFound(await findMachine(read, id));
      const book = createRuleBook(await read.rules.all(), await read.rules.overrides());
      const items = book.rules.map((rule) => {
        const overrides = overridesFor(book, machine, rule.id);
        const [classOverride = null, machineOverride = null] = overrides;
        return { rule: toRule(withOverrides(rule, overrides)), classOverride, machineOverride };
      });
      return { items };
    },
  });
}

function addChanging(app: Api, { registry: { read }, rules }: Parts): void {
  app.route({
    method: "PUT",
    url: URL,
    config: { policy: "staff" },
    schema: {
      summary: "Say what is otherwise; If-Match says which version, without it there is none yet",
      tags: ["rules"],
      params: OverridePath,
      headers: IfMatch,
      body: RuleOverride,
      response: { 200: OverrideDocument },
    },
    handler: async (request, reply) => {
      const key = keyOf(request.params);
      requireDone(await rules.setOverride(key, request.body, versionIfNamed(request)));
      return giveOverride(read, key, reply);
    },
  });

  app.route({
    method: "DELETE",
    url: URL,
    config: { policy: "staff" },
    schema: {
      summary: "Make the rule hold as for the others again; If-Match says which version",
      tags: ["rules"],
      params: OverridePath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: async (request, reply) => {
      const key = keyOf(request.params);
      requireFound(await read.rules.findOverride(key));
      requireDone(await rules.removeOverride(key, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}

/** Without If-Match something is meant that is not there yet. */
function versionIfNamed(request: FastifyRequest): number | undefined {
  return request.headers["if-match"] === undefined ? undefined : versionOf(request);
}

/** Throws `not_found` for a class that there is not. */
function keyOf({ id: ruleId, scope, of }: OverridePath): OverrideKey {
  if (scope === "machine") return { ruleId, scope: { kind: scope, machineId: of } };
  const named = requireFound(MACHINE_CLASSES.find((known) => known === of));
  return { ruleId, scope: { kind: scope, class: named } };
}

/** What is otherwise as it is now, with its version as ETag. Throws `not_found`. */
async function giveOverride(
  read: Tables,
  key: OverrideKey,
  reply: FastifyReply,
): Promise<OverrideDocument> {
  const override = withEtag(await read.rules.findOverride(key), reply);
  const { scope } = key;
  const machine = scope.kind === "machine" ? await findMachine(read, scope.machineId) : undefined;
  return { ...override, machineName: machine?.name ?? null };
}
