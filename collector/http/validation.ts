import { tellMistake } from "@vigie/shared/mistakes.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Value } from "typebox/value";

/**
 * Checks what a request brings against its route's schema. Only the query is converted, because all
 * of it is text; a body says what it means. Nothing is removed and nothing is filled in.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = Compile(schema);
  const isQuery = httpPart === "querystring";
  const part = PARTS[httpPart ?? ""] ?? "request";
  return (given: unknown) => {
    const value: unknown = isQuery ? Value.Convert(schema, given) : given;
    if (compiled.Check(value)) return { value };
    const detail = `${part}${tellMistake(schema, value)}`.slice(0, DETAIL_LENGTH_MAX);
    return { error: new ProblemError("request_malformed", { detail }) };
  };
};

const PARTS: Readonly<Record<string, string>> = {
  body: "body",
  querystring: "query",
  params: "path",
  headers: "header",
};

/** Field names in an answer come from the request; they are cut here. */
const DETAIL_LENGTH_MAX = 300;
