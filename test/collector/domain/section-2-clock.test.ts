import { describe, expect, test } from "vitest";
import { advance, replay, type TicketCourse } from "../../../collector/domain/course.ts";
import { previewSla } from "../../../collector/domain/preview.ts";
import {
  alwaysOpen,
  calendarOf,
  everyDay,
  inParis,
  mondayToFriday,
  PARIS,
} from "../../support/calendars.ts";
import {
  fulfilled,
  opened,
  paused,
  promise,
  resumed,
  targetOf,
  told,
} from "../../support/clock-stories.ts";

/**
 * The rules of calendars and clocks, by their numbers in the description of the domain: each of its
 * sentences has a test of its name here. Finer points are beside the code that they are about.
 */

const FRIDAY_16H = "2026-06-05T16:00";

describe("3. the clock", () => {
  test("starts at once when it is open, else at the next opening", () => {
    expect(told([opened(FRIDAY_16H)], FRIDAY_16H)).toMatchObject({ clockStart: FRIDAY_16H });
    const saturday = told([opened("2026-06-06T10:00")], "2026-06-06T10:00");
    expect(saturday).toMatchObject({ clockStart: "2026-06-08T09:00" });
  });

  test("is due as soon as the budget is consumed", () => {
    const three = opened(FRIDAY_16H, promise({ hours: 3 }));
    expect(told([three], FRIDAY_16H)).toMatchObject({ due: "2026-06-08T10:00" });
  });

  test("without a budget is due at its start", () => {
    const none = opened("2026-06-06T10:00", promise({ hours: 0 }));
    expect(told([none], "2026-06-06T10:00")).toMatchObject({ due: "2026-06-08T09:00" });
  });

  test("that is spent just at closing is due at that closing", () => {
    expect(told([opened(FRIDAY_16H)], FRIDAY_16H)).toMatchObject({ due: "2026-06-05T18:00" });
  });
});

describe("4. a breach", () => {
  const resolvedAt = (when: string) => [opened(FRIDAY_16H), fulfilled(when)];

  test("is more working time than the budget, and not just that much", () => {
    expect(targetOf(resolvedAt("2026-06-05T18:00")).end?.state).toBe("met");
    expect(targetOf(resolvedAt("2026-06-08T09:00:00.001")).end?.state).toBe("breached");
  });

  test("never is the due time being past", () => {
    expect(told([opened(FRIDAY_16H)], "2026-06-07T12:00")).toMatchObject({
      due: "2026-06-05T18:00",
      breached: false,
    });
  });

  test("is none on Monday at 9:00:00 for what was due on Friday at closing", () => {
    expect(targetOf(resolvedAt("2026-06-08T09:00")).end?.state).toBe("met");
  });

  test("is by 60 seconds at 9:01, and not by 63 hours", () => {
    const late = told(resolvedAt("2026-06-08T09:01"), "2026-06-09T12:00");
    expect(late).toMatchObject({ breached: true, overrun: 1 });
  });
});

describe("5. a pause", () => {
  const from = (start: string, end?: string) => [
    opened(FRIDAY_16H),
    paused(start),
    ...(end === undefined ? [] : [resumed(end)]),
  ];

  test("covers its first instant and not its last", () => {
    const story = from("2026-06-05T16:30", "2026-06-05T17:00");
    expect(told(story, "2026-06-05T16:30")).toMatchObject({ state: "paused" });
    expect(told(story, "2026-06-05T17:00")).toMatchObject({ state: "running" });
  });

  test("and another that overlaps it are one", () => {
    const pause = (start: string, end: string) => ({ from: zulu(start), to: zulu(end) });
    const outcome = previewSla(
      {
        calendars: { office: { timeZone: PARIS, weekly: mondayToFriday("09:00-18:00") } },
        start: zulu(FRIDAY_16H),
        now: zulu("2026-06-05T17:45"),
        targets: [{ name: "a", budgetSeconds: 7_200, calendar: "office", pausable: true }],
        pauses: [
          pause("2026-06-05T16:30", "2026-06-05T17:15"),
          pause("2026-06-05T17:00", "2026-06-05T17:30"),
        ],
      },
      inParis(FRIDAY_16H),
    );
    expect(outcome).toMatchObject({ targets: [{ elapsedSeconds: 45 * 60 }] });
  });

  test("counts by its working part only", () => {
    const story = from("2026-06-05T17:00", "2026-06-08T10:00");
    const clock = told(story, "2026-06-08T10:00");
    expect(clock).toMatchObject({ paused: 120, due: "2026-06-08T11:00" });
  });

  test("that is open leaves nothing due, and what remains as it is", () => {
    const [first, second] = ["2026-06-05T17:30", "2026-06-12T17:30"].map((now) =>
      told(from("2026-06-05T17:00"), now),
    );
    expect(first).toMatchObject({ state: "paused", due: undefined, remaining: 60 });
    expect(second).toMatchObject({ state: "paused", due: undefined, remaining: 60 });
  });

  test("that is open takes back no breach", () => {
    expect(told(from("2026-06-08T10:00"), "2026-06-09T10:00")).toMatchObject({ breached: true });
  });

  test("stops the targets that can be paused, and no others", () => {
    const arrival = promise({ kind: "on_site_arrival", pausable: false });
    const story = [opened(FRIDAY_16H, promise(), arrival), paused("2026-06-05T16:30")];
    expect(told(story, "2026-06-05T17:00", "restoration")).toMatchObject({ elapsed: 30 });
    expect(told(story, "2026-06-05T17:00", "on_site_arrival")).toMatchObject({ elapsed: 60 });
  });

  test("after the due time moves nothing", () => {
    const story = from("2026-06-08T10:00", "2026-06-08T12:00");
    expect(told(story, "2026-06-08T13:00")).toMatchObject({ due: "2026-06-05T18:00" });
  });
});

test("8. another version of a calendar is another calendar: nothing counted before changes", () => {
  const document = { timeZone: PARIS, weekly: mondayToFriday("09:00-18:00") };
  const story = [opened(FRIDAY_16H, promise({ calendar: calendarOf(document) }))];
  const before = told(story, "2026-06-08T12:00");
  const edited = calendarOf({ ...document, weekly: everyDay("00:00-24:00") });
  expect(
    told([opened(FRIDAY_16H, promise({ calendar: edited }))], "2026-06-08T12:00"),
  ).toMatchObject({
    elapsed: 68 * 60,
  });
  expect(told(story, "2026-06-08T12:00")).toEqual(before);
});

describe("11. what happened", () => {
  const story = [
    opened(FRIDAY_16H, promise(), promise({ kind: "first_response", hours: 1 })),
    fulfilled("2026-06-05T16:30", "first_response"),
    paused("2026-06-05T17:00"),
    resumed("2026-06-05T17:15"),
  ];

  test("gives the same clock when it is told late as when it is told in time", () => {
    const [open, reply, pause, resume] = story;
    const late = [open, pause, resume, reply].filter((event) => event !== undefined);
    const ends = [story, late].map((events) => targetOf(events, "first_response").end);
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[1]).toMatchObject({ state: "met" });
  });

  test("replayed is what it is event by event", () => {
    const course = story.reduce<TicketCourse | undefined>(advance, undefined);
    expect(course).toEqual(replay(story));
  });
});

describe("the targets of a level", () => {
  test("have each their own budget, calendar and pausability", () => {
    const story = [
      opened(
        "2026-06-05T17:00",
        promise({ kind: "acknowledgement", hours: 1, calendar: alwaysOpen, pausable: false }),
        promise({ kind: "restoration", hours: 4 }),
        promise({ kind: "resolution", workingDays: 2 }),
      ),
    ];
    const dues = (["acknowledgement", "restoration", "resolution"] as const).map(
      (kind) => told(story, "2026-06-05T17:00", kind).due,
    );
    expect(dues).toEqual(["2026-06-05T18:00", "2026-06-08T12:00", "2026-06-09T17:00"]);
  });

  test("a reply saved together with waiting for the customer counts, in either order", () => {
    const reply = fulfilled("2026-06-05T16:30", "first_response");
    const wait = paused("2026-06-05T16:30");
    const response = opened(FRIDAY_16H, promise({ kind: "first_response" }));
    for (const saved of [
      [reply, wait],
      [wait, reply],
    ]) {
      const story = [response, ...saved];
      expect(targetOf(story, "first_response").end).toMatchObject({ state: "met" });
      expect(told(story, "2026-06-05T17:00", "first_response")).toMatchObject({ elapsed: 30 });
    }
  });
});

/** The UTC text of a local time of Paris. */
function zulu(text: string): string {
  return inParis(text).toString();
}
