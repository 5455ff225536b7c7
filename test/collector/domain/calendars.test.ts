import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import { describe, expect, test } from "vitest";
import { toCalendars } from "../../../collector/domain/calendars.ts";
import { elapsedMs } from "../../../collector/domain/working-time.ts";
import { everyDay, inParis, mondayToFriday, office, PARIS } from "../../support/calendars.ts";

const HOUR_MS = 3_600_000;
const week: CalendarDocument = { timeZone: PARIS, weekly: mondayToFriday("09:00-18:00") };

/** As they are named by one another. */
function named(documents: Readonly<Record<string, CalendarDocument>>) {
  return Object.entries(documents).map(([name, document]) => ({
    name,
    document,
    base: document.complementOf,
  }));
}

/** What is open on a Monday, by name. */
function hoursOnMonday(outcome: ReturnType<typeof toCalendars>): Record<string, number> {
  if ("problem" in outcome) throw new Error(outcome.detail);
  const [from, to] = [inParis("2026-04-27T00:00"), inParis("2026-04-28T00:00")];
  return Object.fromEntries(
    [...outcome.calendars].map(([name, calendar]) => [
      name,
      elapsedMs(calendar, from, to) / HOUR_MS,
    ]),
  );
}

test("complements are made after their bases, in whatever order they are given", () => {
  const outcome = toCalendars(
    named({
      again: { complementOf: "rest" },
      rest: { complementOf: "week" },
      other: { complementOf: "week" },
      week,
    }),
  );
  expect(hoursOnMonday(outcome)).toEqual({ week: 9, rest: 15, again: 9, other: 15 });
});

test("a base may be one that is known already; it is not made again", () => {
  const known = new Map([["week", office]]);
  const outcome = toCalendars(named({ rest: { complementOf: "week" } }), known);
  expect(hoursOnMonday(outcome)).toEqual({ rest: 15 });
});

describe("what cannot be made is named", () => {
  test.for<[string, Readonly<Record<string, CalendarDocument>>, string, string]>([
    [
      "a circle of two",
      { week, a: { complementOf: "b" }, b: { complementOf: "a" } },
      "a",
      "it is a complement in a circle: a, b, a",
    ],
    [
      "a calendar and itself",
      { self: { complementOf: "self" } },
      "self",
      "it is a complement in a circle: self, self",
    ],
    [
      "a circle that another one leads into",
      { z: { complementOf: "a" }, a: { complementOf: "b" }, b: { complementOf: "a" } },
      "z",
      "it is a complement in a circle: z, a, b, a",
    ],
    ["a base that is not there", { a: { complementOf: "gone" } }, "a", "gone, which is not there"],
    [
      "a base that cannot hold",
      { a: { complementOf: "bad" }, bad: { timeZone: PARIS, weekly: everyDay("") } },
      "bad",
      "it never opens: no day of the week has hours",
    ],
  ])("%s", ([, documents, name, words]) => {
    expect(toCalendars(named(documents))).toEqual({
      problem: "calendar_invalid",
      name,
      detail: expect.stringContaining(words),
    });
  });
});
