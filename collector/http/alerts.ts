import { AlertSchema, AlertState } from "@vigie/shared/rule.ts";
import { Type } from "typebox";
import { toAlert } from "../flow/documents.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { OneOrMore, PAGE_QUERY, Page, readPage } from "./lists.ts";

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    machine: Type.Optional(Type.String({ maxLength: 64 })),
    state: Type.Optional(OneOrMore(AlertState)),
  },
  { additionalProperties: false },
);

export function addAlerts(
  app: Api,
  { registry: { read } }: Pick<HttpParts, "registry">,
  cursors: Cursors,
): void {
  app.route({
    method: "GET",
    url: "/api/alerts",
    config: { policy: "staff" },
    schema: {
      summary: "Alerts, the newest first",
      tags: ["alerts"],
      querystring: ListQuery,
      response: { 200: Page(AlertSchema) },
    },
    handler: async ({ query }) => {
      const { machine: machineId, state } = query;
      const states = state === undefined ? undefined : [state].flat();
      const wished = {
        ...(machineId !== undefined && { machineId }),
        ...(states !== undefined && { states }),
      };
      return readPage({
        cursors,
        list: JSON.stringify(["alerts", machineId, states]),
        query,
        ask: async (limit, after) =>
          read.alerts.list({
            ...wished,
            limit,
            ...(after !== undefined && { after: { sinceMs: Number(after.key), id: after.id } }),
          }),
        positionOf: ({ sinceMs, id }) => ({ key: sinceMs, id }),
        toDocument: toAlert,
      });
    },
  });
}
