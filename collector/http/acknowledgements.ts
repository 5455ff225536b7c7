import { AcknowledgeWish } from "@vigie/shared/alert.ts";
import { type AlertDocument, AlertSchema } from "@vigie/shared/rule.ts";
import { toAlert } from "../flow/documents.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireDone, requireFound } from "./problems.ts";

/** Somebody knows of an alert until a date. */
export function addAcknowledgements(
  app: Api,
  { registry: { read }, alerts }: Pick<HttpParts, "registry" | "alerts">,
): void {
  const staff = { config: { policy: "staff" } } as const;
  const url = "/api/alerts/:id/acknowledge";
  const tags = ["alerts"];

  app.route({
    ...staff,
    method: "POST",
    url,
    schema: {
      summary: "Acknowledge an alert until a date: meanwhile it opens no ticket",
      tags,
      params: IdPath,
      body: AcknowledgeWish,
      response: { 200: AlertSchema },
    },
    handler: async ({ params, body }) => {
      requireDone(await alerts.acknowledge(params.id, body));
      return readAlert(read, params.id);
    },
  });

  app.route({
    ...staff,
    method: "DELETE",
    url,
    schema: {
      summary: "Take an acknowledgement back: what still fires opens its ticket",
      tags,
      params: IdPath,
      response: { 200: AlertSchema },
    },
    handler: async ({ params }) => {
      requireDone(await alerts.takeBack(params.id));
      return readAlert(read, params.id);
    },
  });
}

async function readAlert({ alerts }: Tables, id: string): Promise<AlertDocument> {
  const [row] = await alerts.list({ ids: [id], limit: 1 });
  return toAlert(requireFound(row));
}
