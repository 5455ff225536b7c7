import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { CONTRACT } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

/** What customers are told, contract by contract, as the API has it. */

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.close());

async function call(method: string, { body, version }: { body?: object; version?: number } = {}) {
  const { status, text, headers } = await ask(server.port, {
    method,
    path: `/api/contracts/${CONTRACT}/customer-notices`,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(version !== undefined && { "if-match": `"v${version}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status, etag: headers["etag"], said: JSON.parse(text) };
}

const ONLY_THE_END = { kinds: ["ticket_resolved"], unasked: true };

test("the usual holds until somebody says otherwise, and again once that is taken back", async () => {
  const usual = await call("GET");
  expect(usual).toMatchObject({
    status: 200,
    etag: '"v0"',
    said: { isDefault: true, unasked: false, version: 0 },
  });
  expect(usual.said.kinds).toContain("ticket_opened");
  expect(usual.said.kinds).not.toContain("ticket_closed");

  expect(await call("PUT", { body: ONLY_THE_END })).toMatchObject({ status: 428 });
  expect(await call("PUT", { body: ONLY_THE_END, version: 0 })).toMatchObject({
    status: 200,
    etag: '"v1"',
    said: { ...ONLY_THE_END, isDefault: false },
  });
  expect(await call("PUT", { body: ONLY_THE_END, version: 0 })).toMatchObject({ status: 412 });
  expect(await call("PUT", { body: { ...ONLY_THE_END, kinds: [] }, version: 1 })).toMatchObject({
    etag: '"v2"',
    said: { kinds: [] },
  });
  expect(await call("DELETE", { version: 1 })).toMatchObject({ status: 412 });
  expect(await call("DELETE", { version: 2 })).toEqual(usual);
});

test.for([
  [{ kinds: ["ticket_opened", "ticket_opened"], unasked: false }, "said twice"],
  [{ kinds: ["breached"], unasked: false }, "nothing that a customer is told"],
  [{ kinds: [] }, "half of it"],
] as const)("%j is refused: %s", async ([body]) => {
  expect(await call("PUT", { body, version: 0 })).toMatchObject({
    status: 400,
    said: { code: "request_malformed" },
  });
});
