import { TemplateDocument, TemplateSummary } from "@vigie/shared/contract-template.ts";
import { LANGUAGES } from "@vigie/shared/problems.ts";
import { Type } from "typebox";
import { dayAt } from "../domain/contract-course.ts";
import { type ContractTemplate, startFrom } from "../domain/contract-template.ts";
import { CONTRACT_TEMPLATES, templateNamed } from "../domain/contract-templates.ts";
import type { Api, HttpParts } from "./api.ts";
import { requireAnswer, requireFound } from "./problems.ts";

/** Where a template is shown: a contract itself starts at its customer's place. */
const SHOWN_AT = { timeZone: "Europe/Paris", holidaySet: "FR" } as const;

/** The contracts to start from. */
export function addContractTemplates(app: Api, { now }: Pick<HttpParts, "now">): void {
  app.route({
    method: "GET",
    url: "/api/contract-templates",
    config: { policy: "staff" },
    schema: {
      summary: "The contracts to start from",
      tags: ["contracts"],
      response: { 200: Type.Object({ items: Type.Array(TemplateSummary) }) },
    },
    handler: async () => ({ items: CONTRACT_TEMPLATES.map(toSummary) }),
  });

  app.route({
    method: "GET",
    url: "/api/contract-templates/:key",
    config: { policy: "staff" },
    schema: {
      summary: "One template in a language: clauses, wording, variables and calendars",
      tags: ["contracts"],
      params: Type.Object({ key: Type.String({ maxLength: 64 }) }),
      querystring: Type.Object(
        { language: Type.Optional(Type.Enum(LANGUAGES, { default: "fr" })) },
        { additionalProperties: false },
      ),
      response: { 200: TemplateDocument },
    },
    handler: async ({ params, query: { language = "fr" } }) => {
      const template = requireFound(templateNamed(params.key));
      const today = dayAt(now().epochMilliseconds, SHOWN_AT.timeZone).toString();
      const started = requireAnswer(startFrom(template, { language, place: SHOWN_AT, today }));
      return { ...toSummary(template), language, ...started, calendars: { ...started.calendars } };
    },
  });
}

function toSummary({ key, kind, name, summary, optional }: ContractTemplate): TemplateSummary {
  return { key, kind, name, summary, optional: [...optional] };
}
