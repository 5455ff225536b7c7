import { ContactChange, ContactDocument, ContactWish } from "@vigie/shared/estate.ts";
import { Type } from "typebox";
import { toContact } from "../flow/estate-documents.ts";
import { CONTACTS, CUSTOMERS } from "../flow/estate-shelves.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { EstateList, giveRow, readRow, readRows, requireAdded } from "./estate-rows.ts";
import { Page } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { IfMatch, versionOf } from "./versions.ts";

type Parts = Pick<HttpParts, "registry" | "estate">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["contacts"];

export function addContacts(app: Api, parts: Parts, cursors: Cursors): void {
  addReading(app, parts, cursors);
  addRemoval(app, parts);
  const { registry, estate } = parts;
  const source = { estate: registry.read.estate, shelf: CONTACTS };

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
      const id = requireAdded(await estate.addContact(params.id, body));
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

function addRemoval(app: Api, { estate }: Parts): void {
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
      requireDone(await estate.removeContact(request.params.id, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}

function addReading(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  const source = { estate: read.estate, shelf: CONTACTS };
  app.route({
    ...staff,
    method: "GET",
    url: "/api/customers/:id/contacts",
    schema: {
      summary: "Contacts of a customer by name, by pages",
      tags,
      params: IdPath,
      querystring: EstateList,
      response: { 200: Page(ContactDocument) },
    },
    handler: async ({ params, query }) => {
      const customers = { estate: read.estate, shelf: CUSTOMERS };
      const { id: customerId } = await readRow(customers, params.id);
      return readRows({
        cursors,
        list: "contacts",
        query,
        customerId,
        source,
        toDocument: toContact,
      });
    },
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/contacts/:id",
    schema: {
      summary: "One contact; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: ContactDocument },
    },
    handler: async ({ params }, reply) => toContact(await giveRow(source, params.id, reply)),
  });
}
