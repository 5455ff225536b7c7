import type { Clock } from "./identity.ts";
import { errorText, type Log } from "./log.ts";
import type { Outbox, ReportBody } from "./outbox.ts";
import type { Sampler } from "./sampler.ts";

/**
 * Takes reports to the outbox, one at a time. What goes wrong is logged and the agent stays up: the
 * next report may find room again.
 */
export type Reporter = {
  /** Takes one report; ends when it is kept. */
  readonly report: () => Promise<void>;
};

export type ReporterOptions = {
  readonly sampler: Sampler;
  readonly outbox: Pick<Outbox, "put">;
  readonly clock: Clock;
  /** A report is in the outbox. */
  readonly onKept: () => void;
  readonly log: Log;
};

export function createReporter({ sampler, outbox, clock, onKept, log }: ReporterOptions): Reporter {
  let isReporting = false;

  function keep(body: ReportBody): void {
    const { bootId, wallMs, uptimeMs } = clock.now();
    const documents = documentsOf(body);
    // When there is no room, documents are the last to go: they are not measured again.
    const kind = documents.length > 0 ? "event" : "metrics";
    try {
      outbox.put(body, { bootId, atMs: wallMs, uptimeMs, class: kind });
      onKept();
    } catch (error) {
      log.error("a report could not be kept", { error: errorText(error) });
      sampler.want(documents);
    }
  }

  return {
    async report() {
      if (isReporting) return log.warn("a report is skipped: the one before is not done");
      isReporting = true;
      try {
        keep(await sampler.sample());
      } finally {
        isReporting = false;
      }
    },
  };
}

function documentsOf({ facts = {} }: ReportBody): string[] {
  return Object.entries(facts)
    .filter(([, fact]) => fact.document !== undefined)
    .map(([name]) => name);
}
