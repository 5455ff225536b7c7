import { expect, test } from "vitest";
import { MUTANTS, mutatedSources } from "../fault/mutants.ts";

test.for(Object.entries(MUTANTS))(
  "the mutant %s still changes what it was made for",
  ([, mutant]) => {
    expect(() => mutatedSources(mutant)).not.toThrow();
  },
);

test("a mutant whose piece is gone is an error, not the product", () => {
  const edits = [{ file: "agent/backoff.ts", from: "a piece that is not there", to: "" }];
  expect(() => mutatedSources({ about: "", finding: "lost", edits })).toThrow(/holds 0 times/);
});
