import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAsk } from "../../../dashboard/api/requests.ts";

/** What of an answer is an answer, and what is none. */

let server: Server;
let answer: RequestListener;
let port = 0;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = address !== null && typeof address === "object" ? address.port : 0;
  // A page asks whoever served it; here there is no page, so the place is said.
  const { fetch: ask } = globalThis;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) =>
    ask(`http://127.0.0.1:${port}${path}`, init),
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

const ask = createAsk({ language: () => "en", onServerTime: () => {} });

test("a document comes with the version under which it may be changed", async () => {
  answer = (_request, response) => {
    response.setHeader("etag", '"v3"');
    response.end('{"name":"SRV-01"}');
  };
  expect(await ask("/machines/1")).toEqual({ document: { name: "SRV-01" }, etag: '"v3"' });
});

test("an answer that is cut off on its way is no answer, and no fault of the page", async () => {
  answer = (_request, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write('{"items":[');
    setTimeout(() => response.destroy(), 20);
  };
  await expect(ask("/machines")).rejects.toMatchObject({ name: "ApiProblem", code: "no_answer" });
});

test("nobody there is no answer", async () => {
  answer = (_request, response) => response.destroy();
  await expect(ask("/machines")).rejects.toMatchObject({ code: "no_answer", status: 0 });
});

test("who gives a request up is told so", async () => {
  answer = () => {};
  const given = new AbortController();
  const asked = ask("/machines", { signal: given.signal });
  given.abort();
  await expect(asked).rejects.toMatchObject({ name: "AbortError" });
});
