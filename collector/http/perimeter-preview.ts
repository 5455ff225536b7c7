import { CoveragePreview, PerimeterPreviewWish } from "@vigie/shared/contract-version.ts";
import { checkPerimeter } from "../domain/clauses.ts";
import { readCoverage } from "../flow/contract-documents.ts";
import type { Api, HttpParts } from "./api.ts";
import { refuse, requireFound } from "./problems.ts";

/** What a perimeter would cover, asked before there is a contract. */
export function addPerimeterPreview(app: Api, parts: Pick<HttpParts, "registry">): void {
  const { read } = parts.registry;
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
      requireFound(customer);
      const refusal = checkPerimeter(perimeter, await read.contracts.idsOf(customerId));
      if (refusal !== undefined) refuse(refusal);
      return readCoverage(read, customerId, perimeter);
    },
  });
}
