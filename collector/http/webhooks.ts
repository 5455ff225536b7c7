import { ProblemError, problemText } from "@vigie/shared/problems.ts";
import {
  NewWebhook,
  WebhookChange,
  WebhookDocument,
  WebhookSecret,
  WebhookTest,
  WebhookWish,
} from "@vigie/shared/webhook.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { readWebhook } from "../flow/notice-documents.ts";
import type { Tables, WebhookRow } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { languageOf, requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, toEtag, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "webhooks">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["webhooks"];

export function addWebhooks(app: Api, parts: Parts): void {
  addReading(app, parts.registry.read);
  addSaving(app, parts);
  addRemoval(app, parts);
  addSecrets(app, parts);
}

function addReading(app: Api, read: Tables): void {
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
    handler: ({ params }, reply) => giveWebhook(read, params.id, reply),
  });
}

function addSaving(app: Api, { registry: { read }, webhooks }: Parts): void {
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
      const { id, secret } = requireAnswer(await webhooks.add(body));
      reply.code(201).header("location", `/api/webhooks/${id}`);
      return { ...(await giveWebhook(read, id, reply)), secret };
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
    handler: async (request, reply) => {
      const { id } = await findWebhook(read, request.params.id);
      requireDone(await webhooks.change(id, request.body, versionOf(request)));
      return giveWebhook(read, id, reply);
    },
  });
}

function addRemoval(app: Api, { registry: { read }, webhooks }: Parts): void {
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
    handler: async (request, reply) => {
      const { id } = await findWebhook(read, request.params.id);
      requireDone(await webhooks.remove(id, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}

function addSecrets(app: Api, { registry: { read }, webhooks }: Parts): void {
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
      const { id } = await findWebhook(read, request.params.id);
      const answer = requireAnswer(await webhooks.renewSecret(id, versionOf(request)));
      await giveWebhook(read, id, reply);
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
      const { status, failure } = requireAnswer(await webhooks.test(request.params.id));
      if (failure === undefined) return { delivered: true, status, problem: null };
      const { code, detail } = failure;
      const title = problemText(code, { detail }, languageOf(request));
      return { delivered: false, status, problem: { code, title } };
    },
  });
}

/** Throws `not_found`. */
async function findWebhook({ notices }: Tables, id: string): Promise<WebhookRow> {
  const webhook = await notices.findWebhook(id);
  if (webhook === undefined) throw new ProblemError("not_found");
  return webhook;
}

/** The webhook as it is now, with its version as ETag. Throws `not_found`. */
async function giveWebhook(
  read: Tables,
  id: string,
  reply: FastifyReply,
): Promise<WebhookDocument> {
  const webhook = await findWebhook(read, id);
  reply.header("etag", toEtag(webhook.version));
  return readWebhook(read, webhook);
}
