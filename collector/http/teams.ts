import { TeamChange, TeamDocument, TeamWish } from "@vigie/shared/staff.ts";
import type { FastifyReply } from "fastify";
import { toTeam } from "../flow/staff-documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { EstateList } from "./estate-rows.ts";
import { Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireAnswer, requireDone } from "./problems.ts";
import { IfMatch, versionOf, withEtag } from "./versions.ts";

/** The teams of the provider. */

type Parts = Pick<HttpParts, "registry" | "staff">;

const staff = { config: { policy: "staff" } } as const;
const tags = ["staff"];

export function addTeams(app: Api, parts: Parts, cursors: Cursors): void {
  addReading(app, parts, cursors);
  const { registry, staff: keeper } = parts;

  app.route({
    ...staff,
    method: "POST",
    url: "/api/teams",
    schema: { summary: "Add a team", tags, body: TeamWish, response: { 201: TeamDocument } },
    handler: async ({ body }, reply) => {
      const { id } = requireAnswer(await keeper.addTeam(body));
      reply.code(201).header("location", `/api/teams/${id}`);
      return giveTeam(registry.read, id, reply);
    },
  });

  app.route({
    ...staff,
    method: "PATCH",
    url: "/api/teams/:id",
    schema: {
      summary: "Change a team; If-Match says which version",
      tags,
      params: IdPath,
      headers: IfMatch,
      body: TeamChange,
      response: { 200: TeamDocument },
    },
    handler: async (request, reply) => {
      const { id } = await giveTeam(registry.read, request.params.id, reply);
      requireDone(await keeper.changeTeam(id, request.body, versionOf(request)));
      return giveTeam(registry.read, id, reply);
    },
  });
}

function addReading(app: Api, { registry: { read } }: Parts, cursors: Cursors): void {
  app.route({
    ...staff,
    method: "GET",
    url: "/api/teams",
    schema: {
      summary: "Teams by name, by pages",
      tags,
      querystring: EstateList,
      response: { 200: Page(TeamDocument) },
    },
    handler: async ({ query }) => {
      const { search } = query;
      const wished = { ...(search !== undefined && { search }) };
      return readPage({
        cursors,
        list: JSON.stringify(["teams", search]),
        query,
        ask: (limit, after) =>
          read.staff.teams({ ...wished, limit, ...(after !== undefined && { after }) }),
        positionOf: ({ name, id }) => ({ key: name, id }),
        toDocument: toTeam,
      });
    },
  });

  app.route({
    ...staff,
    method: "GET",
    url: "/api/teams/:id",
    schema: {
      summary: "One team; its ETag is the version to change",
      tags,
      params: IdPath,
      response: { 200: TeamDocument },
    },
    handler: async ({ params }, reply) => giveTeam(read, params.id, reply),
  });
}

/** The team as it is now, with its version as ETag. Throws `not_found`. */
async function giveTeam(
  { staff: people }: Tables,
  id: string,
  reply: FastifyReply,
): Promise<TeamDocument> {
  const [team] = await people.teams({ ids: [id], limit: 1 });
  return toTeam(withEtag(team, reply));
}
