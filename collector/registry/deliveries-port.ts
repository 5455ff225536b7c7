import type { ProblemCode } from "@vigie/shared/problems.ts";
import type { Shape } from "../domain/samples.ts";
import type { LatestRow } from "./estate-port.ts";

/** What was received of each outbox, what was refused, and samples on their way to the metric store. */

/** Which seqs of one outbox of one agent were received, as ranges, both ends included. */
export type StreamRow = {
  readonly id: number;
  readonly agentId: string;
  readonly epoch: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
  /** Reports that had an effect, for the reckoning. */
  readonly reports: number;
};
export type ReceivedRow = {
  readonly streamId: number;
  readonly seq: number;
  readonly hash: number;
};
export type GapRow = {
  readonly agentId: string;
  readonly epoch: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly reports: number;
  readonly reason: string;
  readonly receivedAtMs: number;
};
export type DeadLetterRow = {
  readonly id: string;
  readonly receivedAtMs: number;
  readonly topic: string;
  /** null where the topic names none. */
  readonly agentId: string | null;
  readonly seq: number | null;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly payload: Uint8Array;
};

export interface Deliveries {
  streams(): Promise<StreamRow[]>;
  addStream(row: StreamRow): Promise<void>;
  /** The hash under which a seq was received, while it is one of the last 1,000 of its stream. */
  hashOf(streamId: number, seq: number): Promise<number | undefined>;
  /** Forgets hashes beyond the last 1,000 of each stream. */
  pruneHashes(): Promise<void>;
  addGap(row: GapRow): Promise<void>;
  gaps(agentId: string): Promise<GapRow[]>;
  /** Keeps of this letter's agent the newest 200 and at most 4 MiB; without an agent likewise. */
  addDeadLetter(row: DeadLetterRow): Promise<void>;
  /** Newest first, without payloads. */
  deadLetters(query: {
    readonly limit: number;
    readonly after?: { readonly id: string };
  }): Promise<(Omit<DeadLetterRow, "payload"> & { readonly bytes: number })[]>;
  deadLetter(id: string): Promise<DeadLetterRow | undefined>;
  /** Keeps the newest `rows` and at most `bytes` of them; returns how many were dropped. */
  pruneDeadLetters(limits: { readonly rows: number; readonly bytes: number }): Promise<number>;
  /** Spool rows above `afterId`, oldest first. */
  spool(afterId: number, limit: number): Promise<{ id: number; samples: Uint8Array }[]>;
  /** Spool rows that the metric store holds for good are no longer needed. */
  dropSpool(throughId: number): Promise<void>;
  spoolSize(): Promise<{ readonly rows: number; readonly bytes: number }>;
}

/** What a batch of reports leaves behind, written by multi-row statements. */
export type BatchRows = {
  readonly received: readonly ReceivedRow[];
  /** Streams whose ranges changed. */
  readonly streams: readonly StreamRow[];
  readonly shapes: readonly Shape[];
  readonly latest: readonly LatestRow[];
  /** The samples of all reports, packed; undefined = none. */
  readonly spool: Uint8Array | undefined;
};
