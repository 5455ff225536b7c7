import type { HealthDocument } from "@vigie/shared/health.ts";
import type { ProblemError } from "@vigie/shared/problems.ts";

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
