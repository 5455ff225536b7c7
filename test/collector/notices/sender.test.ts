import { describe, expect, test } from "vitest";
import { failed, own, useOutbox } from "../../support/outbox.ts";

/** What becomes of the outbox: sent once, tried again, given up. */

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

const outbox = useOutbox();

describe("a notice", () => {
  test("is sent once, and says when and under which Message-ID", async () => {
    await outbox.add(own("ntc_1"));
    await outbox.sender().drain();
    await outbox.sender().drain();
    expect(outbox.given).toEqual(["ntc_1"]);
    expect(await outbox.find("ntc_1")).toMatchObject({
      state: "sent",
      attempts: 1,
      nextAtMs: null,
      sentAtMs: 1_000,
      messageId: "<ntc_1@provider.example>",
    });
    expect(outbox.sender().counts()).toMatchObject({ sent: 1, failed: 0, givenUp: 0 });
  });

  test("that was deferred is tried again later each time, and says why until it leaves", async () => {
    outbox.answer = () => failed({});
    await outbox.add(own("ntc_1"));
    const waits: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await outbox.sender().drain();
      const row = await outbox.find("ntc_1");
      waits.push((row?.nextAtMs ?? 0) - outbox.clock);
      outbox.clock = row?.nextAtMs ?? outbox.clock;
    }
    expect(waits.map((ms) => ms / SECOND_MS)).toEqual([
      0.5, 1, 2, 4, 8, 16, 32, 64, 128, 150, 150, 150,
    ]);
    expect(await outbox.find("ntc_1")).toMatchObject({
      state: "waiting",
      attempts: 12,
      errorCode: "mail_deferred",
      errorDetail: "450 later",
    });
    outbox.answer = () => ({ done: true });
    await outbox.sender().drain();
    expect(await outbox.find("ntc_1")).toMatchObject({
      state: "sent",
      attempts: 13,
      errorCode: null,
    });
  });

  test("that is refused for good is given up, and an administrator is told", async () => {
    outbox.answer = () => failed({ code: "mail_recipient_refused", isFinal: true });
    await outbox.add(own("ntc_1"));
    await outbox.sender().drain();
    expect(await outbox.find("ntc_1")).toMatchObject({
      state: "dead",
      attempts: 1,
      nextAtMs: null,
    });
    const screen = { channels: ["screen"], recipientId: "stf_3", limit: 10 } as const;
    expect(await outbox.registry().read.notices.list(screen)).toMatchObject([
      {
        kind: "undelivered",
        parameters: { code: "mail_recipient_refused", channel: "mail", noticeId: "ntc_1" },
      },
    ]);
    expect(outbox.sender().counts()).toMatchObject({ sent: 0, failed: 1, givenUp: 1 });
  });

  test("sent again it begins anew, and given up again it is told again", async () => {
    outbox.answer = () => failed({ isFinal: true });
    await outbox.add(own("ntc_1"));
    await outbox.sender().drain();
    outbox.clock += SECOND_MS;
    await outbox.registry().commit(({ notices }) => notices.sendAgain("ntc_1", outbox.clock));
    await outbox.sender().drain();
    expect(outbox.given).toEqual(["ntc_1", "ntc_1"]);
    const told = await outbox.registry().read.notices.list({ channels: ["screen"], limit: 10 });
    expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  test("is given up after three days, not before", async () => {
    outbox.answer = () => failed({});
    await outbox.add(own("ntc_1", { dueAtMs: 1_000 }));
    outbox.clock = 1_000 + 72 * HOUR_MS - 1;
    await outbox.sender().drain();
    expect(await outbox.find("ntc_1")).toMatchObject({ state: "waiting" });
    outbox.clock += HOUR_MS;
    await outbox.sender().drain();
    expect(await outbox.find("ntc_1")).toMatchObject({ state: "dead" });
  });

  test("about a notice that was given up is told no further", async () => {
    outbox.answer = () => failed({ isFinal: true });
    await outbox.add(own("ntc_1", { kind: "undelivered" }));
    await outbox.sender().drain();
    expect(await outbox.registry().read.notices.list({ channels: ["screen"], limit: 10 })).toEqual(
      [],
    );
  });

  test("that cannot be made holds up no other, and is tried again", async () => {
    outbox.answer = ({ id }) => {
      if (id === "ntc_1") throw new Error("a mistake");
      return { done: true };
    };
    await outbox.add(own("ntc_1"), own("ntc_2", { recipientId: "stf_2" }));
    await outbox.sender().drain();
    expect(outbox.failures).toEqual([new Error("a mistake")]);
    expect(await outbox.find("ntc_1")).toMatchObject({
      state: "waiting",
      errorCode: "notice_failed",
    });
    expect(await outbox.find("ntc_2")).toMatchObject({ state: "sent" });
  });

  test("that happened once more while it left is told once more", async () => {
    outbox.answer = async ({ id, count }) => {
      if (count === 1) await outbox.registry().commit(({ notices }) => notices.repeat(id, {}));
      return { done: true };
    };
    await outbox.add(own("ntc_1"));
    await outbox.sender().drain();
    expect(outbox.given).toEqual(["ntc_1", "ntc_1"]);
    expect(await outbox.find("ntc_1")).toMatchObject({ state: "sent", count: 2 });
  });
});

describe("a mail server that is away", () => {
  test("is left alone for a while, for all mails, and none is given up for it", async () => {
    outbox.answer = () => failed({ code: "mail_unreachable", isOfServer: true });
    await outbox.add(...[1, 2, 3, 4, 5].map((n) => own(`ntc_${n}`, { recipientId: `stf_${n}` })));
    await outbox.sender().drain();
    expect(outbox.given.length).toBeLessThanOrEqual(2);
    expect(outbox.sender().counts().mailProblem).toMatchObject({ code: "mail_unreachable" });
    const tried = outbox.given.length;
    await outbox.sender().drain();
    expect(outbox.given.length).toBe(tried);
    outbox.answer = () => ({ done: true });
    outbox.clock += 61 * SECOND_MS;
    await outbox.sender().drain();
    const rows = await outbox.registry().read.notices.list({ states: ["sent"], limit: 10 });
    expect(rows).toHaveLength(5);
    expect(outbox.sender().counts().mailProblem).toBeUndefined();
  });

  test("is tried again within a minute, however long it was away", async () => {
    outbox.answer = () => failed({ code: "mail_unreachable", isOfServer: true });
    await outbox.add(own("ntc_1"));
    for (let hour = 0; hour < 24; hour += 1) {
      await outbox.sender().drain();
      outbox.clock += HOUR_MS;
    }
    await outbox.sender().drain();
    outbox.answer = () => ({ done: true });
    await outbox.add(
      own("ntc_2", { recipientId: "stf_2", nextAtMs: outbox.clock, dueAtMs: outbox.clock }),
    );
    outbox.clock += 60 * SECOND_MS;
    await outbox.sender().drain();
    expect(await outbox.find("ntc_2")).toMatchObject({ state: "sent" });
  });
});
