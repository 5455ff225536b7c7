import type { ProbeOutcome } from "@vigie/shared/envelope.ts";
import { errorCode } from "./kernel-file.ts";
import { errorText, type Log } from "./log.ts";
import type { ReportBody } from "./outbox.ts";
import {
  type FoundFact,
  failed,
  type Measured,
  type Moment,
  type Outcome,
  type Probe,
} from "./probe.ts";
import type { ProbeContext, ProbeEntry } from "./probes.ts";
import { type Problem, ReportDraft, toProblem } from "./report.ts";

/**
 * Runs the probes that are due, one at a time and each within its time limit, and turns what they
 * answer into one report. A probe that throws, hangs or answers nonsense is reported as failed; the
 * others go on.
 */
export interface Sampler {
  /** One report of what is due now, and of what is known of the rest. */
  sample(): Promise<ReportBody>;

  /** Starts the due probes that measure beside the reports; ends when they have. */
  sampleApart(): Promise<void>;

  /** From now on these probes do not run, and all others do. */
  disable(names: readonly string[]): void;

  /** The next report carries the documents of these facts again. */
  want(facts: readonly string[]): void;

  close(): void;
}

export type SamplerOptions = {
  readonly entries: readonly ProbeEntry[];
  readonly context: ProbeContext;
  readonly now: () => Moment;
  readonly log: Log;
};

/** How much earlier than due a probe may run, so that a timer's slack does not skip a round. */
const EARLY_SHARE = 0.05;

/** After a failure a probe with a long interval is asked again this soon. */
const RETRY_MS = 3_600_000;

type State = {
  readonly entry: ProbeEntry;
  readonly probe: Probe;
  lastMs: number | undefined;
  isRunning: boolean;
  /** What is wrong with it, until it measures again. */
  problem: Problem | undefined;
};

type KnownFact = FoundFact & { isWanted: boolean };

export function createSampler(options: SamplerOptions): Sampler {
  return new ProbeSampler(options);
}

class ProbeSampler implements Sampler {
  readonly #now: () => Moment;
  readonly #log: Log;
  readonly #states: readonly State[];
  readonly #facts = new Map<string, KnownFact>();
  #disabled: ReadonlySet<string> = new Set();

  constructor({ entries, context, now, log }: SamplerOptions) {
    this.#now = now;
    this.#log = log;
    this.#states = entries.map((entry) => toState(entry, context));
  }

  async sample(): Promise<ReportBody> {
    const at = this.#now();
    const report = new ReportDraft();
    for (const state of this.#states) {
      if (state.entry.isApart || !this.#isEnabled(state) || !isDue(state, at)) continue;
      this.#note(state, report.add(await this.#measure(state, at)));
    }
    const problems = problemsOf(this.#states.filter((state) => this.#isEnabled(state)));
    return report.finish(at, problems, takeFacts(this.#facts));
  }

  async sampleApart(): Promise<void> {
    for (const state of this.#states) {
      const at = this.#now();
      if (!state.entry.isApart || !this.#isEnabled(state) || !isDue(state, at)) continue;
      if (!state.isRunning) this.#note(state, problemOf(await this.#measure(state, at)));
    }
  }

  disable(names: readonly string[]): void {
    this.#disabled = new Set(names);
  }

  want(facts: readonly string[]): void {
    for (const name of facts) {
      const fact = this.#facts.get(name);
      if (fact !== undefined) fact.isWanted = true;
    }
  }

  close(): void {
    for (const { probe } of this.#states) probe.close?.();
  }

  #isEnabled({ entry }: State): boolean {
    return !this.#disabled.has(entry.name);
  }

  /** Asks a probe. Whatever goes wrong is an outcome. */
  async #measure(state: State, at: Moment): Promise<Outcome> {
    if (state.isRunning) return failed("still_running");
    state.lastMs = at.uptimeMs;
    try {
      const answer = state.probe.measure(at);
      // Most probes answer at once: no timer for them.
      const outcome = answer instanceof Promise ? await withinLimit(state, answer) : answer;
      if (outcome.outcome === "value") keepFacts(this.#facts, outcome);
      return outcome;
    } catch (error) {
      this.#log.debug("a probe threw", { probe: state.entry.name, error: errorText(error) });
      return failed(errorCode(error)?.toLowerCase() ?? "probe_threw");
    }
  }

  /** Tells a change once, not with every report. */
  #note(state: State, problem: Problem | undefined): void {
    if (problem?.reason !== state.problem?.reason) {
      const fields = { probe: state.entry.name, reason: problem?.reason };
      if (problem?.outcome === "failed") this.#log.warn("a probe failed", fields);
      else this.#log.debug("a probe's state changed", fields);
    }
    state.problem = problem;
  }
}

function toState(entry: ProbeEntry, context: ProbeContext): State {
  const probe = entry.create(context);
  return { entry, probe, lastMs: undefined, isRunning: false, problem: undefined };
}

function isDue({ entry, lastMs, problem }: State, at: Moment): boolean {
  if (lastMs === undefined || lastMs > at.uptimeMs) return true;
  const everyMs = problem?.outcome === "failed" ? Math.min(entry.everyMs, RETRY_MS) : entry.everyMs;
  return at.uptimeMs - lastMs >= everyMs * (1 - EARLY_SHARE);
}

/** Waits no longer than the probe's limit. While it still runs, it is not asked again. */
async function withinLimit(state: State, answer: Promise<Outcome>): Promise<Outcome> {
  state.isRunning = true;
  const settled = answer.finally(() => {
    state.isRunning = false;
  });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve(failed("timed_out")), state.entry.limitMs);
  });
  try {
    return await Promise.race([settled, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function keepFacts(facts: Map<string, KnownFact>, { facts: found }: Measured): void {
  for (const [name, { hash, document }] of Object.entries(found ?? {})) {
    const isChanged = facts.get(name)?.hash !== hash;
    if (isChanged) facts.set(name, { hash, document, isWanted: true });
  }
}

/** Each fact's hash, with its document where the collector cannot have it yet. */
function takeFacts(facts: Map<string, KnownFact>): ReportBody["facts"] {
  if (facts.size === 0) return undefined;
  const taken: NonNullable<ReportBody["facts"]> = {};
  for (const [name, fact] of facts) {
    const { hash, document } = fact;
    taken[name] = fact.isWanted ? { hash, document } : { hash };
    fact.isWanted = false;
  }
  return taken;
}

function problemsOf(states: readonly State[]): ProbeOutcome[] {
  const problems: ProbeOutcome[] = [];
  for (const { entry, problem } of states) {
    if (problem !== undefined) problems.push({ probe: entry.name, ...problem });
  }
  return problems;
}

function problemOf(outcome: Outcome): Problem | undefined {
  if (outcome.outcome !== "value") return toProblem(outcome.outcome, outcome.reason);
  return outcome.missing === undefined ? undefined : toProblem("failed", outcome.missing);
}
