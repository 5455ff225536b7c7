import { ContractDocument } from "@vigie/shared/contract.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { Type } from "typebox";
import { readContracts } from "../flow/contract-documents.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";

export function addContracts(app: Api, { registry: { read } }: Pick<HttpParts, "registry">): void {
  app.route({
    method: "GET",
    url: "/api/contracts",
    config: { policy: "staff" },
    schema: {
      summary: "All contracts with their newest version",
      tags: ["contracts"],
      response: { 200: Type.Object({ items: Type.Array(ContractDocument) }) },
    },
    handler: async () => ({ items: await readContracts(read) }),
  });

  app.route({
    method: "GET",
    url: "/api/contracts/:id",
    config: { policy: "staff" },
    schema: {
      summary: "One contract: promises, calendars and machines",
      tags: ["contracts"],
      params: IdPath,
      response: { 200: ContractDocument },
    },
    handler: async ({ params }) => {
      const contract = (await readContracts(read)).find(({ id }) => id === params.id);
      if (contract === undefined) throw new ProblemError("not_found");
      return contract;
    },
  });
}
