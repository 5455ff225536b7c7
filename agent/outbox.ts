import type { Receipt } from "@vigie/shared/down.ts";
import type { Gap, Report } from "@vigie/shared/envelope.ts";
import { SPLIT_BYTES } from "@vigie/shared/limits.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { InFlight } from "./in-flight.ts";
import {
  isDamage,
  isDiskFull,
  moveAside,
  type OutboxDepth,
  type OutboxFile,
  openOutboxFile,
  toDepth,
  unusable,
} from "./outbox-file.ts";
import {
  type Bounds,
  isDiskLow,
  makeRoom,
  PARTS,
  type Present,
  type ReportClass,
  trimKept,
} from "./outbox-room.ts";
import { takeRows } from "./outbox-taking.ts";

/**
 * Reports that the collector has not confirmed yet: on disk, bounded, and deleted by its receipts only.
 * A report's number (seq) is its row's, never used twice within the file's epoch.
 */
export interface Outbox {
  /** Names this file: a new one is made when the file is lost, and its numbers start again. */
  readonly epoch: string;

  /**
   * Keeps a report for good and returns its number. Throws a ProblemError: `report_too_large`, or
   * `outbox_unusable` when the disk refuses it (retryable).
   */
  put(body: ReportBody, context: PutContext): number;

  /**
   * What to send now, newest first, at most `limit` reports that fit into one message. They count as
   * under way until their receipt or, by the monotonic clock `nowMs`, their time-out.
   */
  take(limit: number, nowMs: number): OutboxRow[];

  /** Whether the last take left nothing but what is under way, and nothing came since. */
  isDrained(): boolean;

  /** Deletes what the receipt names; what it says of another epoch changes nothing. */
  settle(receipt: Receipt, wallMs: number): void;

  /** What was sent on a connection that is gone may be sent again at once. */
  release(): void;

  /** When something under way is to be sent again; undefined = nothing is under way. */
  nextDueMs(): number | undefined;

  /** What waits for its receipt. */
  depth(): OutboxDepth;

  close(): void;
}

/** A report before it has its number. */
export type ReportBody = Omit<Report, "seq">;

/** When and in which boot a report was taken; metrics are dropped before events when there is no room. */
export type PutContext = Present & { readonly class: "metrics" | "event" };

/** A report to send. `body` is JSON text of a ReportBody. */
export type OutboxRow = { readonly seq: number; readonly bootId: string; readonly body: string };

export type OutboxOptions = {
  readonly path: string;
  readonly bytesMax?: number;
  readonly ageMsMax?: number;
  readonly log: (line: string) => void;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Whether the disk has little left for its owner; the system says so where nobody else does. */
  readonly isDiskLow?: () => boolean;
};

const BYTES_MAX = 256 * 1024 * 1024;
const AGE_MS_MAX = 7 * 24 * 3_600_000;

/** How many reports, or bytes of them, may come before the room is measured again. */
const REPORTS_BETWEEN_CHECKS = 30;
const BYTES_BETWEEN_CHECKS = 64 * 1024;

/** How many receipts may come before what they left behind is trimmed. */
const RECEIPTS_BETWEEN_TRIMS = 256;

/** Opens the outbox; moves a damaged file aside. Throws a ProblemError `outbox_unusable`. */
export function openOutbox(options: OutboxOptions): Outbox {
  return new SqliteOutbox(options);
}

class SqliteOutbox implements Outbox {
  readonly #path: string;
  readonly #bounds: Bounds;
  readonly #log: (line: string) => void;
  readonly #inFlight: InFlight;
  #file: OutboxFile;
  #generation: number | undefined;
  #unmeasured = { reports: 0, bytes: 0 };
  #receipts = 0;
  #isDrained = false;

  constructor(options: OutboxOptions) {
    const { path, bytesMax = BYTES_MAX, ageMsMax = AGE_MS_MAX, log } = options;
    this.#path = path;
    this.#bounds = { bytesMax, ageMsMax, isDiskLow: options.isDiskLow ?? (() => isDiskLow(path)) };
    this.#log = log;
    this.#inFlight = new InFlight(options.random ?? Math.random);
    this.#file = this.#open();
    this.#generation = generationOf(this.#file);
  }

  get epoch(): string {
    return this.#file.epoch;
  }

  put(body: ReportBody, context: PutContext): number {
    const text = JSON.stringify(body);
    const bytes = Buffer.byteLength(text);
    if (bytes > SPLIT_BYTES) {
      throw new ProblemError("report_too_large", { detail: `${bytes} bytes` });
    }
    return this.#guard(() => {
      this.#isDrained = false;
      this.#unmeasured.reports += 1;
      this.#unmeasured.bytes += bytes;
      if (this.#isCheckDue()) this.#makeRoom(context, bytes);
      try {
        return this.#insert(context.class, context, text);
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        this.#makeRoom(context, bytes);
        return this.#insert(context.class, context, text);
      }
    });
  }

  take(limit: number, nowMs: number): OutboxRow[] {
    return this.#guard(() => {
      const { rows, isAll } = takeRows(this.#file, this.#inFlight, { limit, nowMs });
      this.#isDrained = isAll;
      return rows;
    });
  }

  settle(receipt: Receipt, wallMs: number): void {
    if (receipt.epoch !== this.epoch) return;
    if (this.#generation !== undefined && receipt.generation < this.#generation) return;
    this.#guard(() => {
      this.#file.lazyTransaction(() => {
        if (receipt.generation !== this.#generation) this.#enterGeneration(receipt.generation);
        for (const [from, to] of receipt.received) {
          this.#file.statements.keep.run(wallMs, from, to);
          this.#remove(from, to);
        }
        for (const { seq } of receipt.rejected) this.#remove(seq, seq);
        this.#receipts += 1;
        if (this.#receipts % RECEIPTS_BETWEEN_TRIMS === 0) trimKept(this.#file, wallMs);
      });
    });
    this.#generation = receipt.generation;
    for (const { seq, code } of receipt.rejected) {
      this.#log(`the collector refuses report ${seq} for good: ${code}`);
    }
  }

  release(): void {
    this.#isDrained = false;
    this.#inFlight.clear();
  }

  isDrained(): boolean {
    return this.#isDrained;
  }

  nextDueMs(): number | undefined {
    return this.#inFlight.nextDueMs();
  }

  depth(): OutboxDepth {
    return this.#guard(() => toDepth(this.#file.statements.depth.get()));
  }

  close(): void {
    this.#file.close();
  }

  #insert(name: ReportClass, { atMs, uptimeMs, bootId }: Present, text: string): number {
    const { insert } = this.#file.statements;
    const uptime = Math.round(uptimeMs);
    return Number(insert.run(name, Math.round(atMs), uptime, bootId, text).lastInsertRowid);
  }

  #remove(from: number, to: number): void {
    for (const { seq } of this.#file.statements.remove.iterate(from, to)) {
      this.#inFlight.forget(Number(seq));
    }
  }

  /** A collector restored from a backup may lack what it once confirmed: all of it waits again. */
  #enterGeneration(generation: number): void {
    const { unkeep, emptyKept, setGeneration } = this.#file.statements;
    if (this.#generation !== undefined) {
      this.#isDrained = false;
      const { changes } = unkeep.run();
      emptyKept.run();
      this.#log(`the collector was restored: ${changes} confirmed reports are sent again`);
    }
    setGeneration.run(generation);
  }

  #isCheckDue(): boolean {
    const { reports, bytes } = this.#unmeasured;
    return (
      reports >= REPORTS_BETWEEN_CHECKS ||
      bytes >= Math.min(this.#bounds.bytesMax / PARTS, BYTES_BETWEEN_CHECKS)
    );
  }

  /** Drops what has no room; what was dropped is a report of its own, kept in the same commit. */
  #makeRoom(present: Present, bytes: number): void {
    const file = this.#file;
    const thinned = file.transaction(() => {
      const outcome = makeRoom(file, this.#bounds, { present, bytes });
      if (outcome.gap !== undefined) this.#insert("gap", present, gapReport(outcome.gap, present));
      return outcome;
    });
    this.#unmeasured = { reports: 0, bytes: 0 };
    for (const { seq } of thinned.rows) this.#inFlight.forget(seq);
    if (thinned.gap === undefined) return;
    const { reports, fromSeq, toSeq } = thinned.gap;
    this.#log(`no room: ${reports} reports of ${fromSeq} to ${toSeq} were dropped unsent`);
  }

  /** Runs an act on the file; when the file turns out to be damaged, once more on a new one. */
  #guard<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (!isDamage(error)) throw unusable(this.#path, error);
    }
    this.#inFlight.clear();
    this.#isDrained = false;
    this.#generation = undefined;
    this.#file.close();
    this.#file = this.#replace();
    try {
      return act();
    } catch (error) {
      throw unusable(this.#path, error);
    }
  }

  #open(): OutboxFile {
    try {
      const file = openOutboxFile(this.#path);
      try {
        file.statements.depth.get();
        return file;
      } catch (error) {
        file.close();
        throw error;
      }
    } catch (error) {
      if (isDamage(error)) return this.#replace();
      throw unusable(this.#path, error);
    }
  }

  #replace(): OutboxFile {
    try {
      const aside = moveAside(this.#path, Date.now());
      const file = openOutboxFile(this.#path);
      this.#log(`the outbox was damaged: it is kept as ${aside}, epoch ${file.epoch} begins`);
      return file;
    } catch (error) {
      throw unusable(this.#path, error);
    }
  }
}

function generationOf({ statements }: OutboxFile): number | undefined {
  const generation = statements.identity.get()?.["generation"];
  return typeof generation === "number" ? generation : undefined;
}

function gapReport(gap: Gap, { atMs, uptimeMs }: Present): string {
  const body: ReportBody = { at: new Date(atMs).toISOString(), uptimeMs, samples: {}, gap };
  return JSON.stringify(body);
}
