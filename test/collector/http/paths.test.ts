import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { ask } from "../../support/raw-http.ts";

/**
 * No spelling of a path reaches anything but a route that is there: nothing outside the built page,
 * and no route by an address that is not its own.
 */

let server: ApiServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "vigie-paths-"));
  mkdirSync(join(folder, "public", "assets"), { recursive: true });
  writeFileSync(join(folder, "public", "index.html"), "<!doctype html><title>page</title>");
  writeFileSync(join(folder, "public", "assets", "app-1a2b.js"), "1;");
  writeFileSync(join(folder, "secret.txt"), "SECRET");
  server = await startApiServer({ publicFolder: join(folder, "public") });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What is there to be read without an id. */
const KNOWN = [
  "/",
  "/api/health",
  "/api/machines",
  "/api/alerts",
  "/api/rules",
  "/api/tickets",
  "/api/contracts",
  "/api/dead-letters",
  "/api/openapi.json",
  "/metrics",
  "/assets/app-1a2b.js",
];

const PIECES = [
  "/",
  "//",
  "\\",
  ";",
  ";a=b",
  "..",
  "../",
  "/..",
  "/../",
  "/./",
  ".",
  "%2e%2e",
  "%2e%2e%2f",
  "%252e%252e%252f",
  "%2f",
  "%5c",
  "%00",
  "%0d%0a",
  "%c0%ae",
  "%",
  "%zz",
  "?",
  "#",
  "@",
  ":",
  "*",
  "~",
  " ".trim(),
  "api",
  "API",
  "assets",
  "secret.txt",
  "index.html",
  ".json",
  "..;/",
  "/public/",
  "\u007f",
];

test("some thousand mutations of paths never give what is no route", async () => {
  const mutated = fc
    .tuple(
      fc.constantFrom(...KNOWN),
      fc.array(fc.tuple(fc.nat(30), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 4 }),
    )
    .map(([path, changes]) =>
      changes.reduce((text, [at, piece]) => text.slice(0, at) + piece + text.slice(at), path),
    )
    .filter((path) => path.startsWith("/"));

  let refused = 0;
  await fc.assert(
    fc.asyncProperty(mutated, async (path) => {
      const answer = await ask(server.port, { path });
      expect(answer.text).not.toContain("SECRET");
      if (answer.status >= 200 && answer.status < 300) expect(KNOWN).toContain(routedAs(path));
      else refused += 1;
    }),
    { numRuns: 3_000 },
  );
  expect(refused).toBeGreaterThan(1_000);
});

/** The path as routing reads it: up to the query, decoded once. */
function routedAs(path: string): string {
  const [bare = ""] = path.split(/[?#]/, 1);
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

test.for([
  ["/secret.txt", 404, "beside the folder"],
  ["/../secret.txt", 404, "one up"],
  ["/assets/../../secret.txt", 404, "up from a file's folder"],
  ["/assets/..%2f..%2fsecret.txt", 404, "up, with the slash hidden"],
  ["/assets/%2e%2e/%2e%2e/secret.txt", 404, "up, with the dots hidden"],
  ["/assets/", 404, "no listing of a folder"],
  ["/assets", 404, "no listing of a folder"],
  ["/index.html", 404, "the page has no second address, where its nonce would be missing"],
  ["/assets/app-1a2b.js", 200, "what was built"],
  ["/api", 404, "the API has no page"],
  ["/api/", 404, "the API has no page"],
  ["/API/health", 404, "addresses have a case"],
  ["/api/health/", 404, "a slash more is another address"],
  ["//api/health", 404, "a slash more is another address"],
  ["/api/health;x=1", 404, "a semicolon begins nothing"],
  ["/api/%68ealth", 200, "a letter may be spelled as its code"],
  ["/%", 400, "no text at all"],
] as const)("%s: %i, %s", async ([path, status]) => {
  expect((await ask(server.port, { path })).status).toBe(status);
});
