import type { Term, TermEvents, TermSpan } from "@vigie/shared/term.ts";
import { describe, expect, test } from "vitest";
import { longTermStanding, termStanding } from "../../../collector/domain/term.ts";
import { annual, day, expressly, monthly, openEnded, quarterly } from "../../support/terms.ts";

/** `first..last` of each term, which is how a contract is read aloud. */
function spans(terms: readonly TermSpan[]): string[] {
  return terms.map(({ startsOn, endsOn }) => `${startsOn}..${endsOn ?? ""}`);
}

function standing(term: Term, on: string, events: TermEvents = {}) {
  return termStanding(term, events, day(on));
}

describe("section 5: the start is included, the end is the last covered day, the anniversary is the day after", () => {
  test.for<[string, Term, string, string, string]>([
    ["a year from New Year", annual("2026-01-01"), "2026-01-01", "2026-12-31", "2027-01-01"],
    ["a year from the middle", annual("2026-05-15"), "2026-05-15", "2027-05-14", "2027-05-15"],
    ["a quarter", quarterly("2026-11-01"), "2026-11-01", "2027-01-31", "2027-02-01"],
    ["a month", monthly("2026-04-01"), "2026-04-01", "2026-04-30", "2026-05-01"],
    ["a month from the 31st", monthly("2026-01-31"), "2026-01-31", "2026-02-27", "2026-02-28"],
    ["a year from 29 February", annual("2024-02-29"), "2024-02-29", "2025-02-27", "2025-02-28"],
    [
      "seven months",
      { ...annual("2026-06-30"), initialMonths: 7 },
      "2026-06-30",
      "2027-01-29",
      "2027-01-30",
    ],
  ])("%s", ([, term, startsOn, endsOn, anniversaryOn]) => {
    expect(standing(term, startsOn).current).toMatchObject({
      number: 1,
      startsOn,
      endsOn,
      anniversaryOn,
    });
    expect(standing(term, endsOn).current?.number).toBe(1);
    expect(standing(term, anniversaryOn).current?.number).toBe(2);
  });
});

describe("section 5: terms are start + initial months, then + k x renewal months, from the original start day", () => {
  test("monthly terms from the 31st come back to it after each short month", () => {
    const { terms } = longTermStanding(
      monthly("2026-01-31"),
      {},
      { on: day("2026-01-31"), count: 6 },
    );
    expect(spans(terms)).toEqual([
      "2026-01-31..2026-02-27",
      "2026-02-28..2026-03-30",
      "2026-03-31..2026-04-29",
      "2026-04-30..2026-05-30",
      "2026-05-31..2026-06-29",
      "2026-06-30..2026-07-30",
    ]);
  });

  test("annual terms from 29 February come back to it in leap years", () => {
    const wish = { on: day("2024-02-29"), count: 5 };
    const starts = longTermStanding(annual("2024-02-29"), {}, wish).terms.map((it) => it.startsOn);
    expect(starts).toEqual(["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]);
  });

  test("three years first, then one by one", () => {
    const term = { ...annual("2026-03-01"), initialMonths: 36, renewalMonths: 12 };
    expect(spans(standing(term, "2026-03-01").terms)).toEqual([
      "2026-03-01..2029-02-28",
      "2029-03-01..2030-02-28",
      "2030-03-01..2031-02-28",
    ]);
  });

  test("further terms last as long as the first where nothing else is said", () => {
    expect(spans(standing(quarterly("2026-01-01"), "2026-04-01").terms)).toEqual([
      "2026-04-01..2026-06-30",
      "2026-07-01..2026-09-30",
      "2026-10-01..2026-12-31",
    ]);
  });

  test("monthly terms drifting from the 31st: the 600th still begins where the calendar allows", () => {
    const last = standing(monthly("2026-01-31"), "2075-12-31").current;
    expect(last).toMatchObject({ number: 600, startsOn: "2075-12-31", endsOn: "2076-01-30" });
  });
});

describe("section 5: last notice date = anniversary of the current, renewed term - notice, included", () => {
  test.for<[string, Term, string, string | null]>([
    ["three months", annual("2026-01-01"), "2026-06-01", "2026-10-01"],
    ["ninety days", annual("2026-01-01", { days: 90 }), "2026-06-01", "2026-10-03"],
    ["of the renewed term, not of the first", annual("2020-01-01"), "2026-06-01", "2026-10-01"],
    ["still told when it is past", annual("2026-01-01"), "2026-12-24", "2026-10-01"],
    ["months are cut at their end", annual("2026-05-31"), "2026-06-01", "2027-02-28"],
    ["in a leap year too", annual("2027-05-31"), "2027-06-01", "2028-02-29"],
    [
      "a notice longer than the term",
      monthly("2026-01-01", { months: 3 }),
      "2026-01-15",
      "2025-11-01",
    ],
    [
      "no notice at all: up to the last day",
      annual("2026-01-01", { days: 0 }),
      "2026-06-01",
      "2026-12-31",
    ],
    ["no months at all: the same", annual("2026-01-01", { months: 0 }), "2026-06-01", "2026-12-31"],
    ["none when renewal is express", expressly("2026-01-01"), "2026-06-01", null],
    ["none when open-ended", openEnded("2026-01-01"), "2026-06-01", null],
  ])("%s", ([, term, on, lastNoticeOn]) => {
    expect(standing(term, on).current?.lastNoticeOn).toBe(lastNoticeOn);
  });

  test("notice computed on the initial term: in the fifth year it is the fifth year's", () => {
    const term = { ...annual("2021-04-01"), initialMonths: 24, renewalMonths: 12 };
    const { current } = standing(term, "2025-09-01");
    expect(current).toMatchObject({ number: 4, endsOn: "2026-03-31", lastNoticeOn: "2026-01-01" });
  });
});

describe("section 5: a notice given ends the contract at the end of the first term whose last notice date is not past", () => {
  test.for<[string, Term, string, string]>([
    ["on the last day: this term", annual("2026-01-01"), "2026-10-01", "2026-12-31"],
    ["the day after: the next term", annual("2026-01-01"), "2026-10-02", "2027-12-31"],
    ["long before", annual("2026-01-01"), "2026-01-01", "2026-12-31"],
    ["before the first day: the first term", annual("2026-01-01"), "2025-12-01", "2026-12-31"],
    ["in a renewed term", annual("2020-01-01"), "2026-05-05", "2026-12-31"],
    ["after many renewals, a day late", annual("2020-01-01"), "2026-10-02", "2027-12-31"],
    [
      "monthly, three months' notice",
      monthly("2026-01-01", { months: 3 }),
      "2026-01-10",
      "2026-04-30",
    ],
    [
      "monthly, on a last notice day",
      monthly("2026-01-01", { months: 3 }),
      "2026-02-01",
      "2026-04-30",
    ],
    [
      "without notice, on the last day",
      annual("2026-01-01", { days: 0 }),
      "2026-12-31",
      "2026-12-31",
    ],
  ])("%s", ([, term, noticeGivenOn, endsOn]) => {
    expect(standing(term, noticeGivenOn, { noticeGivenOn }).endsOn).toBe(endsOn);
  });

  test("the end is known on every day, the state is that of the day", () => {
    const events = { noticeGivenOn: "2026-09-15" };
    const told = (on: string) => standing(annual("2026-01-01"), on, events);
    expect(told("2025-12-31")).toMatchObject({ state: "not_started", current: null });
    expect(told("2026-09-14")).toMatchObject({ state: "in_force", endsOn: "2026-12-31" });
    expect(told("2026-09-15")).toMatchObject({ state: "notice_given", endsOn: "2026-12-31" });
    expect(told("2026-12-31")).toMatchObject({ state: "notice_given" });
    expect(told("2027-01-01")).toMatchObject({ state: "ended", current: null, terms: [] });
  });

  test("no term is listed past the end", () => {
    const { terms } = standing(annual("2026-01-01"), "2026-09-15", { noticeGivenOn: "2026-10-02" });
    expect(spans(terms)).toEqual(["2026-01-01..2026-12-31", "2027-01-01..2027-12-31"]);
  });

  test("under express renewal it takes nothing away from what was renewed", () => {
    const events = { renewedOn: ["2026-11-01"], noticeGivenOn: "2026-12-01" };
    expect(standing(expressly("2026-01-01"), "2027-05-05", events)).toMatchObject({
      state: "notice_given",
      endsOn: "2027-12-31",
      reminders: [],
    });
  });
});

describe("section 5: an open-ended contract ends at notice + notice days", () => {
  test.for<[string, Term, string, string]>([
    ["thirty days", openEnded("2026-01-01", { days: 30 }), "2026-03-01", "2026-03-31"],
    ["three months", openEnded("2026-01-01", { months: 3 }), "2026-03-31", "2026-06-30"],
    ["none: the same day", openEnded("2026-01-01", { days: 0 }), "2026-03-01", "2026-03-01"],
    [
      "not before the initial term ends",
      { ...openEnded("2026-01-01", { days: 30 }), initialMonths: 12 },
      "2026-03-01",
      "2026-12-31",
    ],
    [
      "on the last day that runs out with the initial term",
      { ...openEnded("2026-01-01", { days: 30 }), initialMonths: 12 },
      "2026-12-01",
      "2026-12-31",
    ],
    [
      "a day later it runs on by a day",
      { ...openEnded("2026-01-01", { days: 30 }), initialMonths: 12 },
      "2026-12-02",
      "2027-01-01",
    ],
    [
      "the 31st runs out with the 30th: months are cut",
      { ...openEnded("2026-01-01", { months: 1 }), initialMonths: 4 },
      "2026-03-31",
      "2026-04-30",
    ],
  ])("%s", ([, term, noticeGivenOn, endsOn]) => {
    expect(standing(term, noticeGivenOn, { noticeGivenOn }).endsOn).toBe(endsOn);
  });

  test("the initial term tells its last notice day, the open-ended one has no end", () => {
    const term = { ...openEnded("2026-01-01", { months: 1 }), initialMonths: 4 };
    expect(standing(term, "2026-01-01").terms).toEqual([
      {
        number: 1,
        startsOn: "2026-01-01",
        endsOn: "2026-04-30",
        anniversaryOn: "2026-05-01",
        lastNoticeOn: "2026-03-31",
      },
      {
        number: 2,
        startsOn: "2026-05-01",
        endsOn: null,
        anniversaryOn: null,
        lastNoticeOn: null,
      },
    ]);
  });
});

describe("express renewals", () => {
  test.for<[string, TermEvents, string]>([
    ["nobody renews: it lapses with its first term", {}, "2026-12-31"],
    ["once", { renewedOn: ["2026-11-15"] }, "2027-12-31"],
    ["on the last day", { renewedOn: ["2026-12-31"] }, "2027-12-31"],
    [
      "twice in one year: two further terms",
      { renewedOn: ["2026-03-01", "2026-04-01"] },
      "2028-12-31",
    ],
  ])("%s", ([, events, endsOn]) => {
    const before = standing(expressly("2026-01-01"), endsOn, events);
    expect(before).toMatchObject({ state: "in_force", endsOn });
    expect(standing(expressly("2026-01-01"), "2029-01-01", events).state).toBe("ended");
  });
});

describe("an early end", () => {
  test("cuts the term under way, and notice has nothing left to end", () => {
    const events = { endsEarlyOn: "2026-06-30" };
    expect(standing(annual("2026-01-01"), "2026-06-30", events)).toEqual({
      on: "2026-06-30",
      state: "notice_given",
      endsOn: "2026-06-30",
      current: {
        number: 1,
        startsOn: "2026-01-01",
        endsOn: "2026-06-30",
        anniversaryOn: "2026-07-01",
        lastNoticeOn: null,
      },
      reminders: [],
      terms: [
        {
          number: 1,
          startsOn: "2026-01-01",
          endsOn: "2026-06-30",
          anniversaryOn: "2026-07-01",
          lastNoticeOn: null,
        },
      ],
    });
    expect(standing(annual("2026-01-01"), "2026-07-01", events).state).toBe("ended");
  });

  test("before the end that notice would bring", () => {
    const events = { noticeGivenOn: "2026-02-01", endsEarlyOn: "2026-08-31" };
    expect(standing(annual("2026-01-01"), "2026-03-01", events).endsOn).toBe("2026-08-31");
  });
});
