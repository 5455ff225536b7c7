import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";

/**
 * What browsers report when the page breaks its own content security policy: a fault of ours, or
 * somebody's attempt. Counted, and logged up to a limit, so that nobody can fill the log.
 */

const REPORT_BYTES_MAX = 16 * 1024;
const LOGGED_MAX = 100;
const LOGGED_LENGTH_MAX = 1_000;

const TYPES = ["application/csp-report", "application/reports+json"];

/** Returns how many were received. */
export function addCspReports(app: Api, { log }: Pick<HttpParts, "log">): () => number {
  let received = 0;

  app.addContentTypeParser(
    TYPES,
    { parseAs: "string", bodyLimit: REPORT_BYTES_MAX },
    (_request, body, done) => done(null, body),
  );

  app.route({
    method: "POST",
    url: "/api/csp-reports",
    config: { policy: "public" },
    bodyLimit: REPORT_BYTES_MAX,
    schema: {
      summary: "For browsers: breaches of the page's content security policy",
      tags: ["system"],
      consumes: TYPES,
      body: Type.String({ maxLength: REPORT_BYTES_MAX }),
      response: { 204: Type.Null() },
    },
    handler: async ({ body }, reply) => {
      received += 1;
      if (received <= LOGGED_MAX) {
        log.warn({ report: body.slice(0, LOGGED_LENGTH_MAX) }, "a page broke its security policy");
      }
      return reply.code(204).send(null);
    },
  });

  return () => received;
}
