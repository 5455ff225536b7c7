import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import type { PreviewTarget, SlaPreview, SlaPreviewWish } from "@vigie/shared/sla.ts";
import { describe, expect, test } from "vitest";
import { previewSla } from "../../../collector/domain/preview.ts";
import { everyDay, hours, mondayToFriday, PARIS } from "../../support/calendars.ts";

/** Previews of promises that nearly never end, and of those that end where a change leaves nothing. */

describe("what is hardly ever reached is answered while a person waits", () => {
  const start = "2026-01-05T09:00:00Z";
  const minute: CalendarDocument = { timeZone: "UTC", weekly: { mon: hours("09:00-09:01") } };
  const hour: CalendarDocument = { timeZone: PARIS, weekly: mondayToFriday("09:00-10:00") };
  const halves: CalendarDocument = {
    timeZone: PARIS,
    weekly: everyDay("08:00-08:30 10:00-10:30 14:00-14:30 16:00-16:30"),
    holidaySet: "FR",
  };
  test.for<[string, CalendarDocument[], number, number]>([
    ["a minute a week", [minute], 60_000, 24],
    ["an hour a day", [hour], 14_400_000, 1],
    ["several calendars with holidays", [halves, halves, halves, halves, halves], 30_000_000, 24],
  ])("%s", ([, documents, budgetSeconds, count]) => {
    const calendars = Object.fromEntries(
      documents.map((document, place) => [`c${place}`, document]),
    );
    const targets = Array.from({ length: count }, (_, place) => ({
      name: `t${place}`,
      budgetSeconds,
      calendar: `c${place % documents.length}`,
      pausable: true,
    }));
    const escalations = Array.from({ length: 24 }, (_, place) => ({ percent: 977 + place }));
    const before = performance.now();
    const answered = preview({ calendars, start, now: start, targets, escalations });
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(answered.every(({ dueAt }) => dueAt !== null)).toBe(true);
    const reached = answered.flatMap((target) => target.escalations.map(({ at }) => at));
    expect(reached).toEqual(reached.map(() => null));
  });
});

describe("of a change to working days, due is", () => {
  const calendars = {
    always: { timeZone: "UTC", weekly: everyDay("00:00-24:00") },
    office: { timeZone: "UTC", weekly: mondayToFriday("09:00-18:00") },
  };
  const changed = "2026-03-03T20:00:00.000Z";
  test.for<[string, number, string]>([
    ["the change, where more was consumed than two days are", 2, changed],
    ["the change, where no days are left at all", 0, changed],
    ["when the rest is spent, of 45 hours 10", 5, "2026-03-05T10:00:00.000Z"],
  ])("%s", ([, workingDays, dueAt]) => {
    const [target] = preview({
      calendars,
      start: "2026-03-02T09:00:00Z",
      now: "2026-03-03T21:00:00Z",
      targets: [{ ...promise("always"), budgetSeconds: 172_800 }],
      changes: [
        { at: changed, mode: "carry_elapsed", targets: [{ ...promise("office"), workingDays }] },
      ],
      escalations: [{ percent: 80 }, { percent: 100 }, { offsetSeconds: 3_600 }],
    });
    expect(target?.dueAt).toBe(dueAt);
    const reached = target?.escalations.map(({ at }) => at) ?? [];
    expect(reached[1]).toBe(dueAt);
    expect(reached).toEqual(reached.toSorted((a, b) => (a ?? "").localeCompare(b ?? "")));
  });
});

describe("an interval goes on", () => {
  test.for([
    ["to its closing, also over the end of a month", "22:00-06:00", "21:00", "2026-11-01T05:00"],
    ["for 400 days where nothing closes it", "00:00-24:00", "20:30", "2027-12-05T20:30"],
  ] as const)("%s", ([, open, from, to]) => {
    const [target] = preview({
      calendars: { nights: { timeZone: PARIS, weekly: everyDay(open) } },
      start: "2026-10-31T20:30:00Z",
      now: "2026-10-31T20:30:00Z",
      targets: [{ ...promise("nights"), budgetSeconds: 3_600 }],
    });
    const expected = [`2026-10-31T${from}:00.000Z`, `${to}:00.000Z`];
    expect(target?.openIntervals).toEqual([expected]);
  });
});

function promise(calendar: string): PreviewTarget {
  return { name: "restoration", calendar, pausable: false };
}

function preview(wish: SlaPreviewWish): SlaPreview["targets"] {
  const outcome = previewSla(wish, Temporal.Instant.from(wish.start));
  if ("problem" in outcome) throw new Error(`it is refused: ${outcome.detail}`);
  return outcome.targets;
}
