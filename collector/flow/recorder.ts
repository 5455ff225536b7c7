import type { IdPrefix } from "@vigie/shared/ids.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { Arrival } from "./arrival.ts";
import type { Draft } from "./draft.ts";
import type { Ledger } from "./ledger.ts";
import { giveUp, takeIn } from "./take-in.ts";

/**
 * Messages in, committed batches out: whatever came within 20 ms, at most 500 messages, is one unit.
 * While one is being committed the next one gathers, so that a busy collector makes larger ones.
 */

/** Messages in one batch. */
export const BATCH_MESSAGES_MAX = 500;

/** How long the first message of a batch waits for others. */
const BATCH_WAIT_MS = 20;

/** Messages that may wait; beyond, new ones are let go, for agents send again what has no receipt. */
const WAITING_MESSAGES_MAX = 20_000;

/** Bytes in one batch, so that a herd that catches up does not hold everybody up. */
export const BATCH_BYTES_MAX = 16 * 1024 ** 2;

/** Bytes that may wait; what was read of them takes several times as much memory. */
export const WAITING_BYTES_MAX = 64 * 1024 ** 2;

/** After a batch that the registry could not keep, the next one waits; agents keep everything. */
const FAILED_WAIT_MS = 1_000;

type Tools = {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
  readonly onFailed: (error: unknown, messages: number) => void;
};

export class Recorder {
  readonly #tools: Tools;
  #waiting: Arrival[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #committing: Promise<void> | undefined;
  #isClosed = false;
  /** Why the last batch was not kept; undefined = it was. */
  #problem: ProblemError | undefined;
  readonly #counts = {
    batches: 0,
    messages: 0,
    letGo: 0,
    failed: 0,
    commitMs: 0,
    reports: 0,
    repeated: 0,
    late: 0,
    refused: 0,
  };

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  readonly receive = (arrival: Arrival): void => {
    const bytes = this.#waitingBytes + arrival.payload.byteLength;
    const isFull = this.#waiting.length >= WAITING_MESSAGES_MAX || bytes > WAITING_BYTES_MAX;
    if (this.#isClosed || isFull) {
      this.#counts.letGo += 1;
      return;
    }
    this.#waiting.push(arrival);
    this.#waitingBytes = bytes;
    if (this.#committing !== undefined) return;
    if (this.#waiting.length >= BATCH_MESSAGES_MAX) this.#commitNow();
    else this.#timer ??= setTimeout(() => this.#commitNow(), BATCH_WAIT_MS);
  };

  /** Commits what waits, without waiting for more of it. */
  async flush(): Promise<void> {
    while (this.#waiting.length > 0 || this.#committing !== undefined) {
      this.#commitNow();
      await this.#committing;
    }
  }

  /** Takes nothing more; resolves when what came in is committed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
  }

  counts() {
    return { ...this.#counts, waiting: this.#waiting.length, problem: this.#problem };
  }

  #commitNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#committing !== undefined || this.#waiting.length === 0) return;
    const batch = nextBatch(this.#waiting);
    this.#waiting = this.#waiting.slice(batch.length);
    for (const { payload } of batch) this.#waitingBytes -= payload.byteLength;
    this.#committing = this.#commit(batch).finally(() => {
      this.#committing = undefined;
      this.#commitNow();
    });
  }

  async #commit(batch: readonly Arrival[]): Promise<void> {
    const startedMs = performance.now();
    try {
      this.#count(await this.#write(batch));
      this.#problem = undefined;
      this.#counts.batches += 1;
      this.#counts.messages += batch.length;
      this.#counts.commitMs += performance.now() - startedMs;
    } catch (error) {
      this.#counts.failed += 1;
      this.#tools.onFailed(error, batch.length);
      this.#problem = isRetryable(error) ? error : undefined;
      if (isRetryable(error)) await this.#tryAgainLater(batch);
      else for (const arrival of batch) await this.#commitAlone(arrival);
    }
  }

  /** Reports come again by themselves, for they have no receipt. A greeting does not: it is kept. */
  async #tryAgainLater(batch: readonly Arrival[]): Promise<void> {
    if (this.#isClosed) return;
    const greetings = batch.filter(({ content }) => content.kind === "hello");
    this.#waiting.unshift(...greetings);
    for (const { payload } of greetings) this.#waitingBytes += payload.byteLength;
    await pause(FAILED_WAIT_MS);
  }

  /** A batch failed by a fault of ours: each message by itself, so that one cannot stop the others. */
  async #commitAlone(arrival: Arrival): Promise<void> {
    try {
      this.#count(await this.#write([arrival]));
    } catch (error) {
      const { ledger, newId, onFailed } = this.#tools;
      onFailed(error, 1);
      if (isRetryable(error)) return;
      await ledger
        .write((gathering) => giveUp(gathering, arrival, newId))
        .catch((again: unknown) => onFailed(again, 1));
    }
  }

  #write(batch: readonly Arrival[]): Promise<Draft["counts"]> {
    return this.#tools.ledger.write((gathering) => {
      for (const arrival of batch) takeIn(gathering, arrival, this.#tools.newId);
      return gathering.draft.counts;
    });
  }

  #count({ reports, repeated, late, refused }: Draft["counts"]): void {
    this.#counts.reports += reports;
    this.#counts.repeated += repeated;
    this.#counts.late += late;
    this.#counts.refused += refused;
  }
}

/** The messages that go first: one at least, and no more than the limits of a batch. */
function nextBatch(waiting: readonly Arrival[]): readonly Arrival[] {
  let bytes = 0;
  const end = waiting.findIndex(({ payload }, place) => {
    bytes += payload.byteLength;
    return place === BATCH_MESSAGES_MAX || (place > 0 && bytes > BATCH_BYTES_MAX);
  });
  return end === -1 ? waiting : waiting.slice(0, end);
}

/** A problem with the storage passes; anything else is a mistake of ours, and comes again. */
function isRetryable(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.retryable;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
