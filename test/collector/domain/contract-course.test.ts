import type { Term } from "@vigie/shared/term.ts";
import { describe, expect, test } from "vitest";
import {
  type CourseFacts,
  dayAt,
  isCovering,
  nextChangeMs,
  shownVersion,
  standingAt,
  startOfDayMs,
  termOf,
  type VersionFacts,
  versionAt,
} from "../../../collector/domain/contract-course.ts";

/** Which version holds, and where the term stands, at any instant. */

const YEAR: Term = {
  timeZone: "Europe/Paris",
  startsOn: "2026-01-01",
  initialMonths: 12,
  renewal: "tacit",
  notice: { months: 3 },
};
const NOTHING: CourseFacts = { noticeGivenOn: null, endsEarlyOn: null, renewedOn: [] };

function version(number: number, effectiveOn: string | null, term: Term = YEAR): VersionFacts {
  const effectiveFromMs =
    effectiveOn === null ? null : startOfDayMs(Temporal.PlainDate.from(effectiveOn), term.timeZone);
  const state = effectiveOn === null ? "draft" : "in_force";
  return { number, state, effectiveOn, effectiveFromMs, clauses: { term } };
}

const msOf = (text: string) => Temporal.Instant.from(text).epochMilliseconds;

describe("the version that holds", () => {
  const versions = [version(1, "2026-01-01"), version(2, "2026-07-01"), version(3, null)];

  test.for<readonly [why: string, at: string, holding: number | undefined]>([
    ["none before the first takes effect", "2025-12-31T23:59:59.999+01:00", undefined],
    ["the first from midnight of its day, in its zone", "2026-01-01T00:00:00+01:00", 1],
    ["the old one until the day before the amendment ends", "2026-06-30T23:59:59.999+02:00", 1],
    ["the amendment from midnight on", "2026-07-01T00:00:00+02:00", 2],
    ["never a draft", "2030-01-01T00:00:00Z", 2],
  ])("%s", ([, at, holding]) => {
    expect(versionAt(versions, msOf(at))?.number).toBe(holding);
  });

  test("of two that begin on one day it is the later one", () => {
    const twice = [version(1, "2026-01-01"), version(2, "2026-01-01")];
    expect(versionAt(twice, msOf("2026-01-02T00:00:00Z"))?.number).toBe(2);
  });

  test("is shown, or else the newest", () => {
    const before = msOf("2025-06-01T00:00:00Z");
    expect(shownVersion(versions, before)?.number).toBe(3);
    expect(shownVersion([], before)).toBeUndefined();
  });
});

describe("a day begins", () => {
  test.for<readonly [why: string, day: string, zone: string, at: string]>([
    ["at midnight", "2026-11-23", "Europe/Paris", "2026-11-22T23:00:00Z"],
    ["at midnight of summer time", "2026-07-01", "Europe/Paris", "2026-06-30T22:00:00Z"],
    [
      "at one, where the clocks skip midnight",
      "2026-09-06",
      "America/Santiago",
      "2026-09-06T04:00:00Z",
    ],
    ["half an hour off", "2026-10-04", "Australia/Lord_Howe", "2026-10-03T13:30:00Z"],
  ])("%s", ([, day, zone, at]) => {
    const ms = startOfDayMs(Temporal.PlainDate.from(day), zone);
    expect(ms).toBe(msOf(at));
    expect(dayAt(ms, zone).toString()).toBe(day);
    expect(dayAt(ms - 1, zone).toString()).not.toBe(day);
  });
});

describe("the term", () => {
  test("is that of the first version; an amendment that says the same is none", () => {
    const versions = [version(1, "2026-01-01"), version(2, "2026-03-01")];
    expect(termOf(NOTHING, versions)).toEqual({ term: YEAR, events: {} });
  });

  test("changes by an amendment that says another", () => {
    const monthly = { ...YEAR, startsOn: "2026-03-01", initialMonths: 1 };
    const versions = [version(1, "2026-01-01"), version(2, "2026-03-01", monthly)];
    expect(termOf(NOTHING, versions)?.events).toEqual({
      amendments: [{ effectiveOn: "2026-03-01", term: monthly }],
    });
  });

  test("of two versions of one day, the later one's holds", () => {
    const express = { ...YEAR, renewal: "express" } as const;
    const versions = [version(1, "2026-01-01"), version(2, "2026-01-01", express)];
    expect(termOf(NOTHING, versions)).toEqual({ term: express, events: {} });
  });

  test("knows what happened to it", () => {
    const facts = {
      noticeGivenOn: "2026-05-01",
      endsEarlyOn: "2026-08-31",
      renewedOn: ["2026-02-01"],
    };
    expect(termOf(facts, [version(1, "2026-01-01")])?.events).toEqual(facts);
  });

  test("is none's while there are only drafts, though a draft says where it would stand", () => {
    expect(termOf(NOTHING, [version(1, null)])).toBeUndefined();
    expect(standingAt(NOTHING, [version(1, null)], msOf("2026-02-01T00:00:00Z"))?.state).toBe(
      "in_force",
    );
  });
});

describe("covering", () => {
  const versions = [version(1, "2026-01-01")];
  const ended = { ...NOTHING, endsEarlyOn: "2026-06-30" };

  test.for<readonly [why: string, facts: CourseFacts, at: string, covering: boolean]>([
    ["nothing before it begins", NOTHING, "2025-12-31T12:00:00Z", false],
    ["from the first day", NOTHING, "2026-01-01T00:00:00+01:00", true],
    [
      "also after notice, until the end",
      { ...NOTHING, noticeGivenOn: "2026-02-01" },
      "2026-12-31T12:00:00Z",
      true,
    ],
    ["on the last covered day, all of it", ended, "2026-06-30T23:59:59+02:00", true],
    ["nothing on the day after", ended, "2026-07-01T00:00:00+02:00", false],
  ])("%s", ([, facts, at, covering]) => {
    expect(isCovering(facts, versions, msOf(at))).toBe(covering);
  });

  test("nothing while the version holds but the term has not begun", () => {
    const early = [version(1, "2025-12-01")];
    expect(isCovering(NOTHING, early, msOf("2025-12-15T00:00:00Z"))).toBe(false);
  });
});

describe("it changes by itself next", () => {
  test.for<readonly [why: string, versions: VersionFacts[], at: string, next: string | null]>([
    [
      "when its first version takes effect",
      [version(1, "2026-01-01")],
      "2025-12-01T00:00:00Z",
      "2026-01-01T00:00:00+01:00",
    ],
    [
      "at a reminder, 90 days before the last useful notice date",
      [version(1, "2026-01-01")],
      "2026-01-02T00:00:00Z",
      "2026-07-03T00:00:00+02:00",
    ],
    [
      "when an amendment takes effect, if that is sooner",
      [version(1, "2026-01-01"), version(2, "2026-02-01")],
      "2026-01-02T00:00:00Z",
      "2026-02-01T00:00:00+01:00",
    ],
    ["never, of drafts", [version(1, null)], "2026-01-02T00:00:00Z", null],
  ])("%s", ([, versions, at, next]) => {
    expect(nextChangeMs(NOTHING, versions, msOf(at))).toBe(next === null ? null : msOf(next));
  });

  test("after its last day, and then never again", () => {
    const facts = { ...NOTHING, endsEarlyOn: "2026-03-31" };
    const versions = [version(1, "2026-01-01")];
    const over = nextChangeMs(facts, versions, msOf("2026-03-30T00:00:00Z"));
    expect(over).toBe(msOf("2026-04-01T00:00:00+02:00"));
    expect(nextChangeMs(facts, versions, over ?? 0)).toBeNull();
  });
});
