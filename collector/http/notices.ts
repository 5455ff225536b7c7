import {
  NOTICE_CHANNELS,
  NOTICE_STATES,
  NoticeChannel,
  NoticeDocument,
  NoticeState,
  NoticesRead,
} from "@vigie/shared/notice.ts";
import { Type } from "typebox";
import { toNotice } from "../flow/notice-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors, Position } from "./cursors.ts";
import { OneOrMore, PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone, requireFound } from "./problems.ts";

type Parts = Pick<HttpParts, "registry" | "notices">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["notices"];

const Id = Type.String({ minLength: 1, maxLength: 64 });

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    state: Type.Optional(OneOrMore(NoticeState)),
    channel: Type.Optional(OneOrMore(NoticeChannel)),
    ticket: Type.Optional(Id),
    recipient: Type.Optional(
      Type.String({ minLength: 1, maxLength: 254, description: "An id, or an address" }),
    ),
  },
  { additionalProperties: false },
);

const MineQuery = Type.Object(
  { ...PAGE_QUERY, staff: Id, unread: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);

/** What is new is counted up to this: a page shows no more digits. */
const UNREAD_MAX = 1_000;

export function addNotices(app: Api, parts: Parts, cursors: Cursors): void {
  addOutbox(app, parts.registry.read, cursors);
  addActs(app, parts);
  addMine(app, parts, cursors);
}

function addOutbox(app: Api, read: Tables, cursors: Cursors): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/notices",
    schema: {
      summary: "What people and programs are told, and how it went, the newest first",
      tags,
      querystring: ListQuery,
      response: { 200: Page(NoticeDocument) },
    },
    handler: ({ query }) => {
      const { state, channel, ticket, recipient } = query;
      const states = [state ?? [...NOTICE_STATES]].flat();
      const channels = [channel ?? [...NOTICE_CHANNELS]].flat();
      return readPage({
        cursors,
        list: `notices ${JSON.stringify([states, channels, ticket, recipient])}`,
        query,
        ask: (limit, after) =>
          read.notices.list({
            limit,
            ...(state !== undefined && { states }),
            ...(channel !== undefined && { channels }),
            ...(ticket !== undefined && { ticketId: ticket }),
            ...(recipient !== undefined && { recipientId: recipient }),
            ...afterOf(after),
          }),
        positionOf: ({ id }) => ({ key: "", id }),
        toDocument: toNotice,
      });
    },
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/notices/:id",
    schema: {
      summary: "One notice",
      tags,
      params: IdPath,
      response: { 200: NoticeDocument },
    },
    handler: ({ params }) => giveNotice(read, params.id),
  });
}

function addActs(app: Api, { registry: { read }, notices }: Parts): void {
  app.route({
    ...staff,
    method: "POST",
    url: "/api/notices/:id/send-again",
    schema: {
      summary: "Try a notice anew that was given up",
      tags,
      params: IdPath,
      response: { 200: NoticeDocument },
    },
    handler: async ({ params: { id } }) => {
      requireDone(await notices.sendAgain(id));
      return giveNotice(read, id);
    },
  });

  app.route({
    ...staff,
    method: "POST",
    url: "/api/notices/:id/drop",
    schema: {
      summary: "Leave a notice that was given up unsent for good",
      tags,
      params: IdPath,
      response: { 200: NoticeDocument },
    },
    handler: async ({ params: { id } }) => {
      requireDone(await notices.drop(id));
      return giveNotice(read, id);
    },
  });
}

function addMine(app: Api, { registry: { read }, notices }: Parts, cursors: Cursors): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/my-notices",
    schema: {
      summary: "What is on a person's screen, the newest first, and how much of it is new",
      tags,
      querystring: MineQuery,
      response: {
        200: Type.Object({ ...Page(NoticeDocument).properties, unread: Type.Integer() }),
      },
    },
    handler: async ({ query }) => {
      const { staff: recipientId, unread = false } = query;
      const page = await readPage({
        cursors,
        list: `my-notices ${recipientId} ${unread}`,
        query,
        ask: (limit, after) =>
          read.notices.list({
            channels: ["screen"],
            recipientId,
            unread,
            limit,
            ...afterOf(after),
          }),
        positionOf: ({ id }) => ({ key: "", id }),
        toDocument: toNotice,
      });
      return { ...page, unread: await read.notices.unreadCount(recipientId, UNREAD_MAX) };
    },
  });

  app.route({
    ...staff,
    method: "POST",
    url: "/api/my-notices/read",
    schema: {
      summary: "A person has read these notices, or all of them; answers how many were new",
      tags,
      body: NoticesRead,
      response: { 200: Type.Object({ read: Type.Integer() }) },
    },
    handler: async ({ body }) => requireAnswer(await notices.markRead(body)),
  });
}

function afterOf(after: Position | undefined) {
  return after === undefined ? {} : { after: { id: after.id } };
}

async function giveNotice({ notices }: Tables, id: string): Promise<NoticeDocument> {
  const [row] = await notices.list({ ids: [id], limit: 1 });
  return toNotice(requireFound(row));
}
