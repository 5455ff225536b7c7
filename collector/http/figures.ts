import type { HealthDocument } from "@vigie/shared/health.ts";
import type { ProblemCode, ProblemError } from "@vigie/shared/problems.ts";
import type { SetAside } from "../flow/stepper.ts";

/** What the parts of the collector count, since it started. What a part does not count is left out. */
export type Figures = {
  readonly recorder: {
    readonly batches: number;
    readonly messages: number;
    /** Messages that found no room; their agents send them again. */
    readonly letGo: number;
    readonly failed: number;
    readonly commitMs: number;
    readonly waiting: number;
    readonly reports: number;
    readonly repeated: number;
    readonly late: number;
    readonly refused: number;
    /** Why the last batch was not kept; undefined = it was. */
    readonly problem: ProblemError | undefined;
  };
  readonly spooler: {
    readonly rows: number;
    readonly failed: number;
    /** Whether the metric store did not take what it was last given. */
    readonly isBehind: boolean;
  };
  readonly sweeper: { readonly setAside: readonly SetAside[] };
  readonly notices: {
    /** Mails and deliveries that were taken, that were not, and notices that were given up. */
    readonly sent: number;
    readonly failed: number;
    readonly givenUp: number;
    readonly isMailSet: boolean;
    /** Why the mail server did not take the last mail; undefined = it did, or there was none. */
    readonly mailProblem: { readonly code: ProblemCode; readonly detail: string } | undefined;
  };
  /** Why the support mailbox could not be read last; undefined = it was, or none is set. */
  readonly mailboxFault: string | undefined;
  readonly jobs: readonly HealthDocument["jobs"][number][];
  /** Nanoseconds. */
  readonly loopDelay: LoopDelay;
  readonly broker: { readonly connections: number };
};

export type LoopDelay = {
  readonly max: number;
  readonly percentile: (percentile: number) => number;
  readonly reset: () => void;
};
