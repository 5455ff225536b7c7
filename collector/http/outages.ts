import { OutageDetail, OutageSummary } from "@vigie/shared/outage.ts";
import { Type } from "typebox";
import { toOutage } from "../flow/hold-documents.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireFound } from "./problems.ts";

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    customer: Type.Optional(Type.String({ maxLength: 64 })),
    site: Type.Optional(Type.String({ maxLength: 64 })),
    /** Those that are under way, or those that are over. */
    open: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

export function addOutages(
  app: Api,
  { registry: { read } }: Pick<HttpParts, "registry">,
  cursors: Cursors,
): void {
  const { outages } = read.noise;
  const staff = { config: { policy: "staff" } } as const;
  const tags = ["outages"];

  app.route({
    ...staff,
    method: "GET",
    url: "/api/outages",
    schema: {
      summary: "Outages of sites, the newest first, by pages",
      tags,
      querystring: ListQuery,
      response: { 200: Page(OutageSummary) },
    },
    handler: async ({ query }) => {
      const { customer: customerId, site: siteId, open } = query;
      return readPage({
        cursors,
        list: JSON.stringify(["outages", customerId, siteId, open]),
        query,
        ask: (limit, after) =>
          outages.list({ customerId, siteId, open, limit, afterId: after?.id }),
        positionOf: ({ id }) => ({ key: id, id }),
        toDocument: toOutage,
      });
    },
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/outages/:id",
    schema: {
      summary: "One outage of a site, with its machines",
      tags,
      params: IdPath,
      response: { 200: OutageDetail },
    },
    handler: async ({ params }) => {
      const row = requireFound(await outages.find(params.id));
      return { ...toOutage(row), list: await outages.machines(row.id) };
    },
  });
}
