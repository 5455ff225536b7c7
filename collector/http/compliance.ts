import { Readable } from "node:stream";
import { ComplianceReport, type TargetOutcome } from "@vigie/shared/compliance.ts";
import { strict } from "@vigie/shared/fields.ts";
import { Type } from "typebox";
import { type CsvValue, writeCsv } from "../csv/write.ts";
import { readCompliance, readOutcomes } from "../flow/compliance-documents.ts";
import { findSpan } from "../flow/compliance-span.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";

/** What contracts kept of their promises. */

/** Described as text, and sent as it is made. */
const TextStream = Type.Unsafe<Readable>({ type: "string" });

/** A day or a month of the contract's zone, the last one included. */
const DayOrMonth = Type.String({
  pattern: "^\\d{4}-\\d\\d(-\\d\\d)?$",
  description: "A day or a month, such as 2026-06-15 or 2026-06, in the contract's zone",
});

const SpanQuery = Type.Object(
  { from: Type.Optional(DayOrMonth), to: Type.Optional(DayOrMonth) },
  strict,
);

export function addCompliance(app: Api, parts: Pick<HttpParts, "registry" | "now">): void {
  const { registry, now } = parts;
  const staff = { method: "GET", config: { policy: "staff" } } as const;
  const asked = { tags: ["contracts"], params: IdPath, querystring: SpanQuery };

  app.route({
    ...staff,
    url: "/api/contracts/:id/compliance",
    schema: {
      ...asked,
      summary: "What was kept of what was promised: figures, breaches, penalties by whole months",
      response: { 200: ComplianceReport },
    },
    handler: async ({ params, query }) => {
      const nowMs = now().epochMilliseconds;
      const span = await findSpan(registry.read, params.id, { ...query, nowMs });
      return readCompliance(registry.read, span);
    },
  });

  app.route({
    ...staff,
    url: "/api/contracts/:id/compliance.csv",
    schema: {
      ...asked,
      summary: "Every promised time that ended, one a line",
      response: {
        200: {
          description: "Comma-separated values as RFC 4180 has them, UTF-8",
          content: { "text/csv": { schema: TextStream } },
        },
      },
    },
    handler: async ({ params, query }, reply) => {
      const nowMs = now().epochMilliseconds;
      const span = await findSpan(registry.read, params.id, { ...query, nowMs });
      const outcomes = rowsOf(readOutcomes(registry.read, span));
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="compliance.csv"')
        .send(Readable.from(writeCsv(Object.keys(COLUMNS), outcomes)));
    },
  });
}

/** The columns of the file, in its order. */
const COLUMNS: Readonly<Record<string, (outcome: TargetOutcome) => CsvValue>> = {
  ticket: ({ ticket }) => ticket.number,
  target: ({ target }) => target,
  cycle: ({ cycle }) => cycle,
  priority: ({ priority }) => priority,
  state: ({ state }) => state,
  budget_seconds: ({ budgetSeconds }) => budgetSeconds,
  elapsed_seconds: ({ elapsedSeconds }) => elapsedSeconds,
  overrun_seconds: ({ overrunSeconds }) => overrunSeconds,
  paused_seconds: ({ pausedSeconds }) => pausedSeconds,
  cause: ({ cause }) => cause,
  ended_at: ({ endedAt }) => endedAt,
  contract_version: ({ contractVersionId }) => contractVersionId,
  calendar_version: ({ calendarVersionId }) => calendarVersionId,
};

async function* rowsOf(slices: AsyncIterable<TargetOutcome[]>): AsyncGenerator<CsvValue[][]> {
  const columns = Object.values(COLUMNS);
  for await (const slice of slices) {
    yield slice.map((outcome) => columns.map((cell) => cell(outcome)));
  }
}
