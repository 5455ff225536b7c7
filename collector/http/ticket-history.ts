import { TicketTransition } from "@vigie/shared/ticket.ts";
import { Type } from "typebox";
import { historyOf } from "../flow/ticket-history.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireFound } from "./problems.ts";

const HistoryQuery = Type.Object(
  {
    ...PAGE_QUERY,
    /** The id of a line: those before it are given. Left out, the newest are. */
    before: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);

/**
 * What happened to a ticket, by parts that are read backwards. A part has as many lines as were asked
 * for, or fewer where much was written in them; within it the oldest comes first.
 */
export function addTicketHistory(
  app: Api,
  { registry: { read } }: Pick<HttpParts, "registry">,
  cursors: Cursors,
): void {
  app.route({
    method: "GET",
    url: "/api/tickets/:id/transitions",
    config: { policy: "staff" },
    schema: {
      summary: "A part of a ticket's history, oldest line first; its cursor gives what came before",
      tags: ["tickets"],
      params: IdPath,
      querystring: HistoryQuery,
      response: { 200: Page(TicketTransition) },
    },
    handler: async ({ params: { id }, query: { limit, before, cursor } }) => {
      requireFound(await read.tickets.find(id));
      const list = JSON.stringify(["history", id]);
      const beforeId = cursor === undefined ? before : Number(cursors.open(list, cursor).key);
      const { lines, older } = await historyOf(read, id, { beforeId, limit });
      const [oldest] = lines;
      const hasMore = older > 0 && oldest !== undefined;
      return {
        items: lines,
        nextCursor: hasMore ? cursors.seal(list, { key: oldest.id, id }) : null,
      };
    },
  });
}
