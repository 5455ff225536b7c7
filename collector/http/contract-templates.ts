import { TemplateDocument, TemplateSummary } from "@vigie/shared/contract-template.ts";
import { CoveragePreview, PerimeterPreviewWish } from "@vigie/shared/contract-version.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { Type } from "typebox";
import { checkPerimeter } from "../domain/clauses.ts";
import { dayAt } from "../domain/contract-course.ts";
import { type ContractTemplate, startFrom } from "../domain/contract-template.ts";
import { CONTRACT_TEMPLATES, templateNamed } from "../domain/contract-templates.ts";
import { readCoverage } from "../flow/contract-documents.ts";
import type { Api, HttpParts } from "./api.ts";
import { requireAnswer, requireDone } from "./problems.ts";

/** Where a template is shown: a contract itself starts at its customer's place. */
const SHOWN_AT = { timeZone: "Europe/Paris", holidaySet: "FR" } as const;

type Parts = Pick<HttpParts, "registry" | "now">;

/** What can be asked before there is a contract: templates, and what a perimeter would cover. */
export function addContractTemplates(app: Api, parts: Parts): void {
  addTemplates(app, parts);
  addPerimeterPreview(app, parts);
}

function addTemplates(app: Api, { now }: Pick<Parts, "now">): void {
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
        { language: Type.Optional(Type.Enum(["fr", "en"], { default: "fr" })) },
        { additionalProperties: false },
      ),
      response: { 200: TemplateDocument },
    },
    handler: async ({ params, query: { language = "fr" } }) => {
      const template = templateNamed(params.key);
      if (template === undefined) throw new ProblemError("not_found");
      const today = dayAt(now().epochMilliseconds, SHOWN_AT.timeZone).toString();
      const started = requireAnswer(startFrom(template, { language, place: SHOWN_AT, today }));
      return { ...toSummary(template), language, ...started, calendars: { ...started.calendars } };
    },
  });
}

function addPerimeterPreview(app: Api, { registry: { read } }: Pick<Parts, "registry">): void {
  app.route({
    method: "POST",
    url: "/api/contracts/perimeter-preview",
    config: { policy: "staff" },
    schema: {
      summary: "What a perimeter would cover of a customer, and why; nothing is kept",
      tags: ["contracts"],
      body: PerimeterPreviewWish,
      response: { 200: CoveragePreview },
    },
    handler: async ({ body: { customerId, perimeter } }) => {
      const [customer] = await read.estate.customerList({
        ids: [customerId],
        sort: "id",
        limit: 1,
      });
      if (customer === undefined) throw new ProblemError("not_found");
      const refusal = checkPerimeter(perimeter, await read.contracts.idsOf(customerId));
      requireDone(refusal ?? { done: true });
      return readCoverage(read, customerId, perimeter);
    },
  });
}

function toSummary({ key, kind, name, summary, optional }: ContractTemplate): TemplateSummary {
  return { key, kind, name, summary, optional: [...optional] };
}
