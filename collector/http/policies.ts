import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyRequest, RouteOptions } from "fastify";
import type { Api } from "./api.ts";

/**
 * Who may use a route is declared with the route. A route that declares nothing stops the start, so
 * that nothing is ever open because somebody forgot to close it. The check comes after routing, on
 * the route that was found, so that no spelling of a path goes around it.
 */
export type Policy =
  /** Anybody who reaches the server. */
  | "public"
  /** The provider's staff. Before there are accounts: whoever sits at this machine. */
  | "staff"
  /** Whoever has the key that the address carries: the route itself holds it against the one that is kept. */
  | "key";

declare module "fastify" {
  interface FastifyContextConfig {
    policy?: Policy;
  }
}

export type DeclaredRoute = {
  readonly method: string;
  readonly url: string;
  readonly policy: Policy;
};

/** Watches over all routes that are added from now on. Returns them, as the list grows. */
export function requirePolicies(app: Api): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  app.addHook("onRoute", (route) => {
    routes.push(...declared(route));
  });
  app.addHook("onRequest", async (request) => {
    if (!isAllowed(request)) throw new ProblemError("not_found");
  });
  return routes;
}

function declared({ method, url, config }: RouteOptions): DeclaredRoute[] {
  const policy = config?.policy;
  const methods = [method].flat();
  if (policy === undefined) throw new Error(`${methods.join(", ")} ${url} declares no policy`);
  return methods.map((name) => ({ method: name, url, policy }));
}

function isAllowed({ is404, routeOptions, socket }: FastifyRequest): boolean {
  const { policy } = routeOptions.config;
  if (is404 || policy === "public" || policy === "key") return true;
  return policy === "staff" && isThisMachine(socket.remoteAddress);
}

function isThisMachine(address: string | undefined): boolean {
  return (
    address !== undefined &&
    (address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127."))
  );
}
