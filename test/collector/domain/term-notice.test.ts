import type { TermEvents } from "@vigie/shared/term.ts";
import { describe, expect, test } from "vitest";
import { termStanding } from "../../../collector/domain/term.ts";
import { annual, day, expressly, openEnded, quarterly } from "../../support/terms.ts";

const year = annual("2026-01-01");

describe("notice is judged by the terms in force on the day it was given", () => {
  const renewed: TermEvents = {
    amendments: [{ effectiveOn: "2026-05-01", term: annual("2026-05-01") }],
  };

  test.for<[string, TermEvents, string, string]>([
    ["in the new term it is the new term's", renewed, "2027-02-01", "2027-04-30"],
    ["a day late: the next of the new terms", renewed, "2027-02-02", "2028-04-30"],
    [
      "before the amendment holds: the end is that of the term then in force, and nothing cuts it",
      renewed,
      "2026-02-01",
      "2026-12-31",
    ],
    [
      "a longer notice that holds later does not make it late",
      {
        amendments: [{ effectiveOn: "2026-12-01", term: annual("2026-01-01", { days: 90 }) }],
      },
      "2026-09-30",
      "2026-12-31",
    ],
    [
      "from that day on it does",
      {
        amendments: [{ effectiveOn: "2026-11-01", term: annual("2026-01-01", { months: 6 }) }],
      },
      "2026-11-01",
      "2027-12-31",
    ],
    [
      "a shorter notice that holds later does not make a late one timely",
      {
        amendments: [{ effectiveOn: "2026-12-01", term: annual("2026-01-01", { days: 10 }) }],
      },
      "2026-11-15",
      "2027-12-31",
    ],
    [
      "a longer term that begins later does not hold who gave notice before",
      {
        amendments: [{ effectiveOn: "2026-12-01", term: { ...year, initialMonths: 36 } }],
      },
      "2026-09-30",
      "2026-12-31",
    ],
    [
      "before the first day the terms of that day count, also amended ones",
      {
        amendments: [{ effectiveOn: "2026-01-01", term: quarterly("2026-01-01") }],
      },
      "2025-12-15",
      "2026-03-31",
    ],
    [
      "an amendment after the end by notice does not bring it back",
      { amendments: [{ effectiveOn: "2027-01-01", term: annual("2027-01-01") }] },
      "2026-10-01",
      "2026-12-31",
    ],
    [
      "open-ended terms end by the notice then in force, whatever holds when it runs out",
      {
        amendments: [
          { effectiveOn: "2026-05-01", term: openEnded("2026-05-01", { days: 10 }) },
          { effectiveOn: "2026-08-01", term: annual("2026-08-01") },
        ],
      },
      "2026-07-22",
      "2026-08-01",
    ],
  ])("%s", ([, events, noticeGivenOn, endsOn]) => {
    const given = { ...events, noticeGivenOn };
    expect(termStanding(year, given, day(noticeGivenOn)).endsOn).toBe(endsOn);
  });

  test("notice by thirty days' terms stays in time when ninety days' ones hold before the end", () => {
    const term = annual("2026-01-01", { days: 30 });
    const amendments = [{ effectiveOn: "2026-12-01", term: { ...term, notice: { days: 90 } } }];
    const events = { noticeGivenOn: "2026-11-15", amendments };
    expect(termStanding(term, events, day("2026-12-20"))).toMatchObject({
      state: "notice_given",
      endsOn: "2026-12-31",
    });
  });

  test("notice in an express term ends none; it is for the tacit terms that follow", () => {
    const events = {
      noticeGivenOn: "2026-11-15",
      amendments: [{ effectiveOn: "2027-01-01", term: annual("2027-01-01") }],
    };
    expect(termStanding(expressly("2026-01-01"), events, day("2026-12-01")).endsOn).toBe(
      "2027-12-31",
    );
  });
});
