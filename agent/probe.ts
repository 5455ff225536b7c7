import type { Report, Samples } from "@vigie/shared/envelope.ts";

/**
 * The port of all probes: one probe, one file, one method. A probe that cannot measure says so with
 * a reason; it never answers 0 or an empty list in place of a failure.
 */

/** An instant as the agent knows it: by the wall clock, and since the machine's start. */
export type Moment = {
  readonly wallMs: number;
  readonly uptimeMs: number;
  readonly bootId: string;
};

/** Samples by kind of object, then by the object's name. */
export type Objects = NonNullable<Report["objects"]>;

/** A document and the hash that changes with it, and with nothing else. */
export type FoundFact = { readonly hash: string; readonly document: unknown };

/** What was measured. Counters need two readings, so a first round may rightly have no samples. */
export type Measured = {
  readonly outcome: "value";
  readonly samples?: Samples;
  readonly objects?: Objects;
  /** Documents that change rarely, by name, each with its hash. */
  readonly facts?: Readonly<Record<string, FoundFact>>;
  /** A code for what could not be measured although the rest could. */
  readonly missing?: string;
};

/** The reason is a short code in snake_case, for people and rules to read. */
export type NotMeasured = { readonly outcome: "unsupported" | "failed"; readonly reason: string };

export type Outcome = Measured | NotMeasured;

export interface Probe {
  /** Measures at `now`. A throw counts as failed. */
  measure(now: Moment): Outcome | Promise<Outcome>;

  /** Gives back what is open: files, a child process. */
  close?(): void;
}

export function unsupported(reason: string): NotMeasured {
  return { outcome: "unsupported", reason };
}

export function failed(reason: string): NotMeasured {
  return { outcome: "failed", reason };
}
