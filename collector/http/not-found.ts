import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type GivePage, opensPage } from "./pages.ts";
import type { DeclaredRoute } from "./policies.ts";
import { sendProblem } from "./problems.ts";

/**
 * Answers what no route took: a page of the dashboard, where a browser opens one; `method_not_allowed`
 * where the address is right; else `not_found`.
 */
export function answerUnknown({
  routes,
  givePage,
}: {
  readonly routes: readonly DeclaredRoute[];
  /** undefined = there is no dashboard. */
  readonly givePage: GivePage | undefined;
}): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (request, reply) => {
    const allowed = methodsOf(routes, request.url.split("?", 1)[0] ?? "");
    if (allowed.length > 0) {
      reply.header("allow", allowed.join(", "));
      const parameters = { detail: allowed.join(", ") };
      return sendProblem(request, reply, { code: "method_not_allowed", parameters });
    }
    if (givePage === undefined || !opensPage(request)) throw new ProblemError("not_found");
    return givePage(request, reply);
  };
}

/** The methods that some route takes at a path. */
function methodsOf(routes: readonly DeclaredRoute[], path: string): string[] {
  return routes.filter(({ url }) => isAt(path, url)).map(({ method }) => method);
}

/** Whether a path is of a pattern such as /api/machines/:id. */
function isAt(path: string, pattern: string): boolean {
  const segments = path.split("/");
  const wanted = pattern.split("/");
  return (
    segments.length === wanted.length &&
    wanted.every((segment, place) => segment.startsWith(":") || segment === segments[place])
  );
}
