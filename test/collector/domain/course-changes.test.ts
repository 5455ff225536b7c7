import { describe, expect, test } from "vitest";
import { type ClockEvent } from "../../../collector/domain/course.ts";
import { alwaysOpen, nights } from "../../support/calendars.ts";
import {
  changed,
  fulfilled,
  opened,
  paused,
  promise,
  resumed,
  type Said,
  targetOf,
  told,
} from "../../support/clock-stories.ts";

/** 5 June 2026 is a Friday; the office is open from 9 to 18. */
const OPENED = opened("2026-06-05T10:00", promise({ hours: 8 }));
const AT_14H = "2026-06-05T14:00";

describe("eight hours promised on Friday at 10, changed at 14", () => {
  test.for<[string, readonly ClockEvent[], Partial<Said>]>([
    [
      "carry: what was consumed is kept, and the rest goes on",
      [changed(AT_14H, "carry_elapsed", promise({ hours: 6 }))],
      { clockStart: "2026-06-05T10:00", elapsed: 300, remaining: 60, due: "2026-06-05T16:00" },
    ],
    [
      "carry: the rest goes on by the new calendar, here through the evening",
      [changed(AT_14H, "carry_elapsed", promise({ hours: 10, calendar: alwaysOpen }))],
      { elapsed: 300, due: "2026-06-05T20:00" },
    ],
    [
      "carry: where less is promised than was consumed, it is broken and was due at the change",
      [changed(AT_14H, "carry_elapsed", promise({ hours: 2 }))],
      { due: AT_14H, breachAfter: AT_14H, breached: true, overrun: 180, remaining: 0 },
    ],
    [
      "carry: where just that much is promised, it is due at the change and broken right after",
      [changed(AT_14H, "carry_elapsed", promise({ hours: 4 }))],
      { due: AT_14H, breachAfter: AT_14H, breached: true, overrun: 60 },
    ],
    [
      "from the start: as if it had always been promised so",
      [changed(AT_14H, "from_start", promise({ hours: 6, calendar: alwaysOpen }))],
      { clockStart: "2026-06-05T10:00", elapsed: 300, due: "2026-06-05T16:00" },
    ],
    [
      "restart: nothing of before counts",
      [changed(AT_14H, "restart", promise({ hours: 2 }))],
      { clockStart: AT_14H, elapsed: 60, due: "2026-06-05T16:00" },
    ],
    [
      "from the start, after a restart: that is where it started",
      [
        changed("2026-06-05T12:00", "restart", promise({ hours: 8 })),
        changed(AT_14H, "from_start", promise({ hours: 4 })),
      ],
      { clockStart: "2026-06-05T12:00", elapsed: 180, due: "2026-06-05T16:00" },
    ],
    [
      "carry twice: every part is counted by the calendar then in force",
      [
        changed("2026-06-05T12:00", "carry_elapsed", promise({ hours: 9, calendar: alwaysOpen })),
        changed(AT_14H, "carry_elapsed", promise({ hours: 9 })),
      ],
      { elapsed: 300, due: "2026-06-08T10:00" },
    ],
    [
      "a breach is taken back by a promise that allows more",
      [
        changed("2026-06-05T11:00", "carry_elapsed", promise({ hours: 1 })),
        changed(AT_14H, "carry_elapsed", promise({ hours: 8 })),
      ],
      { breached: false, due: "2026-06-05T18:00" },
    ],
    [
      "a pause goes on through the change",
      [paused("2026-06-05T12:00"), changed(AT_14H, "carry_elapsed", promise({ hours: 6 }))],
      { state: "paused", elapsed: 120, remaining: 240, due: undefined },
    ],
    [
      "what can be paused no longer runs on, though the ticket waits",
      [
        paused("2026-06-05T12:00"),
        changed(AT_14H, "carry_elapsed", promise({ hours: 6, pausable: false })),
      ],
      { state: "running", elapsed: 180, paused: 120, due: "2026-06-05T18:00" },
    ],
    [
      "what can now be paused stands still from the change on",
      [
        changed("2026-06-05T11:00", "carry_elapsed", promise({ hours: 8, pausable: false })),
        paused("2026-06-05T12:00"),
        changed(AT_14H, "carry_elapsed", promise({ hours: 8 })),
      ],
      { state: "paused", elapsed: 240, paused: 60 },
    ],
    [
      "from the start: pauses of before are judged by the new promise, too",
      [
        paused("2026-06-05T12:00"),
        resumed("2026-06-05T13:00"),
        changed(AT_14H, "from_start", promise({ hours: 8, pausable: false })),
      ],
      { elapsed: 300, paused: 0, due: "2026-06-05T18:00" },
    ],
  ])("%s", ([, events, expected]) => {
    expect(told([OPENED, ...events], "2026-06-05T15:00")).toMatchObject(expected);
  });
});

describe("a change while the office is closed", () => {
  test.for<[string, readonly ClockEvent[], string, Partial<Said>]>([
    [
      "goes on at once by a calendar that is open",
      [
        opened("2026-06-05T17:00"),
        changed("2026-06-06T12:00", "carry_elapsed", promise({ hours: 4, calendar: alwaysOpen })),
      ],
      "2026-06-06T13:00",
      { elapsed: 120, due: "2026-06-06T15:00" },
    ],
    [
      "starts a clock that had not started",
      [
        opened("2026-06-06T10:00"),
        changed("2026-06-06T12:00", "carry_elapsed", promise({ calendar: alwaysOpen })),
      ],
      "2026-06-06T13:00",
      { clockStart: "2026-06-06T12:00", elapsed: 60, due: "2026-06-06T14:00" },
    ],
    [
      "starts a clock that was just about to, by the calendar that counts then",
      [
        opened("2026-06-06T10:00"),
        changed("2026-06-08T09:00", "carry_elapsed", promise({ calendar: nights })),
      ],
      "2026-06-08T10:00",
      { clockStart: "2026-06-08T22:00", due: "2026-06-09T00:00" },
    ],
    [
      "makes due what has nothing left, at that instant",
      [
        opened("2026-06-05T16:00"),
        changed("2026-06-06T12:00", "carry_elapsed", promise({ hours: 1 })),
      ],
      "2026-06-06T12:00",
      {
        state: "out_of_hours",
        due: "2026-06-06T12:00",
        breachAfter: "2026-06-06T12:00",
        overrun: 60,
        breached: true,
      },
    ],
    [
      "makes no budget due when its clock starts",
      [
        opened("2026-06-06T10:00"),
        changed("2026-06-06T12:00", "carry_elapsed", promise({ hours: 0 })),
      ],
      "2026-06-06T13:00",
      { clockStart: "2026-06-08T09:00", due: "2026-06-08T09:00", breached: false },
    ],
  ])("%s", ([, events, now, expected]) => {
    expect(told(events, now)).toMatchObject(expected);
  });
});

describe("a change of what is promised at all", () => {
  const reply = promise({ kind: "first_response", hours: 1 });
  const named: ClockEvent = {
    kind: "changed",
    atMs: changed(AT_14H, "restart").atMs,
    mode: "restart",
    promises: [reply],
    keepsOthers: true,
  };

  test("cancels what is promised no longer, be it broken: it was taken back", () => {
    const late = [opened("2026-06-05T10:00"), changed(AT_14H, "carry_elapsed", reply)];
    expect(targetOf(late).end).toMatchObject({ state: "cancelled" });
    expect(told(late, "2026-06-05T15:00")).toMatchObject({ state: "ended", elapsed: 240 });
  });

  test("leaves what it does not name as it was, if it says so", () => {
    expect(told([OPENED, named], "2026-06-05T15:00")).toMatchObject({ elapsed: 300 });
  });

  test.for<["carry_elapsed" | "from_start" | "restart", string]>([
    ["carry_elapsed", AT_14H],
    ["from_start", "2026-06-05T10:00"],
    ["restart", AT_14H],
  ])("%s: what is new starts at %s", ([mode, clockStart]) => {
    const story = [OPENED, changed(AT_14H, mode, promise({ hours: 8 }), reply)];
    expect(told(story, AT_14H, "first_response")).toMatchObject({ clockStart });
  });

  test("from_start counts from the ticket's start, also what was promised only later", () => {
    const story = [
      opened("2026-06-05T10:00"),
      changed("2026-06-05T12:00", "carry_elapsed", promise(), reply),
      changed(AT_14H, "from_start", promise(), reply),
    ];
    expect(told(story, AT_14H, "first_response")).toMatchObject({ elapsed: 240 });
  });

  test("from_start counts from where the ticket last began anew", () => {
    const story = [
      opened("2026-06-05T10:00"),
      changed("2026-06-05T12:00", "restart", promise()),
      changed(AT_14H, "from_start", promise(), reply),
    ];
    expect(told(story, AT_14H, "first_response")).toMatchObject({ elapsed: 120 });
  });

  test("goes on where it stopped when it is promised again: nobody winds a clock back so", () => {
    const story = [
      OPENED,
      changed("2026-06-05T11:00", "carry_elapsed", reply),
      changed(AT_14H, "carry_elapsed", promise({ hours: 8 })),
    ];
    expect(told(story, "2026-06-05T15:00")).toMatchObject({ state: "running", elapsed: 120 });
    expect(targetOf(story).cycle).toBe(1);
  });

  test("does not judge anew what was done", () => {
    const story = [
      OPENED,
      fulfilled("2026-06-05T12:00"),
      changed(AT_14H, "restart", promise({ hours: 1 })),
    ];
    expect(targetOf(story)).toMatchObject({ cycle: 1, end: { state: "met" } });
  });
});
