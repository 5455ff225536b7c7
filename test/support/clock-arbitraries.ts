import type { ChangeMode } from "@vigie/shared/sla.ts";
import type { TargetKind } from "@vigie/shared/ticket.ts";
import fc from "fast-check";
import type { Budget, ClockEvent, Promised } from "../../collector/domain/course.ts";
import { alwaysOpen, calendarOf, everyDay, nights, office, officeWithLunch } from "./calendars.ts";
import { HOUR_MS } from "./clock-stories.ts";

/** Stories of tickets, for laws that hold for all of them. */

/** Around the year: the changes of the clock and the holidays of two years come in. */
const YEAR_MS = Temporal.Instant.from("2026-01-01T00:00:00Z").epochMilliseconds;
const SPAN_MS = 400 * 24 * HOUR_MS;
const STORY_MS = 60 * HOUR_MS;

const island = calendarOf({ timeZone: "Australia/Lord_Howe", weekly: everyDay("22:00-03:00") });

const anyCalendar = fc.constantFrom(office, officeWithLunch, nights, alwaysOpen, island);
export const anyStart = fc.integer({ min: 0, max: SPAN_MS }).map((ms) => YEAR_MS + ms);
export const anyWait = fc.integer({ min: 0, max: STORY_MS });

const inTime: fc.Arbitrary<Budget> = fc.record({ ms: fc.integer({ min: 0, max: STORY_MS }) });
const inDays: fc.Arbitrary<Budget> = fc.record({
  workingDays: fc.integer({ min: 0, max: 4 }),
  endOfDay: fc.boolean(),
});

export const anyPromise = (kind: TargetKind, budget = fc.oneof(inTime, inDays)) =>
  fc.record<Promised>({
    kind: fc.constant(kind),
    budget,
    calendar: anyCalendar,
    pausable: fc.boolean(),
  });
export const anyPromiseInTime = anyPromise("restoration", inTime);

const KINDS = ["acknowledgement", "first_response", "restoration"] as const;
const anyKind = fc.constantFrom(...KINDS);
const anyPromises = fc
  .uniqueArray(anyKind, { minLength: 0, maxLength: 3 })
  .chain((kinds) => fc.tuple(...kinds.map((kind) => anyPromise(kind))));

const anyMode = fc.constantFrom<ChangeMode>("carry_elapsed", "from_start", "restart");
const atMs = fc.constant(0);

const anyChange: fc.Arbitrary<ClockEvent> = fc.record({
  kind: fc.constant("changed" as const),
  atMs,
  mode: anyMode,
  promises: anyPromises,
  keepsOthers: fc.boolean(),
});
export const anyPause: fc.Arbitrary<ClockEvent> = fc.record({
  kind: fc.constantFrom("paused" as const, "resumed" as const),
  atMs,
});
const anyEvent: fc.Arbitrary<ClockEvent> = fc.oneof(
  { weight: 4, arbitrary: anyPause },
  { weight: 2, arbitrary: anyChange },
  fc.record({ kind: fc.constant("fulfilled" as const), atMs, target: anyKind }),
  fc.record({
    kind: fc.constant("closed" as const),
    atMs,
    as: fc.constantFrom("judged" as const, "not_needed" as const),
  }),
  fc.record({
    kind: fc.constant("reopened" as const),
    atMs,
    mode: fc.constantFrom("resume" as const, "continue" as const, "restart" as const),
  }),
  { weight: 1, arbitrary: fc.constant({ kind: "cancelled" as const, atMs: 0 }) },
);

/** Events after an instant, no two at the same one. */
export function eventsAfter(
  startMs: number,
  event: fc.Arbitrary<ClockEvent> = anyEvent,
): fc.Arbitrary<ClockEvent[]> {
  const waits = fc.uniqueArray(fc.integer({ min: 1, max: STORY_MS }), { maxLength: 10 });
  return waits.chain((all) =>
    fc.tuple(
      ...all
        .toSorted((a, b) => a - b)
        .map((waitMs) => event.map((one) => ({ ...one, atMs: startMs + waitMs }))),
    ),
  );
}

/** A whole story: three promises, and whatever happens to them in two and a half days. */
export const anyStory: fc.Arbitrary<ClockEvent[]> = anyStart.chain((startMs) =>
  fc
    .tuple(...KINDS.map((kind) => anyPromise(kind)))
    .chain((promises) =>
      eventsAfter(startMs).map((events) => [
        { kind: "opened", atMs: startMs, promises },
        ...events,
      ]),
    ),
);
