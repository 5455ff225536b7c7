import type { Term, TermEvents } from "@vigie/shared/term.ts";
import { describe, expect, test } from "vitest";
import { longTermStanding, nextTermDay, termStanding } from "../../../collector/domain/term.ts";
import { annual, day, expressly, monthly, openEnded, quarterly } from "../../support/terms.ts";

/** `number first..last (last notice)` of the terms from a day on. */
function told(term: Term, events: TermEvents, on = term.startsOn): string[] {
  return longTermStanding(term, events, { on: day(on), count: 4 }).terms.map(
    ({ number, startsOn, endsOn, lastNoticeOn }) =>
      `${number} ${startsOn}..${endsOn ?? ""} (${lastNoticeOn ?? ""})`,
  );
}

const year = annual("2026-01-01");

describe("a change of term by amendment holds from its day on, counted from its own start", () => {
  test.for<[string, Term, TermEvents, string[]]>([
    [
      "the same term again changes nothing",
      year,
      { amendments: [{ effectiveOn: "2026-05-01", term: year }] },
      [
        "1 2026-01-01..2026-12-31 (2026-10-01)",
        "2 2027-01-01..2027-12-31 (2027-10-01)",
        "3 2028-01-01..2028-12-31 (2028-10-01)",
        "4 2029-01-01..2029-12-31 (2029-10-01)",
      ],
    ],
    [
      "another notice cuts no term",
      year,
      { amendments: [{ effectiveOn: "2026-05-01", term: annual("2026-01-01", { months: 1 }) }] },
      [
        "1 2026-01-01..2026-12-31 (2026-12-01)",
        "2 2027-01-01..2027-12-31 (2027-12-01)",
        "3 2028-01-01..2028-12-31 (2028-12-01)",
        "4 2029-01-01..2029-12-31 (2029-12-01)",
      ],
    ],
    [
      "a longer initial term from the same day is the same term with a later end",
      year,
      {
        amendments: [
          { effectiveOn: "2026-05-01", term: { ...year, initialMonths: 36, renewalMonths: 12 } },
        ],
      },
      [
        "1 2026-01-01..2028-12-31 (2028-10-01)",
        "2 2029-01-01..2029-12-31 (2029-10-01)",
        "3 2030-01-01..2030-12-31 (2030-10-01)",
        "4 2031-01-01..2031-12-31 (2031-10-01)",
      ],
    ],
    [
      "a new start cuts the term under way, which notice can no longer end",
      year,
      { amendments: [{ effectiveOn: "2026-05-01", term: annual("2026-05-01") }] },
      [
        "1 2026-01-01..2026-04-30 ()",
        "2 2026-05-01..2027-04-30 (2027-02-01)",
        "3 2027-05-01..2028-04-30 (2028-02-01)",
        "4 2028-05-01..2029-04-30 (2029-02-01)",
      ],
    ],
    [
      "a new start on an anniversary cuts nothing",
      year,
      { amendments: [{ effectiveOn: "2027-01-01", term: monthly("2027-01-01") }] },
      [
        "1 2026-01-01..2026-12-31 (2026-10-01)",
        "2 2027-01-01..2027-01-31 (2027-01-22)",
        "3 2027-02-01..2027-02-28 (2027-02-19)",
        "4 2027-03-01..2027-03-31 (2027-03-22)",
      ],
    ],
    [
      "from monthly to annual, counted from the first day: the term under way begins with the amendment",
      monthly("2026-01-01"),
      { amendments: [{ effectiveOn: "2026-03-15", term: year }] },
      [
        "1 2026-01-01..2026-01-31 (2026-01-22)",
        "2 2026-02-01..2026-02-28 (2026-02-19)",
        "3 2026-03-01..2026-03-14 ()",
        "4 2026-03-15..2026-12-31 (2026-10-01)",
      ],
    ],
    [
      "two on the same day: the later one given holds",
      year,
      {
        amendments: [
          { effectiveOn: "2026-05-01", term: { ...annual("2026-05-01"), renewalMonths: 6 } },
          { effectiveOn: "2026-05-01", term: annual("2026-05-01") },
        ],
      },
      [
        "1 2026-01-01..2026-04-30 ()",
        "2 2026-05-01..2027-04-30 (2027-02-01)",
        "3 2027-05-01..2028-04-30 (2028-02-01)",
        "4 2028-05-01..2029-04-30 (2029-02-01)",
      ],
    ],
    [
      "on the first day it holds instead of the first term",
      year,
      { amendments: [{ effectiveOn: "2026-01-01", term: quarterly("2026-01-01") }] },
      [
        "1 2026-01-01..2026-03-31 (2026-03-02)",
        "2 2026-04-01..2026-06-30 (2026-06-01)",
        "3 2026-07-01..2026-09-30 (2026-09-01)",
        "4 2026-10-01..2026-12-31 (2026-12-02)",
      ],
    ],
    [
      "on the first day and counted from an earlier one: the contract begins no earlier for it",
      year,
      { amendments: [{ effectiveOn: "2026-01-01", term: annual("2025-07-01") }] },
      [
        "1 2026-01-01..2026-06-30 (2026-04-01)",
        "2 2026-07-01..2027-06-30 (2027-04-01)",
        "3 2027-07-01..2028-06-30 (2028-04-01)",
        "4 2028-07-01..2029-06-30 (2029-04-01)",
      ],
    ],
    [
      "to open-ended",
      year,
      { amendments: [{ effectiveOn: "2026-05-01", term: openEnded("2026-05-01") }] },
      ["1 2026-01-01..2026-04-30 ()", "2 2026-05-01.. ()"],
    ],
    [
      "from open-ended to annual",
      openEnded("2026-01-01"),
      { amendments: [{ effectiveOn: "2026-05-01", term: annual("2026-05-01") }] },
      [
        "1 2026-01-01..2026-04-30 ()",
        "2 2026-05-01..2027-04-30 (2027-02-01)",
        "3 2027-05-01..2028-04-30 (2028-02-01)",
        "4 2028-05-01..2029-04-30 (2029-02-01)",
      ],
    ],
    [
      "an express term that is prolonged",
      expressly("2026-01-01"),
      {
        amendments: [
          { effectiveOn: "2027-01-01", term: { ...expressly("2026-01-01"), initialMonths: 24 } },
        ],
      },
      ["1 2026-01-01..2027-12-31 ()"],
    ],
    [
      "an amendment that leaves the term alone keeps its renewals",
      expressly("2026-01-01"),
      {
        renewedOn: ["2026-06-01", "2026-07-01"],
        amendments: [{ effectiveOn: "2026-09-01", term: expressly("2026-01-01") }],
      },
      ["1 2026-01-01..2026-12-31 ()", "2 2027-01-01..2027-12-31 ()", "3 2028-01-01..2028-12-31 ()"],
    ],
    [
      "from tacit to express in the third year: the year under way is the last",
      annual("2024-01-01"),
      { amendments: [{ effectiveOn: "2026-05-01", term: expressly("2024-01-01") }] },
      [
        "1 2024-01-01..2024-12-31 (2024-10-01)",
        "2 2025-01-01..2025-12-31 (2025-10-01)",
        "3 2026-01-01..2026-12-31 ()",
      ],
    ],
  ])("%s", ([, term, events, expected]) => {
    expect(told(term, events)).toEqual(expected);
  });
});

describe("an amendment's days", () => {
  const renewed: TermEvents = {
    amendments: [{ effectiveOn: "2026-05-01", term: annual("2026-05-01") }],
  };

  test("the amendment's own days come next", () => {
    expect(nextTermDay(year, renewed, day("2026-04-01"))?.toString()).toBe("2026-05-01");
  });

  test("reminders are of the term that ends by itself, also while the one to be cut lasts", () => {
    const { reminders } = termStanding(year, renewed, day("2026-02-01"));
    expect(reminders.map(({ on }) => on)).toEqual(["2026-11-03", "2026-12-03", "2027-01-02"]);
  });
});

test("an end that an amendment averts is none to be reminded of", () => {
  const events = { amendments: [{ effectiveOn: "2027-01-01", term: annual("2027-01-01") }] };
  expect(termStanding(expressly("2026-01-01"), events, day("2026-11-01"))).toMatchObject({
    endsOn: null,
    reminders: [
      { on: "2027-07-03", of: "last_notice" },
      { on: "2027-08-02", of: "last_notice" },
      { on: "2027-09-01", of: "last_notice" },
    ],
  });
});

test("600 months under 100 amendments are answered at once", () => {
  const first = day("2026-01-31");
  const amendments = Array.from({ length: 100 }, (_, place) => {
    const from = first.add({ months: 6 * (place + 1) }).toString();
    const term = place % 2 === 0 ? monthly(from) : annual(from, { months: 120 });
    return { effectiveOn: from, term: { ...term, initialMonths: 1, renewalMonths: 1 } };
  });
  const events = { amendments };
  const last = longTermStanding(monthly("2026-01-31"), events, {
    on: day("2075-12-31"),
    count: 60,
  });
  expect(last.current).toMatchObject({ number: 600, startsOn: "2075-12-31" });

  const before = performance.now();
  for (let year = 2026; year < 2076; year += 1) {
    nextTermDay(monthly("2026-01-31"), events, day(`${year}-06-15`));
  }
  expect((performance.now() - before) / 50).toBeLessThan(50);
});
