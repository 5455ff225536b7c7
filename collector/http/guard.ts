import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Api } from "./api.ts";
import { LIVE_PATH } from "./live-socket.ts";

/**
 * What every request must show before anything is done for it: that it means this server (Host), and,
 * where it could change something, that it comes from this server's own page (Origin, Sec-Fetch-Site).
 * So neither another site in the same browser nor a name that was bent to this address gets in.
 * Headers of proxies are not looked at: nobody may say whose request it is but the connection.
 */
export function guard(app: Api): void {
  app.addHook("onRequest", async (request, reply) => {
    addHeaders(reply);
    const host = hostOf(request);
    if (host === undefined) throw new ProblemError("host_refused");
    if (!isFromOwnPage(request, host)) throw new ProblemError("origin_refused");
    const isUpgrade = request.headers.upgrade !== undefined;
    if (isUpgrade && request.routeOptions.url !== LIVE_PATH) throw new ProblemError("not_found");
  });
}

const HEADERS = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
} as const;

export function addHeaders(reply: FastifyReply): void {
  reply.headers({ ...HEADERS, "cache-control": "no-store" });
}

const OWN_NAMES = ["localhost", "127.0.0.1", "[::1]"];
const PORT_OF_HTTP = 80;

/** Methods that change nothing. */
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/** The Host header, where it is one of ours with the port that is listened on. */
function hostOf({ raw, socket }: FastifyRequest): string | undefined {
  const host = raw.headers.host?.toLowerCase();
  const names = raw.rawHeaders.filter((name, place) => place % 2 === 0 && /^host$/i.test(name));
  if (host === undefined || names.length !== 1) return undefined;
  const port = socket.localPort;
  const isOwn = OWN_NAMES.some(
    (name) => host === `${name}:${port}` || (port === PORT_OF_HTTP && host === name),
  );
  return isOwn ? host : undefined;
}

function isFromOwnPage({ method, headers }: FastifyRequest, host: string): boolean {
  const { origin } = headers;
  const isOwnOrigin = origin?.toLowerCase() === `http://${host}`;
  if (headers.upgrade !== undefined) return isOwnOrigin;
  if (SAFE_METHODS.has(method)) return true;
  const site = headers["sec-fetch-site"];
  const isOwnSite = site === undefined || site === "same-origin" || site === "none";
  return isOwnSite && (origin === undefined || isOwnOrigin);
}
