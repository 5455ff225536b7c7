import { ContactChange, ContactDocument, ContactWish } from "@vigie/shared/estate.ts";
import { Type } from "typebox";
import { toContact } from "../flow/estate-documents.ts";
import { CONTACTS } from "../flow/estate-shelves.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { addOwnedReading, giveRow, readRow } from "./estate-rows.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "estate">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["contacts"];

const KIND = {
  path: "contacts",
  one: "contact",
  shelf: CONTACTS,
  document: ContactDocument,
  toDocument: toContact,
} as const;

export function addContacts(app: Api, parts: Parts, cursors: Cursors): void {
  addRemoval(app, parts);
  const { registry, estate } = parts;
  const source = { estate: registry.read.estate, shelf: CONTACTS };
  addOwnedReading(app, { estate: registry.read.estate, cursors }, KIND);

  app.route({
    ...staff,
    method: "POST",
    url: "/api/customers/:id/contacts",
    schema: {
      summary: "Add a contact to a customer",
      tags,
      params: IdPath,
      body: ContactWish,
      response: { 201: ContactDocument },
    },
    handler: async ({ params, body }, reply) => {
      const { id } = requireAnswer(await estate.addContact(params.id, body));
      reply.code(201).header("location", `/api/contacts/${id}`);
      return toContact(await giveRow(source, id, reply));
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/contacts/:id",
    schema: {
      summary: "Change a contact; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: ContactChange,
      response: { 200: ContactDocument },
    },
    handler: async (request, reply) => {
      const { id } = await giveRow(source, request.params.id, reply);
      requireDone(await estate.changeContact(id, request.body, versionOf(request)));
      return toContact(await giveRow(source, id, reply));
    },
  });
}

function addRemoval(app: Api, { registry: { read }, estate }: Parts): void {
  const source = { estate: read.estate, shelf: CONTACTS };
  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/contacts/:id",
    schema: {
      summary: "Remove a contact; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      response: { 204: Type.Null() },
    },
    handler: async (request, reply) => {
      const { id } = await readRow(source, request.params.id);
      requireDone(await estate.removeContact(id, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}
