import {
  LANGUAGES,
  type Language,
  PROBLEMS,
  type ProblemCode,
  ProblemError,
  type ProblemParameters,
  problemText,
  type Refusal,
} from "@vigie/shared/problems.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import type { Outcome } from "../flow/acts.ts";

/** Every refusal of the API is a problem as RFC 9457 has it, in the reader's language. */
export const ProblemDocument = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  /** What exactly was wrong, for whoever wrote the request. */
  detail: Type.String(),
  code: Type.String(),
  parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
});
export type ProblemDocument = Static<typeof ProblemDocument>;

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** Seconds after which a request that the storage could not serve may be worth repeating. */
const RETRY_AFTER_SECONDS = 5;

const LANGUAGE_DEFAULT: Language = "en";
const LANGUAGE_RANGES_MAX = 16;

/** What is refused, before it is put into words. */
type Refused = {
  readonly code: ProblemCode;
  readonly parameters: ProblemParameters;
  /** What the problem says beside its own members. */
  readonly extension?: object;
};

export function toProblem({ code, parameters }: Refused, language: Language): ProblemDocument {
  const title = problemText(code, parameters, language);
  return {
    type: `urn:vigie:problem:${code}`,
    title,
    status: PROBLEMS[code].status ?? 500,
    detail: String(parameters["detail"] ?? title),
    code,
    parameters: { ...parameters },
  };
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  refused: Refused,
): FastifyReply {
  const language = languageOf(request);
  const problem = toProblem(refused, language);
  if (problem.status === 503) reply.header("retry-after", RETRY_AFTER_SECONDS);
  // Set by a handler that read the resource before it was refused: a problem has no version.
  reply.removeHeader("etag");
  return reply
    .code(problem.status)
    .header("content-language", language)
    .header("vary", "accept-language")
    .header("cache-control", "no-store")
    .type(PROBLEM_TYPE)
    .serializer(JSON.stringify)
    .send({ ...problem, ...refused.extension });
}

/**
 * Answers whatever a route or the framework threw. What is not a refusal is a mistake of ours: the
 * client gets a reference, the log gets the rest.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refused = refusedBy(error);
  if (refused === undefined) {
    const reference = request.id;
    request.log.error({ err: error, reference }, "a request failed");
    sendProblem(request, reply, { code: "internal", parameters: { reference } });
    return;
  }
  if (PROBLEMS[refused.code].status === 503) request.log.warn({ err: error }, "a request failed");
  sendProblem(request, reply, refused);
}

/** Throws what an act refused; returns when it was done. */
export function requireDone(outcome: Outcome): void {
  if ("done" in outcome) return;
  throw new ProblemError(outcome.problem, parametersOf(outcome));
}

/** What the words of a refusal are filled from. */
export function parametersOf({ problem, detail }: Refusal): ProblemParameters {
  return problem === "ticket_state" ? { state: detail } : { detail };
}

/** What was looked for. Throws `not_found` where there is no such thing. */
export function requireFound<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new ProblemError("not_found");
  return found;
}

/** What an act answered. Throws what it refused. */
export function requireAnswer<Answer extends object>(outcome: Answer | Refusal): Answer {
  return "problem" in outcome ? refuse(outcome) : outcome;
}

/** Throws what an act or a check refused. */
export function refuse(refusal: Refusal): never {
  throw new ProblemError(refusal.problem, parametersOf(refusal));
}

/** The language in which the reader best reads, by Accept-Language; English when it says none. */
export function languageOf({ headers }: Pick<FastifyRequest, "headers">): Language {
  const wished = (headers["accept-language"] ?? "")
    .split(",", LANGUAGE_RANGES_MAX)
    .map(parseRange)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag, weight } of wished) {
    const language = LANGUAGES.find((known) => known === tag);
    if (language !== undefined && weight > 0) return language;
  }
  return LANGUAGE_DEFAULT;
}

/** Reads "fr-CA;q=0.8" as fr with 0.8. */
function parseRange(range: string): { readonly tag: string; readonly weight: number } {
  const [name = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag: name.split("-")[0] ?? "", weight: Number.isFinite(weight) ? weight : 0 };
}

function refusedBy(error: unknown): Refused | undefined {
  if (error instanceof ProblemError) {
    return PROBLEMS[error.code].status === undefined ? undefined : error;
  }
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = FRAMEWORK_CODES.get(code);
  if (known !== undefined) return { code: known, parameters: {} };
  const status = "statusCode" in error ? Number(error.statusCode) : 500;
  if (!(status >= 400 && status < 500)) return undefined;
  return { code: "request_malformed", parameters: { detail: error.message } };
}

const FRAMEWORK_CODES: ReadonlyMap<string, ProblemCode> = new Map([
  ["FST_ERR_CTP_BODY_TOO_LARGE", "body_too_large"],
  ["FST_ERR_CTP_INVALID_MEDIA_TYPE", "media_type_unsupported"],
  ["FST_ERR_NOT_FOUND", "not_found"],
]);
