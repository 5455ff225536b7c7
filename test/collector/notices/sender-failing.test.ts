import { describe, expect, test } from "vitest";
import type { Handover } from "../../../collector/notices/far-end.ts";
import { createMailCourier } from "../../../collector/notices/mail-courier.ts";
import { handOver } from "../../../collector/notices/smtp.ts";
import type { Registry } from "../../../collector/registry/registry.ts";
import { eventually } from "../../support/eventually.ts";
import { type MailServer, startMailServer } from "../../support/mail-server.ts";
import { failed, own, useOutbox } from "../../support/outbox.ts";

/** What may go wrong around the sender: a crash repeats one mail at most, and none holds up another. */

const outbox = useOutbox();

function mailCourier(server: Pick<MailServer, "settings">) {
  return createMailCourier({
    read: outbox.registry().read,
    from: server.settings.from,
    installation: outbox.registry().id,
    publicUrl: undefined,
    replyTo: undefined,
    files: { open: async () => undefined },
    handOver: (mail) => handOver(server.settings, mail),
  });
}

describe("a crash", () => {
  test("between sending and marking repeats one mail once, under the same Message-ID", async () => {
    const server = await startMailServer();
    await outbox.add(own("ntc_1"), own("ntc_2", { recipientId: "stf_2" }));
    // The process ends here: what it would have marked is lost.
    const dying: Registry = { ...outbox.registry(), commit: () => new Promise<never>(() => {}) };
    const first = outbox.senderOf(dying, { ...mailCourier(server), atOnce: 1 });
    first.start();
    await eventually("a mail was taken", () => server.taken.length === 1);
    await first.close();
    await outbox.senderOf(outbox.registry(), mailCourier(server)).drain();
    await outbox.senderOf(outbox.registry(), mailCourier(server)).drain();
    const ids = server.taken.map(({ mail }) => mail.messageId);
    expect(ids).toEqual([
      expect.stringMatching(/^<ntc_1\./),
      ids[0],
      expect.stringMatching(/^<ntc_2\./),
    ]);
    expect(await outbox.find("ntc_1")).toMatchObject({ messageId: ids[0] });
    await server.close();
  }, 20_000);

  test("of the registry as it marks repeats nothing: it is marked once that goes again", async () => {
    await outbox.add(own("ntc_1"));
    let isFull = true;
    const full: Registry = {
      ...outbox.registry(),
      commit(work) {
        if (isFull) {
          isFull = false;
          return Promise.reject(new Error("the disk is full"));
        }
        return outbox.registry().commit(work);
      },
    };
    await outbox.senderOf(full, outbox.courierOf("mail")).drain();
    expect(outbox.given).toEqual(["ntc_1"]);
    expect(outbox.failures).toEqual([new Error("the disk is full")]);
    expect(await outbox.find("ntc_1")).toMatchObject({ state: "sent" });
  });
});

describe("a slow far end", () => {
  test("holds up what is its own, and nobody else", async () => {
    const held = Promise.withResolvers<Handover>();
    outbox.answer = ({ recipientId }) => (recipientId === "whk_1" ? held.promise : { done: true });
    const webhook = { channel: "webhook", recipientKind: "webhook" } as const;
    await outbox.add(
      own("ntc_1", { ...webhook, recipientId: "whk_1" }),
      own("ntc_2", { ...webhook, recipientId: "whk_1" }),
      own("ntc_3", { ...webhook, recipientId: "whk_2" }),
      own("ntc_4", { ...webhook, recipientId: "whk_2" }),
    );
    const webhooks = outbox.senderOf(outbox.registry(), outbox.courierOf("webhook"));
    webhooks.start();
    await eventually("the others are told", () => outbox.given.includes("ntc_4"));
    expect(outbox.given).toEqual(["ntc_1", "ntc_3", "ntc_4"]);
    held.resolve({ done: true });
    await eventually("then its own", () => outbox.given.includes("ntc_2"));
    await webhooks.close();
  });

  test("that fails is left alone; the others are told", async () => {
    outbox.answer = ({ recipientId }) =>
      recipientId === "whk_1"
        ? failed({ code: "webhook_unreachable", isOfServer: true })
        : { done: true };
    const webhook = { channel: "webhook", recipientKind: "webhook" } as const;
    await outbox.add(
      own("ntc_1", { ...webhook, recipientId: "whk_1" }),
      own("ntc_2", { ...webhook, recipientId: "whk_1" }),
      own("ntc_3", { ...webhook, recipientId: "whk_2" }),
    );
    await outbox.senderOf(outbox.registry(), outbox.courierOf("webhook")).drain();
    expect(outbox.given).toEqual(["ntc_1", "ntc_3"]);
    expect(await outbox.find("ntc_2")).toMatchObject({ state: "waiting", attempts: 0 });
  });

  test("does not hold up the end for long", async () => {
    outbox.answer = () => new Promise<never>(() => {});
    await outbox.add(own("ntc_1"));
    outbox.sender().start();
    await eventually("it is under way", () => outbox.given.length === 1);
    const startedMs = performance.now();
    await outbox.sender().close();
    expect(performance.now() - startedMs).toBeLessThan(4_000);
  }, 10_000);
});

describe("a started sender", () => {
  test("looks at once when it is woken, and by itself when something becomes due", async () => {
    const fast = outbox.senderOf(outbox.registry(), outbox.courierOf("mail"), Date.now);
    fast.start();
    const nowMs = Date.now();
    await outbox.add(
      own("ntc_1", { nextAtMs: nowMs, dueAtMs: nowMs }),
      own("ntc_2", { nextAtMs: nowMs + 400, dueAtMs: nowMs + 400, recipientId: "stf_2" }),
    );
    fast.wake();
    await eventually("the first", () => outbox.given.includes("ntc_1"));
    expect(outbox.given).toEqual(["ntc_1"]);
    await eventually("the second", () => outbox.given.includes("ntc_2"));
    expect(Date.now() - nowMs).toBeGreaterThanOrEqual(399);
    await fast.close();
    expect(outbox.failures).toEqual([]);
  });

  test("who has no address any more is told nothing", async () => {
    const server = await startMailServer();
    await outbox.add(own("ntc_1", { recipientId: "stf_3" }));
    await outbox.senderOf(outbox.registry(), mailCourier(server)).drain();
    expect(await outbox.find("ntc_1")).toMatchObject({ state: "dropped", attempts: 0 });
    expect(server.taken).toEqual([]);
    await server.close();
  });
});
