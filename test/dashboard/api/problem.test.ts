import { expect, test } from "vitest";
import { toProblem } from "../../../dashboard/api/problem.ts";

test.for([
  [412, { code: "version_conflict", title: "Changé." }, "version_conflict", "Changé."],
  [404, undefined, "not_found", "Cela n'existe pas ici."],
  [503, { code: "no_such_code", title: "Plus tard." }, "internal", "Plus tard."],
  [500, "<html>", "internal", undefined],
  [502, { code: 7, title: {} }, "internal", undefined],
] as const)("an answer %d with %o is the problem %s", ([status, body, code, title]) => {
  const problem = toProblem(status, body, "fr");
  expect(problem).toMatchObject({ code, status });
  expect(problem.title).not.toBe("");
  if (title !== undefined) expect(problem.title).toBe(title);
});
