import { MachineDetail, MachineSummary } from "@vigie/shared/machine.ts";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { readMachine, toMachineSummary } from "../flow/documents.ts";
import {
  MACHINE_SORTS,
  type MachineListRow,
  type MachineQuery,
  type Tables,
} from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors, Position } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { withEtag } from "./versions.ts";

const ListQuery = Type.Object(
  {
    ...PAGE_QUERY,
    /** Part of the name of the machine, its site or its customer. */
    search: Type.Optional(Type.String({ maxLength: 100 })),
    sort: Type.Optional(Type.Enum(MACHINE_SORTS, { default: "name" })),
    order: Type.Optional(Type.Enum(["asc", "desc"], { default: "asc" })),
    /** Shows retired machines too. */
    retired: Type.Optional(Type.Boolean({ default: false })),
  },
  { additionalProperties: false },
);

export function addMachines(
  app: Api,
  { registry: { read } }: Pick<HttpParts, "registry">,
  cursors: Cursors,
): void {
  addMachine(app, read);
  app.route({
    method: "GET",
    url: "/api/machines",
    config: { policy: "staff" },
    schema: {
      summary: "Machines, sorted and by pages",
      tags: ["machines"],
      querystring: ListQuery,
      response: { 200: Page(MachineSummary) },
    },
    handler: async ({ query }) => {
      const { sort = "name", order = "asc", search, retired: withRetired = false } = query;
      const wished = {
        sort,
        descending: order === "desc",
        withRetired,
        ...(search !== undefined && { search }),
      };
      return readPage({
        cursors,
        list: JSON.stringify(["machines", sort, order, search, withRetired]),
        query,
        ask: async (limit, after) =>
          read.estate.machineList({
            ...wished,
            limit,
            ...(after !== undefined && { after }),
          }),
        positionOf: (row) => positionOf(row, sort),
        toDocument: toMachineSummary,
      });
    },
  });
}

function addMachine(app: Api, read: Tables): void {
  app.route({
    method: "GET",
    url: "/api/machines/:id",
    config: { policy: "staff" },
    schema: {
      summary: "One machine, with its latest values and facts; its ETag is the version to change",
      tags: ["machines"],
      params: IdPath,
      response: { 200: MachineDetail },
    },
    handler: async ({ params }, reply) => giveMachine(read, params.id, reply),
  });
}

/** The machine as it is now, with its version as ETag. Throws `not_found`. */
export async function giveMachine(
  read: Tables,
  id: string,
  reply: FastifyReply,
): Promise<MachineDetail> {
  return withEtag(await readMachine(read, id), reply);
}

/** What sorted the row, as the registry wants it back. */
function positionOf(row: MachineListRow, sort: MachineQuery["sort"]): Position {
  const { id } = row;
  switch (sort) {
    case "name":
      return { key: row.name, id };
    case "customer":
      return { key: row.customerName, id };
    case "lastReport":
      return { key: row.lastReportMs ?? 0, id };
    case "presence":
      return { key: row.presence, id };
    case "openTickets":
      return { key: row.openTickets, id };
  }
}
