import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { requireFound } from "./problems.ts";

/** Versions of what people change, as ETag and If-Match. */

/** The header of every change. That it must be there is said by `version_required`. */
export const IfMatch = Type.Object({
  "if-match": Type.Optional(
    Type.String({ maxLength: 64, description: "The ETag of what is changed" }),
  ),
});

export function toEtag(version: number): string {
  return `"v${version}"`;
}

/** What was looked for, its version told as ETag. Throws `not_found` where there is no such thing. */
export function withEtag<Row extends { readonly version: number }>(
  found: Row | undefined,
  reply: FastifyReply,
): Row {
  const row = requireFound(found);
  reply.header("etag", toEtag(row.version));
  return row;
}

/**
 * The version that a request says it changes. Throws `version_required` when it names none, and
 * `version_conflict` when it names something that no version of ours can be. Asked once it is known that
 * what is changed is there: who names nothing of ours is told that first, on every route.
 */
export function versionOf({ headers }: Pick<FastifyRequest, "headers">): number {
  const named = headers["if-match"]?.trim();
  if (named === undefined || named === "" || named === "*") {
    throw new ProblemError("version_required");
  }
  const version = /^"v(\d{1,15})"$/.exec(named)?.[1];
  if (version === undefined) throw new ProblemError("version_conflict");
  return Number(version);
}
