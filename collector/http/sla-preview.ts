import { SlaPreview, SlaPreviewWish } from "@vigie/shared/sla.ts";
import { previewSla } from "../domain/preview.ts";
import type { Api, HttpParts } from "./api.ts";
import { requireAnswer } from "./problems.ts";

/** What promised times would do on given calendars: answered without reading or keeping anything. */
export function addSlaPreview(app: Api, { now }: Pick<HttpParts, "now">): void {
  app.route({
    method: "POST",
    url: "/api/sla/preview",
    config: { policy: "staff" },
    schema: {
      summary: "What would happen: due times, breaches and escalations of given promises",
      tags: ["sla"],
      body: SlaPreviewWish,
      response: { 200: SlaPreview },
    },
    handler: async ({ body }) => requireAnswer(previewSla(body, now())),
  });
}
