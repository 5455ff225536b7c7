import { StaffChange, StaffDocument, StaffWish } from "@vigie/shared/staff.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { toStaff } from "../flow/staff-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, versionOf, withEtag } from "./versions.ts";

/** The people of the provider. */

type Parts = Pick<HttpParts, "registry" | "staff">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["staff"];

const StaffList = Type.Object(
  {
    ...PAGE_QUERY,
    /** Part of the name, in any case and with or without accents. */
    search: Type.Optional(Type.String({ maxLength: 100 })),
    /** Those who are here, or those who left; all of them where it is left out. */
    active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

export function addStaff(app: Api, parts: Parts, cursors: Cursors): void {
  addReading(app, parts, cursors);
  const { registry, staff: keeper } = parts;

  app.route({
    ...staff,
    method: "POST",
    url: "/api/staff",
    schema: {
      summary: "Add a person of the staff",
      tags,
      body: StaffWish,
      response: { 201: StaffDocument },
    },
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await keeper.addStaff(body));
      reply.code(201).header("location", `/api/staff/${id}`);
      return givePerson(registry.read, id, reply);
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/staff/:id",
    schema: {
      summary: "Change a person of the staff, or say that they left; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: StaffChange,
      response: { 200: StaffDocument },
    },
    handler: async (request, reply) => {
      const { id } = await givePerson(registry.read, request.params.id, reply);
      requireDone(await keeper.changeStaff(id, request.body, versionOf(request)));
      return givePerson(registry.read, id, reply);
    },
  });
}

function addReading(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/staff",
    schema: {
      summary: "The staff by name, by pages; those who left too",
      tags,
      querystring: StaffList,
      response: { 200: Page(StaffDocument) },
    },
    handler: async ({ query }) => {
      const { search, active } = query;
      const wished = {
        ...(search !== undefined && { search }),
        ...(active !== undefined && { active }),
      };
      return readPage({
        cursors,
        list: JSON.stringify(["staff", search, active]),
        query,
        ask: (limit, after) =>
          read.staff.staff({ ...wished, limit, ...(after !== undefined && { after }) }),
        positionOf: ({ name, id }) => ({ key: name, id }),
        toDocument: toStaff,
      });
    },
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/staff/:id",
    schema: {
      summary: "One person of the staff; the ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: StaffDocument },
    },
    handler: async ({ params }, reply) => givePerson(read, params.id, reply),
  });
}

/** The person as they are now, with their version as ETag. Throws `not_found`. */
async function givePerson(
  { staff: people }: Tables,
  id: string,
  reply: FastifyReply,
): Promise<StaffDocument> {
  const [person] = await people.staff({ ids: [id], limit: 1 });
  return toStaff(withEtag(person, reply));
}
