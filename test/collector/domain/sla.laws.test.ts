import fc from "fast-check";
import { expect, test } from "vitest";
import { type Course, clockAt, type Pause, type Target } from "../../../collector/domain/sla.ts";
import { deadline, elapsedMs } from "../../../collector/domain/working-time.ts";
import { alwaysOpen, nights, office, officeWithLunch } from "../../support/calendars.ts";

const HOUR_MS = 3_600_000;
const START_OF_YEAR = Temporal.Instant.from("2026-01-01T00:00:00Z");

const waitMs = fc.integer({ min: 0, max: 60 * HOUR_MS });
const instant = fc.integer({ min: 0, max: 400 * 24 * HOUR_MS }).map(after);
const target: fc.Arbitrary<Target> = fc.record({
  kind: fc.constant("restoration" as const),
  budgetMs: fc.integer({ min: 0, max: 60 * HOUR_MS }),
  calendar: fc.constantFrom(office, officeWithLunch, nights, alwaysOpen),
  pausable: fc.boolean(),
});
const pausesFrom = (start: Temporal.Instant) =>
  fc.array(
    fc
      .tuple(waitMs, fc.integer({ min: 1, max: 40 * HOUR_MS }), fc.boolean())
      .map(([waits, lasts, isOver]): Pause => {
        const from = start.add({ milliseconds: waits });
        return { from, to: isOver ? from.add({ milliseconds: lasts }) : undefined };
      }),
    { maxLength: 5 },
  );
const course: fc.Arbitrary<Course> = instant.chain((start) =>
  fc.record({
    start: fc.constant(start),
    pauses: pausesFrom(start),
    closed: pausesFrom(start),
    endedAt: fc.option(
      waitMs.map((waits) => start.add({ milliseconds: waits })),
      { nil: undefined },
    ),
  }),
);

test("without pauses it is the calendar's own deadline and elapsed time", () => {
  fc.assert(
    fc.property(target, instant, waitMs, (promise, start, waits) => {
      const now = start.add({ milliseconds: waits });
      const clock = clockAt(promise, { start, pauses: [], endedAt: undefined }, now);
      expect(clock.dueAt).toEqual(deadline(promise.calendar, start, promise.budgetMs));
      expect(clock.elapsedMs).toBe(elapsedMs(promise.calendar, start, now));
    }),
  );
});

test("what is consumed and what is left make the budget, and the overrun is what is beyond", () => {
  fc.assert(
    fc.property(target, course, waitMs, (promise, story, waits) => {
      const clock = clockAt(promise, story, story.start.add({ milliseconds: waits }));
      expect(clock.elapsedMs + clock.remainingMs - clock.overrunMs).toBe(promise.budgetMs);
      expect(clock.breached).toBe(clock.overrunMs > 0);
    }),
  );
});

test("time never flows back: consumed grows, a breach stays, and never faster than real time", () => {
  fc.assert(
    fc.property(fc.tuple(target, course, waitMs, waitMs), ([promise, story, waits, more]) => {
      const now = story.start.add({ milliseconds: waits });
      const before = clockAt(promise, story, now);
      const later = clockAt(promise, story, now.add({ milliseconds: more }));
      expect(later.elapsedMs).toBeGreaterThanOrEqual(before.elapsedMs);
      expect(later.elapsedMs - before.elapsedMs).toBeLessThanOrEqual(more);
      if (before.breached) expect(later.breached).toBe(true);
    }),
  );
});

test("if nothing happens it is broken right after `breachAfter`, and not before", () => {
  fc.assert(
    fc.property(target, course, waitMs, (promise, story, waits) => {
      const now = story.start.add({ milliseconds: waits });
      const known = settledAt(story, now);
      const { breachAfter, state, dueAt } = clockAt(promise, known, now);
      fc.pre(breachAfter !== undefined && dueAt !== undefined);
      expect(["running", "out_of_hours"]).toContain(state);
      expect(Temporal.Instant.compare(dueAt, breachAfter)).toBeLessThanOrEqual(0);
      expect(clockAt(promise, known, breachAfter).breached).toBe(false);
      const next = clockAt(promise, known, breachAfter.add({ milliseconds: 1 }));
      expect(next.breached).toBe(true);
      expect(next.overrunMs).toBe(1);
    }),
  );
});

test("a countdown over the open periods says what the clock will say", () => {
  fc.assert(
    fc.property(fc.tuple(target, course, waitMs, waitMs), ([promise, story, waits, more]) => {
      const now = story.start.add({ milliseconds: waits });
      const known = settledAt(story, now);
      const clock = clockAt(promise, known, now);
      const shownUntil = clock.openPeriods.at(-1)?.end;
      const later = now.add({ milliseconds: more });
      fc.pre(shownUntil !== undefined && Temporal.Instant.compare(later, shownUntil) <= 0);

      let countedMs = 0;
      for (const { start, end } of clock.openPeriods) {
        const stopMs = Math.min(end.epochMilliseconds, later.epochMilliseconds);
        countedMs += Math.max(0, stopMs - start.epochMilliseconds);
      }
      expect(clockAt(promise, known, later).elapsedMs).toBe(clock.elapsedMs + countedMs);
    }),
  );
});

test("pauses give the same clock in any order", () => {
  fc.assert(
    fc.property(target, course, waitMs, (promise, story, waits) => {
      const now = story.start.add({ milliseconds: waits });
      const turned = { ...story, pauses: story.pauses.toReversed() };
      expect(clockAt(promise, turned, now)).toEqual(clockAt(promise, story, now));
    }),
  );
});

test("what happens later does not change what a clock said before: replay is incremental", () => {
  fc.assert(
    fc.property(target, course, waitMs, (promise, story, waits) => {
      const now = story.start.add({ milliseconds: waits });
      const { endedAt } = story;
      const seen: Course = {
        start: story.start,
        pauses: seenAt(story.pauses, now),
        closed: seenAt(story.closed ?? [], now),
        endedAt: endedAt && Temporal.Instant.compare(endedAt, now) <= 0 ? endedAt : undefined,
      };
      expect(clockAt(promise, seen, now)).toEqual(clockAt(promise, story, now));
    }),
  );
});

/** A course of which everything that began is over, so that nothing is about to happen. */
function settledAt({ start, pauses, closed = [] }: Course, now: Temporal.Instant): Course {
  const isOver = ({ to }: Pause) => to !== undefined && Temporal.Instant.compare(to, now) <= 0;
  return {
    start,
    pauses: pauses.filter(isOver),
    closed: closed.filter(isOver),
    endedAt: undefined,
  };
}

/** Pauses as they were written down at an instant: those to come are missing, others still go on. */
function seenAt(spans: readonly Pause[], now: Temporal.Instant): Pause[] {
  return spans
    .filter(({ from }) => Temporal.Instant.compare(from, now) <= 0)
    .map(({ from, to }) => ({
      from,
      to: to !== undefined && Temporal.Instant.compare(to, now) <= 0 ? to : undefined,
    }));
}

function after(milliseconds: number): Temporal.Instant {
  return START_OF_YEAR.add({ milliseconds });
}
