import { CalendarInUse, CalendarWish, KeptCalendar } from "@vigie/shared/calendar.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { readCalendar, toKeptCalendar } from "../flow/calendar-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireFound } from "./problems.ts";
import { IfMatch, toEtag, versionOf } from "./versions.ts";

const ListQuery = Type.Object(PAGE_QUERY, { additionalProperties: false });

type Reading = Pick<HttpParts, "registry" | "now">;

export function addCalendars(
  app: Api,
  parts: Reading & Pick<HttpParts, "calendars">,
  cursors: Cursors,
): void {
  const { calendars } = parts;
  addLists(app, parts.registry.read, cursors);
  addOne(app, parts);

  app.route({
    method: "POST",
    url: "/api/calendars",
    config: { policy: "staff" },
    schema: {
      summary: "Make a calendar",
      tags: ["calendars"],
      body: CalendarWish,
      response: { 201: CalendarInUse },
    },
    handler: async (request, reply) => {
      const { calendarId } = requireAnswer(await calendars.add(request.body));
      reply.code(201).header("location", `/api/calendars/${calendarId}`);
      return giveCalendar(parts, calendarId, reply);
    },
  });

  app.route({
    method: "PUT",
    url: "/api/calendars/:id",
    config: { policy: "staff" },
    schema: {
      summary: "Make the next version of a calendar; If-Match says which is the newest",
      tags: ["calendars"],
      params: IdPath,
      headers: IfMatch,
      body: CalendarWish,
      response: { 200: CalendarInUse },
    },
    handler: async (request, reply) => {
      const { id } = await giveCalendar(parts, request.params.id, reply);
      requireAnswer(await calendars.change(id, request.body, versionOf(request)));
      return giveCalendar(parts, id, reply);
    },
  });
}

function addLists(app: Api, { contracts }: Tables, cursors: Cursors): void {
  app.route({
    method: "GET",
    url: "/api/calendars",
    config: { policy: "staff" },
    schema: {
      summary: "All calendars with their newest version",
      tags: ["calendars"],
      querystring: ListQuery,
      response: { 200: Page(KeptCalendar) },
    },
    handler: async ({ query }) =>
      readPage({
        cursors,
        list: "calendars",
        query,
        ask: async (limit, after) =>
          contracts.newestCalendars({ limit, ...(after !== undefined && { after: after.id }) }),
        positionOf: ({ calendarId }) => ({ key: 0, id: calendarId }),
        toDocument: toKeptCalendar,
      }),
  });

  app.route({
    method: "GET",
    url: "/api/calendars/:id/versions",
    config: { policy: "staff" },
    schema: {
      summary: "The versions of a calendar, the newest first",
      tags: ["calendars"],
      params: IdPath,
      querystring: ListQuery,
      response: { 200: Page(KeptCalendar) },
    },
    handler: async ({ params: { id }, query }) => {
      requireFound(await contracts.findCalendar(id));
      return readPage({
        cursors,
        list: JSON.stringify(["calendar versions", id]),
        query,
        ask: async (limit, after) =>
          contracts.versionsOfCalendar(id, {
            limit,
            ...(after !== undefined && { below: Number(after.key) }),
          }),
        positionOf: (row) => ({ key: row.number, id: row.id }),
        toDocument: toKeptCalendar,
      });
    },
  });
}

function addOne(app: Api, parts: Reading): void {
  app.route({
    method: "GET",
    url: "/api/calendars/:id",
    config: { policy: "staff" },
    schema: {
      summary: "One calendar and the contracts that name it; its ETag is the version to change",
      tags: ["calendars"],
      params: IdPath,
      response: { 200: CalendarInUse },
    },
    handler: async ({ params }, reply) => giveCalendar(parts, params.id, reply),
  });
}

/** The newest version, with its number as ETag. Throws `not_found`. */
async function giveCalendar(
  { registry: { read }, now }: Reading,
  id: string,
  reply: FastifyReply,
): Promise<CalendarInUse> {
  const document = await readCalendar(read, id, now().epochMilliseconds);
  reply.header("etag", toEtag(document.version.number));
  return document;
}
