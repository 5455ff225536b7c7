import { ProblemError } from "@vigie/shared/problems.ts";
import { DatabaseError } from "pg";

/** How what PostgreSQL refuses is named. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */

const DISK_FULL = "53100";

/**
 * Failures of the server or of the way to it, by their code or its first two letters: the connection,
 * the resources, a lock that is not free, a rollback that it asked for, a statement that took too
 * long or was stopped, a server that only reads, damage, errors of its disk.
 */
const FAILED = ["08", "40", "53", "57", "58", "XX", "55006", "55P03", "25006", "25P03", "25P04"];

/** The user or the database is not what the settings say, or may too little. */
const UNUSABLE = ["28", "3D000", "3F000", "42501"];

/** What the two sides could not agree on before the first statement: passwords and certificates. */
const NO_AGREEMENT = /SASL|SSL connection|certificate|_CERT|CERT_|UNABLE_TO_|ERR_(TLS|SSL)/;

/**
 * What a failure is to the rest: `storage_full`, `storage_failed` and `registry_unusable` may succeed
 * later. A broken constraint or a wrong statement stays as it is: that is not the server's fault.
 */
export function toStorageError(error: unknown): unknown {
  if (error instanceof DatabaseError) return fromServer(error);
  // A value that cannot be read or bound is a mistake of ours, and so is what has a name already.
  if (!(error instanceof Error) || error instanceof RangeError || error instanceof TypeError) {
    return error;
  }
  if (error instanceof ProblemError) return error;
  const detail = detailOf(error);
  return named(NO_AGREEMENT.test(detail) ? "registry_unusable" : "storage_failed", detail, error);
}

function fromServer(error: DatabaseError): Error {
  const code = error.code ?? "";
  const isOneOf = (codes: readonly string[]) => codes.some((start) => code.startsWith(start));
  if (code === DISK_FULL) return named("storage_full", error.message, error);
  if (isOneOf(UNUSABLE)) return named("registry_unusable", error.message, error);
  const isOver = error.severity === "FATAL" || error.severity === "PANIC";
  return isOver || isOneOf(FAILED) ? named("storage_failed", error.message, error) : error;
}

/** A refused connection to a name with several addresses has its words one level deeper. */
function detailOf(error: Error): string {
  const causes = error instanceof AggregateError ? error.errors : [];
  const messages = [error, ...causes].map((one) => (one instanceof Error ? one.message : ""));
  const text = messages.filter((message) => message !== "").join("; ");
  const code = "code" in error ? String(error.code) : "";
  return text.includes(code) ? text : `${text} (${code})`;
}

function named(
  code: "storage_full" | "storage_failed" | "registry_unusable",
  detail: string,
  cause: Error,
): ProblemError {
  return new ProblemError(code, { detail }, { cause, retryable: true });
}
