import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Outbox, type OutboxOptions, openOutbox } from "../../agent/outbox.ts";
import { readOutboxDepth } from "../../agent/outbox-file.ts";
import type { Receipt } from "../../shared/down.ts";
import type { Gap } from "../../shared/envelope.ts";

const AT_MS = Date.parse("2026-11-23T09:00:00Z");
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

let folder: string;
let path: string;
let outbox: Outbox;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-outbox-"));
  path = join(folder, "outbox.sqlite");
  lines = [];
  outbox = open();
});
afterEach(() => {
  outbox.close();
  rmSync(folder, { recursive: true });
});

function open(options: Partial<OutboxOptions> = {}): Outbox {
  return openOutbox({ path, log: (line) => lines.push(line), random: () => 0.5, ...options });
}

function reopen(options: Partial<OutboxOptions> = {}): void {
  outbox.close();
  outbox = open(options);
}

/** Puts a report that says `value`, taken `afterMs` after nine o'clock. */
function put(
  value: number,
  {
    class: name = "metrics",
    afterMs = 0,
    bootId = "boot-1",
    padding = 0,
  }: { class?: "metrics" | "event"; afterMs?: number; bootId?: string; padding?: number } = {},
): number {
  const atMs = AT_MS + afterMs;
  const uptimeMs = HOUR + afterMs;
  const probes = [{ probe: "p", outcome: "failed" as const, reason: "x".repeat(padding) }];
  const body = { at: new Date(atMs).toISOString(), uptimeMs, samples: { load_1m: value }, probes };
  return outbox.put(body, { bootId, atMs, uptimeMs, class: name });
}

function take(nowMs = 0, limit = 100): number[] {
  return outbox.take(limit, nowMs).map(({ seq }) => seq);
}

function receipt(...seqs: number[]): Receipt {
  return receiptOf({ received: seqs.map((seq) => [seq, seq]) });
}

function receiptOf(fields: Partial<Receipt>): Receipt {
  return { epoch: outbox.epoch, received: [], rejected: [], generation: 1, ...fields };
}

function settle(receipt: Receipt, afterMs = 0): void {
  outbox.settle(receipt, AT_MS + afterMs);
}

describe("put and take", () => {
  test("a report is taken as the text that was put, with its boot and number", () => {
    const seq = put(1.5, { bootId: "boot-7" });
    const [row] = outbox.take(100, 0);
    expect(row).toMatchObject({ seq, bootId: "boot-7" });
    expect(JSON.parse(row?.body ?? "")).toMatchObject({
      at: "2026-11-23T09:00:00.000Z",
      samples: { load_1m: 1.5 },
    });
  });

  test("the newest is taken first, so that what matters now is seen first", () => {
    const seqs = [put(1), put(2), put(3)];
    expect(take(0, 2)).toEqual([seqs[2], seqs[1]]);
    expect(take(0, 2)).toEqual([seqs[0]]);
  });

  test("a number is never used again, even when all is settled and the file is opened again", () => {
    const first = put(1);
    settle(receipt(first));
    settle(receiptOf({ received: [] }), 2 * DAY);
    reopen();
    expect(put(2)).toBe(first + 1);
  });

  test("at most 200 are under way", () => {
    for (let value = 0; value < 250; value += 1) put(value);
    expect([take(0), take(0), take(0)].map((seqs) => seqs.length)).toEqual([100, 100, 0]);
    settle(receiptOf({ received: [[241, 250]] }));
    expect(take(0)).toHaveLength(10);
  });

  test("what is taken at once fits into one message", () => {
    for (let value = 0; value < 10; value += 1) put(value, { padding: 60_000 });
    expect(take(0)).toHaveLength(3);
  });

  test("a report that fits into no message is refused", () => {
    expect(() => put(1, { padding: 201 * 1024 })).toThrow(
      expect.objectContaining({ code: "report_too_large" }),
    );
    expect(outbox.depth().reports).toBe(0);
  });

  test("the largest report that is accepted is also sent", () => {
    put(1, { padding: 200 * 1024 - 200 });
    expect(take(0)).toHaveLength(1);
  });
});

describe("sending again", () => {
  test("what has no receipt after 30 seconds is sent again, then more and more rarely", () => {
    put(1);
    const sentMs: number[] = [];
    for (let nowMs = 0; nowMs <= 600 * SECOND; nowMs += SECOND) {
      if (take(nowMs).length > 0) sentMs.push(nowMs);
    }
    const waits = sentMs.slice(1).map((ms, index) => (ms - (sentMs[index] ?? 0)) / SECOND);
    expect(waits, "30 s, then half of the doubled span more").toEqual([30, 45, 60, 90, 150, 165]);
  });

  test("a connection that is gone makes it due at once", () => {
    const seq = put(1);
    take();
    expect(take()).toEqual([]);
    outbox.release();
    expect(take()).toEqual([seq]);
  });

  test("it says when the next is due", () => {
    expect(outbox.nextDueMs()).toBeUndefined();
    put(1);
    take(5 * SECOND);
    expect(outbox.nextDueMs()).toBe(35 * SECOND);
  });

  test("a restart forgets what was under way: it is sent again", () => {
    const seq = put(1);
    take();
    reopen();
    expect(take()).toEqual([seq]);
  });
});

describe("settle", () => {
  test("deletes what was received and what is refused, and nothing else", () => {
    const seqs = [put(1), put(2), put(3), put(4), put(5)];
    settle(receiptOf({ received: [[1, 2]], rejected: [{ seq: 4, code: "metric_unknown" }] }));
    expect(take()).toEqual([seqs[4], seqs[2]]);
    expect(lines).toEqual([expect.stringMatching(/report 4 .*metric_unknown/)]);
  });

  test("a receipt survives a restart", () => {
    put(1);
    settle(receipt(1));
    reopen();
    expect(take()).toEqual([]);
  });

  test.for([
    [{ epoch: "01JD0000000000000000000000" }, "it is of another outbox"],
    [{ generation: 0 }, "it is of before the restore"],
    [{ received: [[7, 9]] as [number, number][] }, "it names what was never sent"],
  ] as const)("%o changes nothing: %s", ([fields]) => {
    settle(receipt());
    const seq = put(1);
    settle({ ...receipt(seq), ...fields });
    expect(take()).toEqual([seq]);
  });

  test("a new generation sends again what the collector may have lost", () => {
    const seqs = [put(1), put(2), put(3)];
    settle(receipt(1, 2));
    settle(receiptOf({ generation: 2, received: [[3, 3]] }));
    expect(take(), "3 is received by the restored collector").toEqual([seqs[1], seqs[0]]);

    settle(receiptOf({ generation: 2, received: [[1, 2]] }));
    reopen();
    settle(receiptOf({ generation: 2 }));
    expect(take(), "the generation is remembered").toEqual([]);
  });

  test("what is refused is not sent again to a restored collector", () => {
    put(1);
    settle(receiptOf({ rejected: [{ seq: 1, code: "metric_unknown" }] }));
    settle(receiptOf({ generation: 2 }));
    expect(take()).toEqual([]);
  });

  test("what was received more than a day ago is no longer kept", () => {
    put(1);
    settle(receipt(1));
    const newer = put(2);
    settle(receipt(newer), 12 * HOUR);
    for (let count = 0; count < 256; count += 1) settle(receipt(), 25 * HOUR);
    settle(receiptOf({ generation: 2 }), 25 * HOUR);
    expect(take()).toEqual([newer]);
  });
});

describe("bounds", () => {
  const BYTES_MAX = 256 * 1024;

  /** Puts `count` reports of about 1 KiB, and returns their numbers. */
  function fill(count: number, name: "metrics" | "event" = "metrics"): number[] {
    return Array.from({ length: count }, (_, value) => put(value, { class: name, padding: 900 }));
  }

  /** Everything that waits, oldest first. */
  function waiting(): { seq: number; gap: Gap | undefined }[] {
    const rows = [];
    for (let taken = outbox.take(100, 0); taken.length > 0; taken = outbox.take(100, 0)) {
      rows.push(...taken);
      outbox.settle(
        receiptOf({ rejected: taken.map(({ seq }) => ({ seq, code: "seen" })) }),
        AT_MS,
      );
    }
    return rows
      .map(({ seq, body }) => ({ seq, gap: JSON.parse(body).gap }))
      .sort((a, b) => a.seq - b.seq);
  }

  test("the file stays within its bytes, the oldest metrics go, and gaps say which", () => {
    reopen({ bytesMax: BYTES_MAX });
    const seqs = fill(1_000);
    const rows = waiting();
    const kept = new Set(rows.filter(({ gap }) => gap === undefined).map(({ seq }) => seq));
    const gaps = rows.flatMap(({ gap }) => (gap === undefined ? [] : [gap]));
    const missing = seqs.filter((seq) => !kept.has(seq));

    expect(kept.size).toBeGreaterThan(100);
    expect(missing, "the oldest went").toEqual(seqs.slice(0, missing.length));
    const told = new Set(
      gaps.flatMap(({ fromSeq, toSeq }) => seqs.filter((seq) => seq >= fromSeq && seq <= toSeq)),
    );
    expect(missing.filter((seq) => !told.has(seq))).toEqual([]);
    expect(gaps.reduce((sum, { reports }) => sum + reports, 0)).toBe(missing.length);
    expect(gaps.every(({ reason }) => reason === "full")).toBe(true);
    expect(pageBytes(), "bound and one part more").toBeLessThanOrEqual((BYTES_MAX * 65) / 64 + 8_192);
  });

  test("metrics go before events, however old these are", () => {
    reopen({ bytesMax: BYTES_MAX });
    const events = fill(20, "event");
    fill(600);
    const seqs = new Set(waiting().map(({ seq }) => seq));
    expect(events.filter((seq) => !seqs.has(seq))).toEqual([]);
  });

  test("with nothing else to drop, the oldest events go and are told too", () => {
    reopen({ bytesMax: BYTES_MAX });
    const events = fill(600, "event");
    const rows = waiting();
    const kept = rows.filter(({ gap }) => gap === undefined);
    const told = rows.reduce((sum, { gap }) => sum + (gap?.reports ?? 0), 0);
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.length + told).toBe(events.length);
  });

  test("what was received goes before anything that was not", () => {
    reopen({ bytesMax: BYTES_MAX });
    const received = fill(150);
    settle(receiptOf({ received: [[received[0] ?? 0, received.at(-1) ?? 0]] }));
    const seqs = fill(150);
    expect(waiting().map(({ seq }) => seq)).toEqual(seqs);
  });

  test("metrics older than the age go", () => {
    reopen({ ageMsMax: DAY });
    const old = put(1);
    const young = put(2, { afterMs: 2 * HOUR });
    for (let count = 0; count < 40; count += 1) put(count, { afterMs: 25 * HOUR });
    const rows = waiting();
    expect(rows.some(({ seq }) => seq === young)).toBe(true);
    expect(rows.flatMap(({ gap }) => gap ?? [])).toEqual([
      { fromSeq: old, toSeq: old, reports: 1, reason: "full" },
    ]);
  });

  test("a clock that jumps ahead within a boot makes nothing old", () => {
    reopen({ ageMsMax: DAY });
    const seq = put(1);
    const atMs = AT_MS + 365 * DAY;
    for (let count = 0; count < 40; count += 1) {
      const body = { at: new Date(atMs).toISOString(), uptimeMs: HOUR, samples: {} };
      outbox.put(body, { bootId: "boot-1", atMs, uptimeMs: HOUR, class: "metrics" });
    }
    expect(waiting()[0]?.seq).toBe(seq);
  });

  function pageBytes(): number {
    const database = new DatabaseSync(path, { readOnly: true });
    const row = database
      .prepare("SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size")
      .get();
    database.close();
    return Number(row?.["bytes"]);
  }
});

describe("the file", () => {
  test("keeps its epoch; a new file has another", () => {
    const { epoch } = outbox;
    expect(epoch).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    reopen();
    expect(outbox.epoch).toBe(epoch);
    const other = openOutbox({ path: join(folder, "other.sqlite"), log: () => {} });
    expect(other.epoch).not.toBe(epoch);
    other.close();
  });

  test("says how much waits, also to another process", () => {
    put(1);
    put(2, { afterMs: SECOND });
    settle(receipt(1));
    const depth = { reports: 1, bytes: expect.any(Number), oldestMs: AT_MS + SECOND };
    expect(outbox.depth()).toEqual(depth);
    expect(readOutboxDepth(path)).toEqual(depth);
    settle(receipt(2));
    expect(outbox.depth()).toEqual({ reports: 0, bytes: 0, oldestMs: undefined });
  });

  test.for([
    ["is no database", () => writeFileSync(path, "x".repeat(10_000))],
    ["is cut", () => truncateSync(path, 5_000)],
  ] as const)("that %s is moved aside and a new epoch begins", ([, damage]) => {
    const { epoch } = outbox;
    for (let value = 0; value < 50; value += 1) put(value, { padding: 500 });
    outbox.close();
    damage();
    outbox = open();

    expect(outbox.epoch).not.toBe(epoch);
    expect(put(1)).toBe(1);
    expect(readdirSync(folder).some((name) => name.includes(".damaged-"))).toBe(true);
    expect(lines).toEqual([expect.stringMatching(/damaged/)]);
  });

  test("that turns out damaged while it is used is replaced, and the agent goes on", () => {
    for (let value = 0; value < 200; value += 1) put(value, { padding: 500 });
    settle(receiptOf({ received: [[1, 200]] }));
    reopen();
    const { epoch } = outbox;
    const descriptor = openSync(path, "r+");
    writeSync(descriptor, Buffer.alloc(statSync(path).size / 2, 7), 0, null, statSync(path).size / 2);
    closeSync(descriptor);

    settle(receiptOf({ generation: 2 }));
    expect(outbox.epoch).not.toBe(epoch);
    const seq = put(1);
    expect(take()).toEqual([seq]);
  });

  test("in a folder that is not there is unusable", () => {
    const missing = join(folder, "missing", "outbox.sqlite");
    expect(() => openOutbox({ path: missing, log: () => {} })).toThrow(
      expect.objectContaining({ code: "outbox_unusable", parameters: expect.objectContaining({ path: missing }) }),
    );
  });

  test("that cannot be written for now refuses the report, and takes the next", () => {
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    expect(() => put(1)).toThrow(
      expect.objectContaining({ code: "outbox_unusable", retryable: true }),
    );
    other.exec("ROLLBACK");
    other.close();
    const seq = put(2);
    expect(take()).toEqual([seq]);
  });
});
