import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type Outbox, type OutboxOptions, openOutbox } from "../../agent/outbox.ts";
import type { Receipt } from "../../shared/down.ts";

/** An outbox in a fresh folder for each test of a file, and short words for what is done with it. */

export const AT_MS = Date.parse("2026-11-23T09:00:00Z");
export const SECOND = 1_000;
export const HOUR = 3_600 * SECOND;
export const DAY = 24 * HOUR;

/** Call it at the top of a test file. */
export function outboxDesk() {
  let folder = "";
  let opened: Outbox | undefined;
  const lines: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "vigie-outbox-"));
    lines.length = 0;
    reopen();
  });
  afterEach(() => {
    opened?.close();
    opened = undefined;
    rmSync(folder, { recursive: true });
  });

  function outbox(): Outbox {
    if (opened === undefined) throw new Error("the outbox is closed");
    return opened;
  }

  function path(name = "outbox.sqlite"): string {
    return join(folder, name);
  }

  /** Closes the outbox, lets `meanwhile` happen to its file, and opens it again. */
  function reopen(options: Partial<OutboxOptions> = {}, meanwhile: () => void = () => {}): void {
    opened?.close();
    opened = undefined;
    meanwhile();
    const log = (line: string): void => void lines.push(line);
    opened = openOutbox({ path: path(), log, random: () => 0.5, ...options });
  }

  /** Puts a report that says `value`, taken `afterMs` after nine o'clock; returns its number. */
  function put(value: number, options: PutOptions = {}): number {
    const { class: name = "metrics", afterMs = 0, bootId = "boot-1", padding = 0 } = options;
    const atMs = AT_MS + afterMs;
    const uptimeMs = HOUR + afterMs;
    const probes = [{ probe: "p", outcome: "failed" as const, reason: "x".repeat(padding) }];
    const body = {
      at: new Date(atMs).toISOString(),
      uptimeMs,
      samples: { load_1m: value },
      probes,
    };
    return outbox().put(body, { bootId, atMs, uptimeMs, class: name });
  }

  /** The numbers of what is to be sent now. */
  function take(nowMs = 0, limit = 100): number[] {
    return outbox()
      .take(limit, nowMs)
      .map(({ seq }) => seq);
  }

  function receiptOf(fields: Partial<Receipt>): Receipt {
    return { epoch: outbox().epoch, received: [], rejected: [], generation: 1, ...fields };
  }

  function receipt(...seqs: number[]): Receipt {
    return receiptOf({ received: seqs.map((seq) => [seq, seq]) });
  }

  function settle(message: Receipt, afterMs = 0): void {
    outbox().settle(message, AT_MS + afterMs);
  }

  return { outbox, path, lines, reopen, put, take, receiptOf, receipt, settle };
}

export type PutOptions = {
  readonly class?: "metrics" | "event";
  readonly afterMs?: number;
  readonly bootId?: string;
  readonly padding?: number;
};
