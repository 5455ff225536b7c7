import type { Term, TermEvents } from "@vigie/shared/term.ts";
import { describe, expect, test } from "vitest";
import { nextTermDay } from "../../../collector/domain/term.ts";
import { annual, day, openEnded } from "../../support/terms.ts";

describe("the next day on which something changes", () => {
  test.for<[string, Term, TermEvents, string, string | null]>([
    ["the first day", annual("2026-01-01"), {}, "2025-06-01", "2026-01-01"],
    ["a reminder", annual("2026-01-01"), {}, "2026-01-01", "2026-07-03"],
    ["the day after the last notice day", annual("2026-01-01"), {}, "2026-09-01", "2026-10-02"],
    ["the next term", annual("2026-01-01"), {}, "2026-10-02", "2027-01-01"],
    ["a notice", annual("2026-01-01"), { noticeGivenOn: "2026-04-04" }, "2026-01-01", "2026-04-04"],
    ["the end", annual("2026-01-01"), { noticeGivenOn: "2026-04-04" }, "2026-04-04", "2027-01-01"],
    ["nothing after it", annual("2026-01-01"), { noticeGivenOn: "2026-04-04" }, "2027-01-01", null],
    ["nothing while open-ended", openEnded("2026-01-01"), {}, "2026-01-01", null],
    [
      "a notice before the first day changes nothing then",
      openEnded("2026-01-01", { days: 60 }),
      { noticeGivenOn: "2025-12-12" },
      "2025-12-01",
      "2026-01-01",
    ],
    [
      "an early end",
      openEnded("2026-01-01"),
      { endsEarlyOn: "2026-05-31" },
      "2026-01-01",
      "2026-06-01",
    ],
    [
      "reminders before a notice that is known",
      annual("2026-01-01"),
      { noticeGivenOn: "2026-09-30" },
      "2026-07-03",
      "2026-08-02",
    ],
  ])("%s", ([, term, events, after, next]) => {
    expect(nextTermDay(term, events, day(after))?.toString() ?? null).toBe(next);
  });
});
