import { EarlyEndWish, NoticeWish, RenewalWish } from "@vigie/shared/contract-acts.ts";
import { ContractDocument } from "@vigie/shared/contract-version.ts";
import type { Api, HttpParts } from "./api.ts";
import { giveContract } from "./contracts.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";

/** How long a contract goes on: notice, an early end, express renewals. */
export function addContractEnds(
  app: Api,
  parts: Pick<HttpParts, "registry" | "contracts" | "now">,
): void {
  const { contracts } = parts;
  const common = {
    method: "POST",
    config: { policy: "staff" },
  } as const;
  const described = { tags: ["contracts"], params: IdPath, response: { 200: ContractDocument } };

  app.route({
    ...common,
    url: "/api/contracts/:id/notice",
    schema: {
      ...described,
      summary: "Note the day on which notice was given; null takes it back",
      body: NoticeWish,
    },
    handler: async ({ params: { id }, body }, reply) => {
      requireDone(await contracts.giveNotice(id, body.givenOn));
      return giveContract(parts, id, reply);
    },
  });

  app.route({
    ...common,
    url: "/api/contracts/:id/early-end",
    schema: {
      ...described,
      summary: "Note the last covered day that both sides agreed on; null takes it back",
      body: EarlyEndWish,
    },
    handler: async ({ params: { id }, body }, reply) => {
      requireDone(await contracts.endEarly(id, body.endsOn));
      return giveContract(parts, id, reply);
    },
  });

  app.route({
    ...common,
    url: "/api/contracts/:id/renewals",
    schema: {
      ...described,
      summary: "Note an express renewal for one further term",
      body: RenewalWish,
    },
    handler: async ({ params: { id }, body }, reply) => {
      requireDone(await contracts.renew(id, body.on));
      return giveContract(parts, id, reply);
    },
  });
}
