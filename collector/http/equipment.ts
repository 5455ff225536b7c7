import { EquipmentChange, EquipmentDocument, EquipmentWish } from "@vigie/shared/estate.ts";
import { toEquipment } from "../flow/estate-documents.ts";
import { EQUIPMENT } from "../flow/estate-shelves.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { addOwnedReading, giveRow } from "./estate-rows.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "estate">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["equipment"];

const KIND = {
  path: "equipment",
  one: "piece of equipment",
  shelf: EQUIPMENT,
  document: EquipmentDocument,
  toDocument: toEquipment,
} as const;

export function addEquipment(app: Api, parts: Parts, cursors: Cursors): void {
  const { registry, estate } = parts;
  const source = { estate: registry.read.estate, shelf: EQUIPMENT };
  addOwnedReading(app, { estate: registry.read.estate, cursors }, KIND);

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
      const { id } = requireAnswer(await estate.addEquipment(params.id, body));
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
