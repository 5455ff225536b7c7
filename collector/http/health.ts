import { HealthDocument } from "@vigie/shared/health.ts";
import {
  type Language,
  type ProblemCode,
  ProblemError,
  type ProblemParameters,
  problemText,
} from "@vigie/shared/problems.ts";
import type { Tables } from "../registry/registry.ts";
import type { Api, HttpParts } from "./api.ts";
import type { Figures } from "./figures.ts";
import { languageOf } from "./problems.ts";

export function addHealth(
  app: Api,
  { figures, sample, registry }: Pick<HttpParts, "figures" | "sample" | "registry">,
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
      const read = await readKept(sample, registry.read);
      const problems = problemsOf(now, read, languageOf(request));
      return {
        status: problems.length === 0 ? "ok" : "degraded",
        version,
        sample: read.isThere,
        mail: mailOf(now),
        problems,
        jobs: [...now.jobs],
      };
    },
  });
}

type Kept = {
  readonly isThere: boolean;
  /** Notices that were given up. */
  readonly givenUp: number;
  readonly problem?: ProblemError;
};

/** Notices that were given up are counted up to this. */
const GIVEN_UP_MAX = 1_000;

/** A registry that cannot be read is what health must tell, not what it fails by. */
async function readKept(sample: HttpParts["sample"], { notices }: Tables): Promise<Kept> {
  try {
    const isThere = await sample.isThere();
    return { isThere, givenUp: await notices.deadCount(GIVEN_UP_MAX) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { isThere: false, givenUp: 0, problem: error };
  }
}

function mailOf({ notices: { isMailSet, mailProblem } }: Figures): HealthDocument["mail"] {
  if (!isMailSet) return "not_set";
  return mailProblem === undefined ? "ok" : "failing";
}

function problemsOf(
  { recorder, spooler, sweeper, notices, mailboxFault, jobs }: Figures,
  read: Kept,
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
    ...sweeper.setAside
      .slice(0, 1)
      .map(({ what, id }) =>
        problem("deadline_set_aside", { count: sweeper.setAside.length, what, id }),
      ),
    ...(notices.mailProblem === undefined
      ? []
      : [problem(notices.mailProblem.code, { detail: notices.mailProblem.detail })]),
    ...(mailboxFault === undefined ? [] : [problem("mailbox_failing", { detail: mailboxFault })]),
    ...(read.givenUp === 0 ? [] : [problem("notices_given_up", { count: read.givenUp })]),
    ...jobs
      .filter(({ lastOutcome }) => lastOutcome === "failed")
      .map(({ name }) => problem("job_failed", { name })),
  ];
}
