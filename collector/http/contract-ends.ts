import { EarlyEndWish, NoticeWish, RenewalWish } from "@vigie/shared/contract-acts.ts";
import { ContractDocument } from "@vigie/shared/contract-version.ts";
import type { Api, HttpParts } from "./api.ts";
import { giveContract } from "./contracts.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { IfMatch, versionOf } from "./versions.ts";

/** How long a contract goes on: notice, an early end, express renewals. */
export function addContractEnds(app: Api, parts: Parts): void {
  addEnds(app, parts);
  addRenewals(app, parts);
}

type Parts = Pick<HttpParts, "registry" | "contracts" | "now">;

const common = { method: "POST", config: { policy: "staff" } } as const;
const described = {
  tags: ["contracts"],
  params: IdPath,
  headers: IfMatch,
  response: { 200: ContractDocument },
};

function addEnds(app: Api, parts: Parts): void {
  const { contracts } = parts;

  app.route({
    ...common,
    url: "/api/contracts/:id/notice",
    schema: {
      ...described,
      summary:
        "Note the day on which notice was given; null takes it back. If-Match says which version",
      body: NoticeWish,
    },
    handler: async (request, reply) => {
      const { id } = await giveContract(parts, request.params.id, reply);
      requireDone(await contracts.giveNotice(id, request.body, versionOf(request)));
      return giveContract(parts, id, reply);
    },
  });

  app.route({
    ...common,
    url: "/api/contracts/:id/early-end",
    schema: {
      ...described,
      summary:
        "Note the last covered day agreed on; null takes it back. If-Match says which version",
      body: EarlyEndWish,
    },
    handler: async (request, reply) => {
      const { id } = await giveContract(parts, request.params.id, reply);
      requireDone(await contracts.endEarly(id, request.body, versionOf(request)));
      return giveContract(parts, id, reply);
    },
  });
}

function addRenewals(app: Api, parts: Parts): void {
  app.route({
    ...common,
    url: "/api/contracts/:id/renewals",
    schema: {
      ...described,
      summary:
        "Note an express renewal, or take it back before its term begins. If-Match says which version",
      body: RenewalWish,
    },
    handler: async (request, reply) => {
      const { id } = await giveContract(parts, request.params.id, reply);
      requireDone(await parts.contracts.renew(id, request.body, versionOf(request)));
      return giveContract(parts, id, reply);
    },
  });
}
