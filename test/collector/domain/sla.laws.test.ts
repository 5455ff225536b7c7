import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ClockEvent,
  type Promised,
  readClock,
  replay,
  type TargetCourse,
  targetsOf,
} from "../../../collector/domain/course.ts";
import {
  deadline,
  elapsedMs,
  instantOf,
  toCalendar,
} from "../../../collector/domain/working-time.ts";
import { everyDay, nights, office, officeWithLunch, PARIS } from "../../support/calendars.ts";
import {
  anyPause,
  anyPromise,
  anyPromiseInTime,
  anyStart,
  anyWait,
  eventsAfter,
} from "../../support/clock-arbitraries.ts";

/** One promise, and a ticket that waits and goes on. */
const anyWaiting = anyStart.chain((startMs) =>
  fc.record({
    startMs: fc.constant(startMs),
    promised: anyPromiseInTime,
    pauses: eventsAfter(startMs, anyPause),
    waitMs: anyWait,
    moreMs: anyWait,
  }),
);

test("without pauses it is the calendar's own deadline and elapsed time", () => {
  fc.assert(
    fc.property(anyPromiseInTime, anyStart, anyWait, (promised, startMs, waitMs) => {
      const now = instantOf(startMs + waitMs);
      const target = targetOf(startMs, promised, []);
      const clock = readClock(target, now);
      const start = instantOf(startMs);
      expect(clock.dueAt).toEqual(deadline(promised.calendar, start, target.budgetMs));
      expect(clock.elapsedMs).toBe(elapsedMs(promised.calendar, start, now));
    }),
  );
});

test("when it is due, just the budget is consumed", () => {
  fc.assert(
    fc.property(anyWaiting, ({ startMs, promised, pauses }) => {
      const story = goingOn(pauses);
      const target = targetOf(startMs, promised, story);
      const { dueAt } = readClock(target, instantOf(story.at(-1)?.atMs ?? startMs));
      const dueMs = dueAt?.epochMilliseconds ?? 0;
      // Before its last event a clock does not know of it: what it says of the due time may differ.
      fc.pre(dueMs >= (story.at(-1)?.atMs ?? startMs));
      expect(readClock(target, instantOf(dueMs))).toMatchObject({
        elapsedMs: target.budgetMs,
        breached: false,
      });
    }),
  );
});

test("more budget is never due earlier", () => {
  fc.assert(
    fc.property(anyWaiting, fc.nat(200_000_000), ({ startMs, promised, pauses }, extraMs) => {
      const story = goingOn(pauses);
      const now = instantOf(story.at(-1)?.atMs ?? startMs);
      const less = targetOf(startMs, promised, story);
      const more = targetOf(
        startMs,
        { ...promised, budget: { ms: less.budgetMs + extraMs } },
        story,
      );
      const [first, second] = [less, more].map((target) => readClock(target, now).dueAt);
      expect(second?.epochMilliseconds).toBeGreaterThanOrEqual(first?.epochMilliseconds ?? 0);
    }),
  );
});

test("more working days are never due earlier", () => {
  const inDays = fc.record({
    workingDays: fc.integer({ min: 0, max: 9 }),
    endOfDay: fc.boolean(),
  });
  fc.assert(
    fc.property(anyPromise("restoration", inDays), anyStart, (promised, startMs) => {
      const { budget } = promised;
      if (!("workingDays" in budget)) throw new Error("it is in days");
      const longer = { ...promised, budget: { ...budget, workingDays: budget.workingDays + 1 } };
      const [first, second] = [promised, longer].map(
        (one) => readClock(targetOf(startMs, one, []), instantOf(startMs)).dueAt,
      );
      expect(second?.epochMilliseconds).toBeGreaterThan(first?.epochMilliseconds ?? 0);
    }),
  );
});

test("time never flows back: consumed grows, a breach stays, and never faster than real time", () => {
  fc.assert(
    fc.property(anyWaiting, ({ startMs, promised, pauses, waitMs, moreMs }) => {
      const target = targetOf(startMs, promised, pauses);
      const before = readClock(target, instantOf(startMs + waitMs));
      const later = readClock(target, instantOf(startMs + waitMs + moreMs));
      expect(later.elapsedMs).toBeGreaterThanOrEqual(before.elapsedMs);
      expect(later.elapsedMs - before.elapsedMs).toBeLessThanOrEqual(moreMs);
      if (before.breached) expect(later.breached).toBe(true);
    }),
  );
});

test("if nothing happens it is broken right after `breachAfter`, and not before", () => {
  fc.assert(
    fc.property(anyWaiting, ({ startMs, promised, pauses, waitMs }) => {
      const story = pauses.filter(({ atMs }) => atMs <= startMs + waitMs);
      const target = targetOf(startMs, promised, story);
      const { breachAfter, state, dueAt } = readClock(target, instantOf(startMs + waitMs));
      fc.pre(breachAfter !== undefined && dueAt !== undefined);
      expect(["running", "out_of_hours"]).toContain(state);
      expect(Temporal.Instant.compare(dueAt, breachAfter)).toBeLessThanOrEqual(0);
      expect(readClock(target, breachAfter).breached).toBe(false);
      const next = readClock(target, breachAfter.add({ milliseconds: 1 }));
      expect(next).toMatchObject({ breached: true, overrunMs: 1 });
    }),
  );
});

test("a countdown over the open periods says what the clock will say", () => {
  fc.assert(
    fc.property(anyWaiting, ({ startMs, promised, pauses, waitMs, moreMs }) => {
      const nowMs = startMs + waitMs;
      const target = targetOf(
        startMs,
        promised,
        pauses.filter(({ atMs }) => atMs <= nowMs),
      );
      const clock = readClock(target, instantOf(nowMs));
      const shownUntil = clock.openPeriods.at(-1)?.end.epochMilliseconds ?? 0;
      const laterMs = nowMs + moreMs;
      fc.pre(laterMs <= shownUntil);

      let countedMs = 0;
      for (const { start, end } of clock.openPeriods) {
        const stopMs = Math.min(end.epochMilliseconds, laterMs);
        countedMs += Math.max(0, stopMs - start.epochMilliseconds);
      }
      expect(readClock(target, instantOf(laterMs)).elapsedMs).toBe(clock.elapsedMs + countedMs);
    }),
  );
});

test("hours and out of hours make up real time, pauses or not", () => {
  const bases = [office, officeWithLunch, nights].map((base) => {
    const outcome = toCalendar({ complementOf: "base" }, base);
    if ("problem" in outcome) throw new Error(outcome.detail);
    return { base, outside: outcome.calendar };
  });
  fc.assert(
    fc.property(anyWaiting, fc.constantFrom(...bases), (told, { base, outside }) => {
      const { startMs, promised, pauses, waitMs } = told;
      const read = (calendar: Promised["calendar"]) =>
        readClock(
          targetOf(startMs, { ...promised, calendar }, pauses),
          instantOf(startMs + waitMs),
        );
      const within = read(base);
      const without = read(outside);
      const countedMs = within.elapsedMs + without.elapsedMs;
      expect(countedMs + within.pausedMs + without.pausedMs).toBe(waitMs);
    }),
  );
});

test("a calendar that is always open has no time outside it", () => {
  const document = { timeZone: PARIS, weekly: everyDay("00:00-24:00") };
  const always = toCalendar(document);
  if ("problem" in always) throw new Error(always.detail);
  expect(toCalendar({ complementOf: "always" }, always.calendar)).toHaveProperty("problem");
});

/** Without a last pause that goes on. */
function goingOn(pauses: readonly ClockEvent[]): readonly ClockEvent[] {
  const lastMs = pauses.at(-1)?.atMs;
  return lastMs === undefined ? pauses : [...pauses, { kind: "resumed", atMs: lastMs + 1 }];
}

function targetOf(
  startMs: number,
  promised: Promised,
  pauses: readonly ClockEvent[],
): TargetCourse {
  const opened: ClockEvent = { kind: "opened", atMs: startMs, promises: [promised] };
  const [target] = targetsOf(replay([opened, ...pauses]));
  if (target === undefined) throw new Error("nothing was promised");
  return target;
}
