import { registerHooks } from "node:module";
import { MUTANTS, mutatedSources } from "./mutants.ts";

/** Loaded before a program (`--import`), makes it the mutant that VIGIE_TEST_MUTANT names. */
const name = process.env["VIGIE_TEST_MUTANT"] ?? "";
const mutant = MUTANTS[name];
if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
const sources = mutatedSources(mutant);

registerHooks({
  load(url, context, nextLoad) {
    const source = sources.get(url);
    if (source === undefined) return nextLoad(url, context);
    return { ...nextLoad(url, context), source, shortCircuit: true };
  },
});
