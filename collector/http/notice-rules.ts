import { NoticeRuleChange, NoticeRuleDocument, NoticeRuleWish } from "@vigie/shared/notice-rule.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { toNoticeRule } from "../flow/notice-documents.ts";
import type { NoticeRuleRow, Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, toEtag, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "noticeRules">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["notice rules"];

export function addNoticeRules(app: Api, parts: Parts): void {
  addReading(app, parts.registry.read);
  addChanges(app, parts);
  addRemoval(app, parts);
}

function addReading(app: Api, read: Tables): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/notice-rules",
    schema: {
      summary: "All rules of who is told what",
      tags,
      response: { 200: Type.Object({ items: Type.Array(NoticeRuleDocument) }) },
    },
    handler: async () => ({ items: (await read.notices.rules()).map(toNoticeRule) }),
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/notice-rules/:id",
    schema: {
      summary: "One rule of who is told what; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: NoticeRuleDocument },
    },
    handler: ({ params }, reply) => giveRule(read, params.id, reply),
  });
}

function addChanges(app: Api, { registry: { read }, noticeRules }: Parts): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/notice-rules",
    schema: {
      summary: "Write a rule of who is told what",
      tags,
      body: NoticeRuleWish,
      response: { 201: NoticeRuleDocument },
    },
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await noticeRules.add(body));
      reply.code(201).header("location", `/api/notice-rules/${id}`);
      return giveRule(read, id, reply);
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/notice-rules/:id",
    schema: {
      summary: "Change a rule of who is told what; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: NoticeRuleChange,
      response: { 200: NoticeRuleDocument },
    },
    handler: async (request, reply) => {
      const { id } = await findRule(read, request.params.id);
      requireDone(await noticeRules.change(id, request.body, versionOf(request)));
      return giveRule(read, id, reply);
    },
  });
}

function addRemoval(app: Api, { registry: { read }, noticeRules }: Parts): void {
  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/notice-rules/:id",
    schema: {
      summary: "Remove a rule of who is told what; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: async (request, reply) => {
      const { id } = await findRule(read, request.params.id);
      requireDone(await noticeRules.remove(id, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}

/** Throws `not_found`. */
async function findRule({ notices }: Tables, id: string): Promise<NoticeRuleRow> {
  const rule = await notices.findRule(id);
  if (rule === undefined) throw new ProblemError("not_found");
  return rule;
}

/** The rule as it is now, with its version as ETag. Throws `not_found`. */
async function giveRule(
  read: Tables,
  id: string,
  reply: FastifyReply,
): Promise<NoticeRuleDocument> {
  const rule = await findRule(read, id);
  reply.header("etag", toEtag(rule.version));
  return toNoticeRule(rule);
}
