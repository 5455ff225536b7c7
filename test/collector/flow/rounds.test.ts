import { expect, test } from "vitest";
import { createRounds, type Rounds } from "../../../collector/flow/rounds.ts";

/** Who is looked at when, over rounds of five minutes. */

const ROUND_MS = 300_000;
const IDS = Array.from({ length: 240 }, (_, place) => `mac_${place}`);

function dueAt(rounds: Rounds, nowMs: number, ids: readonly string[] = IDS) {
  return [...rounds.due(ids, nowMs)];
}

test("each comes once a round, spread over it", () => {
  const rounds = createRounds();
  const counts = [1, 2, 3, 4, 5].map((minute) => dueAt(rounds, minute * 60_000 - 1).length);
  expect(counts).toEqual([48, 48, 48, 48, 48]);
  expect(dueAt(rounds, ROUND_MS - 1)).toEqual([]);
});

test("each is looked at closely once an hour, and they share the hour", () => {
  const rounds = createRounds();
  const closely = new Map<string, number>();
  const perRound: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    const close = dueAt(rounds, (round + 1) * ROUND_MS - 1).filter(([, isClose]) => isClose);
    perRound.push(close.length);
    for (const [id] of close) closely.set(id, (closely.get(id) ?? 0) + 1);
  }
  expect(closely.size).toBe(IDS.length);
  expect(new Set(closely.values())).toEqual(new Set([1]));
  expect(Math.max(...perRound)).toBeLessThan(IDS.length / 4);
});

test("after a restart each has the same turn", () => {
  const order = (rounds: Rounds) => dueAt(rounds, 7 * ROUND_MS - 1);
  expect(order(createRounds())).toEqual(order(createRounds()));
});

test("what was not done in time is done first, and more closely if either time asked for it", () => {
  const rounds = createRounds();
  const all = dueAt(createRounds(), ROUND_MS - 1);
  const first = rounds.due(IDS, ROUND_MS - 1);
  for (const _ of Array.from({ length: 200 })) first[Symbol.iterator]().next();
  const next = dueAt(rounds, ROUND_MS + 1);
  expect(next.slice(0, 40).map(([id]) => id)).toEqual(all.slice(200).map(([id]) => id));
  for (const [place, [, isClose]] of all.slice(200).entries()) {
    if (isClose) expect(next[place]?.[1]).toBe(true);
  }
});

test("in a hurry all of them come at once, closely", () => {
  const rounds = createRounds();
  dueAt(rounds, ROUND_MS - 1);
  rounds.hurry(IDS);
  const due = dueAt(rounds, ROUND_MS - 1);
  expect(due).toHaveLength(IDS.length);
  expect(due.every(([, isClose]) => isClose)).toBe(true);
});

test("nobody is looked at where there is nobody", () => {
  expect(dueAt(createRounds(), 1, [])).toEqual([]);
});
