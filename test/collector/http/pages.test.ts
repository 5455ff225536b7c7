import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { type Answer, ask } from "../../support/raw-http.ts";

let server: ApiServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "vigie-pages-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(
    join(folder, "index.html"),
    '<meta property="csp-nonce" nonce="__CSP_NONCE__"><link rel="stylesheet" nonce="__CSP_NONCE__">',
  );
  writeFileSync(join(folder, "assets", "app-1a2b.js"), "export {};");
  writeFileSync(join(folder, "favicon.svg"), "<svg/>");
  server = await startApiServer({ publicFolder: folder });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (path: string, method = "GET") =>
  ask(server.port, { method, path, headers: { accept: "text/html,application/xhtml+xml,*/*" } });

const policyOf = ({ headers }: Answer) => String(headers["content-security-policy"]).split("; ");

describe("the page", () => {
  test.for([
    ["/", 200, "the front"],
    ["/?machine=mac_1", 200, "with what is looked at"],
    ["/machines/mac_1", 200, "an address that the page itself understands"],
    ["/assets/gone-1a2b.js", 404, "a file of an older build"],
    ["/logo.png", 404, "a file that is not there"],
    ["/api/nothing", 404, "the API never answers with a page"],
    ["/metrics/", 404, "nor do the metrics"],
  ] as const)("%s: %i, %s", async ([path, status]) => {
    const answer = await open(path);
    expect(answer.status).toBe(status);
    expect(answer.text.includes("csp-nonce")).toBe(status === 200);
  });

  test("is for browsers that open it, and not for programs", async () => {
    expect((await ask(server.port, { path: "/machines/mac_1" })).status).toBe(404);
    expect((await open("/", "POST")).status).toBe(404);
    expect(await open("/", "HEAD")).toMatchObject({ status: 200, text: "" });
  });

  test.for([
    ["GET", {}, "says nothing of what it accepts"],
    ["GET", { accept: "*/*" }, "accepts anything"],
    ["GET", { accept: "application/json" }, "accepts something else"],
    ["HEAD", { accept: "*/*" }, "asks only whether it is there"],
  ] as const)("is the answer to %s / with %j: who asks so %s", async ([method, headers]) => {
    const answer = await ask(server.port, { method, path: "/", headers });
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.text.includes("csp-nonce")).toBe(method === "GET");
  });

  test("has a nonce of its own each time, the same in the page and in its policy", async () => {
    const [first, second] = await Promise.all([open("/"), open("/")]);
    const noncesOf = ({ text }: Answer) => [...text.matchAll(/nonce="([^"]*)"/g)].map(([, n]) => n);
    const [nonce] = noncesOf(first);
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(noncesOf(first)).toEqual([nonce, nonce]);
    expect(policyOf(first)).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(second.text).not.toContain(nonce);
    expect(first.headers["cache-control"]).toBe("no-store");
  });

  test("runs nothing but its own files", async () => {
    const policy = policyOf(await open("/")).filter((rule) => !rule.startsWith("style-src"));
    expect(policy).toEqual([
      "default-src 'self'",
      "script-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'none'",
      "object-src 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types default",
      "report-uri /api/csp-reports",
    ]);
  });
});

describe("files", () => {
  test.for([
    [
      "/assets/app-1a2b.js",
      "public, max-age=31536000, immutable",
      "application/javascript",
      "has a hash",
    ],
    ["/favicon.svg", "no-cache", "image/svg+xml", "may change with the next build"],
  ] as const)("%s is kept as %s, %s: it %s", async ([path, cache, type]) => {
    const { status, headers } = await ask(server.port, { path });
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe(cache);
    expect(headers["content-type"]).toContain(type);
  });
});

test.for([["/"], ["/api/health"], ["/api/nothing"], ["/favicon.svg"], ["/metrics"]] as const)(
  "%s is given with the headers that keep it to itself",
  async ([path]) => {
    expect((await open(path)).headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
    });
  },
);

describe("reports of browsers", () => {
  const report = (body: string, type = "application/csp-report") =>
    ask(server.port, {
      method: "POST",
      path: "/api/csp-reports",
      headers: { "content-type": type },
      body,
    });

  test("are counted, and logged up to a limit", async () => {
    for (let n = 0; n < 110; n += 1) {
      expect((await report(`{"csp-report":{"n":${n}}}`)).status).toBe(204);
    }
    const { text } = await ask(server.port, { path: "/metrics" });
    expect(text).toContain("\nvigie_csp_reports_total 110\n");
    const lines = server.logged.filter((line) => line.includes("security policy"));
    expect(lines).toHaveLength(100);
  });

  test.for([
    ["too large", 413, "application/csp-report", "x".repeat(17 * 1024)],
    ["of another type", 400, "application/json", "{}"],
  ] as const)("that are %s are refused: %i", async ([, status, type, body]) => {
    expect((await report(body, type)).status).toBe(status);
  });
});
