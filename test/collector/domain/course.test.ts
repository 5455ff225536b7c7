import { describe, expect, test } from "vitest";
import { advance, type ClockEvent, replay } from "../../../collector/domain/course.ts";
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
  type Said,
  targetOf,
  told,
} from "../../support/clock-stories.ts";

/** 5 June 2026 is a Friday; the office is open from 9 to 18. */
const OPENED = opened("2026-06-05T10:00", promise({ hours: 8 }));
const AT_14H = "2026-06-05T14:00";

describe("four hours promised on Friday at 10, closed at 11 and opened again at 15", () => {
  const story = (mode: "resume" | "continue" | "restart") => [
    opened("2026-06-05T10:00", promise({ hours: 4 }), promise({ kind: "acknowledgement" })),
    fulfilled("2026-06-05T10:30", "acknowledgement"),
    closed("2026-06-05T11:00"),
    reopened("2026-06-05T15:00", mode),
  ];

  test.for<["resume" | "continue" | "restart", Partial<Said>, number]>([
    ["resume", { elapsed: 120, due: "2026-06-05T18:00", breached: false }, 1],
    ["continue", { elapsed: 360, due: "2026-06-05T14:00", overrun: 120 }, 1],
    ["restart", { clockStart: "2026-06-05T15:00", elapsed: 60, due: "2026-06-08T10:00" }, 2],
  ])("%s", ([mode, expected, cycle]) => {
    expect(told(story(mode), "2026-06-05T16:00")).toMatchObject(expected);
    expect(targetOf(story(mode)).cycle).toBe(cycle);
  });

  test.for(["resume", "continue", "restart"] as const)("%s: what was done stays done", (mode) => {
    const done = targetOf(story(mode), "acknowledgement");
    expect(done).toMatchObject({ cycle: 1, end: { state: "met" } });
  });

  test("a change of a closed ticket acts when it is opened again", () => {
    const [first, second, third, last] = story("resume");
    const late = changed("2026-06-05T13:00", "carry_elapsed", promise({ hours: 3 }));
    const changedWhileClosed = [first, second, third, late, last].filter(
      (event) => event !== undefined,
    );
    expect(targetOf(changedWhileClosed.slice(0, 4)).end).toMatchObject({ state: "met" });
    expect(told(changedWhileClosed, "2026-06-05T16:00")).toMatchObject({
      elapsed: 120,
      due: "2026-06-05T17:00",
    });
  });

  test("from the start, after it began anew, is from the reopening", () => {
    const later = changed("2026-06-05T17:00", "from_start", promise({ hours: 3 }));
    expect(told([...story("restart"), later], "2026-06-05T17:00")).toMatchObject({
      elapsed: 120,
      due: "2026-06-05T18:00",
    });
  });

  test("what is promised from the start only then counts from the reopening, too", () => {
    const reply = promise({ kind: "first_response" });
    const later = changed("2026-06-05T17:00", "from_start", promise({ hours: 3 }), reply);
    const anew = [...story("restart"), later];
    expect(told(anew, "2026-06-05T17:00", "first_response")).toMatchObject({ elapsed: 120 });
  });

  test("a change of a closed ticket begins anew at the reopening, and once only", () => {
    const [first, second, third, last] = story("continue");
    const change = changed("2026-06-05T13:00", "restart", promise({ hours: 3 }));
    const events = [first, second, third, change, last].filter((event) => event !== undefined);
    expect(told(events, "2026-06-05T16:00")).toMatchObject({ elapsed: 60 });
    const again = [closed("2026-06-05T16:00"), reopened("2026-06-05T16:30")];
    expect(told([...events, ...again], "2026-06-05T17:00")).toMatchObject({ elapsed: 90 });
  });

  test("what a resumed closing covers is no time from the start either", () => {
    const later = changed("2026-06-05T16:00", "from_start", promise({ hours: 3 }));
    expect(told([...story("resume"), later], "2026-06-05T16:00")).toMatchObject({ elapsed: 120 });
  });

  test("what was answered meanwhile is not asked for again", () => {
    const answered = [...story("resume"), fulfilled("2026-06-05T12:00")];
    expect(targetOf(answered).end).toMatchObject({ state: "met" });
  });
});

describe("a target ends", () => {
  const LATE = "2026-06-05T12:01";
  test.for<[string, readonly ClockEvent[], string | undefined]>([
    ["met when it is done in time", [fulfilled("2026-06-05T12:00")], "met"],
    ["breached when it is done too late", [fulfilled(LATE)], "breached"],
    ["met by the resolution", [closed("2026-06-05T11:00")], "met"],
    ["as not needed when it recovered", [closed("2026-06-05T11:00", "not_needed")], "not_needed"],
    ["breached, though it recovered: it was before", [closed(LATE, "not_needed")], "breached"],
    ["cancelled with the ticket", [cancelled("2026-06-05T11:00")], "cancelled"],
    ["breached, though cancelled: it was before", [cancelled(LATE)], "breached"],
    [
      "once: what is done again changes nothing",
      [fulfilled("2026-06-05T11:00"), fulfilled(LATE)],
      "met",
    ],
    [
      "once: what was done is not cancelled",
      [fulfilled("2026-06-05T11:00"), cancelled(LATE)],
      "met",
    ],
    ["not by what another asks for", [fulfilled("2026-06-05T11:00", "workaround")], undefined],
    [
      "met in a pause: an answer is an answer",
      [paused("2026-06-05T11:00"), fulfilled(LATE)],
      "met",
    ],
  ])("%s", ([, events, state]) => {
    expect(targetOf([opened("2026-06-05T10:00"), ...events]).end?.state).toBe(state);
  });

  test("and nothing that comes after changes what it consumed", () => {
    const story = [opened("2026-06-05T10:00"), fulfilled("2026-06-05T11:00")];
    const later = [...story, paused("2026-06-05T11:30"), closed("2026-06-05T13:00")];
    expect(told(later, "2026-06-08T12:00")).toEqual(told(story, "2026-06-08T12:00"));
  });
});

describe("before it is opened", () => {
  const queued = opened("2026-06-05T14:00");
  test("what waits already waits on", () => {
    const story = [paused("2026-06-05T12:00"), queued, resumed("2026-06-05T15:00")];
    expect(told(story, "2026-06-05T16:00")).toMatchObject({ elapsed: 60, paused: 60 });
  });

  test("what is done already is met without any time", () => {
    const story = [fulfilled("2026-06-05T12:00"), queued];
    expect(targetOf(story).end).toMatchObject({ state: "met" });
    expect(told(story, "2026-06-05T16:00")).toMatchObject({ state: "ended", elapsed: 0 });
  });

  test("what is cancelled never starts", () => {
    expect(replay([cancelled("2026-06-05T12:00"), queued]).runs).toEqual([]);
  });

  test("nothing else happens", () => {
    const early = [
      changed("2026-06-05T12:00", "restart", promise({ hours: 9 })),
      closed("2026-06-05T12:30"),
      reopened("2026-06-05T13:00"),
    ];
    expect(told([...early, queued], "2026-06-05T15:00")).toEqual(
      told([queued], "2026-06-05T15:00"),
    );
  });
});

describe("events that make no sense change nothing", () => {
  test.for<[string, ClockEvent]>([
    ["opened twice", opened("2026-06-05T11:00", promise({ hours: 1 }))],
    ["resumed without a pause", resumed("2026-06-05T11:00")],
    ["reopened while it is open", reopened("2026-06-05T11:00", "restart")],
  ])("%s", ([, event]) => {
    const now = "2026-06-05T12:00";
    expect(told([OPENED, event], now)).toEqual(told([OPENED], now));
  });

  test("closed twice, or paused while closed", () => {
    const story = [OPENED, closed("2026-06-05T11:00"), reopened("2026-06-05T13:00")];
    const odd = [...story, closed("2026-06-05T12:00"), paused("2026-06-05T12:30")];
    expect(told(odd, "2026-06-05T15:00")).toEqual(told(story, "2026-06-05T15:00"));
  });
});

test("a pause that is told after a later event is put where it belongs", () => {
  const inTime = [OPENED, paused("2026-06-05T11:00"), resumed("2026-06-05T12:00"), closed(AT_14H)];
  const [first, pause, resume, close] = inTime;
  const late = [first, close, resume, pause]
    .filter((event) => event !== undefined)
    .reduce<ReturnType<typeof replay> | undefined>(advance, undefined);
  expect(late).toEqual(replay(inTime));
});
