import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Api } from "./api.ts";

/**
 * The dashboard as it was built: each of its files is a route of its own, so that nothing else in
 * any folder can be asked for, and `index.html` is the answer to every page that a person may open.
 */

const NONCE_PLACE = "__CSP_NONCE__";
const NONCE_BYTES = 18;
const INDEX = "index.html";

/** Files of a build, at most: fonts, scripts and styles are some dozens. */
const FILES_MAX = 1_000;

/** Where Vite puts what has a hash in its name: such a file never changes. */
const HASHED_FOLDER = "assets/";

/** Gives the pages; undefined = there is no dashboard, and no page. */
export type GivePage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

export async function addPages(app: Api, folder: string): Promise<GivePage> {
  await app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
  const files = filesIn(folder);
  for (const file of files.filter((name) => name !== INDEX)) addFile(app, file);
  const parts = readFileSync(join(folder, INDEX), "utf8").split(NONCE_PLACE);
  return (_request, reply) => givePage(reply, parts);
}

/**
 * Whether the request is a person's browser that opens a page, and not a program after a file. Whoever
 * asks for the front, such as a check of whether Vigie is there, means the page.
 */
export function opensPage({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split("?", 1)[0] ?? "";
  if (method !== "GET" && method !== "HEAD") return false;
  return (
    path === "/" ||
    ((headers.accept ?? "").includes("text/html") &&
      !/^\/(?:api|metrics|assets)(?:\/|$)/i.test(path) &&
      !/\.[^/]*$/.test(path))
  );
}

function addFile(app: Api, file: string): void {
  app.route({
    method: "GET",
    url: `/${file}`,
    config: { policy: "public" },
    schema: { hide: true },
    handler: async (_request, reply) => {
      const isHashed = file.startsWith(HASHED_FOLDER);
      reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
      return reply.sendFile(file);
    },
  });
}

function givePage(reply: FastifyReply, parts: readonly string[]): FastifyReply {
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  return reply
    .code(200)
    .header("content-security-policy", policyFor(nonce))
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(parts.join(nonce));
}

function policyFor(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
    "report-uri /api/csp-reports",
  ].join("; ");
}

function filesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  if (!files.includes(INDEX)) throw new Error(`${folder} holds no ${INDEX}: build the dashboard`);
  if (files.length > FILES_MAX) throw new RangeError(`${folder} holds ${files.length} files`);
  return files;
}
