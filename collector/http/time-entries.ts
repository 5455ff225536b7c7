import { Signature } from "@vigie/shared/conversation.ts";
import {
  TimeEntryChange,
  TimeEntryDocument,
  TimeEntryWish,
  TimerStart,
} from "@vigie/shared/work.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { toTimeEntry } from "../flow/ticket-parts.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone, requireFound } from "./problems.ts";
import { By } from "./ticket-fields.ts";
import { IfMatch, versionOf, withEtag } from "./versions.ts";

/** Time worked on tickets. */

type Parts = Pick<HttpParts, "registry" | "time">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["time entries"];

export function addTimeEntries(app: Api, parts: Parts, cursors: Cursors): void {
  addList(app, parts, cursors);
  addKeeping(app, parts);
  addStopping(app, parts);
  addChanging(app, parts);
}

function addList(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/tickets/:id/time-entries",
    schema: {
      summary: "Time worked on a ticket, the latest first, by pages",
      tags,
      params: IdPath,
      querystring: Type.Object(PAGE_QUERY, { additionalProperties: false }),
      response: { 200: Page(TimeEntryDocument) },
    },
    handler: async ({ params: { id: ticketId }, query }) => {
      requireFound(await read.tickets.find(ticketId));
      return readPage({
        cursors,
        list: JSON.stringify(["time entries", ticketId]),
        query,
        ask: (limit, after) =>
          read.timeEntries.list({
            ticketId,
            limit,
            ...(after !== undefined && { after: { startedAtMs: Number(after.key), id: after.id } }),
          }),
        positionOf: ({ startedAtMs, id }) => ({ key: startedAtMs, id }),
        toDocument: toTimeEntry,
      });
    },
  });
}

function addKeeping(app: Api, { registry: { read }, time }: Parts): void {
  const schema = { tags, params: IdPath, response: { 201: TimeEntryDocument } };
  app.route({
    ...staff,
    method: "POST",
    url: "/api/tickets/:id/time-entries",
    schema: { ...schema, summary: "Add time that was worked on a ticket", body: TimeEntryWish },
    handler: async ({ params, body }, reply) => {
      const { id } = requireAnswer(await time.add(params.id, body));
      return giveEntry(read, id, reply.code(201));
    },
  });

  app.route({
    ...staff,
    method: "POST",
    url: "/api/tickets/:id/time-entries/start",
    schema: {
      ...schema,
      summary: "Start a person's timer on a ticket; another one of theirs that runs is stopped",
      body: TimerStart,
    },
    handler: async ({ params, body }, reply) => {
      const { id } = requireAnswer(await time.start(params.id, body));
      return giveEntry(read, id, reply.code(201));
    },
  });
}

function addStopping(app: Api, { registry: { read }, time }: Parts): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/time-entries/:id/stop",
    schema: {
      summary: "Stop a timer; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: Signature,
      response: { 200: TimeEntryDocument },
    },
    handler: async (request, reply) => {
      const { id } = await giveEntry(read, request.params.id, reply);
      requireDone(await time.stop(id, versionOf(request)));
      return giveEntry(read, id, reply);
    },
  });
}

function addChanging(app: Api, { registry: { read }, time }: Parts): void {
  const schema = { tags, params: IdPath, headers: IfMatch };
  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/time-entries/:id",
    schema: {
      ...schema,
      summary: "Correct time that was worked; If-Match says which version",
      body: TimeEntryChange,
      response: { 200: TimeEntryDocument },
    },
    handler: async (request, reply) => {
      const { id } = await giveEntry(read, request.params.id, reply);
      requireDone(await time.change(id, request.body, versionOf(request)));
      return giveEntry(read, id, reply);
    },
  });

  app.route({
    ...staff,
    method: "DELETE",
    url: "/api/time-entries/:id",
    schema: {
      ...schema,
      summary: "Remove time that was not worked; If-Match says which version",
      querystring: Type.Object({ by: Type.Optional(By) }, { additionalProperties: false }),
      response: { 204: Type.Null() },
    },
    handler: async (request, reply) => {
      const { id } = requireFound(await read.timeEntries.find(request.params.id));
      requireDone(await time.remove(id, request.query.by, versionOf(request)));
      return reply.code(204).send(null);
    },
  });
}

/** The entry as it is now, with its version as ETag. Throws `not_found`. */
async function giveEntry(
  { timeEntries }: Tables,
  id: string,
  reply: FastifyReply,
): Promise<TimeEntryDocument> {
  return toTimeEntry(withEtag(await timeEntries.find(id), reply));
}
