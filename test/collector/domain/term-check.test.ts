import type { Term, TermEvents } from "@vigie/shared/term.ts";
import { describe, expect, test } from "vitest";
import { checkTerm, checkTermDay } from "../../../collector/domain/term.ts";
import { annual, expressly, monthly, openEnded } from "../../support/terms.ts";

const year = annual("2026-01-01");

describe("what is refused, in words that say where", () => {
  test.for<[string, Term, TermEvents, RegExp]>([
    ["a zone that there is not", { ...year, timeZone: "Paris" }, {}, /^timeZone: Paris is not/],
    [
      "an offset, which has no clock changes",
      { ...year, timeZone: "+01:00" },
      {},
      /^timeZone: \+01:00/,
    ],
    ["30 February", annual("2026-02-30"), {}, /^startsOn: 2026-02-30 is not a date/],
    [
      "a slip of the pen",
      annual("0226-01-01"),
      {},
      /^startsOn: 0226-01-01 is not between 1900 and 2199/,
    ],
    [
      "tacit without a length",
      { ...openEnded("2026-01-01"), renewal: "tacit" },
      {},
      /^initialMonths is missing/,
    ],
    [
      "open-ended with further terms",
      { ...openEnded("2026-01-01"), renewalMonths: 12 },
      {},
      /^renewalMonths/,
    ],
    [
      "an amendment's term",
      year,
      { amendments: [{ effectiveOn: "2026-05-01", term: { ...year, timeZone: "x y" } }] },
      /^amendments\[0\]\.term\.timeZone: x y/,
    ],
    [
      "an amendment's day",
      year,
      { amendments: [{ effectiveOn: "2026-13-01", term: year }] },
      /^amendments\[0\]\.effectiveOn: 2026-13-01 is not a date/,
    ],
    [
      "an amendment that leaves a gap",
      year,
      { amendments: [{ effectiveOn: "2026-05-01", term: annual("2026-06-01") }] },
      /^amendments\[0\]\.term\.startsOn 2026-06-01 is after its effectiveOn 2026-05-01/,
    ],
    [
      "an amendment before the first day",
      year,
      { amendments: [{ effectiveOn: "2025-11-01", term: annual("2026-03-01") }] },
      /^amendments\[0\]\.effectiveOn 2025-11-01 is before the contract's first day 2026-01-01/,
    ],
    [
      "an amendment of the first day that would move it",
      year,
      { amendments: [{ effectiveOn: "2026-01-01", term: annual("2026-03-01") }] },
      /^amendments\[0\]\.term\.startsOn 2026-03-01 is after its effectiveOn 2026-01-01/,
    ],
    [
      "an amendment of what is over",
      expressly("2026-01-01"),
      { amendments: [{ effectiveOn: "2027-01-02", term: year }] },
      /^amendments\[0\]\.effectiveOn 2027-01-02 is after the contract's end on 2026-12-31/,
    ],
    [
      "a renewal that is no date",
      year,
      { renewedOn: ["2026-02-29"] },
      /^renewedOn\[0\]: 2026-02-29/,
    ],
    [
      "a renewal of a tacit term",
      year,
      { renewedOn: ["2026-11-01"] },
      /^renewedOn\[0\]: .* leave it out/,
    ],
    [
      "a renewal of what is over",
      expressly("2026-01-01"),
      { renewedOn: ["2026-11-01", "2028-01-01"] },
      /^renewedOn\[1\]: 2028-01-01 is after the contract's end on 2027-12-31/,
    ],
    [
      "a renewal before the first day",
      expressly("2026-01-01"),
      { renewedOn: ["2025-12-31"] },
      /^renewedOn\[0\]: 2025-12-31 is before the contract's first day 2026-01-01/,
    ],
    [
      "a renewal after notice",
      expressly("2026-01-01"),
      { renewedOn: ["2026-11-02"], noticeGivenOn: "2026-11-01" },
      /^renewedOn\[0\]: 2026-11-02 is after the notice of 2026-11-01/,
    ],
    [
      "a notice that is no date",
      year,
      { noticeGivenOn: "2026-00-01" },
      /^noticeGivenOn: 2026-00-01/,
    ],
    [
      "a notice after the end",
      expressly("2026-01-01"),
      { noticeGivenOn: "2027-01-01" },
      /^noticeGivenOn: 2027-01-01 is after the contract's end on 2026-12-31/,
    ],
    [
      "a notice that would end it before it begins",
      openEnded("2026-01-01", { days: 10 }),
      { noticeGivenOn: "2025-12-01" },
      /^noticeGivenOn: .* end on 2025-12-11, before its first day 2026-01-01/,
    ],
    [
      "an early end before the first day",
      year,
      { endsEarlyOn: "2025-12-31" },
      /^endsEarlyOn: 2025-12-31 is before/,
    ],
    [
      "an early end after the end",
      year,
      { noticeGivenOn: "2026-03-01", endsEarlyOn: "2027-01-01" },
      /^endsEarlyOn: 2027-01-01 is after the contract's end on 2026-12-31/,
    ],
  ])("%s", ([, term, events, detail]) => {
    expect(checkTerm(term, events)).toEqual({
      problem: "term_invalid",
      detail: expect.stringMatching(detail),
    });
  });
});

describe("what is taken", () => {
  test.for<[string, Term, TermEvents]>([
    ["a term alone", year, {}],
    ["open-ended from the first day", openEnded("2026-01-01"), {}],
    ["a renewal on the last day", expressly("2026-01-01"), { renewedOn: ["2026-12-31"] }],
    ["renewals in any order", expressly("2026-01-01"), { renewedOn: ["2027-12-01", "2026-12-01"] }],
    [
      "an amendment on the day after the end",
      expressly("2026-01-01"),
      { amendments: [{ effectiveOn: "2027-01-01", term: annual("2027-01-01") }] },
    ],
    [
      "an amendment that was planned before notice was given",
      year,
      {
        amendments: [{ effectiveOn: "2027-06-01", term: monthly("2027-06-01") }],
        noticeGivenOn: "2026-09-01",
      },
    ],
    [
      "an amendment of the first day",
      year,
      { amendments: [{ effectiveOn: "2026-01-01", term: monthly("2026-01-01") }] },
    ],
    ["a notice before the first day", year, { noticeGivenOn: "2025-12-01" }],
    ["an early end on the last day", expressly("2026-01-01"), { endsEarlyOn: "2026-12-31" }],
  ])("%s", ([, term, events]) => {
    expect(checkTerm(term, events)).toBeUndefined();
  });
});

test("a day asked for is checked the same way", () => {
  expect(checkTermDay("on", "2026-06-31")?.detail).toBe("on: 2026-06-31 is not a date");
  expect(checkTermDay("on", "2026-06-30")).toBeUndefined();
});
