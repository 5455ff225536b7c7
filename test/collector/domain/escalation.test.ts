import type { EscalationStep } from "@vigie/shared/contract.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ClockEvent, escalationsOf, readClock } from "../../../collector/domain/course.ts";
import { instantOf, isOpen } from "../../../collector/domain/working-time.ts";
import {
  calendarOf,
  mondayToFriday,
  nights,
  office,
  officeWithLunch,
  parisText,
} from "../../support/calendars.ts";
import {
  changed,
  closed,
  fulfilled,
  HOUR_MS,
  msAt,
  opened,
  paused,
  promise,
  resumed,
  targetOf,
} from "../../support/clock-stories.ts";

const FRIDAY_16H = "2026-06-05T16:00";

/** "at, fires after" of one step. */
function stepOf(story: readonly ClockEvent[], step: EscalationStep, now = "2026-06-05T16:00") {
  const [escalation] = escalationsOf(targetOf(story), [step], msAt(now));
  expect(escalation?.step).toBe(step);
  return [escalation?.atMs, escalation?.firesAfterMs]
    .map((ms) => (typeof ms === "number" ? parisText(instantOf(ms)) : "never"))
    .join(", ");
}

describe("of two hours since Friday at 16, which end as the office closes", () => {
  const minutes = (count: number) => ({ offsetSeconds: count * 60 });
  test.for<[string, EscalationStep, string]>([
    ["half is at 17", { percent: 50 }, "2026-06-05T17:00, 2026-06-05T17:00"],
    [
      "all is at closing; it fires on Monday, when it is late",
      { percent: 100 },
      "2026-06-05T18:00, 2026-06-08T09:00",
    ],
    ["one and a half is on Monday", { percent: 150 }, "2026-06-08T10:00, 2026-06-08T10:00"],
    ["half an hour before is in working time", minutes(-30), "2026-06-05T17:30, 2026-06-05T17:30"],
    ["nothing before is when it is due", minutes(0), "2026-06-05T18:00, 2026-06-08T09:00"],
    [
      "an hour after is in working time: not on Friday evening",
      minutes(60),
      "2026-06-08T10:00, 2026-06-08T10:00",
    ],
    ["more before than there is, is the start", minutes(-180), `${FRIDAY_16H}, ${FRIDAY_16H}`],
  ])("%s", ([, step, expected]) => {
    expect(stepOf([opened(FRIDAY_16H)], step)).toBe(expected);
  });
});

describe("a step", () => {
  test.for<[string, readonly ClockEvent[], string, string]>([
    [
      "moves with a pause, by its working part",
      [opened(FRIDAY_16H), paused("2026-06-05T16:30"), resumed("2026-06-05T17:00")],
      "2026-06-05T17:00",
      "2026-06-05T17:30, 2026-06-05T17:30",
    ],
    [
      "never comes while paused",
      [opened(FRIDAY_16H), paused("2026-06-05T16:30")],
      "2026-06-05T17:00",
      "never, never",
    ],
    [
      "that is past does not come while paused either",
      [opened(FRIDAY_16H), paused("2026-06-05T17:30")],
      "2026-06-05T17:45",
      "never, never",
    ],
    [
      "never comes once it is met",
      [opened(FRIDAY_16H), fulfilled("2026-06-05T16:30")],
      "2026-06-05T17:00",
      "never, never",
    ],
    [
      "never comes once it is closed",
      [opened(FRIDAY_16H), closed("2026-06-08T12:00")],
      "2026-06-08T13:00",
      "never, never",
    ],
    [
      "keeps its instant when it is asked for late",
      [opened(FRIDAY_16H)],
      "2026-06-10T12:00",
      "2026-06-05T17:00, 2026-06-05T17:00",
    ],
    [
      "that a change passes comes with the change, and fires as the office opens",
      [opened(FRIDAY_16H), changed("2026-06-06T12:00", "carry_elapsed", promise({ hours: 1 }))],
      "2026-06-06T13:00",
      "2026-06-06T12:00, 2026-06-08T09:00",
    ],
    [
      "of no budget comes as the clock starts",
      [opened("2026-06-06T10:00", promise({ hours: 0 }))],
      "2026-06-06T13:00",
      "2026-06-08T09:00, 2026-06-08T09:00",
    ],
    [
      "of a working day comes with its share of that day",
      [opened("2026-06-08T09:00", promise({ workingDays: 1 }))],
      "2026-06-08T09:00",
      "2026-06-08T13:30, 2026-06-08T13:30",
    ],
  ])("%s", ([, story, now, expected]) => {
    expect(stepOf(story, { percent: 50 }, now)).toBe(expected);
  });

  test("of all of a working day comes when that is due", () => {
    const story = [opened("2026-06-08T09:00", promise({ workingDays: 1 }))];
    expect(stepOf(story, { percent: 100 })).toBe("2026-06-09T09:00, 2026-06-09T09:00");
  });

  test("that is more than twenty years away never comes", () => {
    const rare = calendarOf({ timeZone: "Europe/Paris", weekly: { mon: [["09:00", "10:00"]] } });
    const story = [opened("2026-06-08T09:00", promise({ calendar: rare }))];
    expect(stepOf(story, { offsetSeconds: 31_536_000 })).toBe("never, never");
  });
});

test("whatever its zone, a step fires in working time only, when just so much is consumed", () => {
  const overseas = [
    "America/New_York",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
  ].map((timeZone) => calendarOf({ timeZone, weekly: mondayToFriday("08:30-12:00") }));
  const step = fc.oneof(
    fc.record({ percent: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ offsetSeconds: fc.integer({ min: -100_000, max: 100_000 }) }),
  );
  const story = fc.record({
    calendar: fc.constantFrom(office, officeWithLunch, nights, ...overseas),
    hours: fc.integer({ min: 0, max: 40 }),
    waitsMs: fc.integer({ min: 0, max: 300 * 24 * HOUR_MS }),
    pauseMs: fc.integer({ min: 0, max: 80 * HOUR_MS }),
  });
  fc.assert(
    fc.property(story, step, ({ calendar, hours, waitsMs, pauseMs }, wanted) => {
      const atMs = msAt("2026-01-01T00:00") + waitsMs;
      const target = targetOf([
        { kind: "opened", atMs, promises: [promise({ hours, calendar })] },
        { kind: "paused", atMs: atMs + HOUR_MS },
        { kind: "resumed", atMs: atMs + HOUR_MS + pauseMs },
      ]);
      const [escalation] = escalationsOf(target, [wanted], atMs + HOUR_MS + pauseMs);
      const firesAfterMs = escalation?.firesAfterMs ?? 0;
      expect(isOpen(calendar, instantOf(firesAfterMs + 1))).toBe(true);

      const amountMs =
        "percent" in wanted
          ? (hours * HOUR_MS * wanted.percent) / 100
          : Math.max(0, hours * HOUR_MS + wanted.offsetSeconds * 1_000);
      const later = readClock(
        target,
        instantOf(Math.max(firesAfterMs, target.course.events.at(-1)?.atMs ?? 0)),
      );
      if (firesAfterMs >= atMs + HOUR_MS + pauseMs) expect(later.elapsedMs).toBe(amountMs);
    }),
  );
});
