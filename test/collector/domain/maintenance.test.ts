import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toInstant } from "../../../collector/domain/instant.ts";
import {
  heldAt,
  heldFrom,
  isFor,
  stateOf,
  type Window,
  wrongTimes,
} from "../../../collector/domain/maintenance.ts";
import { beginnings } from "../../../collector/flow/recurrence.ts";

/** When maintenance windows hold, read in their own zone and lasting real time. */

const NOW_MS = at("2026-11-23T09:00Z");
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function at(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}

function window(change: Partial<Window> = {}): Window {
  return {
    timeZone: "Europe/Paris",
    startsAt: "2026-11-24T02:30",
    durationMinutes: 120,
    rrule: null,
    except: [],
    graceMinutes: 10,
    cutAtMs: null,
    ...change,
  };
}

/** As [from, until, held until], in UTC to the minute. */
function told(held: ReturnType<typeof heldAt>): string[] | undefined {
  if (held === undefined) return undefined;
  return [held.fromMs, held.untilMs, held.dueAtMs].map((ms) => toInstant(ms).slice(0, 16));
}

describe("one that is once", () => {
  test.for<[why: string, now: string, expected: string[] | undefined]>([
    ["planned", "2026-11-23T09:00Z", ["2026-11-24T01:30", "2026-11-24T03:30", "2026-11-24T03:40"]],
    [
      "while it rests",
      "2026-11-24T03:39:59Z",
      ["2026-11-24T01:30", "2026-11-24T03:30", "2026-11-24T03:40"],
    ],
    ["over once its grace is", "2026-11-24T03:40Z", undefined],
  ])("%s", ([, now, expected]) => {
    expect(told(heldAt(window(), beginnings, at(now)))).toEqual(expected);
  });

  test("ended early it rests from then on", () => {
    const cut = window({ cutAtMs: at("2026-11-24T02:00Z") });
    const held = heldAt(cut, beginnings, at("2026-11-24T01:45Z"));
    expect(told(held)?.slice(1)).toEqual(["2026-11-24T02:00", "2026-11-24T02:10"]);
  });
});

describe("nights on which the clocks change", () => {
  const nightly = (startsAt: string) => window({ startsAt, rrule: "FREQ=DAILY" });

  test.for<[why: string, startsAt: string, now: string, from: string, until: string]>([
    [
      "before the gap: as long as any night",
      "2026-03-01T01:30",
      "2026-03-28T20:00Z",
      "2026-03-29T00:30",
      "2026-03-29T02:30",
    ],
    [
      "in the gap: as the clocks go on",
      "2026-03-01T02:30",
      "2026-03-28T20:00Z",
      "2026-03-29T01:30",
      "2026-03-29T03:30",
    ],
    [
      "the night after it is at its time again",
      "2026-03-01T02:30",
      "2026-03-29T20:00Z",
      "2026-03-30T00:30",
      "2026-03-30T02:30",
    ],
    [
      "twice on the clocks: the first",
      "2026-10-01T02:30",
      "2026-10-24T20:00Z",
      "2026-10-25T00:30",
      "2026-10-25T02:30",
    ],
    [
      "the night after that",
      "2026-10-01T02:30",
      "2026-10-25T20:00Z",
      "2026-10-26T01:30",
      "2026-10-26T03:30",
    ],
  ])("%s", ([, startsAt, now, from, until]) => {
    expect(told(heldAt(nightly(startsAt), beginnings, at(now)))?.slice(0, 2)).toEqual([
      from,
      until,
    ]);
  });
});

describe("rules", () => {
  const days = (change: Partial<Window>, limit = 4) =>
    heldFrom(window(change), beginnings, { afterMs: NOW_MS, limit }).map(({ fromMs }) =>
      toInstant(fromMs).slice(5, 10),
    );

  test.for<[why: string, change: Partial<Window>, expected: string[]]>([
    ["every Sunday", { rrule: "FREQ=WEEKLY;BYDAY=SU" }, ["11-29", "12-06", "12-13", "12-20"]],
    [
      "the second Tuesday",
      { rrule: "FREQ=MONTHLY;BYDAY=2TU" },
      ["12-08", "01-12", "02-09", "03-09"],
    ],
    [
      "the last day of the month",
      { rrule: "FREQ=MONTHLY;BYMONTHDAY=-1" },
      ["11-30", "12-31", "01-31", "02-28"],
    ],
    [
      "the last day of UNTIL is one of them",
      { rrule: "FREQ=DAILY;UNTIL=20261125" },
      ["11-24", "11-25"],
    ],
    [
      "COUNT counts what is excepted, too",
      { rrule: "FREQ=DAILY;COUNT=3", except: ["2026-11-25"] },
      ["11-24", "11-26"],
    ],
    [
      "more than is read at once is excepted",
      { rrule: "FREQ=DAILY", except: sixtyDays() },
      ["01-23", "01-24", "01-25", "01-26"],
    ],
    [
      "begun long ago",
      { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", startsAt: "2001-01-01T02:30" },
      ["11-30", "12-14", "12-28", "01-11"],
    ],
  ])("%s", ([, change, expected]) => {
    expect(days(change)).toEqual(expected);
  });

  function sixtyDays(): string[] {
    const first = Temporal.PlainDate.from("2026-11-24");
    return Array.from({ length: 60 }, (_, day) => first.add({ days: day }).toString());
  }

  test("whatever the moment: what holds is not over, and one is over before the next begins", () => {
    const rules = [
      "FREQ=DAILY",
      "FREQ=WEEKLY;BYDAY=MO,SU",
      "FREQ=MONTHLY;BYMONTHDAY=31",
      "FREQ=YEARLY",
    ];
    const zones = ["Europe/Paris", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"];
    fc.assert(
      fc.property(
        fc.record({
          rrule: fc.constantFrom(...rules),
          timeZone: fc.constantFrom(...zones),
          durationMinutes: fc.integer({ min: 1, max: 600 }),
        }),
        fc.integer({ min: 0, max: 3 * 366 * 1_440 }),
        (times, minute) => {
          const afterMs = at("2026-01-01T00:00Z") + minute * MINUTE_MS;
          const one = window({ ...times, startsAt: "2026-01-01T02:30" });
          const [first, second] = heldFrom(one, beginnings, { afterMs, limit: 2 });
          expect(first?.dueAtMs).toBeGreaterThan(afterMs);
          expect(first).toEqual(heldAt(one, beginnings, afterMs));
          expect(second?.fromMs).toBeGreaterThan(first?.dueAtMs ?? Number.POSITIVE_INFINITY);
          expect((first?.untilMs ?? 0) - (first?.fromMs ?? 0)).toBe(
            times.durationMinutes * MINUTE_MS,
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("what cannot hold says why", () => {
  test.for<[change: Partial<Window>, why: RegExp | undefined]>([
    [{}, undefined],
    [{ rrule: "FREQ=DAILY", durationMinutes: 480 }, undefined],
    [{ rrule: "FREQ=DAILY;COUNT=5", durationMinutes: 720 }, undefined],
    [{ timeZone: "+01:00" }, /^timeZone: /],
    [{ startsAt: "2026-02-30T02:30" }, /^startsAt: .* no time that there is/],
    [{ startsAt: "2026-11-22T02:30" }, /^startsAt: it would be over before it begins/],
    [{ durationMinutes: 10_081 }, /^durationMinutes: a window lasts at most/],
    [{ except: ["2026-11-24", "2026-11-31"] }, /^except\[1\]: 2026-11-31/],
    [{ rrule: "FREQ=HOURLY" }, /^rrule: write a rule such as/],
    [{ rrule: "FREQ=DAILY;BYHOUR=2" }, /^rrule: write a rule such as/],
    [{ rrule: "BYDAY=SU" }, /^rrule: write a rule such as/],
    [{ rrule: "FREQ=DAILY;COUNT=2;UNTIL=20270101" }, /^rrule: write a rule such as/],
    [{ rrule: "FREQ=DAILY;FREQ=WEEKLY" }, /^rrule: write a rule such as/],
    [{ rrule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31" }, /^rrule: write a rule such as/],
    [{ rrule: "FREQ=DAILY", durationMinutes: 1_440 }, /so that it never ends$/],
    [{ rrule: "FREQ=DAILY", durationMinutes: 1_435 }, /so that it never ends$/],
    [{ rrule: "FREQ=DAILY", durationMinutes: 720 }, /more than 50 % of 28 days/],
    [
      { rrule: "FREQ=YEARLY;BYMONTH=8;BYDAY=MO,TU,WE,TH,FR,SA,SU", durationMinutes: 840 },
      /more than 50 % of 28 days/,
    ],
  ])("%j", ([change, why]) => {
    const wrong = wrongTimes(window(change), beginnings, NOW_MS);
    if (why === undefined) expect(wrong).toBeUndefined();
    else expect(wrong).toMatch(why);
  });
});

test.for<[scope: Parameters<typeof isFor>[0], expected: boolean]>([
  [{}, true],
  [{ siteIds: ["sit_1", "sit_2"] }, true],
  [{ siteIds: ["sit_2"] }, false],
  [{ machineIds: ["mac_1"], classes: ["server"] }, true],
  [{ machineIds: ["mac_1"], classes: ["laptop"] }, false],
  [{ tags: ["cave", "COMPTOIR"] }, true],
  [{ tags: ["cave"] }, false],
])("%j is for the machine: %s", ([scope, expected]) => {
  const machine = { id: "mac_1", siteId: "sit_1", class: "server", tags: ["Comptoir"] } as const;
  expect(isFor(scope, machine)).toBe(expected);
});

test("a machine at no site is at none of the sites", () => {
  const machine = { id: "mac_1", siteId: null, class: "server", tags: [] } as const;
  expect(isFor({ siteIds: ["sit_1"] }, machine)).toBe(false);
});

test.for([
  [-DAY_MS, "planned"],
  [0, "holding"],
  [129 * MINUTE_MS, "holding"],
  [130 * MINUTE_MS, "over"],
] as const)("%d ms from its beginning it is %s", ([afterMs, state]) => {
  const nowMs = at("2026-11-24T01:30Z") + afterMs;
  expect(stateOf(heldAt(window(), beginnings, nowMs), nowMs)).toBe(state);
});
