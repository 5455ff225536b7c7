import { Readable } from "node:stream";
import { ImportKind, ImportOutcome } from "@vigie/shared/estate.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { Type } from "typebox";
import { openCsv } from "../csv/read.ts";
import { writeCsv } from "../csv/write.ts";
import type { Api, HttpParts } from "./api.ts";
import { ProblemDocument, requireAnswer, sendProblem } from "./problems.ts";

/**
 * Customers, sites, contacts, machines and equipment as files of rows. An import with a bad row changes
 * nothing: it is refused, and the problem lists the rows like the outcome of a dry run does.
 */

const CSV_TYPE = "text/csv";

/** A file of 20,000 rows with every column filled is a third of it. */
const FILE_BYTES_MAX = 16 * 1024 * 1024;

const KindPath = Type.Object({ kind: ImportKind });

const ImportQuery = Type.Object(
  { dryRun: Type.Optional(Type.Boolean({ default: false })) },
  { additionalProperties: false },
);

const ImportRefusal = Type.Object({ ...ProblemDocument.properties, ...ImportOutcome.properties });

export function addCsv(app: Api, { csv }: Pick<HttpParts, "csv">): void {
  addExport(app, csv);
  app.addContentTypeParser(
    CSV_TYPE,
    { parseAs: "buffer", bodyLimit: FILE_BYTES_MAX },
    (_request, body, done) => done(null, body),
  );

  app.route({
    method: "POST",
    url: "/api/import/:kind",
    config: { policy: "staff" },
    bodyLimit: FILE_BYTES_MAX,
    schema: {
      summary: "Add and change rows from a CSV file; a dry run only says what it would do",
      tags: ["estate"],
      consumes: [CSV_TYPE],
      params: KindPath,
      querystring: ImportQuery,
      body: Type.Unknown({ description: "The file: UTF-8, its first line names the columns" }),
      response: {
        200: ImportOutcome,
        422: {
          description: "Nothing was imported: the file cannot be read, or rows of it are wrong",
          content: { "application/problem+json": { schema: ImportRefusal } },
        },
      },
    },
    handler: async (request, reply) => {
      const { params, query, body } = request;
      const { dryRun = false } = query;
      if (!(body instanceof Uint8Array)) throw new ProblemError("media_type_unsupported");
      const file = requireAnswer(openCsv(body));
      const outcome = requireAnswer(await csv.take(params.kind, file, { dryRun }));
      if (dryRun || outcome.bad.length === 0) return outcome;
      const parameters = { detail: badLines(outcome) };
      return sendProblem(request, reply, {
        code: "import_refused",
        parameters,
        extension: outcome,
      });
    },
  });
}

function badLines({ bad, badOmitted }: ImportOutcome): number {
  return new Set(bad.map(({ line }) => line)).size + badOmitted;
}

function addExport(app: Api, csv: HttpParts["csv"]): void {
  app.route({
    method: "GET",
    url: "/api/export/:kind",
    config: { policy: "staff" },
    schema: {
      summary: "All rows of a kind that are in use, as a CSV file that can be imported again",
      tags: ["estate"],
      params: KindPath,
      response: {
        200: {
          description: "UTF-8 with a mark at its beginning; the first line names the columns",
          content: { [CSV_TYPE]: { schema: Type.Unsafe<Readable>(Type.String()) } },
        },
      },
    },
    handler: async ({ params: { kind } }, reply) => {
      const { header, slices } = csv.give(kind);
      return reply
        .type(`${CSV_TYPE}; charset=utf-8`)
        .header("content-disposition", `attachment; filename="vigie-${kind}.csv"`)
        .send(Readable.from(writeCsv(header, slices)));
    },
  });
}
