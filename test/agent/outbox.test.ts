import { describe, expect, test } from "vitest";
import { DAY, HOUR, outboxDesk, SECOND } from "../support/outbox-desk.ts";

const { outbox, lines, reopen, put, take, receiptOf, receipt, settle } = outboxDesk();

describe("put and take", () => {
  test("a report is taken as the text that was put, with its boot and number", () => {
    const seq = put(1.5, { bootId: "boot-7" });
    const [row] = outbox().take(100, 0);
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
    expect(outbox().depth().reports).toBe(0);
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
    outbox().release();
    expect(take()).toEqual([seq]);
  });

  test("it says when the next is due", () => {
    expect(outbox().nextDueMs()).toBeUndefined();
    put(1);
    take(5 * SECOND);
    expect(outbox().nextDueMs()).toBe(35 * SECOND);
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
