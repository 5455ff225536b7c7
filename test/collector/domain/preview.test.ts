import type { PreviewTarget, SlaPreview, SlaPreviewWish } from "@vigie/shared/sla.ts";
import { describe, expect, test } from "vitest";
import { previewSla } from "../../../collector/domain/preview.ts";
import { inParis } from "../../support/calendars.ts";
import { at, named, previewed, span, twoHours, wished } from "../../support/previews.ts";

const elapsed = (seconds: number) => ({ elapsedSeconds: seconds });

describe("a preview", () => {
  test("says all of a target", () => {
    const escalations = [{ percent: 50 }, { offsetSeconds: 3_600 }];
    expect(previewed({ escalations })).toEqual([
      {
        name: "restoration",
        clockStart: at("05T16:00"),
        dueAt: at("05T18:00"),
        state: "running",
        elapsedSeconds: 3_600,
        remainingSeconds: 3_600,
        breached: false,
        overrunSeconds: 0,
        openIntervals: [
          [at("05T17:00"), at("05T18:00")],
          [at("08T09:00"), at("08T18:00")],
        ],
        escalations: [
          { percent: 50, at: at("05T17:00") },
          { offsetSeconds: 3_600, at: at("08T10:00") },
        ],
      },
    ]);
  });

  test.for<[string, Partial<SlaPreviewWish>, Partial<SlaPreview["targets"][number]>]>([
    [
      "keeps seconds and what is less than a second",
      { start: "2026-06-05T14:00:30.25Z" },
      { dueAt: "2026-06-08T07:00:30.250Z", elapsedSeconds: 3_569.75 },
    ],
    ["reads instants of any offset", { start: "2026-06-05T10:00:00-04:00" }, elapsed(3_600)],
    [
      "before the start nothing is consumed, and the due time is known",
      { now: at("04T12:00") },
      { state: "running", elapsedSeconds: 0, dueAt: at("05T18:00") },
    ],
    [
      "before the start, by night, it is out of hours",
      { now: at("04T22:00") },
      { state: "out_of_hours", elapsedSeconds: 0, remainingSeconds: 7_200 },
    ],
    [
      "after the due time, on the weekend, nothing is broken",
      { now: at("06T12:00") },
      { state: "out_of_hours", breached: false, remainingSeconds: 0 },
    ],
    [
      "on Monday it is broken by as much as was worked",
      { now: at("08T09:01") },
      { breached: true, overrunSeconds: 60, dueAt: at("05T18:00") },
    ],
    [
      "of working days is due on that day",
      { targets: [{ ...daily(1), endOfDay: true }] },
      { dueAt: at("08T18:00"), remainingSeconds: 10 * 3_600 },
    ],
    [
      "out of hours is the complement of the named calendar",
      { targets: [{ ...twoHours, calendar: "night" }] },
      { clockStart: at("05T18:00"), dueAt: at("05T20:00"), state: "out_of_hours" },
    ],
    [
      "nights that touch at midnight are one interval",
      { targets: [{ ...twoHours, calendar: "night" }] },
      { openIntervals: [[at("05T18:00"), at("08T09:00")]] },
    ],
  ])("%s", ([, wish, expected]) => {
    expect(previewed(wish)[0]).toMatchObject(expected);
  });
});

test("a preview is of the moment if it says no other", () => {
  const { now: _, ...wish } = wished();
  const outcome = previewSla(wish, inParis("2026-06-05T16:10"));
  expect(outcome).toMatchObject({ targets: [{ elapsedSeconds: 600 }] });
});

describe("pauses of a preview", () => {
  test.for<[string, SlaPreviewWish["pauses"], Partial<SlaPreview["targets"][number]>]>([
    [
      "move the due time by their working part",
      [span("05T16:30", "05T17:00")],
      { dueAt: at("08T09:30") },
    ],
    [
      "that overlap count once, in whatever order they come",
      [span("05T16:45", "05T17:00"), span("05T16:15", "05T16:50"), span("05T16:20", "05T16:30")],
      { elapsedSeconds: 900, dueAt: at("08T09:45") },
    ],
    [
      "that touch are one",
      [span("05T16:30", "05T16:45"), span("05T16:45", "05T17:00")],
      elapsed(1_800),
    ],
    [
      "without an end make it paused, and nothing due",
      [{ from: at("05T16:30"), to: null }],
      { state: "paused", dueAt: null, remainingSeconds: 5_400, openIntervals: [] },
    ],
    [
      "that go on now make it paused, too, though their end is stated",
      [span("05T16:30", "05T17:30")],
      { state: "paused", dueAt: null, elapsedSeconds: 1_800, openIntervals: [] },
    ],
    [
      "that end now are over",
      [span("05T16:30", "05T17:00")],
      { state: "running", ...elapsed(1_800) },
    ],
    [
      "that begin before the start count from the start",
      [span("05T12:00", "05T16:30")],
      { elapsedSeconds: 1_800, clockStart: at("05T16:00"), dueAt: at("08T09:30") },
    ],
    [
      "stated for later are taken to happen: what is consumed now is as it is",
      [span("05T17:30", "05T17:45")],
      {
        state: "running",
        elapsedSeconds: 3_600,
        dueAt: at("08T09:15"),
        openIntervals: [
          [at("05T17:00"), at("05T17:30")],
          [at("05T17:45"), at("05T18:00")],
          [at("08T09:00"), at("08T18:00")],
        ],
      },
    ],
    [
      "without an end, stated for later, leave nothing due that they come before",
      [{ from: at("05T17:30"), to: null }],
      { state: "running", dueAt: null, openIntervals: [[at("05T17:00"), at("05T17:30")]] },
    ],
    [
      "after the due time move nothing",
      [{ from: at("08T10:00"), to: null }],
      { dueAt: at("05T18:00") },
    ],
    ["that end as they begin are none", [span("05T16:30", "05T16:30")], elapsed(3_600)],
  ])("%s", ([, pauses = [], expected]) => {
    expect(previewed({ pauses })[0]).toMatchObject(expected);
  });

  test("do not stop a target that cannot be paused", () => {
    const targets = [twoHours, { ...twoHours, name: "arrival", pausable: false }];
    const pauses = [{ from: at("05T16:30"), to: null }];
    expect(previewed({ targets, pauses })).toMatchObject([
      { state: "paused", dueAt: null },
      { state: "running", dueAt: at("05T18:00"), elapsedSeconds: 3_600 },
    ]);
  });

  test("leave no escalation while they go on", () => {
    const pauses = [{ from: at("05T16:30"), to: null }];
    const [target] = previewed({ pauses, escalations: [{ percent: 10 }] });
    expect(target?.escalations).toEqual([{ percent: 10, at: null }]);
  });
});

describe("changes of a preview", () => {
  const toFour = { ...twoHours, budgetSeconds: 4 * 3_600 };
  test.for<[string, SlaPreviewWish["changes"], Partial<SlaPreview["targets"][number]>]>([
    [
      "carry what was consumed",
      [{ at: at("05T16:30"), mode: "carry_elapsed", targets: [{ ...toFour, calendar: "always" }] }],
      { clockStart: at("05T16:00"), dueAt: at("05T20:00"), elapsedSeconds: 3_600 },
    ],
    [
      "begin anew",
      [{ at: at("05T16:30"), mode: "restart", targets: [twoHours] }],
      { clockStart: at("05T16:30"), dueAt: at("08T09:30"), elapsedSeconds: 1_800 },
    ],
    [
      "count from the start",
      [{ at: at("05T16:30"), mode: "from_start", targets: [{ ...toFour, calendar: "always" }] }],
      { dueAt: at("05T20:00"), elapsedSeconds: 3_600, remainingSeconds: 10_800 },
    ],
    [
      "act in the order of their instants, not of the list",
      [
        { at: at("05T16:45"), mode: "carry_elapsed", targets: [twoHours] },
        { at: at("05T16:30"), mode: "restart", targets: [toFour] },
      ],
      { clockStart: at("05T16:30"), dueAt: at("08T09:30") },
    ],
    [
      "stated for later are taken to happen",
      [{ at: at("05T17:30"), mode: "restart", targets: [twoHours] }],
      { elapsedSeconds: 3_600, clockStart: at("05T17:30"), dueAt: at("08T10:30") },
    ],
    [
      "stated for later change the hours from then on",
      [
        { at: at("05T16:30"), mode: "carry_elapsed", targets: [{ ...toFour, calendar: "always" }] },
        { at: at("05T19:00"), mode: "carry_elapsed", targets: [toFour] },
      ],
      {
        dueAt: at("08T10:00"),
        openIntervals: [
          [at("05T17:00"), at("05T19:00")],
          [at("08T09:00"), at("08T18:00")],
        ],
      },
    ],
    [
      "at the start are the promise itself",
      [{ at: at("05T16:00"), mode: "carry_elapsed", targets: [toFour] }],
      { dueAt: at("08T11:00") },
    ],
    [
      "of another target leave this one as it was",
      [{ at: at("05T16:30"), mode: "restart", targets: [{ ...toFour, name: "workaround" }] }],
      { name: "restoration", dueAt: at("05T18:00"), elapsedSeconds: 3_600 },
    ],
  ])("%s", ([, changes = [], expected]) => {
    expect(previewed({ changes })[0]).toMatchObject(expected);
  });

  test("may promise what was not promised", () => {
    const workaround = { ...twoHours, name: "workaround" };
    const changes = [{ at: at("05T16:30"), mode: "carry_elapsed" as const, targets: [workaround] }];
    expect(previewed({ changes })).toMatchObject([
      { name: "restoration", clockStart: at("05T16:00") },
      { name: "workaround", clockStart: at("05T16:30"), elapsedSeconds: 1_800 },
    ]);
  });

  test("of later may promise it, too; nothing of it is consumed, whatever waits before", () => {
    const workaround = { ...twoHours, name: "workaround" };
    const changes = [{ at: at("08T10:00"), mode: "carry_elapsed" as const, targets: [workaround] }];
    const pauses = [span("08T09:30", "08T11:00")];
    expect(previewed({ changes, pauses })[1]).toMatchObject({
      name: "workaround",
      state: "running",
      elapsedSeconds: 0,
      dueAt: at("08T13:00"),
    });
  });
});

test("the most that a preview may ask is answered while a person waits", () => {
  const startMs = inParis("2026-01-05T09:00").epochMilliseconds;
  const after = (ms: number) => Temporal.Instant.fromEpochMilliseconds(startMs + ms).toString();
  const hour = 3_600_000;
  const pauses = Array.from({ length: 1_000 }, (_, place) => ({
    from: after(place * 8 * hour),
    to: after(place * 8 * hour + hour),
  }));
  const changes = Array.from({ length: 100 }, (_, place) => ({
    at: after(place * 80 * hour),
    mode: place % 2 === 0 ? ("carry_elapsed" as const) : ("from_start" as const),
    targets: named("t", 24),
  }));
  const escalations = Array.from({ length: 24 }, (_, place) => ({ percent: 10 * (place + 1) }));
  const wish = { start: after(0), now: after(8_000 * hour), targets: named("t", 24) };
  const before = performance.now();
  expect(previewed({ ...wish, pauses, changes, escalations })).toHaveLength(24);
  expect(performance.now() - before).toBeLessThan(5_000);
});

function daily(workingDays: number): PreviewTarget {
  return { name: "restoration", workingDays, calendar: "office", pausable: true };
}
