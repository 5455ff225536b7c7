import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { Compile } from "typebox/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requirePolicies } from "../../../collector/http/policies.ts";
import { BODIES } from "../../support/api-bodies.ts";
import { filledIn, IDS, QUERIES, ROUTES } from "../../support/api-routes.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { idOf } from "../../support/office.ts";
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
      expect(["public", "staff", "key"]).toContain(operation["x-policy"]);
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

const JSON_ROUTES = ROUTES.filter((route) =>
  /^GET \/api\/(?!live|export|.*(\.csv|\.ics|\/content|\/html)$)/.test(route),
);

test.for(JSON_ROUTES)("%s answers in the form that it describes", async (route) => {
  const [, path = ""] = route.split(" ");
  const target = filledIn(path, IDS[path] ?? "") + (QUERIES[path] ?? "");
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
      path: filledIn(path, id) + (QUERIES[path] ?? ""),
      headers: {
        "if-match": '"v1"',
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(JSON.parse(answer.text)).toMatchObject({ code: "not_found", status: 404 });
  });
});

describe("an id that is not there, and no If-Match", () => {
  const asksVersion = (route: string) =>
    operationOf(route).parameters?.some(
      ({ name, in: place }) => place === "header" && name === "if-match",
    );

  async function ask404(route: string, body: object | undefined): Promise<unknown> {
    const [method = "", path = ""] = route.split(" ");
    const answer = await ask(server.port, {
      method,
      path: filledIn(path, idOf("tic", 999)),
      headers: body === undefined ? {} : { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return JSON.parse(answer.text).code;
  }

  test("is not found on every route that asks for a version", async () => {
    const routes = ROUTES.filter(asksVersion);
    const answers: unknown[] = [];
    for (const route of routes) answers.push([route, await ask404(route, BODIES[route])]);
    expect(answers).toEqual(routes.map((route) => [route, "not_found"]));
    expect(routes).toContain("DELETE /api/contacts/{id}");
    expect(routes.length).toBeGreaterThan(25);
  });

  test("is not found where only some bodies ask for a version", async () => {
    const body = { by: "Ana", text: "we wait", waits: "customer" };
    expect(await ask404("POST /api/tickets/{id}/reply", body)).toBe("not_found");
  });

  test("an id that is there needs one", async () => {
    const [method = "", path = ""] = "PATCH /api/rules/{id}".split(" ");
    const answer = await ask(server.port, {
      method,
      path: filledIn(path, IDS[path] ?? ""),
      headers: { "content-type": "application/json" },
      body: JSON.stringify(BODIES["PATCH /api/rules/{id}"]),
    });
    expect(JSON.parse(answer.text)).toMatchObject({ code: "version_required", status: 428 });
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
