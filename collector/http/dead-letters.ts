import { Instant } from "@vigie/shared/machine.ts";
import { type Language, problemText } from "@vigie/shared/problems.ts";
import { type Static, Type } from "typebox";
import { toInstant } from "../flow/documents.ts";
import type { DeadLetterRow, Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { languageOf, requireFound } from "./problems.ts";

/** Messages that were refused for good, with the reason and every byte of them. */

const Known = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

const DeadLetter = Type.Object({
  id: Type.String(),
  receivedAt: Instant,
  topic: Type.String(),
  agentId: Known(Type.String()),
  seq: Known(Type.Integer()),
  code: Type.String(),
  /** Why it was refused, in the reader's language. */
  message: Type.String(),
  detail: Type.String(),
  bytes: Type.Integer(),
});

const DeadLetterDetail = Type.Object({
  ...DeadLetter.properties,
  payload: Type.String({ contentEncoding: "base64" }),
  /** The payload where it is text. */
  text: Known(Type.String()),
});

const ListQuery = Type.Object(PAGE_QUERY, { additionalProperties: false });

export function addDeadLetters(
  app: Api,
  { registry: { read } }: Pick<HttpParts, "registry">,
  cursors: Cursors,
): void {
  addDeadLetter(app, read);
  app.route({
    method: "GET",
    url: "/api/dead-letters",
    config: { policy: "staff" },
    schema: {
      summary: "Messages that were refused, the newest first",
      tags: ["dead letters"],
      querystring: ListQuery,
      response: { 200: Page(DeadLetter) },
    },
    handler: async (request) =>
      readPage({
        cursors,
        list: "dead-letters",
        query: request.query,
        ask: async (limit, after) =>
          read.deliveries.deadLetters({
            limit,
            ...(after !== undefined && { after: { id: after.id } }),
          }),
        positionOf: ({ id }) => ({ key: "", id }),
        toDocument: (row) => toDeadLetter(row, languageOf(request)),
      }),
  });
}

function addDeadLetter(app: Api, read: Tables): void {
  app.route({
    method: "GET",
    url: "/api/dead-letters/:id",
    config: { policy: "staff" },
    schema: {
      summary: "One refused message with its bytes",
      tags: ["dead letters"],
      params: IdPath,
      response: { 200: DeadLetterDetail },
    },
    handler: async (request) => {
      const row = requireFound(await read.deliveries.deadLetter(request.params.id));
      const { payload } = row;
      return {
        ...toDeadLetter({ ...row, bytes: payload.byteLength }, languageOf(request)),
        payload: Buffer.from(payload).toString("base64"),
        text: toText(payload),
      };
    },
  });
}

function toDeadLetter(
  row: Omit<DeadLetterRow, "payload"> & { readonly bytes: number },
  language: Language,
): Static<typeof DeadLetter> {
  const { id, topic, agentId, seq, code, detail, bytes } = row;
  const message = problemText(code, { detail }, language);
  return {
    id,
    receivedAt: toInstant(row.receivedAtMs),
    topic,
    agentId,
    seq,
    code,
    message,
    detail,
    bytes,
  };
}

/** The bytes as text; null where they are not UTF-8. */
function toText(payload: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    return null;
  }
}
