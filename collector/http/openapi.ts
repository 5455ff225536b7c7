import swagger from "@fastify/swagger";
import { Type } from "typebox";
import type { Api } from "./api.ts";
import { ProblemDocument } from "./problems.ts";

/** The API's description, made from the schemas that the routes check with: OpenAPI 3.1. */

/** Must come before the routes that it describes. */
export async function describeApi(app: Api, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Vigie",
        version,
        description: "Machines, alerts and tickets on the contract's own clock.",
      },
    },
    convertConstToEnum: false,
    transform: ({ schema, url, route }) => ({
      url,
      schema: {
        ...schema,
        "x-policy": route.config?.policy,
        response: { ...Object(schema?.response), default: PROBLEM_RESPONSE },
      },
    }),
  });
}

export function addOpenApi(app: Api): void {
  app.route({
    method: "GET",
    url: "/api/openapi.json",
    config: { policy: "public" },
    schema: {
      summary: "This description",
      tags: ["system"],
      response: { 200: Type.Unknown({ description: "OpenAPI 3.1" }) },
    },
    handler: async () => app.swagger(),
  });
}

const PROBLEM_RESPONSE = {
  description: "What was refused and why (RFC 9457)",
  content: { "application/problem+json": { schema: ProblemDocument } },
};
