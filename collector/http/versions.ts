import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyRequest } from "fastify";

/** Versions of what people change, as ETag and If-Match. */

export function toEtag(version: number): string {
  return `"v${version}"`;
}

/**
 * The version that a request says it changes. Throws `version_required` when it names none, and
 * `version_conflict` when it names something that no version of ours can be.
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
