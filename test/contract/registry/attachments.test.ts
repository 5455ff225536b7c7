import { describe, expect, test } from "vitest";
import type { AttachmentRow } from "../../../collector/registry/registry.ts";
import { attachment } from "./desk-rows.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, ticket, transition } from "./rows.ts";

const GIBIBYTE = 1024 ** 3;

describe.for(ENGINES)("attachments: %s", ([, engine]) => {
  const registry = useRegistry(engine, async (unit) => {
    await addCoveredOffice(unit);
    await unit.tickets.add(ticket(), []);
    await unit.tickets.add(ticket({ id: "tic_2", number: 2, object: "/home" }), []);
  });
  const add = (change: Partial<AttachmentRow> = {}) =>
    registry.commit(({ attachments }) => attachments.add(attachment(change)));
  const addLine = (ticketId = "tic_1") =>
    registry.commit(({ tickets }) => tickets.addTransition(transition({ ticketId })));
  const settle = (ids: readonly string[], transitionId: number, isPublic = true) =>
    registry.commit(({ attachments }) =>
      attachments.settle({ ticketId: "tic_1", ids, transitionId, public: isPublic }),
    );
  const idsOf = (rows: readonly AttachmentRow[]) => rows.map(({ id }) => id);

  test("a file waits for its line, and then stands on it", async () => {
    await add();
    const { attachments } = registry.read;
    expect(await attachments.find("att_1")).toEqual(attachment());
    expect(await attachments.shown("tic_1")).toEqual([]);
    expect(idsOf(await attachments.waiting("tic_1", ["att_1", "att_9"]))).toEqual(["att_1"]);
    const transitionId = await addLine();
    await settle(["att_1"], transitionId);
    expect(await attachments.shown("tic_1")).toEqual([attachment({ transitionId, public: true })]);
    expect(await attachments.waiting("tic_1", ["att_1"])).toEqual([]);
    expect(await attachments.waiting("tic_1", [])).toEqual([]);
  });

  test("a line takes no file of another line, nor of another ticket", async () => {
    await add();
    await add({ id: "att_2", ticketId: "tic_2" });
    const first = await addLine();
    await settle(["att_1"], first, false);
    await settle(["att_1", "att_2"], await addLine());
    const { attachments } = registry.read;
    expect(await attachments.find("att_1")).toMatchObject({ transitionId: first, public: false });
    expect(await attachments.find("att_2")).toMatchObject({ transitionId: null });
  });

  test("how much a ticket holds counts what waits, far beyond 32 bits", async () => {
    const { attachments } = registry.read;
    expect(await attachments.load("tic_1")).toEqual({ count: 0, bytes: 0 });
    for (const n of [1, 2, 3]) await add({ id: `att_${n}`, bytes: 2 * GIBIBYTE });
    await add({ id: "att_4", ticketId: "tic_2" });
    expect(await attachments.load("tic_1")).toEqual({ count: 3, bytes: 6 * GIBIBYTE });
  });

  test("what waited too long is dropped, the oldest first, and nothing else", async () => {
    await add({ id: "att_1", atMs: 300 });
    await add({ id: "att_2", atMs: 100 });
    await add({ id: "att_3", atMs: 200 });
    await add({ id: "att_4", atMs: 50 });
    await settle(["att_4"], await addLine());
    const drop = (limit: number) =>
      registry.commit(({ attachments }) => attachments.dropWaiting(300, limit));
    expect(await drop(1)).toBe(1);
    expect(await registry.read.attachments.find("att_2")).toBeUndefined();
    expect([await drop(10), await drop(10)]).toEqual([1, 0]);
    expect(await registry.read.attachments.find("att_1")).toBeDefined();
    expect(await registry.read.attachments.find("att_4")).toBeDefined();
  });

  test("bytes that any row names are told from those that none does", async () => {
    await add();
    await add({ id: "att_2", ticketId: "tic_2" });
    const { attachments } = registry.read;
    const hashes = ["a".repeat(64), "b".repeat(64)];
    expect(await attachments.named(hashes)).toEqual(new Set(["a".repeat(64)]));
    expect(await attachments.named([])).toEqual(new Set());
  });

  test("a file of no ticket is refused", async () => {
    await expect(add({ ticketId: "tic_9" })).rejects.toThrow();
  });
});
