import { NoticeRuleChange, NoticeRuleDocument, NoticeRuleWish } from "@vigie/shared/notice-rule.ts";
import { Type } from "typebox";
import { toNoticeRule } from "../flow/notice-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { createResource, type Resource } from "./resource.ts";
import { IfMatch } from "./versions.ts";

type Rules = Resource<NoticeRuleDocument, NoticeRuleWish, NoticeRuleChange>;

const staff = { config: { policy: "staff" } } as const;
const tags = ["notice rules"];

export function addNoticeRules(
  app: Api,
  { registry: { read }, noticeRules }: Pick<HttpParts, "registry" | "noticeRules">,
): void {
  const rules = createResource({
    path: "/api/notice-rules",
    find: (id) => read.notices.findRule(id),
    toDocument: toNoticeRule,
    keeper: noticeRules,
  });
  addReading(app, read, rules);
  addChanges(app, rules);
  addRemoval(app, rules);
}

function addReading(app: Api, read: Tables, rules: Rules): void {
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
    handler: ({ params }, reply) => rules.give(params.id, reply),
  });
}

function addChanges(app: Api, rules: Rules): void {
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
    handler: (request, reply) => rules.add(request, reply),
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
    handler: (request, reply) => rules.change(request, reply),
  });
}

function addRemoval(app: Api, rules: Rules): void {
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
    handler: (request, reply) => rules.remove(request, reply),
  });
}
