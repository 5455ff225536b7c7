import { CustomerChange, CustomerDocument, CustomerWish } from "@vigie/shared/estate.ts";
import { toCustomer } from "../flow/estate-documents.ts";
import { CUSTOMERS } from "../flow/estate-shelves.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { EstateList, giveRow, readRows } from "./estate-rows.ts";
import { Page } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "estate">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["customers"];

export function addCustomers(app: Api, parts: Parts, cursors: Cursors): void {
  addReading(app, parts, cursors);
  const { registry, estate } = parts;
  const source = { estate: registry.read.estate, shelf: CUSTOMERS };

  app.route({
    ...staff,
    method: "POST",
    url: "/api/customers",
    schema: {
      summary: "Add a customer",
      tags,
      body: CustomerWish,
      response: { 201: CustomerDocument },
    },
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await estate.addCustomer(body));
      reply.code(201).header("location", `/api/customers/${id}`);
      return toCustomer(await giveRow(source, id, reply));
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/customers/:id",
    schema: {
      summary: "Change a customer; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: CustomerChange,
      response: { 200: CustomerDocument },
    },
    handler: async (request, reply) => {
      const { id } = await giveRow(source, request.params.id, reply);
      requireDone(await estate.changeCustomer(id, request.body, versionOf(request)));
      return toCustomer(await giveRow(source, id, reply));
    },
  });
}

function addReading(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  const source = { estate: read.estate, shelf: CUSTOMERS };
  app.route({
    ...staff,
    method: "GET",
    url: "/api/customers",
    schema: {
      summary: "Customers by name, by pages",
      tags,
      querystring: EstateList,
      response: { 200: Page(CustomerDocument) },
    },
    handler: async ({ query }) =>
      readRows({
        cursors,
        list: "customers",
        query,
        source,
        toDocument: toCustomer,
      }),
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/customers/:id",
    schema: {
      summary: "One customer; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: CustomerDocument },
    },
    handler: async ({ params }, reply) => toCustomer(await giveRow(source, params.id, reply)),
  });
}
