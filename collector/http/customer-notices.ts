import { CustomerNoticesDocument, CustomerNoticesWish } from "@vigie/shared/customer-notices.ts";
import type { FastifyReply } from "fastify";
import { customerNoticesOf } from "../flow/customer-notice-keeper.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone, requireFound } from "./problems.ts";
import { IfMatch, versionOf, withEtag } from "./versions.ts";

/** What the customer of a contract is told of its tickets by itself. */

const route = {
  config: { policy: "staff" },
  url: "/api/contracts/:id/customer-notices",
} as const;
const schema = {
  tags: ["contracts"],
  params: IdPath,
  response: { 200: CustomerNoticesDocument },
};

export function addCustomerNotices(
  app: Api,
  { registry: { read }, customerNotices }: Pick<HttpParts, "registry" | "customerNotices">,
): void {
  app.route({
    ...route,
    method: "GET",
    schema: {
      ...schema,
      summary: "What the customer is told by itself; its ETag is the version to change",
    },
    handler: async ({ params: { id } }, reply) => give(read, await findContract(read, id), reply),
  });

  app.route({
    ...route,
    method: "PUT",
    schema: {
      ...schema,
      summary: "Say what the customer is told by itself; If-Match says which version",
      headers: IfMatch,
      body: CustomerNoticesWish,
    },
    handler: async (request, reply) => {
      const id = await findContract(read, request.params.id);
      requireDone(await customerNotices.set(id, request.body, versionOf(request)));
      return give(read, id, reply);
    },
  });

  app.route({
    ...route,
    method: "DELETE",
    schema: {
      ...schema,
      summary: "Tell the customer the usual again; If-Match says which version",
      headers: IfMatch,
    },
    handler: async (request, reply) => {
      const id = await findContract(read, request.params.id);
      requireDone(await customerNotices.reset(id, versionOf(request)));
      return give(read, id, reply);
    },
  });
}

async function findContract({ contracts }: Tables, id: string): Promise<string> {
  requireFound(await contracts.findContract(id));
  return id;
}

async function give(
  read: Tables,
  contractId: string,
  reply: FastifyReply,
): Promise<CustomerNoticesDocument> {
  return withEtag(await customerNoticesOf(read, contractId), reply);
}
