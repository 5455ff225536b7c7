import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import type { Gap } from "../../shared/envelope.ts";
import { AT_MS, DAY, HOUR, outboxDesk } from "../support/outbox-desk.ts";

const { outbox, path, reopen, put, receiptOf, settle } = outboxDesk();

describe("bounds", () => {
  const BYTES_MAX = 256 * 1024;

  /** Puts `count` reports of about 1 KiB, and returns their numbers. */
  function fill(count: number, name: "metrics" | "event" = "metrics"): number[] {
    return Array.from({ length: count }, (_, value) => put(value, { class: name, padding: 900 }));
  }

  /** Everything that waits, oldest first. */
  function waiting(): { seq: number; gap: Gap | undefined }[] {
    const rows = [];
    for (let taken = outbox().take(100, 0); taken.length > 0; taken = outbox().take(100, 0)) {
      rows.push(...taken);
      outbox().settle(
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
    expect(pageBytes(), "bound and one part more").toBeLessThanOrEqual(
      (BYTES_MAX * 65) / 64 + 8_192,
    );
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
      outbox().put(body, { bootId: "boot-1", atMs, uptimeMs: HOUR, class: "metrics" });
    }
    expect(waiting()[0]?.seq).toBe(seq);
  });

  test("on a disk with little left it keeps to 4 MiB, and the newest are accepted", () => {
    reopen({ isDiskLow: () => true });
    const seqs = Array.from({ length: 80 }, (_, value) => put(value, { padding: 100_000 }));
    expect(pageBytes()).toBeLessThanOrEqual(4.3 * 1024 * 1024);
    const rows = waiting().filter(({ gap }) => gap === undefined);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.map(({ seq }) => seq)).toEqual(seqs.slice(-rows.length));
  });

  test("a disk that becomes short later costs nothing that is there already", () => {
    let isLow = false;
    reopen({ isDiskLow: () => isLow });
    for (let value = 0; value < 80; value += 1) put(value, { padding: 100_000 });
    const bytes = pageBytes();
    isLow = true;
    for (let value = 0; value < 20; value += 1) put(value, { padding: 100_000 });
    expect(pageBytes(), "it does not grow").toBeLessThanOrEqual(bytes + 100_000);
    expect(waiting().length, "and drops about as much as comes").toBeGreaterThan(60);
  });

  function pageBytes(): number {
    const database = new DatabaseSync(path(), { readOnly: true });
    const row = database
      .prepare("SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size")
      .get();
    database.close();
    return Number(row?.["bytes"]);
  }
});
