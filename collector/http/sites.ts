import { SiteChange, SiteDocument, SiteWish } from "@vigie/shared/estate.ts";
import { toSite } from "../flow/estate-documents.ts";
import { CUSTOMERS, SITES } from "../flow/estate-shelves.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { EstateList, giveRow, readRow, readRows, requireAdded } from "./estate-rows.ts";
import { Page } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "estate">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["sites"];

export function addSites(app: Api, parts: Parts, cursors: Cursors): void {
  addReading(app, parts, cursors);
  const { registry, estate } = parts;
  const source = { estate: registry.read.estate, shelf: SITES };

  app.route({
    ...staff,
    method: "POST",
    url: "/api/customers/:id/sites",
    schema: {
      summary: "Add a site to a customer",
      tags,
      params: IdPath,
      body: SiteWish,
      response: { 201: SiteDocument },
    },
    handler: async ({ params, body }, reply) => {
      const id = requireAdded(await estate.addSite(params.id, body));
      reply.code(201).header("location", `/api/sites/${id}`);
      return toSite(await giveRow(source, id, reply));
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/sites/:id",
    schema: {
      summary: "Change a site; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: SiteChange,
      response: { 200: SiteDocument },
    },
    handler: async (request, reply) => {
      const { id } = await giveRow(source, request.params.id, reply);
      requireDone(await estate.changeSite(id, request.body, versionOf(request)));
      return toSite(await giveRow(source, id, reply));
    },
  });
}

function addReading(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  const source = { estate: read.estate, shelf: SITES };
  app.route({
    ...staff,
    method: "GET",
    url: "/api/customers/:id/sites",
    schema: {
      summary: "Sites of a customer by name, by pages",
      tags,
      params: IdPath,
      querystring: EstateList,
      response: { 200: Page(SiteDocument) },
    },
    handler: async ({ params, query }) => {
      const customers = { estate: read.estate, shelf: CUSTOMERS };
      const { id: customerId } = await readRow(customers, params.id);
      return readRows({
        cursors,
        list: "sites",
        query,
        customerId,
        source,
        toDocument: toSite,
      });
    },
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/sites/:id",
    schema: {
      summary: "One site; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: SiteDocument },
    },
    handler: async ({ params }, reply) => toSite(await giveRow(source, params.id, reply)),
  });
}
