import { problemText } from "@vigie/shared/problems.ts";
import {
  NewWebhook,
  WebhookChange,
  WebhookDocument,
  WebhookSecret,
  WebhookTest,
  WebhookWish,
} from "@vigie/shared/webhook.ts";
import { Type } from "typebox";
import { readWebhook } from "../flow/notice-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { languageOf, requireAnswer, requireFound } from "./problems.ts";
import { createResource, type Resource } from "./resource.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "webhooks">;
type Webhooks = Resource<WebhookDocument, WebhookWish, WebhookChange>;

const staff = { config: { policy: "staff" } } as const;
const tags = ["webhooks"];

export function addWebhooks(app: Api, parts: Parts): void {
  const { read } = parts.registry;
  const webhooks = createResource({
    path: "/api/webhooks",
    find: (id) => read.notices.findWebhook(id),
    toDocument: (row) => readWebhook(read, row),
    keeper: parts.webhooks,
  });
  addReading(app, read, webhooks);
  addSaving(app, parts, webhooks);
  addRemoval(app, webhooks);
  addSecrets(app, parts, webhooks);
}

function addReading(app: Api, read: Tables, webhooks: Webhooks): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/webhooks",
    schema: {
      summary: "Programs that are told, by name",
      tags,
      response: { 200: Type.Object({ items: Type.Array(WebhookDocument) }) },
    },
    handler: async () => {
      const rows = await read.notices.webhooks();
      return { items: await Promise.all(rows.map((row) => readWebhook(read, row))) };
    },
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/webhooks/:id",
    schema: {
      summary: "One webhook; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: WebhookDocument },
    },
    handler: ({ params }, reply) => webhooks.give(params.id, reply),
  });
}

function addSaving(app: Api, { webhooks: keeper }: Parts, webhooks: Webhooks): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/webhooks",
    schema: {
      summary: "Tell a program; answers its secret, which is said this once",
      tags,
      body: WebhookWish,
      response: { 201: NewWebhook },
    },
    handler: async ({ body }, reply) => {
      const { id, secret } = requireAnswer(await keeper.add(body));
      reply.code(201).header("location", `/api/webhooks/${id}`);
      return { ...(await webhooks.give(id, reply)), secret };
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/webhooks/:id",
    schema: {
      summary: "Change a webhook; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: WebhookChange,
      response: { 200: WebhookDocument },
    },
    handler: (request, reply) => webhooks.change(request, reply),
  });
}

function addRemoval(app: Api, webhooks: Webhooks): void {
  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/webhooks/:id",
    schema: {
      summary: "Tell a program nothing more, what waits included; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: (request, reply) => webhooks.remove(request, reply),
  });
}

function addSecrets(
  app: Api,
  { registry: { read }, webhooks: keeper }: Parts,
  webhooks: Webhooks,
): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/webhooks/:id/secret",
    schema: {
      summary: "Sign with a new secret, which is said this once; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      response: { 200: WebhookSecret },
    },
    handler: async (request, reply) => {
      const { id } = requireFound(await read.notices.findWebhook(request.params.id));
      const answer = requireAnswer(await keeper.renewSecret(id, versionOf(request)));
      await webhooks.give(id, reply);
      return answer;
    },
  });

  app.route({
    ...staff,
    method: "POST",
    url: "/api/webhooks/:id/test",
    schema: {
      summary: "Deliver a trial at once, and say how it went",
      tags,
      params: IdPath,
      response: { 200: WebhookTest },
    },
    handler: async (request) => {
      const { status, failure } = requireAnswer(await keeper.test(request.params.id));
      if (failure === undefined) return { delivered: true, status, problem: null };
      const { code, detail } = failure;
      const title = problemText(code, { detail }, languageOf(request));
      return { delivered: false, status, problem: { code, title } };
    },
  });
}
