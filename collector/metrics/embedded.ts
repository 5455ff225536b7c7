import { Worker } from "node:worker_threads";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { Shape } from "../domain/samples.ts";
import type { EmbeddedCall, EmbeddedReply } from "./embedded-worker.ts";
import type { MetricStore, SpoolRow } from "./metric-store.ts";

/**
 * Keeps samples in a SQLite file of its own, read and written by a thread of its own, so that
 * neither holds up the collector. A thread that fails is replaced at the next call.
 */

/** Calls that may wait for the thread; one more is refused, since whoever asks may ask again. */
const CALLS_MAX = 100;

type Answer = Extract<EmbeddedReply, { call: number }>;

type Thread = {
  readonly worker: Worker;
  readonly calls: Map<number, PromiseWithResolvers<Answer>>;
  /** Shapes that it has been told of: they are sent once, not with every batch. */
  readonly shapes: Set<number>;
  readonly ended: Promise<void>;
};

/** Opens or makes the file; rejects as its calls do. */
export function openEmbeddedMetrics({
  path,
  log,
}: {
  readonly path: string;
  readonly log: (line: string) => void;
}): MetricStore & { open(): Promise<void> } {
  let thread: Thread | undefined;
  let lastCall = 0;
  let isClosed = false;

  function runningThread(): Thread {
    thread ??= startThread({ path, log, onEnd: (ended) => thread === ended && (thread = undefined) });
    return thread;
  }

  async function ask(to: Thread, request: EmbeddedCall): Promise<Answer> {
    if (to.calls.size >= CALLS_MAX) throw unavailable("too many calls are waiting");
    lastCall += 1;
    const answer = Promise.withResolvers<Answer>();
    to.calls.set(lastCall, answer);
    to.worker.postMessage({ call: lastCall, request });
    const reply = await answer.promise;
    if (reply.kind === "mistake") throw new RangeError(reply.detail);
    if (reply.kind === "problem") {
      const { code, parameters, retryable } = reply;
      throw new ProblemError(code, parameters, { retryable });
    }
    return reply;
  }

  function call(request: EmbeddedCall): Promise<Answer> {
    if (isClosed) throw new Error("the metric store is closed");
    return ask(runningThread(), request);
  }
  return { };
}
