import type { Term, TermEvents } from "@vigie/shared/term.ts";
import { describe, expect, test } from "vitest";
import { nextTermDay, termStanding } from "../../../collector/domain/term.ts";
import { annual, day, expressly, monthly, openEnded, quarterly } from "../../support/terms.ts";

/** Each reminder as `day -days`. */
function reminders(term: Term, on: string, events: TermEvents = {}): string[] {
  return termStanding(term, events, day(on)).reminders.map(
    ({ on: when, daysBefore, of }) => `${when} ${daysBefore} ${of}`,
  );
}

describe("reminders 90, 60 and 30 days before", () => {
  test.for<[string, Term, TermEvents, string, string[]]>([
    [
      "the last useful notice date of a tacit term",
      annual("2026-01-01"),
      {},
      "2026-02-01",
      ["2026-07-03 90 last_notice", "2026-08-02 60 last_notice", "2026-09-01 30 last_notice"],
    ],
    [
      "of the renewed term",
      annual("2020-01-01"),
      {},
      "2026-02-01",
      ["2026-07-03 90 last_notice", "2026-08-02 60 last_notice", "2026-09-01 30 last_notice"],
    ],
    [
      "on the last notice day itself they are still those of this term",
      annual("2026-01-01"),
      {},
      "2026-10-01",
      ["2026-07-03 90 last_notice", "2026-08-02 60 last_notice", "2026-09-01 30 last_notice"],
    ],
    [
      "a day later those of the next",
      annual("2026-01-01"),
      {},
      "2026-10-02",
      ["2027-07-03 90 last_notice", "2027-08-02 60 last_notice", "2027-09-01 30 last_notice"],
    ],
    [
      "the end of an express term",
      expressly("2026-01-01"),
      {},
      "2026-02-01",
      ["2026-10-02 90 end", "2026-11-01 60 end", "2026-12-01 30 end"],
    ],
    [
      "the end up to which it was renewed",
      expressly("2026-01-01"),
      { renewedOn: ["2026-11-15"] },
      "2026-11-20",
      ["2027-10-02 90 end", "2027-11-01 60 end", "2027-12-01 30 end"],
    ],
    ["none for an open-ended one", openEnded("2026-01-01"), {}, "2026-02-01", []],
    [
      "nor for its initial term",
      { ...openEnded("2026-01-01"), initialMonths: 12 },
      {},
      "2026-02-01",
      [],
    ],
    [
      "as the clause says, in order and each once",
      { ...annual("2026-01-01"), reminderDays: [7, 120, 7] },
      {},
      "2026-02-01",
      ["2026-06-03 120 last_notice", "2026-09-24 7 last_notice"],
    ],
    [
      "none if the clause wants none",
      { ...annual("2026-01-01"), reminderDays: [] },
      {},
      "2026-02-01",
      [],
    ],
    [
      "0 days before is the day itself",
      { ...annual("2026-01-01"), reminderDays: [0] },
      {},
      "2026-02-01",
      ["2026-10-01 0 last_notice"],
    ],
    [
      "none once notice is given",
      annual("2026-01-01"),
      { noticeGivenOn: "2026-02-01" },
      "2026-02-01",
      [],
    ],
    [
      "those before a notice were given",
      annual("2026-01-01"),
      { noticeGivenOn: "2026-08-02" },
      "2026-08-01",
      ["2026-07-03 90 last_notice"],
    ],
    [
      "none when both agreed on the end",
      annual("2026-01-01"),
      { endsEarlyOn: "2026-11-30" },
      "2026-02-01",
      [],
    ],
    ["none after the end", expressly("2026-01-01"), {}, "2027-01-01", []],
  ])("%s", ([, term, events, on, expected]) => {
    expect(reminders(term, on, events)).toEqual(expected);
  });
});

describe("a term too short for its reminders", () => {
  test("they move up to the first day on which the date comes next, together, with the days left", () => {
    expect(reminders(monthly("2026-01-01", { days: 10 }), "2026-01-01")).toEqual([
      "2026-01-01 21 last_notice",
    ]);
    expect(reminders(monthly("2026-01-01", { days: 10 }), "2026-01-23")).toEqual([
      "2026-01-23 27 last_notice",
    ]);
  });

  test("one that fits stays where it is", () => {
    expect(reminders(quarterly("2026-01-01"), "2026-01-01")).toEqual([
      "2026-01-01 60 last_notice",
      "2026-01-31 30 last_notice",
    ]);
  });

  test("a notice longer than the term: the date that can still be met, not that of the term under way", () => {
    expect(reminders(monthly("2026-01-01", { months: 3 }), "2026-01-15")).toEqual([
      "2026-01-02 30 last_notice",
    ]);
  });

  test("nobody is reminded before the first day", () => {
    expect(reminders(monthly("2026-01-01", { months: 3 }), "2026-01-01")).toEqual([
      "2026-01-01 0 last_notice",
    ]);
  });

  test("an express month is reminded of on its first day", () => {
    const month: Term = { ...expressly("2026-03-01"), initialMonths: 1 };
    expect(reminders(month, "2026-03-10")).toEqual(["2026-03-01 30 end"]);
  });

  test("each notice date of a monthly contract is reminded of once", () => {
    const term = monthly("2026-01-31", { days: 10 });
    const days: string[] = [];
    let next = nextTermDay(term, {}, day("2026-01-30"));
    while (next !== null && next.year === 2026) {
      const on = next.toString();
      days.push(...reminders(term, on).filter((reminder) => reminder.startsWith(on)));
      next = nextTermDay(term, {}, next);
    }
    expect(days).toHaveLength(12);
    expect(days.slice(0, 3)).toEqual([
      "2026-01-31 18 last_notice",
      "2026-02-19 30 last_notice",
      "2026-03-22 29 last_notice",
    ]);
  });
});
