import {
  isProblemCode,
  type Language,
  PROBLEMS,
  type ProblemCode,
} from "@vigie/shared/problems.ts";

/** Why a request gave nothing: the collector's own "no", or no answer at all. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | "no_answer";
  readonly status: number;
  /** What happened and what to do, in the reader's language; empty where only the page knows. */
  readonly title: string;

  constructor(problem: Pick<ApiProblem, "code" | "status" | "title">) {
    super(problem.title === "" ? problem.code : problem.title);
    this.name = "ApiProblem";
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
  }
}

/** Reads the body of an answer that is an error; whatever it holds, a problem comes of it. */
export function toProblem(status: number, body: unknown, language: Language): ApiProblem {
  const code = textOf(body, "code");
  const known = isProblemCode(code) ? code : codeOf(status);
  const title = textOf(body, "title");
  return new ApiProblem({
    code: known,
    status,
    title: title === "" ? PROBLEMS[known][language] : title,
  });
}

function codeOf(status: number): ProblemCode {
  return status === 404 ? "not_found" : "internal";
}

function textOf(body: unknown, name: string): string {
  if (typeof body !== "object" || body === null) return "";
  const value: unknown = Object.getOwnPropertyDescriptor(body, name)?.value;
  return typeof value === "string" ? value : "";
}
