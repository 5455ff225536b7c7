import { type BulkOutcome, BulkOutcomes, BulkWish } from "@vigie/shared/bulk.ts";
import { type Language, problemText } from "@vigie/shared/problems.ts";
import type { BulkResult } from "../flow/bulk-desk.ts";
import type { Api, HttpParts } from "./api.ts";
import { languageOf, parametersOf } from "./problems.ts";

/** One act on many tickets: what became of each is said of each. */
export function addTicketBulk(app: Api, { bulk }: Pick<HttpParts, "bulk">): void {
  app.route({
    method: "POST",
    url: "/api/tickets/bulk",
    config: { policy: "staff" },
    schema: {
      summary: "Do the same to many tickets, to each of them by itself",
      tags: ["tickets"],
      body: BulkWish,
      response: { 200: BulkOutcomes },
    },
    handler: async (request) => {
      const results = await bulk.carryOut(request.body);
      const outcomes = results.map((result) => toOutcome(result, languageOf(request)));
      return { outcomes, doneCount: outcomes.filter(({ done }) => done).length };
    },
  });
}

function toOutcome(result: BulkResult, language: Language): BulkOutcome {
  if ("version" in result) return { id: result.id, done: true, version: result.version };
  const { problem: code, detail } = result.refusal;
  const title = problemText(code, parametersOf(result.refusal), language);
  return { id: result.id, done: false, code, title, detail };
}
