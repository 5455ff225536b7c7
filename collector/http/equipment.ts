import { EquipmentChange, EquipmentDocument, EquipmentWish } from "@vigie/shared/estate.ts";
import { toEquipment } from "../flow/estate-documents.ts";
import { CUSTOMERS, EQUIPMENT } from "../flow/estate-shelves.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { EstateList, giveRow, readRow, readRows, requireAdded } from "./estate-rows.ts";
import { Page } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "estate">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["equipment"];

export function addEquipment(app: Api, parts: Parts, cursors: Cursors): void {
  addReading(app, parts, cursors);
  const { registry, estate } = parts;
  const source = { estate: registry.read.estate, shelf: EQUIPMENT };

  app.route({
    ...staff,
    method: "POST",
    url: "/api/customers/:id/equipment",
    schema: {
      summary: "Add a piece of equipment to a customer",
      tags,
      params: IdPath,
      body: EquipmentWish,
      response: { 201: EquipmentDocument },
    },
    handler: async ({ params, body }, reply) => {
      const id = requireAdded(await estate.addEquipment(params.id, body));
      reply.code(201).header("location", `/api/equipment/${id}`);
      return toEquipment(await giveRow(source, id, reply));
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/equipment/:id",
    schema: {
      summary: "Change a piece of equipment; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: EquipmentChange,
      response: { 200: EquipmentDocument },
    },
    handler: async (request, reply) => {
      const { id } = await giveRow(source, request.params.id, reply);
      requireDone(await estate.changeEquipment(id, request.body, versionOf(request)));
      return toEquipment(await giveRow(source, id, reply));
    },
  });
}

function addReading(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  const source = { estate: read.estate, shelf: EQUIPMENT };
  app.route({
    ...staff,
    method: "GET",
    url: "/api/customers/:id/equipment",
    schema: {
      summary: "Equipment of a customer by name, by pages",
      tags,
      params: IdPath,
      querystring: EstateList,
      response: { 200: Page(EquipmentDocument) },
    },
    handler: async ({ params, query }) => {
      const customers = { estate: read.estate, shelf: CUSTOMERS };
      const { id: customerId } = await readRow(customers, params.id);
      return readRows({
        cursors,
        list: "equipment",
        query,
        customerId,
        source,
        toDocument: toEquipment,
      });
    },
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/equipment/:id",
    schema: {
      summary: "One piece of equipment; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: EquipmentDocument },
    },
    handler: async ({ params }, reply) => toEquipment(await giveRow(source, params.id, reply)),
  });
}
