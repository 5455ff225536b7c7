import { ProblemError } from "@vigie/shared/problems.ts";
import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";

export function addSample(app: Api, { sample }: Pick<HttpParts, "sample">): void {
  app.route({
    method: "DELETE",
    url: "/api/sample",
    config: { policy: "staff" },
    schema: {
      summary: "Remove the sample customer and everything of theirs",
      tags: ["sample"],
      response: { 204: Type.Null() },
    },
    handler: async (_request, reply) => {
      if (!(await sample.isThere())) throw new ProblemError("not_found");
      await sample.remove();
      return reply.code(204).send(null);
    },
  });
}
