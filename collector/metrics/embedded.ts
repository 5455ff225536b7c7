import { Worker } from "node:worker_threads";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { EmbeddedCall, EmbeddedReply, EmbeddedStart } from "./embedded-worker.ts";
import { tellRefused } from "./fitting.ts";
import type {
  MedianAnswer,
  MetricStore,
  OnRefused,
  SeriesAnswer,
  SeriesQuery,
  SpoolOwner,
} from "./metric-store.ts";

/**
 * Keeps samples in a SQLite file of its own, read and written by a thread of its own, so that
 * neither holds up the collector. A thread that ends is replaced at the next call.
 */
export type EmbeddedMetrics = MetricStore & {
  /** Opens or makes the file, as the first call does otherwise. */
  open(): Promise<void>;
};

export type EmbeddedOptions = {
  readonly path: string;
  readonly owner: SpoolOwner;
  readonly onRefused: OnRefused;
  readonly log: (line: string) => void;
};

/** Calls that may wait for the thread; one more is refused, and may be made again. */
const CALLS_MAX = 100;

export function createEmbeddedMetrics(options: EmbeddedOptions): EmbeddedMetrics {
  let thread: Thread | undefined;
  let isClosed = false;
  let { lastSpoolId } = options.owner;
  let refusedCount = 0;

  function liveThread(): Thread {
    if (isClosed) throw new Error("the metric store is closed");
    if (thread === undefined || thread.isOver()) {
      thread = startThread(options, { ...options.owner, lastSpoolId });
    }
    if (thread.waiting() >= CALLS_MAX) throw unavailable("too many calls are waiting");
    return thread;
  }

  return {
    async open() {
      await liveThread().ask({ kind: "open" });
    },

    async apply(rows, shapes) {
      // A thread that is started later must not take the mark of these rows for a stranger's.
      lastSpoolId = rows.reduce((highest, { id }) => Math.max(highest, id), lastSpoolId);
      const live = liveThread();
      // A thread is told of a shape once, not with every batch.
      const untold = shapes.filter(({ id }) => !live.toldShapes.has(id));
      const answer = await live.ask({ kind: "apply", rows, shapes: untold });
      for (const { id } of untold) live.toldShapes.add(id);
      if (answer.kind !== "applied") throw new Error("the thread answered something else");
      refusedCount += answer.refused.length;
      tellRefused(answer.refused, options.onRefused);
    },

    // A thread that is not to be had is a rejection here too.
    series: async (query) => askSeries(liveThread(), query),
    medians: async (query) => askMedians(liveThread(), query),

    async dropBefore(beforeMs) {
      let hasMore = true;
      while (hasMore && !isClosed) {
        const answer = await liveThread().ask({ kind: "dropBefore", beforeMs });
        hasMore = answer.kind === "done" && answer.hasMore;
      }
    },

    refused: () => refusedCount,

    async close() {
      isClosed = true;
      await thread?.close();
    },
  };
}

async function askSeries(thread: Thread, query: SeriesQuery): Promise<SeriesAnswer> {
  const answer = await thread.ask({ kind: "series", query });
  if (answer.kind !== "series") throw new Error("the thread answered something else");
  return answer.columns;
}

async function askMedians(thread: Thread, query: SeriesQuery): Promise<MedianAnswer> {
  const answer = await thread.ask({ kind: "medians", query });
  if (answer.kind !== "medians") throw new Error("the thread answered something else");
  return answer.columns;
}

type Answer = Exclude<EmbeddedReply, { kind: "problem" | "mistake" | "log" }>;

type Thread = {
  readonly toldShapes: Set<number>;
  isOver(): boolean;
  waiting(): number;
  /** Rejects with the thread's problem, or with `metrics_unavailable` when it ends before it answers. */
  ask(request: EmbeddedCall): Promise<Answer>;
  /** Resolves once everything asked before is answered and the thread has ended. */
  close(): Promise<void>;
};

function startThread({ path, log }: EmbeddedOptions, owner: SpoolOwner): Thread {
  const worker = new Worker(new URL("./embedded-worker.ts", import.meta.url), {
    workerData: { path, owner } satisfies EmbeddedStart,
  });
  const calls = new Map<number, PromiseWithResolvers<Answer>>();
  const ended = Promise.withResolvers<void>();
  let lastCall = 0;
  let isOver = false;

  worker.on("message", (reply: EmbeddedReply) => {
    if (reply.kind === "log") {
      log(reply.line);
      return;
    }
    isOver ||= reply.kind === "problem" && reply.ends;
    const call = calls.get(reply.call);
    calls.delete(reply.call);
    if (reply.kind === "problem" || reply.kind === "mistake") call?.reject(toError(reply));
    else call?.resolve(reply);
  });
  worker.on("error", (error) => log(`the thread of the metric store failed: ${String(error)}`));
  worker.on("exit", () => {
    isOver = true;
    for (const call of calls.values()) call.reject(unavailable("its thread ended"));
    calls.clear();
    ended.resolve();
  });

  function ask(request: EmbeddedCall): Promise<Answer> {
    lastCall += 1;
    const call = Promise.withResolvers<Answer>();
    calls.set(lastCall, call);
    worker.postMessage({ call: lastCall, request });
    return call.promise;
  }

  return {
    toldShapes: new Set(),
    isOver: () => isOver,
    waiting: () => calls.size,
    ask,
    async close() {
      worker.postMessage({ call: 0, request: { kind: "close" } satisfies EmbeddedCall });
      await ended.promise;
    },
  };
}

function toError(reply: Extract<EmbeddedReply, { kind: "problem" | "mistake" }>): Error {
  if (reply.kind === "mistake") return new RangeError(reply.detail);
  const { code, parameters, retryable } = reply;
  return new ProblemError(code, parameters, { retryable });
}

function unavailable(detail: string): ProblemError {
  return new ProblemError("metrics_unavailable", { detail }, { retryable: true });
}
