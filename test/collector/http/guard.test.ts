import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { TICKET } from "../../support/office.ts";
import { ask, sendBytes } from "../../support/raw-http.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.close());

/** Written with PORT where the real one goes. */
const filled = (text: string): string => text.replaceAll("PORT", String(server.port));

test.for([
  ["127.0.0.1:PORT", 200, "the address that was printed"],
  ["localhost:PORT", 200, "this machine by its name"],
  ["LOCALHOST:PORT", 200, "names have no case"],
  ["[::1]:PORT", 200, "this machine over IPv6"],
  ["127.0.0.1", 421, "the port is part of it"],
  ["127.0.0.1:1", 421, "another port is another server"],
  ["evil.example:PORT", 421, "a foreign name bent to this address"],
  ["127.0.0.1:PORT.evil.example", 421, "a foreign name that begins well"],
  ["localhost.evil.example:PORT", 421, "a foreign name that begins well"],
  ["127.0.0.2:PORT", 421, "an address that was never printed"],
  ["0.0.0.0:PORT", 421, "an address that browsers once took for this machine"],
] as const)("Host %s: %i, %s", async ([host, status]) => {
  const answer = await ask(server.port, { path: "/api/health", headers: { host: filled(host) } });
  expect(answer.status).toBe(status);
  if (status === 421) expect(JSON.parse(answer.text)).toMatchObject({ code: "host_refused" });
});

test.for([
  ["GET /api/health HTTP/1.0\r\n\r\n", 421, "no Host at all"],
  [
    "GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    421,
    "two Hosts, of which one is ours",
  ],
  [
    "GET http://evil.example/api/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    421,
    "an absolute address elsewhere",
  ],
] as const)("%j: %i, %s", async ([bytes, status]) => {
  expect(await sendBytes(server.port, filled(bytes))).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test("what a proxy says of Host and client changes nothing", async () => {
  const forwarded = {
    "x-forwarded-host": filled("127.0.0.1:PORT"),
    "x-forwarded-for": "127.0.0.1",
    forwarded: filled("host=127.0.0.1:PORT;for=127.0.0.1"),
  };
  const headers = { host: "evil.example", ...forwarded };
  expect((await ask(server.port, { path: "/api/health", headers })).status).toBe(421);
});

const COMMENT = { by: "Ana", text: "seen" };
const OWN = "http://127.0.0.1:PORT";

test.for([
  [{}, 200, "a program without a browser sends no Origin"],
  [{ origin: OWN }, 200, "our own page"],
  [{ origin: OWN, "sec-fetch-site": "same-origin" }, 200, "our own page, as browsers say it"],
  [{ origin: "http://evil.example" }, 403, "another site"],
  [{ origin: "null" }, 403, "a sandboxed frame or a file"],
  [{ origin: "http://localhost:PORT" }, 403, "our machine by a name that this page does not have"],
  [{ origin: "https://127.0.0.1:PORT" }, 403, "another scheme"],
  [{ origin: "http://127.0.0.1:1" }, 403, "another port"],
  [{ origin: "" }, 403, "an empty Origin is none of ours"],
  [{ "sec-fetch-site": "cross-site" }, 403, "another site, with its Origin held back"],
  [{ "sec-fetch-site": "same-site" }, 403, "another port of this machine"],
] as const)("a change with %j: %i, %s", async ([given, status]) => {
  const headers = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, filled(value)]),
  );
  const answer = await ask(server.port, {
    method: "POST",
    path: `/api/tickets/${TICKET}/comments`,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(COMMENT),
  });
  expect(answer.status).toBe(status);
  if (status === 403) expect(JSON.parse(answer.text)).toMatchObject({ code: "origin_refused" });
});

test("a question from another site is answered, without leave to read the answer", async () => {
  const headers = { origin: "http://evil.example", "sec-fetch-site": "cross-site" };
  const answer = await ask(server.port, { path: "/api/health", headers });
  expect(answer.status).toBe(200);
  expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  expect(answer.headers["cross-origin-resource-policy"]).toBe("same-origin");
});

const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

test.for([
  ["/api/live", { origin: OWN }, 101, "our own page"],
  ["/api/live", {}, 403, "a page always says where it is from"],
  ["/api/live", { origin: "http://evil.example" }, 403, "another site"],
  ["/api/live", { origin: "http://localhost:PORT" }, 403, "not the page of this Host"],
  ["/api/live", { origin: OWN, host: "evil.example" }, 421, "a foreign name bent to this address"],
  ["/api/health", { origin: OWN }, 404, "nothing else is a WebSocket"],
  ["/api/liv%65", { origin: OWN }, 101, "the same address, spelled oddly, is the same route"],
  ["/nothing", { origin: OWN }, 404, "no such address"],
  ["/api/live", { origin: OWN, upgrade: "h2c" }, 400, "another protocol"],
] as const)("an upgrade at %s with %j: %i, %s", async ([path, given, status]) => {
  const headers = Object.fromEntries(
    Object.entries({ ...UPGRADE, ...given }).map(([name, value]) => [name, filled(value)]),
  );
  expect((await ask(server.port, { path, headers })).status).toBe(status);
});
