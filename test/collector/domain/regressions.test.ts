import type { SlaPreviewWish } from "@vigie/shared/sla.ts";
import { describe, expect, test } from "vitest";
import { escalationsOf } from "../../../collector/domain/course.ts";
import { previewSla } from "../../../collector/domain/preview.ts";
import { isOpen } from "../../../collector/domain/working-time.ts";
import {
  alwaysOpen,
  calendarOf,
  everyDay,
  inParis,
  mondayToFriday,
  office,
  PARIS,
} from "../../support/calendars.ts";
import {
  cancelled,
  changed,
  closed,
  fulfilled,
  msAt,
  opened,
  paused,
  promise,
  reopened,
  resumed,
  targetOf,
  told,
} from "../../support/clock-stories.ts";

/** What users of other products reported, so that it does not happen here. 5 June 2026 is a Friday. */

const FRIDAY_16H = "2026-06-05T16:00";

describe("a merged ticket does not tick on", () => {
  const merged = [opened(FRIDAY_16H), cancelled("2026-06-05T17:00")];

  test("it consumes nothing, is not broken, and nobody is told", () => {
    expect(told(merged, "2026-07-05T12:00")).toMatchObject({
      state: "ended",
      elapsed: 60,
      breached: false,
      breachAfter: undefined,
      open: "",
    });
    const escalations = escalationsOf(
      targetOf(merged),
      [{ percent: 80 }],
      msAt("2026-07-05T12:00"),
    );
    expect(escalations).toMatchObject([{ atMs: null, firesAfterMs: null }]);
  });

  test("not even when somebody answers in it", () => {
    const answered = [...merged, resumed("2026-06-08T10:00"), reopened("2026-06-08T10:00")];
    expect(told(answered, "2026-07-05T12:00")).toEqual(told(merged, "2026-07-05T12:00"));
  });
});

test("a pause that is saved with a reply does not lose the first response", () => {
  const response = opened(FRIDAY_16H, promise({ kind: "first_response", hours: 1 }));
  const reply = fulfilled("2026-06-05T16:50", "first_response");
  const story = [response, paused("2026-06-05T16:50"), reply];
  expect(targetOf(story, "first_response").end).toEqual({ atMs: reply.atMs, state: "met" });
  expect(told(story, "2026-06-10T12:00", "first_response")).toMatchObject({ elapsed: 50 });
});

describe("a pause is not forgotten when the promise changes", () => {
  const story = [opened("2026-06-05T10:00", promise({ hours: 4 })), paused("2026-06-05T11:00")];

  test.for(["carry_elapsed", "from_start"] as const)("%s: its time does not count", (mode) => {
    const later = [
      resumed("2026-06-05T13:00"),
      changed("2026-06-05T14:00", mode, promise({ hours: 6 })),
    ];
    expect(told([...story, ...later], "2026-06-05T14:00")).toMatchObject({
      elapsed: 120,
      due: "2026-06-05T18:00",
    });
  });

  test("it goes on when the change comes while it does", () => {
    const change = changed("2026-06-05T12:00", "carry_elapsed", promise({ hours: 1 }));
    expect(told([...story, change], "2026-06-09T12:00")).toMatchObject({
      state: "paused",
      elapsed: 60,
    });
  });
});

test("a pause does not push the due time outside working hours", () => {
  const story = [opened(FRIDAY_16H), paused("2026-06-05T16:30"), resumed("2026-06-06T03:00")];
  const { due = "" } = told(story, "2026-06-06T03:00");
  expect(due).toBe("2026-06-08T10:30");
  expect(isOpen(office, inParis(due))).toBe(true);
});

describe("nobody is told at midnight", () => {
  const kolkata = calendarOf({ timeZone: "Asia/Kolkata", weekly: mondayToFriday("09:00-18:00") });

  test.for([
    ["of an office", office, "2026-06-05T17:30"],
    ["of an office elsewhere", kolkata, "2026-06-05T14:00"],
    ["of a ticket of the weekend", office, "2026-06-06T00:00"],
  ] as const)("%s", ([, calendar, start]) => {
    const story = [opened(start, promise({ hours: 9, calendar }))];
    const steps = [10, 50, 80, 100, 120].map((percent) => ({ percent }));
    const told = escalationsOf(targetOf(story), steps, msAt(start));
    expect(told).toHaveLength(5);
    for (const { firesAfterMs } of told) {
      const fires = Temporal.Instant.fromEpochMilliseconds((firesAfterMs ?? 0) + 1);
      expect(isOpen(calendar, fires)).toBe(true);
    }
  });
});

describe("seven days are seven days, and not seven working days", () => {
  const week = { calendar: alwaysOpen, hours: 7 * 24 };
  const start = "2026-06-05T16:00";

  test("seven times 24 hours around the clock end a week later", () => {
    expect(told([opened(start, promise(week))], start).due).toBe("2026-06-12T16:00");
  });

  test("seven working days of an office end two weekends later", () => {
    const story = [opened(start, promise({ workingDays: 7 }))];
    expect(told(story, start).due).toBe("2026-06-16T16:00");
  });

  test("and a contract says which it means", () => {
    const wish: SlaPreviewWish = {
      calendars: {
        always: { timeZone: PARIS, weekly: everyDay("00:00-24:00") },
        office: { timeZone: PARIS, weekly: mondayToFriday("09:00-18:00") },
      },
      start: "2026-06-05T14:00:00Z",
      targets: [
        { name: "days", budgetSeconds: 7 * 86_400, calendar: "always", pausable: true },
        { name: "working days", workingDays: 7, calendar: "office", pausable: true },
      ],
    };
    expect(previewSla(wish, inParis(start))).toMatchObject({
      targets: [{ dueAt: "2026-06-12T14:00:00.000Z" }, { dueAt: "2026-06-16T14:00:00.000Z" }],
    });
  });
});

describe("time on hold does not count twice", () => {
  test("when it is told twice", () => {
    const story = [opened(FRIDAY_16H), paused("2026-06-05T16:30"), paused("2026-06-05T16:45")];
    const later = [...story, resumed("2026-06-05T17:00"), resumed("2026-06-05T17:15")];
    expect(told(later, "2026-06-05T17:30")).toMatchObject({ elapsed: 60, paused: 30 });
  });

  test("when the ticket is closed while on hold, and opened again", () => {
    const story = [
      opened(FRIDAY_16H),
      paused("2026-06-05T16:30"),
      closed("2026-06-05T16:45"),
      reopened("2026-06-05T17:15"),
    ];
    expect(told(story, "2026-06-05T17:30")).toMatchObject({ elapsed: 45, paused: 15 });
  });

  test("when the promise changes after it", () => {
    const story = [
      opened(FRIDAY_16H),
      paused("2026-06-05T16:30"),
      resumed("2026-06-05T17:00"),
      changed("2026-06-05T17:15", "carry_elapsed", promise({ hours: 3 })),
    ];
    expect(told(story, "2026-06-05T17:30")).toMatchObject({ elapsed: 60, paused: 30 });
  });
});
