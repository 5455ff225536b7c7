import { HealthDocument } from "@vigie/shared/health.ts";
import {
  type Language,
  type ProblemCode,
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
      const problems = problemsOf(now, languageOf(request));
      return {
        status: problems.length === 0 ? "ok" : "degraded",
        version,
        sample: await sample.isThere(),
        problems,
        jobs: [...now.jobs],
      };
    },
  });
}

function problemsOf(
  { recorder, spooler, jobs }: Figures,
  language: Language,
): HealthDocument["problems"] {
  const problem = (code: ProblemCode, parameters: ProblemParameters) => ({
    code,
    title: problemText(code, parameters, language),
    parameters: { ...parameters },
  });
  const { problem: kept } = recorder;
  return [
    ...(kept === undefined ? [] : [problem(kept.code, kept.parameters)]),
    ...(spooler.isBehind ? [problem("metrics_unavailable", { detail: "samples wait" })] : []),
    ...jobs
      .filter(({ lastOutcome }) => lastOutcome === "failed")
      .map(({ name }) => problem("job_failed", { name })),
  ];
}
