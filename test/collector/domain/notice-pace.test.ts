import { describe, expect, test } from "vitest";
import {
  type Arrived,
  departureOf,
  ROWS_OF_MAIL_MAX,
  type Told,
} from "../../../collector/domain/notice-pace.ts";

/** When mails about one thing leave: times are minutes since the first of them. */

const MINUTE_MS = 60_000;
const HOUR = 60;

const calm: Omit<Arrived, "atMs"> = {
  kind: "ticket_reopened",
  pace: "calm",
  isUrgent: false,
  isConditional: false,
};
const prompt = { ...calm, kind: "customer_replied", pace: "prompt" } as const;
const urgent = { ...calm, kind: "ticket_opened", isUrgent: true } as const;

let nextId = 0;

function told(change: Partial<Told> = {}): Told {
  nextId += 1;
  const id = `ntc_${nextId}`;
  return {
    id,
    kind: "ticket_opened",
    pace: "calm",
    state: "sent",
    dueAtMs: 0,
    sentAtMs: null,
    ...change,
  };
}
const left = (minute: number, pace: Told["pace"] = "calm") =>
  told({ pace, sentAtMs: minute * MINUTE_MS });
const waits = (minute: number, pace: Told["pace"] = "calm", kind = "breached") =>
  told({ pace, kind, state: "waiting", dueAtMs: minute * MINUTE_MS });

const leaves = (arrived: Omit<Arrived, "atMs">, minute: number, lately: readonly Told[]) =>
  departureOf({ ...arrived, atMs: minute * MINUTE_MS }, lately).dueAtMs / MINUTE_MS;

describe("when it leaves", () => {
  test.for<[string, Omit<Arrived, "atMs">, number, readonly Told[], number]>([
    ["the first leaves at once", calm, 0, [], 0],
    ["the second is collected for a quarter of an hour", calm, 1, [left(0)], 15],
    ["what comes later than that does not wait", calm, 20, [left(0)], 20],
    ["the third for four hours", calm, 16, [left(0), left(15)], 15 + 4 * HOUR],
    ["the fourth for the night", calm, 300, [left(0), left(15), left(255)], 255 + 12 * HOUR],
    ["what left together is one mail", calm, 1, [left(0), left(0), left(0)], 15],
    ["what waits already takes it along", calm, 1, [left(0), waits(9)], 9],
    ["what was told a day ago is forgotten", calm, 25 * HOUR, [left(0)], 25 * HOUR],
    ["an answer is not held up by a fault", prompt, 1, [left(0)], 1],
    ["a fault is not held up by an answer", calm, 1, [left(0, "prompt")], 1],
    ["a second answer is collected for two minutes", prompt, 1, [left(0, "prompt")], 2],
    ["an answer does not join what is calm", prompt, 1, [waits(9)], 1],
    ["what is part of a conversation never waits", { ...calm, pace: "at_once" }, 1, [left(0)], 1],
    ["what is urgent never waits", urgent, 1, [left(0)], 1],
    ["nor after answers", urgent, 9, [left(1, "prompt"), left(2, "prompt"), left(3, "prompt")], 9],
    [
      "but when the handful of a night is used up, it waits for the end of that night",
      urgent,
      30,
      [left(0), left(10), left(20)],
      12 * HOUR,
    ],
    [
      "and when that is over it leaves at once again",
      urgent,
      12 * HOUR + 1,
      [left(0), left(10), left(20)],
      12 * HOUR + 1,
    ],
  ])("%s", ([, arrived, minute, lately, expected]) => {
    expect(leaves(arrived, minute, lately)).toBe(expected);
  });
});

test("whatever comes and goes every ten minutes, no twelve hours have more than three mails", () => {
  let lately: Told[] = [];
  for (let minute = 0; minute < 72 * HOUR; minute += 10) {
    const dueMinute = leaves(minute % 20 === 0 ? urgent : calm, minute, lately);
    lately.push(waits(dueMinute));
    const isDue = lately.some(
      (row) => row.state === "waiting" && row.dueAtMs <= minute * MINUTE_MS,
    );
    // What waits for the same leaves along.
    if (isDue) {
      const sentAtMs = minute * MINUTE_MS;
      lately = lately.map((row) =>
        row.state === "waiting" ? { ...row, state: "sent", sentAtMs } : row,
      );
    }
  }
  const sent = [...new Set(lately.flatMap(({ sentAtMs }) => sentAtMs ?? []))];
  expect(sent.length).toBeGreaterThan(6);
  for (const atMs of sent) {
    const night = sent.filter((other) => other >= atMs && other < atMs + 12 * HOUR * MINUTE_MS);
    expect(night.length).toBeLessThanOrEqual(3);
  }
});

describe("what it repeats", () => {
  const repeats = (arrived: Omit<Arrived, "atMs">, lately: readonly Told[]) =>
    departureOf({ ...arrived, atMs: 0 }, lately).repeats;
  const waiting = waits(9, "calm", "ticket_reopened");
  const full = Array.from({ length: ROWS_OF_MAIL_MAX }, () =>
    waits(1, "prompt", "customer_replied"),
  );

  test.for<[string, Omit<Arrived, "atMs">, readonly Told[], string | undefined]>([
    ["the same that waits already", calm, [waiting], waiting.id],
    ["not another kind", { ...calm, kind: "breached" }, [waiting], undefined],
    ["not what has left", calm, [left(0)], undefined],
    ["an answer is told by itself", prompt, [waits(1, "prompt", "customer_replied")], undefined],
    ["but for a mail that is full", prompt, full, full[0]?.id],
    ["what may not hold is itself", { ...calm, isConditional: true }, [waiting], undefined],
  ])("%s", ([, arrived, lately, expected]) => {
    expect(repeats(arrived, lately)).toBe(expected);
  });
});
