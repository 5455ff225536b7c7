import { ProblemError } from "@vigie/shared/problems.ts";
import type { Api } from "./api.ts";

/**
 * Bodies of JSON, as the framework reads them. What it refuses for a name that could reach into the
 * prototype of objects is refused with that name, and not as text that is no JSON.
 */
export function addJsonBodies(app: Api): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser<string>(
    "application/json",
    { parseAs: "string" },
    (request, text, done) => {
      void parse(request, text, (error, body) => {
        done(error === null ? null : (forbiddenIn(text) ?? error), body);
      });
    },
  );
}

/** The refusal of a forbidden name; undefined = the text is no JSON, or too deep to be looked at. */
function forbiddenIn(text: string): ProblemError | undefined {
  let hasProto = false;
  let hasConstructor = false;
  try {
    JSON.parse(text, (key, value: unknown) => {
      hasProto ||= key === "__proto__";
      hasConstructor ||= key === "constructor";
      return value;
    });
  } catch {
    return undefined;
  }
  if (!hasProto && !hasConstructor) return undefined;
  const name = hasProto ? "__proto__" : "constructor.prototype";
  return new ProblemError("request_malformed", {
    detail: `body: a field may not be named ${name}: leave it out`,
  });
}
