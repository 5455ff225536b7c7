import { describe, expect, test } from "vitest";
import {
  alwaysOpen,
  calendarOf,
  hours,
  mondayToFriday,
  office,
  PARIS,
} from "../../support/calendars.ts";
import {
  cancelled,
  changed,
  closed,
  fulfilled,
  opened,
  paused,
  promise,
  reopened,
  resumed,
  targetOf,
  told,
} from "../../support/clock-stories.ts";

/**
 * The rules of calendars and clocks, by their numbers in the description of the domain: each of its
 * sentences has a test of its name here. Finer points are beside the code that they are about.
 */

const FRIDAY_16H = "2026-06-05T16:00";

describe("7. a change has a mode", () => {
  const story = (mode: "carry_elapsed" | "from_start" | "restart") => [
    opened("2026-06-05T17:00", promise({ hours: 8, calendar: alwaysOpen })),
    changed("2026-06-05T20:00", mode, promise({ hours: 8 })),
  ];

  test("carry_elapsed: what was consumed on the calendar then in force is kept", () => {
    expect(told(story("carry_elapsed"), "2026-06-08T09:00")).toMatchObject({ elapsed: 180 });
  });

  test("from_start: the new calendar from the start", () => {
    expect(told(story("from_start"), "2026-06-08T09:00")).toMatchObject({ elapsed: 60 });
  });

  test("restart: from the change", () => {
    expect(told(story("restart"), "2026-06-08T09:00")).toMatchObject({ elapsed: 0 });
  });
});

describe("7. a reopening has a mode", () => {
  const elapsed = (mode?: "resume" | "continue" | "restart") =>
    told(
      [
        opened("2026-06-05T10:00", promise({ hours: 8 })),
        closed("2026-06-05T11:00"),
        reopened("2026-06-05T15:00", mode),
      ],
      "2026-06-05T16:00",
    ).elapsed;

  test("resume: the time in which it was closed does not count", () => {
    expect(elapsed("resume")).toBe(120);
  });
  test("continue: it counts", () => {
    expect(elapsed("continue")).toBe(360);
  });
  test("restart: nothing of before counts", () => {
    expect(elapsed("restart")).toBe(60);
  });
});

test("7. a merge or a cancellation stops the clock for good", () => {
  const story = [opened(FRIDAY_16H), cancelled("2026-06-05T17:00")];
  const later = [
    reopened("2026-06-08T10:00", "restart"),
    changed("2026-06-08T11:00", "restart", promise()),
    fulfilled("2026-06-08T12:00"),
  ];
  expect(told([...story, ...later], "2026-06-09T12:00")).toMatchObject({
    state: "ended",
    elapsed: 60,
  });
  expect(targetOf([...story, ...later]).end).toMatchObject({ state: "cancelled" });
});

describe("9. working days", () => {
  const inDays = (start: string, workingDays: number, calendar = office) =>
    told([opened(start, promise({ workingDays, calendar }))], start).due;

  test("are counted from the next opening", () => {
    expect(inDays("2026-06-06T10:00", 1)).toBe("2026-06-09T09:00");
  });
  test("are civil days with any open time", () => {
    expect(inDays("2026-07-13T10:00", 1)).toBe("2026-07-15T10:00");
    const saturdays = calendarOf({
      timeZone: PARIS,
      weekly: { ...mondayToFriday("09:00-18:00"), sat: hours("09:00-09:30") },
    });
    expect(inDays("2026-06-05T09:15", 1, saturdays)).toBe("2026-06-06T09:15");
  });
  test("keep the time of day, within that day's hours", () => {
    const uneven = calendarOf({
      timeZone: PARIS,
      weekly: { mon: hours("08:00-18:00"), tue: hours("10:00-16:00"), wed: hours("08:00-18:00") },
    });
    expect(inDays("2026-06-08T10:30", 1, uneven)).toBe("2026-06-09T10:30");
    expect(inDays("2026-06-08T08:30", 1, uneven)).toBe("2026-06-09T10:00");
    expect(inDays("2026-06-08T17:30", 1, uneven)).toBe("2026-06-09T16:00");
  });
  test("may be due at the end of the day, which is its last closing", () => {
    const story = [opened(FRIDAY_16H, promise({ workingDays: 1, endOfDay: true }))];
    expect(told(story, FRIDAY_16H).due).toBe("2026-06-08T18:00");
  });
  test("take pauses as working time", () => {
    const story = [
      opened("2026-06-08T10:30", promise({ workingDays: 1 })),
      paused("2026-06-08T17:00"),
      resumed("2026-06-09T10:00"),
    ];
    expect(told(story, "2026-06-09T10:00").due).toBe("2026-06-09T12:30");
  });
});

describe("9. a change", () => {
  const story = (mode: "carry_elapsed" | "from_start" | "restart", budgetHours: number) =>
    told(
      [
        opened("2026-06-05T10:00", promise({ hours: 8 })),
        changed("2026-06-05T14:00", mode, promise({ hours: budgetHours, calendar: alwaysOpen })),
      ],
      "2026-06-05T14:00",
    ).due;

  test("carry_elapsed: what is left of the new budget goes on from it on the new calendar", () => {
    expect(story("carry_elapsed", 10)).toBe("2026-06-05T20:00");
  });
  test("carry_elapsed: if nothing is left, it is due at the change", () => {
    expect(story("carry_elapsed", 3)).toBe("2026-06-05T14:00");
  });
  test("from_start: new budget and calendar from the original start", () => {
    expect(story("from_start", 10)).toBe("2026-06-05T20:00");
    expect(story("from_start", 3)).toBe("2026-06-05T13:00");
  });
  test("restart: from the change", () => {
    expect(story("restart", 3)).toBe("2026-06-05T17:00");
  });
  test("a queued request starts when its slot frees, then at the next opening", () => {
    const slotFreed = opened("2026-06-05T19:00");
    expect(told([slotFreed], "2026-06-05T19:00").clockStart).toBe("2026-06-08T09:00");
  });
});
