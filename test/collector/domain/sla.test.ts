import { describe, expect, test } from "vitest";
import { type ClockEvent, readClock } from "../../../collector/domain/course.ts";
import { type Calendar, deadline, elapsedMs } from "../../../collector/domain/working-time.ts";
import { calendarOf, hours, inParis, office, PARIS } from "../../support/calendars.ts";
import {
  closed as closedAt,
  fulfilled,
  HOUR_MS,
  opened,
  paused,
  promise,
  reopened,
  resumed,
  type Said,
  said,
  targetOf,
} from "../../support/clock-stories.ts";

/** 5 June 2026 is a Friday; the office is open from 9 to 18. */
const FRIDAY_16H = "2026-06-05T16:00";

type Story = {
  readonly start?: string;
  readonly pauses?: readonly string[];
  readonly closed?: readonly string[];
  readonly endedAt?: string;
  readonly now: string;
  readonly budgetHours?: number;
  readonly pausable?: boolean;
  readonly calendar?: Calendar;
};

/** The clock of a promise of two hours since Friday 16 h; a pause without end is "from/". */
function clockOf({ start = FRIDAY_16H, pauses = [], closed = [], endedAt, now, ...target }: Story) {
  const { budgetHours = 2, pausable = true, calendar = office } = target;
  const events: ClockEvent[] = [
    opened(start, promise({ hours: budgetHours, calendar, pausable })),
    ...pauses.flatMap((span) => toEvents(span, paused, resumed)),
    ...closed.flatMap((span) => toEvents(span, closedAt, reopened)),
    ...(endedAt === undefined ? [] : [fulfilled(endedAt)]),
  ];
  return readClock(targetOf(events), inParis(now));
}

function toEvents(
  span: string,
  begins: (when: string) => ClockEvent,
  ends: (when: string) => ClockEvent,
): ClockEvent[] {
  const [from = "", to = ""] = span.split("/");
  return to === "" ? [begins(from)] : [begins(from), ends(to)];
}

describe("a promise of two hours since Friday 16 h", () => {
  test.for<[string, Story, Partial<Said>]>([
    [
      "runs: it is due at closing, and can be broken only after the next opening",
      { now: "2026-06-05T17:00" },
      { state: "running", elapsed: 60, due: "2026-06-05T18:00", breachAfter: "2026-06-08T09:00" },
    ],
    [
      "does not count over the weekend, though its due time is past",
      { now: "2026-06-07T12:00" },
      { state: "out_of_hours", remaining: 0, overrun: 0, breached: false },
    ],
    [
      "is not broken on Monday at 9:00:00",
      { now: "2026-06-08T09:00" },
      { state: "running", elapsed: 120, breached: false },
    ],
    [
      "is broken a millisecond later",
      { now: "2026-06-08T09:00:00.001" },
      { state: "running", breached: true, due: "2026-06-05T18:00" },
    ],
    [
      "is met when resolved on Monday at 9:00:00",
      { endedAt: "2026-06-08T09:00", now: "2026-06-09T12:00" },
      { state: "ended", breached: false, overrun: 0, remaining: 0 },
    ],
    [
      "is late by 60 s when resolved at 9:01, and not by 63 h",
      { endedAt: "2026-06-08T09:01", now: "2026-06-09T12:00" },
      { state: "ended", breached: true, overrun: 1, due: "2026-06-05T18:00" },
    ],
    [
      "stops when it ends",
      { endedAt: "2026-06-05T17:00", now: "2026-06-12T12:00" },
      { state: "ended", elapsed: 60, remaining: 60, breachAfter: undefined, open: "" },
    ],
  ])("%s", ([, story, expected]) => {
    expect(said(clockOf(story))).toMatchObject(expected);
  });
});

describe("the clock starts", () => {
  test.for<[string, Story, Partial<Said>]>([
    ["at once in working time", { now: FRIDAY_16H }, { clockStart: FRIDAY_16H, elapsed: 0 }],
    [
      "not before its start, though the office is open",
      { now: "2026-06-05T15:00" },
      {
        state: "running",
        elapsed: 0,
        due: "2026-06-05T18:00",
        open: "05T16:00/05T18:00 08T09:00/08T18:00",
      },
    ],
    [
      "at the next opening outside it",
      { start: "2026-06-06T10:00", now: "2026-06-06T11:00" },
      { clockStart: "2026-06-08T09:00", state: "out_of_hours", due: "2026-06-08T11:00" },
    ],
    [
      "at the next opening when it starts as the office closes",
      { start: "2026-06-05T18:00", now: "2026-06-05T18:00" },
      { clockStart: "2026-06-08T09:00", due: "2026-06-08T11:00" },
    ],
    [
      "and ends there without any budget",
      { start: "2026-06-06T10:00", now: "2026-06-08T09:00", budgetHours: 0 },
      { due: "2026-06-08T09:00", breachAfter: "2026-06-08T09:00", breached: false },
    ],
    [
      "and without any budget is due then, be it paused: only the breach waits",
      { pauses: ["2026-06-05T15:00/2026-06-05T17:00"], now: "2026-06-05T17:00", budgetHours: 0 },
      { due: FRIDAY_16H, breachAfter: "2026-06-05T17:00", breached: false },
    ],
  ])("%s", ([, story, expected]) => {
    expect(said(clockOf(story))).toMatchObject(expected);
  });
});

describe("a pause", () => {
  test.for<[string, Story, Partial<Said>]>([
    [
      "moves the due time by its working part",
      { pauses: ["2026-06-05T16:30/2026-06-05T17:30"], now: "2026-06-05T17:45" },
      { state: "running", elapsed: 45, due: "2026-06-08T10:00", breachAfter: "2026-06-08T10:00" },
    ],
    [
      "over the weekend moves nothing",
      { pauses: ["2026-06-05T18:00/2026-06-08T09:00"], now: "2026-06-08T09:00", budgetHours: 3 },
      { due: "2026-06-08T10:00", elapsed: 120 },
    ],
    [
      "that is told again while it goes on counts once",
      {
        pauses: ["2026-06-05T16:30/", "2026-06-05T17:00/2026-06-05T17:30"],
        now: "2026-06-05T17:45",
      },
      { elapsed: 45, due: "2026-06-08T10:00" },
    ],
    [
      "that ends as it begins is none",
      { pauses: ["2026-06-05T16:30/2026-06-05T16:30"], now: "2026-06-05T17:00" },
      { elapsed: 60, paused: 0 },
    ],
    [
      "is said in working time",
      { pauses: ["2026-06-05T17:00/2026-06-08T10:00"], now: "2026-06-08T10:00" },
      { elapsed: 60, paused: 120 },
    ],
    [
      "that goes on makes it paused: no due time, and what is left is frozen",
      { pauses: ["2026-06-05T17:00/"], now: "2026-06-10T12:00" },
      { state: "paused", due: undefined, breachAfter: undefined, remaining: 60, open: "" },
    ],
    [
      "begins at its first instant",
      { pauses: ["2026-06-05T17:00/"], now: "2026-06-05T17:00" },
      { state: "paused", remaining: 60 },
    ],
    [
      "is over at its last instant",
      { pauses: ["2026-06-05T16:30/2026-06-05T17:00"], now: "2026-06-05T17:00" },
      { state: "running", remaining: 90 },
    ],
    [
      "is not known before it begins",
      { pauses: ["2026-06-05T17:30/"], now: "2026-06-05T17:00" },
      { state: "running", due: "2026-06-05T18:00" },
    ],
    [
      "before the start does not count",
      { pauses: ["2026-06-05T10:00/2026-06-05T15:00"], now: "2026-06-05T17:00" },
      { elapsed: 60, due: "2026-06-05T18:00" },
    ],
    [
      "after the due time moves nothing",
      { pauses: ["2026-06-08T10:00/2026-06-08T11:00"], now: "2026-06-08T12:00" },
      { due: "2026-06-05T18:00", breached: true, overrun: 120, breachAfter: "2026-06-08T09:00" },
    ],
    [
      "that goes on leaves a breach as it was",
      { pauses: ["2026-06-08T09:30/"], now: "2026-06-10T12:00" },
      { state: "paused", breached: true, overrun: 30, remaining: 0, due: undefined },
    ],
    [
      "from the due time on delays the breach",
      { pauses: ["2026-06-08T09:00/2026-06-08T10:00"], now: "2026-06-08T10:00" },
      { due: "2026-06-05T18:00", breached: false, breachAfter: "2026-06-08T10:00" },
    ],
    [
      "does not stop a target that cannot be paused",
      { pauses: ["2026-06-05T16:30/"], now: "2026-06-05T17:00", pausable: false },
      { state: "running", elapsed: 60, due: "2026-06-05T18:00" },
    ],
    [
      "is over when the ticket ends",
      { pauses: ["2026-06-05T16:30/"], endedAt: "2026-06-05T17:00", now: "2026-06-05T19:00" },
      { state: "ended", elapsed: 30, breached: false },
    ],
  ])("%s", ([, story, expected]) => {
    expect(said(clockOf(story))).toMatchObject(expected);
  });
});

describe("the time in which a ticket was closed", () => {
  test.for<[string, Story, Partial<Said>]>([
    [
      "is no time, though the target cannot be paused",
      { closed: ["2026-06-05T16:30/2026-06-05T17:00"], now: "2026-06-05T17:00", pausable: false },
      { state: "running", elapsed: 30, due: "2026-06-08T09:30" },
    ],
    [
      "ends a pause, and is none itself",
      {
        pauses: ["2026-06-05T16:30/"],
        closed: ["2026-06-05T16:45/2026-06-05T17:00"],
        now: "2026-06-05T17:30",
      },
      { state: "running", elapsed: 60, paused: 15, due: "2026-06-08T09:30" },
    ],
  ])("%s", ([, story, expected]) => {
    expect(said(clockOf(story))).toMatchObject(expected);
  });
});

describe("for its countdown a page gets", () => {
  test.for<[string, Story, string]>([
    [
      "the stretches up to the one in which it would be broken",
      { now: "2026-06-05T17:00" },
      "05T17:00/05T18:00 08T09:00/08T18:00",
    ],
    [
      "no more than that",
      { start: "2026-06-05T10:00", now: "2026-06-05T11:00" },
      "05T11:00/05T18:00",
    ],
    [
      "the stretches from the opening on",
      { start: "2026-06-06T10:00", now: "2026-06-06T11:00" },
      "08T09:00/08T18:00",
    ],
    ["one to count the overrun with", { now: "2026-06-09T12:00" }, "09T12:00/09T18:00"],
    [
      "the rest of a stretch after a pause",
      { pauses: ["2026-06-05T16:30/2026-06-05T17:30"], now: "2026-06-05T17:30" },
      "05T17:30/05T18:00 08T09:00/08T18:00",
    ],
  ])("%s", ([, story, open]) => {
    expect(said(clockOf(story)).open).toBe(open);
  });

  test("at most fourteen", () => {
    const { openPeriods } = clockOf({ now: "2026-06-05T17:00", budgetHours: 400 });
    expect(openPeriods).toHaveLength(14);
  });
});

test("a long promise on a calendar of nights and holidays is the deadline of that calendar", () => {
  const calendar = calendarOf({
    timeZone: PARIS,
    weekly: { fri: hours("22:00-06:00"), tue: hours("09:00-12:30 14:00-18:00") },
    holidaySet: "FR",
  });
  const { dueAt, elapsedMs: elapsed } = clockOf({
    now: "2026-08-01T12:00",
    budgetHours: 300,
    calendar,
  });
  expect(dueAt).toEqual(deadline(calendar, inParis(FRIDAY_16H), 300 * HOUR_MS));
  expect(elapsed).toBe(elapsedMs(calendar, inParis(FRIDAY_16H), inParis("2026-08-01T12:00")));
});
