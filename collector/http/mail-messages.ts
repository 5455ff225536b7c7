import {
  MailAttachWish,
  MailIgnoreWish,
  MailMessage,
  MailMessageDetail,
  MailState,
  MailTicketWish,
} from "@vigie/shared/mail.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { toMailMessage, toMailMessageDetail } from "../flow/mail-rows.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { OneOrMore, PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, versionOf, withEtag } from "./versions.ts";

/** Mails that came to the support address: what became of them, and what a person makes of those that wait. */

type Parts = Pick<HttpParts, "registry" | "mails">;

const ListQuery = Type.Object(
  { ...PAGE_QUERY, state: Type.Optional(OneOrMore(MailState)) },
  { additionalProperties: false },
);

export function addMailMessages(app: Api, parts: Parts, cursors: Cursors): void {
  addList(app, parts, cursors);
  addReading(app, parts);
  addDeciding(app, parts);
}

function addList(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  app.route({
    method: "GET",
    url: "/api/mail-messages",
    config: { policy: "staff" },
    schema: {
      summary: "Mails that came in, the newest first",
      tags: ["mails"],
      querystring: ListQuery,
      response: { 200: Page(MailMessage) },
    },
    handler: async ({ query }) => {
      const states = query.state === undefined ? undefined : [query.state].flat();
      return readPage({
        cursors,
        list: `mails ${states?.toSorted().join(",") ?? ""}`,
        query,
        ask: (limit, after) =>
          read.mail.list({
            limit,
            ...(states !== undefined && { states }),
            ...(after !== undefined && { after }),
          }),
        positionOf: ({ id }) => ({ key: "", id }),
        toDocument: toMailMessage,
      });
    },
  });
}

/** What the frame of a mail may do, whatever is in it: show itself, and open links elsewhere. */
const FRAME_POLICY = [
  "default-src 'none'",
  "img-src data:",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "sandbox allow-popups allow-popups-to-escape-sandbox",
].join("; ");

function addReading(app: Api, { registry: { read }, mails }: Parts): void {
  app.route({
    method: "GET",
    url: "/api/mail-messages/:id",
    config: { policy: "staff" },
    schema: {
      summary: "One mail; its ETag is the version to decide on",
      tags: ["mails"],
      params: IdPath,
      response: { 200: MailMessageDetail },
    },
    handler: async ({ params }, reply) => giveMail(read, params.id, reply),
  });

  app.route({
    method: "GET",
    url: "/api/mail-messages/:id/html",
    config: { policy: "staff" },
    schema: {
      summary:
        "A mail as its sender laid it out, for a frame of its own: no script, nothing fetched",
      tags: ["mails"],
      params: IdPath,
      produces: ["text/html"],
    },
    handler: async ({ params }, reply) => {
      const { html } = requireAnswer(await mails.html(params.id));
      reply.header("content-security-policy", FRAME_POLICY);
      return reply.type("text/html; charset=utf-8").send(html);
    },
  });
}

function addDeciding(app: Api, { registry: { read }, mails }: Parts): void {
  const route = { method: "POST", config: { policy: "staff" } } as const;
  const response = { 200: MailMessageDetail };
  const schema = { tags: ["mails"], params: IdPath, headers: IfMatch, response };
  const told = (what: string) => ({ ...schema, summary: `${what}; If-Match says which version` });

  app.route({
    ...route,
    url: "/api/mail-messages/:id/ticket",
    schema: { ...told("Open a ticket of a mail"), body: MailTicketWish },
    handler: async (request, reply) => {
      const { id } = await giveMail(read, request.params.id, reply);
      requireDone(await mails.openTicket(id, request.body, versionOf(request)));
      return giveMail(read, id, reply);
    },
  });

  app.route({
    ...route,
    url: "/api/mail-messages/:id/attach",
    schema: { ...told("Put a mail on a ticket"), body: MailAttachWish },
    handler: async (request, reply) => {
      const { id } = await giveMail(read, request.params.id, reply);
      requireDone(await mails.attach(id, request.body, versionOf(request)));
      return giveMail(read, id, reply);
    },
  });

  app.route({
    ...route,
    url: "/api/mail-messages/:id/ignore",
    schema: { ...told("Leave a mail alone"), body: MailIgnoreWish },
    handler: async (request, reply) => {
      const { id } = await giveMail(read, request.params.id, reply);
      requireDone(await mails.ignore(id, request.body.by, versionOf(request)));
      return giveMail(read, id, reply);
    },
  });
}

/** The mail as it is now, with its version as ETag. Throws `not_found`. */
async function giveMail(
  { mail }: Tables,
  id: string,
  reply: FastifyReply,
): Promise<MailMessageDetail> {
  return toMailMessageDetail(withEtag(await mail.find(id), reply));
}
