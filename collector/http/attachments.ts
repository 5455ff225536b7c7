import { Readable } from "node:stream";
import fastifyMultipart from "@fastify/multipart";
import { ATTACHMENT_BYTES_MAX, AttachingWish } from "@vigie/shared/conversation.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { Attachment, TicketDetail } from "@vigie/shared/ticket-document.ts";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { Value } from "typebox/value";
import type { Upload } from "../flow/attachment-keeper.ts";
import { toAttachment } from "../flow/ticket-parts.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone, requireFound } from "./problems.ts";
import { By } from "./ticket-fields.ts";
import { giveTicket } from "./tickets.ts";

/**
 * Files of tickets. A file is sent by itself, as a form, and waits for the line that it goes with. What
 * comes out is never more than a file to save: no browser is told what to make of it.
 */

type Parts = Pick<HttpParts, "registry" | "tickets" | "attachments">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["attachments"];

const FORM_TYPE = "multipart/form-data";

/** A form has one file and who sends it; a byte more than a file may have tells that it has too many. */
const FORM_LIMITS = {
  files: 1,
  fields: 2,
  parts: 4,
  fileSize: ATTACHMENT_BYTES_MAX + 1,
  fieldSize: 1_024,
  fieldNameSize: 100,
  headerPairs: 20,
};

/** What a form has beside its file: borders, headers, a name. */
const FORM_BYTES_MAX = ATTACHMENT_BYTES_MAX + 64 * 1_024;

export function addAttachments(app: Api, parts: Parts): void {
  addUpload(app, parts);
  addAttaching(app, parts);
  addContent(app, parts);
}

/** Forms are read by this route alone: elsewhere they are of a type that is not taken. */
function addUpload(app: Api, { registry: { read }, attachments }: Parts): void {
  app.register(async (scope: Api) => {
    await scope.register(fastifyMultipart, { limits: FORM_LIMITS, throwFileSizeLimit: false });
    scope.route({
      ...staff,
      method: "POST",
      url: "/api/tickets/:id/attachments",
      schema: {
        summary: "Send a file for a ticket; it is shown once a line of the ticket names it",
        tags,
        consumes: [FORM_TYPE],
        params: IdPath,
        body: Type.Unknown({ description: "A form with one `file`, and `by`: who sends it" }),
        response: { 201: Attachment },
      },
      handler: async (request, reply) => {
        const { id: ticketId } = request.params;
        requireFound(await read.tickets.find(ticketId));
        const upload = await readForm(request, async (content) =>
          requireAnswer(await attachments.receive(ticketId, content)),
        );
        const { id } = requireAnswer(await attachments.keep(ticketId, upload));
        const row = requireFound(await read.attachments.find(id));
        reply.code(201).header("location", `/api/attachments/${id}/content`);
        return toAttachment(row);
      },
    });
  });
}

function addAttaching(app: Api, { tickets, attachments }: Parts): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/tickets/:id/attach",
    schema: {
      summary: "Put files that were sent to a ticket without a word, for the staff alone",
      tags,
      params: IdPath,
      body: AttachingWish,
      response: { 200: TicketDetail },
    },
    handler: async ({ params, body }, reply) => {
      requireDone(await attachments.attach(params.id, body));
      return giveTicket(tickets, params.id, reply);
    },
  });
}

function addContent(app: Api, { attachments }: Parts): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/attachments/:id/content",
    schema: {
      summary: "A file as it was sent, to save and not to show",
      tags,
      params: IdPath,
      response: {
        200: {
          description: "Its bytes, under its name",
          content: { [BYTES_TYPE]: { schema: Type.Unsafe<Readable>(Type.String()) } },
        },
      },
    },
    handler: async ({ params }, reply) => {
      const opened = requireFound(await attachments.open(params.id));
      return reply
        .type(BYTES_TYPE)
        .header("content-length", opened.bytes)
        .header("content-disposition", dispositionOf(opened.row.name))
        .header("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
        .send(Readable.from(opened.content, { objectMode: false }));
    },
  });
}

/** Whatever its sender says that it is: what is saved as bytes is run and shown by nothing. */
const BYTES_TYPE = "application/octet-stream";

/** The name in letters that every browser reads, and in its own: RFC 6266. */
function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const exact = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

type Receive = (content: AsyncIterable<Uint8Array>) => Promise<Upload["stored"]>;

/** Reads a form, its file as it comes. What is left of one that is refused is let pass unread. */
async function readForm(request: FastifyRequest, receive: Receive): Promise<Upload> {
  if (!request.isMultipart()) throw new ProblemError("media_type_unsupported");
  if (Number(request.headers["content-length"] ?? 0) > FORM_BYTES_MAX) {
    throw new ProblemError("attachment_too_large");
  }
  try {
    return await readParts(request, receive);
  } catch (error) {
    request.raw.unpipe();
    request.raw.resume();
    throw error;
  }
}

async function readParts(request: FastifyRequest, receive: Receive): Promise<Upload> {
  let by: unknown;
  let file: Omit<Upload, "by"> | undefined;
  for await (const part of comingFrom(request.parts())) {
    if (part.type === "file" && part.fieldname === "file") {
      const stored = await receive(comingFrom(part.file));
      file = { name: part.filename, mediaType: part.mimetype, stored };
    } else if (part.type === "field" && part.fieldname === "by") {
      by = part.value;
    } else {
      throw malformed(`${part.type} ${part.fieldname.slice(0, 40)} is none of the form's`);
    }
  }
  if (file === undefined) throw malformed("there is no file: send one, with its name, as `file`");
  if (!Value.Check(By, by)) throw malformed("by: say who sends it, in one line");
  return { ...file, by };
}

/** What comes, where it breaks off told as what was wrong with the request. */
async function* comingFrom<Part>(source: AsyncIterable<Part>): AsyncGenerator<Part> {
  try {
    yield* source;
  } catch (cause) {
    throw malformed(cause instanceof Error ? cause.message : String(cause));
  }
}

function malformed(detail: string): ProblemError {
  return new ProblemError("request_malformed", { detail: `body: ${detail}` });
}
