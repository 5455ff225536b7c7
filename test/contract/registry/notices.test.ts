import { describe, expect, test } from "vitest";
import type { NoticeMark, NoticeRow } from "../../../collector/registry/registry.ts";
import { person } from "./desk-rows.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { notice, shown } from "./notice-rows.ts";
import { customer, machine, rule, ticket } from "./rows.ts";

/** Marked as sent at 5 s, under a Message-ID. */
const SENT: NoticeMark = {
  state: "sent",
  attempts: 1,
  nextAtMs: null,
  errorCode: null,
  errorDetail: null,
  sentAtMs: 5_000,
  messageId: "<ntc_1@example.org>",
};
const GIVEN_UP: NoticeMark = {
  ...SENT,
  state: "dead",
  sentAtMs: null,
  messageId: null,
  errorCode: "mail_recipient_refused",
  errorDetail: "550 no such user",
};

describe.for(ENGINES)("notices: %s", ([, engine]) => {
  const registry = useRegistry(engine, async ({ estate, rules, tickets, staff }) => {
    await estate.addCustomer(customer());
    await estate.addMachine(machine({ siteId: null }));
    await rules.addMissing([rule()]);
    await staff.addStaff(person({ id: "stf_1", name: "Nadia" }));
    await tickets.add(ticket({ contractVersionId: null, alertId: null }), []);
  });

  const add = (...rows: NoticeRow[]) => registry.commit(({ notices }) => notices.add(rows));
  const mark = (rows: readonly NoticeRow[], how: NoticeMark) =>
    registry.commit(({ notices }) => notices.mark(rows, how));
  const due = (nowMs: number, except: readonly string[] = []) =>
    registry.read.notices.due({ channel: "mail", nowMs, except, limit: 10 });
  const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

  test("what was written under a key is written once, and given back as it was", async () => {
    const row = notice({
      parameters: { target: "restoration", step: 75 },
      customerId: "cus_1",
      ticketId: "tic_1",
      transitionId: 7,
    });
    expect(await add(row)).toBe(1);
    expect(await add({ ...row, id: "ntc_2" }, notice({ id: "ntc_3" }))).toBe(1);
    expect(await due(1_000)).toEqual([row, notice({ id: "ntc_3" })]);
  });

  test("what is due comes the longest due first; of busy recipients nothing does", async () => {
    await add(
      notice({ id: "ntc_1", nextAtMs: 3_000 }),
      notice({ id: "ntc_2", nextAtMs: 2_000, recipientId: "stf_2" }),
      notice({ id: "ntc_3", nextAtMs: 2_000 }),
      notice({ id: "ntc_4", nextAtMs: 3_001 }),
      notice({ id: "ntc_5", nextAtMs: 1_000, channel: "webhook" }),
      shown({ id: "ntc_6" }),
    );
    expect(idsOf(await due(3_000))).toEqual(["ntc_2", "ntc_3", "ntc_1"]);
    expect(idsOf(await due(3_000, ["stf_1"]))).toEqual(["ntc_2"]);
    expect(await registry.read.notices.nextDueMs("mail")).toBe(2_000);
    expect(await registry.read.notices.nextDueMs("webhook")).toBe(1_000);
  });

  test("nothing waits: there is no next one", async () => {
    await add(shown());
    expect(await registry.read.notices.nextDueMs("mail")).toBeUndefined();
  });

  test("a mark holds for what still waits, and for as much as it stood for", async () => {
    const [one, two, three] = [notice(), notice({ id: "ntc_2" }), notice({ id: "ntc_3" })];
    await add(one, two, three);
    await registry.commit(({ notices }) => notices.repeat("ntc_2", { step: "100%" }, 3));
    await registry.commit(({ notices }) => notices.repeat("ntc_2", { step: "100%" }));
    expect(await mark([one, two], SENT)).toBe(1);
    expect(await mark([one], GIVEN_UP)).toBe(0);
    expect(await due(9_000)).toEqual([{ ...two, count: 5, parameters: { step: "100%" } }, three]);
    expect(await mark([{ ...two, count: 5 }, three], SENT)).toBe(2);
    expect(await mark([], SENT)).toBe(0);
  });

  test("a thread remembers what waits in it and what left lately", async () => {
    const thread = { recipientId: "stf_1", channel: "mail", thread: "tic_1" } as const;
    const left = notice({ id: "ntc_2" });
    await add(notice({ id: "ntc_1" }), left, notice({ id: "ntc_3", thread: "tic_2" }));
    await mark([left], SENT);
    const { notices } = registry.read;
    expect(idsOf(await notices.told({ ...thread, sinceMs: 5_000 }))).toEqual(["ntc_2", "ntc_1"]);
    expect(idsOf(await notices.told({ ...thread, sinceMs: 5_001 }))).toEqual(["ntc_1"]);
    expect(idsOf(await notices.waiting(thread, 10))).toEqual(["ntc_1"]);
    expect(await notices.ticketOfMessage("<ntc_1@example.org>")).toBeUndefined();
  });

  test("a mail's ticket is found by its Message-ID", async () => {
    const row = notice({ ticketId: "tic_1", customerId: "cus_1" });
    await add(row);
    await mark([row], SENT);
    expect(await registry.read.notices.ticketOfMessage("<ntc_1@example.org>")).toBe("tic_1");
  });

  test("counts stop at their limit", async () => {
    await add(
      ...[1, 2, 3].map((n) => notice({ id: `ntc_${n}`, createdAtMs: n * 1_000 })),
      shown({ id: "ntc_4" }),
      notice({ id: "ntc_5", createdAtMs: 4_000, state: "dropped", nextAtMs: null }),
    );
    const made = { recipientId: "stf_1", channel: "mail" } as const;
    const { notices } = registry.read;
    expect(await notices.madeSince({ ...made, sinceMs: 2_000, limit: 10 })).toBe(2);
    expect(await notices.madeSince({ ...made, sinceMs: 0, limit: 2 })).toBe(2);
    expect(await notices.waitingCount("stf_1", 10)).toBe(3);
    expect(await notices.waitingCount("stf_1", 2)).toBe(2);
  });

  test("a server that is left alone puts off what was due, for all or for one", async () => {
    await add(
      notice({ id: "ntc_1" }),
      notice({ id: "ntc_2", recipientId: "stf_2" }),
      notice({ id: "ntc_3", nextAtMs: 9_000 }),
    );
    await registry.commit(({ notices }) =>
      notices.postpone({ channel: "mail", recipientId: "stf_2", untilMs: 5_000 }),
    );
    expect(idsOf(await due(4_999))).toEqual(["ntc_1"]);
    await registry.commit(({ notices }) => notices.postpone({ channel: "mail", untilMs: 6_000 }));
    expect(await due(5_999)).toEqual([]);
    expect(idsOf(await due(9_000))).toEqual(["ntc_1", "ntc_2", "ntc_3"]);
  });

  test("what was given up is counted, and sent again or dropped once", async () => {
    const rows = [notice(), notice({ id: "ntc_2" })];
    await add(...rows);
    await mark(rows, GIVEN_UP);
    expect(await registry.read.notices.deadCount(10)).toBe(2);
    const again = () => registry.commit(({ notices }) => notices.sendAgain("ntc_1", 8_000));
    const drop = () => registry.commit(({ notices }) => notices.drop("ntc_2"));
    expect([await again(), await again()]).toEqual([true, false]);
    expect([await drop(), await drop()]).toEqual([true, false]);
    expect(await due(8_000)).toMatchObject([
      { id: "ntc_1", attempts: 0, dueAtMs: 8_000, errorCode: "mail_recipient_refused" },
    ]);
    expect(await registry.read.notices.deadCount(10)).toBe(0);
  });

  test("a screen shows what is new until it was read", async () => {
    await add(shown({ id: "ntc_1" }), shown({ id: "ntc_2" }), notice({ id: "ntc_3" }));
    const read = (ids?: readonly string[]) =>
      registry.commit(({ notices }) =>
        notices.markRead("stf_1", { nowMs: 7_000, ...(ids !== undefined && { ids }) }),
      );
    expect(await registry.read.notices.unreadCount("stf_1", 10)).toBe(2);
    expect(await read(["ntc_1", "ntc_3"])).toBe(1);
    const query = { channels: ["screen"], recipientId: "stf_1", limit: 10 } as const;
    expect(idsOf(await registry.read.notices.list({ ...query, unread: true }))).toEqual(["ntc_2"]);
    expect(await read()).toBe(1);
    expect(await registry.read.notices.unreadCount("stf_1", 10)).toBe(0);
    expect(await registry.read.notices.list(query)).toMatchObject([
      { id: "ntc_2", readAtMs: 7_000 },
      { id: "ntc_1", readAtMs: 7_000 },
    ]);
  });

  test("a list is the newest first, narrowed, by pages, with names", async () => {
    await add(
      notice({ id: "ntc_1", ticketId: "tic_1", customerId: "cus_1" }),
      notice({ id: "ntc_2", recipientKind: "address", recipientId: "it@example.org" }),
      notice({ id: "ntc_3", recipientKind: "webhook", recipientId: "whk_9", channel: "webhook" }),
    );
    const list = async (query: object) =>
      idsOf(await registry.read.notices.list({ limit: 10, ...query }));
    expect(await list({})).toEqual(["ntc_3", "ntc_2", "ntc_1"]);
    expect(await list({ limit: 1, after: { id: "ntc_3" } })).toEqual(["ntc_2"]);
    expect(await list({ ticketId: "tic_1" })).toEqual(["ntc_1"]);
    expect(await list({ channels: ["webhook"], states: ["waiting"] })).toEqual(["ntc_3"]);
    expect(await list({ states: ["dead"] })).toEqual([]);
    expect(await list({ recipientId: "it@example.org" })).toEqual(["ntc_2"]);
    expect(await registry.read.notices.list({ limit: 10 })).toMatchObject([
      { recipientName: null, ticket: null },
      { recipientName: "it@example.org", ticket: null },
      {
        recipientName: "Nadia",
        ticket: {
          number: 1,
          ruleKey: "volume_almost_full",
          object: "/",
          customerName: "Boulangerie Émile",
          machineName: "Caisse",
        },
      },
    ]);
  });

  test("what is over and old is forgotten; what was given up or waits is not", async () => {
    const over = notice({ id: "ntc_1" });
    const dead = notice({ id: "ntc_2" });
    await add(over, dead, notice({ id: "ntc_3" }), shown({ id: "ntc_4" }));
    await mark([over], SENT);
    await mark([dead], GIVEN_UP);
    const prune = (beforeMs: number) =>
      registry.commit(({ notices }) =>
        notices.prune({ beforeMs, channels: ["mail", "webhook"], limit: 10 }),
      );
    expect(await prune(1_000)).toBe(0);
    expect(await prune(1_001)).toBe(1);
    expect(idsOf(await registry.read.notices.list({ limit: 10 }))).toEqual([
      "ntc_4",
      "ntc_3",
      "ntc_2",
    ]);
  });
});
