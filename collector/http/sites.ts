import { SiteChange, SiteDocument, SiteWish } from "@vigie/shared/estate.ts";
import { toSite } from "../flow/estate-documents.ts";
import { SITES } from "../flow/estate-shelves.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { addOwnedReading, giveRow } from "./estate-rows.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "estate">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["sites"];

const KIND = {
  path: "sites",
  one: "site",
  shelf: SITES,
  document: SiteDocument,
  toDocument: toSite,
} as const;

export function addSites(app: Api, parts: Parts, cursors: Cursors): void {
  const { registry, estate } = parts;
  const source = { estate: registry.read.estate, shelf: SITES };
  addOwnedReading(app, { estate: registry.read.estate, cursors }, KIND);

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
      const { id } = requireAnswer(await estate.addSite(params.id, body));
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
