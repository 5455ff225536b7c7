import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { Compile } from "typebox/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requirePolicies } from "../../../collector/http/policies.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import {
  CONTRACT,
  DEAD_BYTES,
  idOf,
  MACHINE,
  OPENED_AT,
  RULE,
  TICKET,
} from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

let server: ApiServer;
let described: Description;
beforeAll(async () => {
  server = await startApiServer();
  described = JSON.parse((await ask(server.port, { path: "/api/openapi.json" })).text);
});
afterAll(() => server.close());

type Operation = {
  readonly summary?: string;
  readonly "x-policy"?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, Response>>;
};
type Response = {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
};
type Description = {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** Every route of the API, told apart from the framework's lists by this one. */
const ROUTES = [
  "GET /api/health",
  "GET /api/machines",
  "GET /api/machines/{id}",
  "GET /api/machines/{id}/series",
  "GET /api/alerts",
  "GET /api/rules",
  "GET /api/rules/{id}",
  "PATCH /api/rules/{id}",
  "GET /api/tickets",
  "GET /api/tickets/{id}",
  "POST /api/tickets/{id}/acknowledge",
  "POST /api/tickets/{id}/comments",
  "POST /api/tickets/{id}/resolve",
  "GET /api/contracts",
  "GET /api/contracts/{id}",
  "GET /api/dead-letters",
  "GET /api/dead-letters/{id}",
  "DELETE /api/sample",
  "GET /api/live",
  "POST /api/csp-reports",
  "GET /metrics",
  "GET /api/openapi.json",
];

/** A body that each route with one would take. */
const BODIES: Readonly<Record<string, object>> = {
  "PATCH /api/rules/{id}": { enabled: false },
  "POST /api/tickets/{id}/acknowledge": { by: "Ana" },
  "POST /api/tickets/{id}/comments": { by: "Ana", text: "seen" },
  "POST /api/tickets/{id}/resolve": { by: "Ana" },
};

function operationOf(route: string): Operation {
  const [method = "", path = ""] = route.split(" ");
  const operation = described.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${route} is not described`);
  return operation;
}

describe("the description", () => {
  test("is OpenAPI 3.1 of this version", () => {
    expect(described).toMatchObject({ openapi: "3.1.0", info: { title: "Vigie" } });
  });

  test("lists every route and nothing else", () => {
    const listed = Object.entries(described.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.sort()).toEqual([...ROUTES].sort());
  });

  test.for(ROUTES)(
    "%s has a summary, a policy, its path's parameters and its problems",
    (route) => {
      const operation = operationOf(route);
      expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
      expect(["public", "staff"]).toContain(operation["x-policy"]);
      const named = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters?.filter((parameter) => parameter.in === "path") ?? [];
      expect(declared.map(({ name }) => name)).toEqual(named);
      expect(operation.responses["default"]?.content).toHaveProperty(["application/problem+json"]);
      for (const response of Object.values(operation.responses)) {
        expect(response.description).toEqual(expect.any(String));
      }
    },
  );
});

const IDS: Readonly<Record<string, string>> = {
  "/api/machines/{id}": MACHINE,
  "/api/machines/{id}/series": MACHINE,
  "/api/rules/{id}": RULE,
  "/api/tickets/{id}": TICKET,
  "/api/contracts/{id}": CONTRACT,
  "/api/dead-letters/{id}": DEAD_BYTES,
};

const QUERIES: Readonly<Record<string, string>> = {
  "/api/machines/{id}/series": `?metric=cpu_busy_percent&from=${OPENED_AT}&to=2026-11-23T10:00:00Z`,
};

const JSON_ROUTES = ROUTES.filter((route) => /^GET \/api\/(?!live)/.test(route));

test.for(JSON_ROUTES)("%s answers in the form that it describes", async (route) => {
  const [, path = ""] = route.split(" ");
  const target = path.replace("{id}", IDS[path] ?? "") + (QUERIES[path] ?? "");
  const answer = await ask(server.port, { path: target });
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.headers["content-type"]).toMatch(/^application\/json/);
  const schema = operationOf(route).responses["200"]?.content?.["application/json"]?.schema;
  const form = Compile(schema ?? false);
  expect(form.Errors(JSON.parse(answer.text))).toEqual([true, []]);
});

const WITH_ID = ROUTES.filter((route) => route.includes("{id}"));

describe("an id that is not there", () => {
  test.for(
    WITH_ID.flatMap((route) => [
      [route, idOf("tic", 999), "an id of nobody"] as const,
      [route, "__proto__", "a name that every object has"] as const,
      [route, "%2e%2e", "a way up"] as const,
    ]),
  )("%s with %s is not found: %s", async ([route, id]) => {
    const [method = "", path = ""] = route.split(" ");
    const body = BODIES[route];
    const answer = await ask(server.port, {
      method,
      path: path.replace("{id}", id) + (QUERIES[path] ?? ""),
      headers: { "content-type": "application/json", "if-match": '"v1"' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(JSON.parse(answer.text)).toMatchObject({ code: "not_found", status: 404 });
  });
});

describe("policies", () => {
  test("a route that declares none stops the start", async () => {
    const app = Fastify().withTypeProvider<TypeBoxTypeProvider>();
    requirePolicies(app);
    expect(() => app.get("/forgotten", () => "open")).toThrow("GET /forgotten declares no policy");
    await app.close();
  });

  test("the twin that answers HEAD has its route's policy", async () => {
    const app = Fastify().withTypeProvider<TypeBoxTypeProvider>();
    const routes = requirePolicies(app);
    app.get("/open", { config: { policy: "public" } }, () => "open");
    expect(routes).toEqual([
      { method: "GET", url: "/open", policy: "public" },
      { method: "HEAD", url: "/open", policy: "public" },
    ]);
    await app.close();
  });
});
