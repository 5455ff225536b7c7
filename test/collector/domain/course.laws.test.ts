import fc from "fast-check";
import { expect, test } from "vitest";
import {
  advance,
  type ClockEvent,
  readClock,
  replay,
  type TargetCourse,
  type TicketCourse,
  targetsOf,
} from "../../../collector/domain/course.ts";
import { instantOf } from "../../../collector/domain/working-time.ts";
import {
  anyPause,
  anyPromiseInTime,
  anyStart,
  anyStory,
  anyWait,
  eventsAfter,
} from "../../support/clock-arbitraries.ts";

test("event by event gives the course of all of them", () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      expect(told(story)).toEqual(replay(story));
    }),
  );
});

test("in whatever order they are told, events give the course of those that took effect so", () => {
  const anyOrder = anyStory.chain((story) =>
    fc.tuple(fc.constant(story), fc.shuffledSubarray(story, { minLength: story.length })),
  );
  fc.assert(
    fc.property(anyOrder, ([story, shuffled]) => {
      expect(told(shuffled)).toEqual(replay(story));
      expect(replay(shuffled)).toEqual(replay(story));
    }),
  );
});

test("what happens later does not change what a clock said before", () => {
  fc.assert(
    fc.property(anyStory, anyWait, (story, waitMs) => {
      const nowMs = (story[0]?.atMs ?? 0) + waitMs;
      const known = targetsOf(replay(story.filter(({ atMs }) => atMs <= nowMs)));
      const all = targetsOf(replay(story));
      for (const target of known) {
        const whole = all.find(({ kind }) => kind === target.kind);
        expect(whole && read(whole, nowMs)).toEqual(read(target, nowMs));
      }
    }),
  );
});

test("before it was promised, nothing of a target is consumed", () => {
  fc.assert(
    fc.property(anyStory, anyWait, (story, waitMs) => {
      const nowMs = (story[0]?.atMs ?? 0) - waitMs - 1;
      for (const target of targetsOf(replay(story))) {
        expect(read(target, nowMs)).toMatchObject({ elapsedMs: 0, pausedMs: 0, breached: false });
      }
    }),
  );
});

test("what was consumed and what is left make the budget, and the overrun is what is beyond", () => {
  fc.assert(
    fc.property(anyStory, anyWait, (story, waitMs) => {
      const nowMs = (story.at(-1)?.atMs ?? 0) + waitMs;
      for (const target of targetsOf(replay(story))) {
        const clock = read(target, nowMs);
        expect(clock.elapsedMs + clock.remainingMs - clock.overrunMs).toBe(target.budgetMs);
        expect(clock.breached).toBe(clock.overrunMs > 0);
      }
    }),
  );
});

test("a target ends as its clock says", () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      for (const target of targetsOf(replay(story))) {
        const { breached } = read(target, story.at(-1)?.atMs ?? 0);
        if (target.end?.state === "met") expect(breached).toBe(false);
        if (target.end?.state === "breached") expect(breached).toBe(true);
      }
    }),
  );
});

test("what ended stays as it ended, but for a change or a reopening", () => {
  const anyPlace = anyStory.chain((story) =>
    fc.tuple(fc.constant(story), fc.nat({ max: story.length - 1 })),
  );
  fc.assert(
    fc.property(anyPlace, ([story, place]) => {
      fc.pre(!["reopened", "changed"].includes(story[place]?.kind ?? ""));
      const after = targetsOf(replay(story.slice(0, place + 1)));
      const ended = targetsOf(replay(story.slice(0, place))).filter(({ end }) => end !== undefined);
      for (const { kind, end } of ended) {
        expect(after.find((target) => target.kind === kind)?.end).toEqual(end);
      }
    }),
  );
});

test("a restart is a new ticket at that instant", () => {
  const restarted = anyStart.chain((startMs) =>
    fc.record({
      startMs: fc.constant(startMs),
      first: anyPromiseInTime,
      second: anyPromiseInTime,
      before: eventsAfter(startMs, anyPause),
      gapMs: fc.integer({ min: 1, max: 100_000_000 }),
      after: eventsAfter(startMs + 400_000_000, anyPause),
      waitMs: anyWait,
    }),
  );
  fc.assert(
    fc.property(restarted, ({ startMs, first, second, before, gapMs, after, waitMs }) => {
      const restartMs = startMs + 216_000_000 + gapMs;
      const change: ClockEvent = {
        kind: "changed",
        atMs: restartMs,
        mode: "restart",
        promises: [second],
        keepsOthers: false,
      };
      const resumed: ClockEvent = { kind: "resumed", atMs: restartMs };
      const old = [opened(startMs, first), ...before, resumed, change, ...after];
      const nowMs = (after.at(-1)?.atMs ?? restartMs) + waitMs;
      const [target] = targetsOf(replay(old));
      const [fresh] = targetsOf(replay([opened(restartMs, second), ...after]));
      expect(target && read(target, nowMs)).toEqual(fresh && read(fresh, nowMs));
      expect(target?.cycle).toBe(2);
    }),
  );
});

function opened(atMs: number, ...promises: Extract<ClockEvent, { kind: "opened" }>["promises"]) {
  return { kind: "opened", atMs, promises } as const;
}

function told(events: readonly ClockEvent[]): TicketCourse | undefined {
  return events.reduce<TicketCourse | undefined>(advance, undefined);
}

function read(target: TargetCourse, nowMs: number) {
  return readClock(target, instantOf(nowMs));
}
