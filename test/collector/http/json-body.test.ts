import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.close());

const post = async (body: string) => {
  const { text, status } = await ask(server.port, {
    method: "POST",
    path: "/api/customers",
    headers: { "content-type": "application/json" },
    body,
  });
  return { status, body: JSON.parse(text) };
};

/** What is sent, the beginning of what is answered, and why. */
const REFUSALS: readonly (readonly [string, RegExp, string])[] = [
  ['{"__proto__":{"admin":true}}', /^body: a field may not be named __proto__/, "poison"],
  ['{"a":[{"__proto__":1}]}', /^body: a field may not be named __proto__/, "further in"],
  ['{"\\u005f_proto__":{}}', /^body: a field may not be named __proto__/, "in disguise"],
  [
    '{"constructor":{"prototype":{}}}',
    /^body: a field may not be named constructor\.prototype/,
    "by another way",
  ],
  ['{"constructor":"Eiffage"}', /^body must have required/, "a name that reaches nothing"],
  ['{"name":"__proto__"}', /^body must have required/, "a value is no name"],
  ['{"__proto__":', /^Body is not valid JSON/, "no JSON at all"],
  ["", /^Body cannot be empty/, "nothing"],
  [`{"__proto__":${"[".repeat(200_000)}${"]".repeat(200_000)}}`, /^(body|Body)/, "a deep one"],
];

test.for(REFUSALS)("%j is refused: %j", async ([sent, detail]) => {
  const { status, body } = await post(sent);
  expect([status, body.code]).toEqual([400, "request_malformed"]);
  expect(body.detail).toMatch(detail);
});

test("what is sound is taken as it is", async () => {
  const { status, body } = await post('{"name":"Zinc","kind":"business","language":"fr"}');
  expect([status, body.name]).toEqual([201, "Zinc"]);
});
