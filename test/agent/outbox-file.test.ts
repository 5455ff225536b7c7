import {
  closeSync,
  openSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openOutbox } from "../../agent/outbox.ts";
import { readOutboxDepth } from "../../agent/outbox-file.ts";
import { AT_MS, outboxDesk, SECOND } from "../support/outbox-desk.ts";

const { outbox, path, lines, reopen, put, take, receiptOf, receipt, settle } = outboxDesk();

describe("the file", () => {
  test("keeps its epoch; a new file has another", () => {
    const { epoch } = outbox();
    expect(epoch).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    reopen();
    expect(outbox().epoch).toBe(epoch);
    const other = openOutbox({ path: path("other.sqlite"), log: () => {} });
    expect(other.epoch).not.toBe(epoch);
    other.close();
  });

  test("says how much waits, also to another process", () => {
    put(1);
    put(2, { afterMs: SECOND });
    settle(receipt(1));
    const depth = { reports: 1, bytes: expect.any(Number), oldestMs: AT_MS + SECOND };
    expect(outbox().depth()).toEqual(depth);
    expect(readOutboxDepth(path())).toEqual(depth);
    settle(receipt(2));
    expect(outbox().depth()).toEqual({ reports: 0, bytes: 0, oldestMs: undefined });
  });

  test.for([
    ["is no database", () => writeFileSync(path(), "x".repeat(10_000))],
    ["is cut", () => truncateSync(path(), 5_000)],
  ] as const)("that %s is moved aside and a new epoch begins", ([, damage]) => {
    const { epoch } = outbox();
    for (let value = 0; value < 50; value += 1) put(value, { padding: 500 });
    reopen({}, damage);

    expect(outbox().epoch).not.toBe(epoch);
    expect(put(1)).toBe(1);
    expect(readdirSync(dirname(path())).some((name) => name.includes(".damaged-"))).toBe(true);
    expect(lines).toEqual([expect.stringMatching(/damaged/)]);
  });

  test("that turns out damaged while it is used is replaced, and the agent goes on", () => {
    for (let value = 0; value < 200; value += 1) put(value, { padding: 500 });
    settle(receiptOf({ received: [[1, 200]] }));
    reopen();
    const { epoch } = outbox();
    const descriptor = openSync(path(), "r+");
    writeSync(
      descriptor,
      Buffer.alloc(statSync(path()).size / 2, 7),
      0,
      null,
      statSync(path()).size / 2,
    );
    closeSync(descriptor);

    settle(receiptOf({ generation: 2 }));
    expect(outbox().epoch).not.toBe(epoch);
    const seq = put(1);
    expect(take()).toEqual([seq]);
  });

  test("in a folder that is not there is unusable", () => {
    const missing = path("missing/outbox.sqlite");
    expect(() => openOutbox({ path: missing, log: () => {} })).toThrow(
      expect.objectContaining({
        code: "outbox_unusable",
        parameters: expect.objectContaining({ path: missing }),
      }),
    );
  });

  test("that cannot be written for now refuses the report, and takes the next", () => {
    const other = new DatabaseSync(path());
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
