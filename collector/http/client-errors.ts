import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ProblemCode } from "@vigie/shared/problems.ts";
import { PROBLEM_TYPE, toProblem } from "./problems.ts";

/**
 * Answers what is not even a request, as problems too: headers that are too large, a request that
 * never ends, bytes that are not HTTP. There is no request yet, so the words are English.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (socket.writable && error.code !== "ECONNRESET" && socket.bytesWritten === 0) {
    socket.write(toResponse(CODES.get(error.code ?? "") ?? "request_malformed"));
  }
  socket.destroySoon();
}

const CODES: ReadonlyMap<string, ProblemCode> = new Map([
  ["HPE_HEADER_OVERFLOW", "headers_too_large"],
  ["ERR_HTTP_REQUEST_TIMEOUT", "request_timeout"],
]);

function toResponse(code: ProblemCode): string {
  const problem = toProblem({ code, parameters: { detail: "this is not HTTP/1.1" } }, "en");
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ""}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
