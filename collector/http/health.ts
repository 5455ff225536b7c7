import { HealthDocument } from "@vigie/shared/health.ts";
import {
  type Language,
  type ProblemCode,
  ProblemError,
  type ProblemParameters,
  problemText,
} from "@vigie/shared/problems.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Figures } from "./figures.ts";
import { languageOf } from "./problems.ts";

export function addHealth(
  app: Api,
  { figures, sample }: Pick<HttpParts, "figures" | "sample">,
  version: string,
): void {
  app.route({
    method: "GET",
    url: "/api/health",
    config: { policy: "public" },
    schema: {
      summary: "How Vigie itself fares",
      tags: ["system"],
      response: { 200: HealthDocument },
    },
    handler: async (request): Promise<HealthDocument> => {
      const now = figures();
      const read = await readSample(sample);
      const problems = problemsOf(now, read, languageOf(request));
      return {
        status: problems.length === 0 ? "ok" : "degraded",
        version,
        sample: read.isThere,
        problems,
        jobs: [...now.jobs],
      };
    },
  });
}

type SampleRead = { readonly isThere: boolean; readonly problem?: ProblemError };

/** A registry that cannot be read is what health must tell, not what it fails by. */
async function readSample(sample: HttpParts["sample"]): Promise<SampleRead> {
  try {
    return { isThere: await sample.isThere() };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { isThere: false, problem: error };
  }
}

function problemsOf(
  { recorder, spooler, jobs }: Figures,
  read: SampleRead,
  language: Language,
): HealthDocument["problems"] {
  const problem = (code: ProblemCode, parameters: ProblemParameters) => ({
    code,
    title: problemText(code, parameters, language),
    parameters: { ...parameters },
  });
  const kept = recorder.problem ?? read.problem;
  return [
    ...(kept === undefined ? [] : [problem(kept.code, kept.parameters)]),
    ...(spooler.isBehind ? [problem("metrics_unavailable", { detail: "samples wait" })] : []),
    ...jobs
      .filter(({ lastOutcome }) => lastOutcome === "failed")
      .map(({ name }) => problem("job_failed", { name })),
  ];
}
