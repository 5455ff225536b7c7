import fc from "fast-check";
import { expect, test } from "vitest";
import {
  consumedMs,
  counted,
  countedSpans,
  type Leg,
  spentInSpans,
  toBreaks,
} from "../../../collector/domain/consumption.ts";
import { type Stretch, spentOn, unite, without } from "../../../collector/domain/stretch.ts";
import {
  type Calendar,
  deadlineMs,
  elapsedMs,
  instantOf,
  workingStretches,
} from "../../../collector/domain/working-time.ts";
import { calendar, pair } from "../../support/arbitrary-calendars.ts";
import { calendarOf, everyDay, mondayToFriday } from "../../support/calendars.ts";

/** What is looked up in a year's arrays is what the walk says. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

const FROM_MS = Temporal.Instant.from("2026-01-01T00:00Z").epochMilliseconds;
const anyInstant = fc.integer({ min: FROM_MS - YEAR_MS, max: FROM_MS + 2 * YEAR_MS });
/** Hours and days around the ends of years, of months and of clock changes, where lookups could err. */
const nearBorder = fc
  .tuple(
    fc.constantFrom(
      "2025-12-31T23:00Z",
      "2026-01-01T00:00Z",
      "2026-03-29T01:00Z",
      "2026-04-04T15:00Z",
      "2026-10-25T01:00Z",
      "2026-12-31T11:00Z",
      "2028-02-29T00:00Z",
    ),
    fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }),
  )
  .map(([at, offMs]) => Temporal.Instant.from(at).epochMilliseconds + offMs);
const instantMs = fc.oneof(anyInstant, nearBorder);
const budgetMs = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 40 * HOUR_MS }),
  fc.integer({ min: 1, max: 3_000 * HOUR_MS }),
);
const any: fc.Arbitrary<Calendar> = fc.oneof(
  calendar,
  pair.map(({ rest }) => rest),
);

test("deadlines", () => {
  fc.assert(
    fc.property(any, instantMs, budgetMs, (some, fromMs, budget) => {
      const walked = walkedTo(some, fromMs, budget);
      expect(deadlineMs(some, fromMs, budget)).toBe(walked);
    }),
    { numRuns: 100 },
  );
});

test("working time between two instants, also years apart", () => {
  const lengthMs = fc.oneof(
    fc.integer({ min: 0, max: 10 * DAY_MS }),
    fc.integer({ min: 0, max: 2.5 * YEAR_MS }),
  );
  fc.assert(
    fc.property(any, instantMs, lengthMs, (some, fromMs, length) => {
      const toMs = fromMs + length;
      const walked = lengthUntil(workingStretches(some, fromMs), toMs);
      expect(elapsedMs(some, instantOf(fromMs), instantOf(toMs))).toBe(walked);
    }),
    { numRuns: 100 },
  );
});

test("budgets and spans of many years", () => {
  const long = fc.integer({ min: 1, max: 25_000 }).map((hours) => hours * HOUR_MS);
  fc.assert(
    fc.property(calendar, instantMs, long, (some, fromMs, budget) => {
      const walked = spentOn(workingStretches(some, fromMs), budget);
      expect(spentInSpans(countedSpans(legOf(some, fromMs), toBreaks([], [])), budget)).toEqual(
        walked,
      );
      const toMs = fromMs + budget * 4;
      expect(elapsedMs(some, instantOf(fromMs), instantOf(toMs))).toBe(
        lengthUntil(workingStretches(some, fromMs), toMs),
      );
    }),
    { numRuns: 25 },
  );
});

type Waiting = {
  readonly fromMs: number;
  readonly each: readonly (readonly [waitMs: number, lengthMs: number])[];
  readonly isEndless: boolean;
};
const anyPauses: fc.Arbitrary<Waiting> = fc.record({
  fromMs: instantMs,
  each: fc.array(fc.tuple(fc.nat(40 * HOUR_MS), fc.nat(60 * HOUR_MS)), { maxLength: 12 }),
  isEndless: fc.boolean(),
});

test("where breaks are jumped over: spent, consumed, and the stretches that count", () => {
  fc.assert(
    fc.property(any, anyPauses, budgetMs, (some, waiting, budget) => {
      const { fromMs } = waiting;
      const pauses = pausesFrom(waiting);
      const breaks = toBreaks(pauses, []);
      const leg = legOf(some, fromMs);
      const walk = () => without(workingStretches(some, fromMs), pauses);
      expect(spentInSpans(countedSpans(leg, breaks), budget)).toEqual(spentOn(walk(), budget));
      const untilMs = fromMs + budget;
      expect(consumedMs([leg], breaks, untilMs)).toBe(lengthUntil(walk(), untilMs));
      const first = (stretches: Generator<Stretch>) => unite(stretches.take(20).toArray());
      expect(first(counted([leg], breaks, fromMs))).toEqual(first(walk()));
    }),
    { numRuns: 100 },
  );
});

test("exactly at openings and closings, and a millisecond beside them", () => {
  fc.assert(
    fc.property(any, nearBorder, fc.integer({ min: -1, max: 1 }), (some, fromMs, besideMs) => {
      const stretches = workingStretches(some, fromMs).take(4).toArray();
      for (const edgeMs of stretches.flatMap(({ startMs, endMs }) => [startMs, endMs])) {
        const atMs = edgeMs + besideMs;
        for (const budget of [0, 1, (stretches[1]?.endMs ?? 0) - (stretches[1]?.startMs ?? 0)]) {
          const walked = walkedTo(some, atMs, budget);
          expect(deadlineMs(some, atMs, budget)).toBe(walked);
        }
      }
    }),
  );
});

/**
 * Zones in which a clock change lies on the border of months or years: Damascus changed at the
 * midnights that begin April and October, Kiritimati never had 31 December 1994, Singapore lost the
 * last half hour of 1981, Scoresbysund leaves out the hour before a midnight.
 */
test.for([
  ["Asia/Damascus", "2005-03-30T00:00Z"],
  ["Asia/Damascus", "2005-09-29T00:00Z"],
  ["Pacific/Kiritimati", "1994-12-29T00:00Z"],
  ["Asia/Singapore", "1981-12-29T00:00Z"],
  ["America/Scoresbysund", "2026-03-27T00:00Z"],
  ["Africa/Cairo", "2026-04-23T00:00Z"],
  ["Africa/Cairo", "2010-09-29T00:00Z"],
] as const)("around midnight in %s, %s", ([timeZone, begin]) => {
  const beginMs = Temporal.Instant.from(begin).epochMilliseconds;
  const weeks = [
    "00:00-24:00",
    "23:15-23:45",
    "22:00-02:00",
    "00:00-00:30 23:30-24:00",
    "09:00-18:00",
  ];
  for (const weekly of [...weeks.map(everyDay), mondayToFriday("08:00-12:00 14:00-20:00")]) {
    const hours = calendarOf({ timeZone, weekly });
    const isFull = weekly.mon?.[0]?.join("-") === "00:00-24:00";
    const both = isFull ? [hours] : [hours, calendarOf({ complementOf: "hours" }, hours)];
    for (let fromMs = beginMs; fromMs < beginMs + 5 * DAY_MS; fromMs += HOUR_MS / 4) {
      const toMs = beginMs + 6 * DAY_MS;
      const elapsed = both.map((some) => elapsedMs(some, instantOf(fromMs), instantOf(toMs)));
      const walked = both.map((some) => lengthUntil(workingStretches(some, fromMs), toMs));
      expect(elapsed, instantOf(fromMs).toString()).toEqual(walked);
      if (!isFull) expect(elapsed.reduce((a, b) => a + b)).toBe(toMs - fromMs);
      const due = both.map((some) => deadlineMs(some, fromMs, HOUR_MS));
      expect(due).toEqual(both.map((some) => walkedTo(some, fromMs, HOUR_MS)));
    }
  }
});

function walkedTo(some: Calendar, fromMs: number, budget: number): number | undefined {
  return spentOn(workingStretches(some, fromMs), budget)?.firstMs;
}

function legOf(some: Calendar, fromMs: number): Leg {
  return { calendar: some, pausable: true, fromMs, toMs: Number.POSITIVE_INFINITY };
}

/** Pauses one after another: how long each is waited for, and how long it takes. */
function pausesFrom({ fromMs, each, isEndless }: Waiting): Stretch[] {
  let doneMs = fromMs;
  const pauses = each.map(([waitMs, lengthMs]) => {
    const startMs = doneMs + waitMs;
    doneMs = startMs + lengthMs;
    return { startMs, endMs: doneMs };
  });
  const last = { startMs: doneMs + HOUR_MS, endMs: Number.POSITIVE_INFINITY };
  return unite(isEndless ? [...pauses, last] : pauses);
}

/** What the stretches of a walk add up to before an instant: the sum that the look-up must agree with. */
function lengthUntil(walk: Iterable<Stretch>, toMs: number): number {
  let totalMs = 0;
  for (const { startMs, endMs } of walk) {
    if (startMs >= toMs) break;
    totalMs += Math.min(endMs, toMs) - startMs;
  }
  return totalMs;
}
