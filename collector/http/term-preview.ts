import { TermPreviewWish, TermStanding } from "@vigie/shared/term.ts";
import { checkTerm, checkTermDay, longTermStanding } from "../domain/term.ts";
import type { Api, HttpParts } from "./api.ts";
import { refuse } from "./problems.ts";

/** Terms listed where nobody says how many. */
const COUNT_DEFAULT = 3;

/** Where a term stands on a day: answered without reading or keeping anything. */
export function addTermPreview(app: Api, { now }: Pick<HttpParts, "now">): void {
  app.route({
    method: "POST",
    url: "/api/contracts/term-preview",
    config: { policy: "staff" },
    schema: {
      summary: "What would hold: terms, last notice dates, reminders and the state on a day",
      tags: ["contracts"],
      body: TermPreviewWish,
      response: { 200: TermStanding },
    },
    handler: async ({ body: { term, on, count = COUNT_DEFAULT, ...events } }) => {
      const refusal =
        checkTerm(term, events) ?? (on === undefined ? undefined : checkTermDay("on", on));
      if (refusal !== undefined) refuse(refusal);
      const day =
        on === undefined
          ? now().toZonedDateTimeISO(term.timeZone).toPlainDate()
          : Temporal.PlainDate.from(on);
      return longTermStanding(term, events, { on: day, count });
    },
  });
}
