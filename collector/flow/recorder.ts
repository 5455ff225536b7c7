import type { IdPrefix } from "@vigie/shared/ids.ts";
import { PACKET_BYTES_MAX } from "@vigie/shared/limits.ts";
import { ProblemError, type Refusal } from "@vigie/shared/problems.ts";
import type { Unit } from "../registry/registry.ts";
import { absorbEnvelope } from "./absorb.ts";
import type { Arrival } from "./arrival.ts";
import { receiptFor } from "./draft.ts";
import { absorbExtras } from "./extras.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import type { MachineMemory } from "./memory.ts";
import { absorbHello, type Moment, noteReport } from "./presence.ts";

/**
 * Messages in, committed batches out: whatever came within 50 ms, at most 500 messages, is one unit.
 * While one is being committed the next one gathers.
 */

/** Messages in one batch. */
export const BATCH_MESSAGES_MAX = 500;

/** How long the first message of a batch waits for others. */
export const BATCH_WAIT_MS = 50;

/** Messages that may wait; beyond, new ones are let go, for agents send again what has no receipt. */
export const WAITING_MESSAGES_MAX = 20_000;

/** A batch that failed is tried no sooner than this; agents keep everything meanwhile. */
const FAILED_WAIT_MS = 1_000;

export type Recorder = ReturnType<typeof createRecorder>;

export function createRecorder({
  ledger,
  newId,
  onFailed,
}: {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
  readonly onFailed: (error: unknown, messages: number) => void;
}) {
  let waiting: Arrival[] = [];
  let timer: NodeJS.Timeout | undefined;
  let committing: Promise<void> | undefined;
  let isClosed = false;
  const counts = { batches: 0, messages: 0, letGo: 0, failed: 0, commitMs: 0 };

  function receive(arrival: Arrival): void {
    if (isClosed || waiting.length >= WAITING_MESSAGES_MAX) {
      counts.letGo += 1;
      return;
    }
    waiting.push(arrival);
    if (committing !== undefined) return;
    if (waiting.length >= BATCH_MESSAGES_MAX) commitNow();
    else timer ??= setTimeout(commitNow, BATCH_WAIT_MS);
  }

  function commitNow(): void {
    clearTimeout(timer);
    timer = undefined;
    if (committing !== undefined || waiting.length === 0) return;
    const batch = waiting.slice(0, BATCH_MESSAGES_MAX);
    waiting = waiting.slice(BATCH_MESSAGES_MAX);
    committing = commit(batch).finally(() => {
      committing = undefined;
      if (waiting.length > 0) commitNow();
    });
  }

  async function commit(batch: readonly Arrival[]): Promise<void> {
    const startedMs = performance.now();
    try {
      await write(batch);
      counts.batches += 1;
      counts.messages += batch.length;
      counts.commitMs += performance.now() - startedMs;
    } catch (error) {
      counts.failed += 1;
      onFailed(error, batch.length);
      if (isRetryable(error)) await new Promise((resolve) => setTimeout(resolve, FAILED_WAIT_MS));
      else for (const arrival of batch) await commitAlone(arrival);
    }
  }

  /** A batch failed by a fault of ours: each message by itself, so that one cannot stop the others. */
  async function commitAlone(arrival: Arrival): Promise<void> {
    try {
      await write([arrival]);
    } catch (error) {
      onFailed(error, 1);
      if (isRetryable(error)) return;
      const refusal: Refusal = { problem: "internal", detail: "Vigie failed on this message" };
      await ledger
        .write((gathering) => bury(gathering, arrival, [refusal]))
        .catch((again: unknown) => onFailed(again, 1));
    }
  }

  function write(batch: readonly Arrival[]): Promise<void> {
    return ledger.write((gathering) => {
      for (const arrival of batch) absorb(gathering, arrival);
    });
  }

  function absorb(gathering: Gathering, arrival: Arrival): void {
    const { content, agentId = "" } = arrival;
    const machine = gathering.memory.byAgent.get(agentId);
    if (content.kind === "refused") bury(gathering, arrival, [content.refusal]);
    else if (machine === undefined) {
      bury(gathering, arrival, [{ problem: "agent_unknown", detail: agentId }]);
    } else if (content.kind === "hello") {
      absorbHello({ ...gathering, machine, moment: momentOf(arrival) }, content.hello);
    } else absorbReports(gathering, machine, { ...arrival, content });
  }

  function absorbReports(
    gathering: Gathering,
    machine: MachineMemory,
    arrival: Arrival & { readonly content: { readonly kind: "reports" } },
  ): void {
    const { memory, draft, onChange } = gathering;
    const { envelope, refused } = arrival.content.parsed;
    const refusals: (Refusal & { readonly seq: number })[] = [...refused];
    const receipt = receiptFor(draft, machine.agentId, envelope.epoch);
    for (const { seq, problem } of refused) receipt.rejected.push({ seq, code: problem });
    const extras = { machine, draft, epoch: envelope.epoch, receivedMs: arrival.receivedMs };
    noteReport({ ...gathering, machine, moment: momentOf(arrival) });
    absorbEnvelope(
      {
        memory,
        machine,
        arrival,
        draft,
        onChange,
        onExtras: (report, eventMs) => absorbExtras(extras, report, eventMs),
        onRefused: (refusal) => refusals.push(refusal),
      },
      envelope,
    );
    // Conflicts are found by the acts, so what was refused is known after them.
    draft.acts.push(async (unit) => {
      if (refusals.length > 0) await keepDeadLetter(unit, arrival, refusals);
    });
  }

  function bury({ draft }: Gathering, arrival: Arrival, refusals: readonly Refusal[]): void {
    draft.counts.refused += refusals.length;
    draft.acts.push((unit) => keepDeadLetter(unit, arrival, refusals));
  }

  /** One dead letter a message: the first reason as its code, all of them in its detail. */
  function keepDeadLetter(
    { deliveries }: Unit,
    { receivedMs, topic, agentId, payload }: Arrival,
    refusals: readonly (Refusal & { readonly seq?: number })[],
  ): Promise<void> {
    const details = refusals.map(({ seq, problem, detail }) =>
      seq === undefined ? detail : `seq ${seq}: ${problem}: ${detail}`,
    );
    const first = refusals[0];
    return deliveries.addDeadLetter({
      id: newId("dlt"),
      receivedAtMs: receivedMs,
      topic: topic.slice(0, DEAD_LETTER_TOPIC_MAX),
      agentId: agentId ?? null,
      seq: first?.seq ?? null,
      code: first?.problem ?? "internal",
      detail: details.join("; ").slice(0, DEAD_LETTER_DETAIL_MAX),
      payload: payload.subarray(0, PACKET_BYTES_MAX),
    });
  }

  /** Takes nothing more and waits for what is under way. */
  async function close(): Promise<void> {
    isClosed = true;
    while (waiting.length > 0 || committing !== undefined) {
      commitNow();
      await committing;
    }
  }

  return { receive, close, counts: () => ({ ...counts, waiting: waiting.length }) };
}

/** What is kept of a dead letter's topic and of its reasons, in characters. */
const DEAD_LETTER_TOPIC_MAX = 255;
const DEAD_LETTER_DETAIL_MAX = 1_000;

function momentOf({ receivedMs, receivedAt }: Arrival): Moment {
  return { wallMs: receivedMs, monotonicMs: receivedAt };
}

function isRetryable(error: unknown): boolean {
  return error instanceof ProblemError && error.retryable;
}
