import { type CalendarDocument, WEEKDAYS } from "@vigie/shared/calendar.ts";
import type { PreviewTarget, SlaPreviewWish } from "@vigie/shared/sla.ts";
import { describe, expect, test } from "vitest";
import { previewSla } from "../../../collector/domain/preview.ts";
import { hours, inParis, PARIS } from "../../support/calendars.ts";
import {
  at,
  calendars,
  named,
  office,
  previewed,
  span,
  twoHours,
  wished,
} from "../../support/previews.ts";

describe("a preview is refused, with the place and what to do", () => {
  const rare: CalendarDocument = { timeZone: PARIS, weekly: { mon: hours("09:00-10:00") } };
  test.for<[string, Partial<SlaPreviewWish>, string, string]>([
    [
      "a budget twice",
      { targets: [{ ...twoHours, workingDays: 1 }] },
      "sla_preview_invalid",
      "targets[0] has both",
    ],
    [
      "no budget",
      { targets: [withoutBudget()] },
      "sla_preview_invalid",
      "targets[0] has no budget",
    ],
    [
      "the end of a day without days",
      { targets: [{ ...twoHours, endOfDay: true }] },
      "sla_preview_invalid",
      "targets[0].endOfDay",
    ],
    [
      "a calendar that is not there",
      { targets: [twoHours, { ...twoHours, name: "b", calendar: "nowhere" }] },
      "sla_preview_invalid",
      "targets[1].calendar names nowhere",
    ],
    [
      "a calendar that every object has",
      { targets: [{ ...twoHours, calendar: "toString" }] },
      "sla_preview_invalid",
      "targets[0].calendar names toString",
    ],
    [
      "a name twice",
      { targets: [twoHours, twoHours] },
      "sla_preview_invalid",
      "targets[1].name restoration is there twice",
    ],
    [
      "a promise of a change",
      { changes: [{ at: at("05T16:30"), mode: "restart", targets: [withoutBudget()] }] },
      "sla_preview_invalid",
      "changes[0].targets[0] has no budget",
    ],
    [
      "a change before the start",
      { changes: [{ at: at("05T15:30"), mode: "restart", targets: [twoHours] }] },
      "sla_preview_invalid",
      "changes[0].at is before the start",
    ],
    [
      "a pause that ends before it begins",
      { pauses: [span("05T17:00", "05T16:00")] },
      "sla_preview_invalid",
      "pauses[0].to",
    ],
    [
      "a day that is not there",
      { start: "2026-02-30T10:00:00Z" },
      "sla_preview_invalid",
      "start is not an instant",
    ],
    [
      "a start before any contract",
      { start: "0000-01-01T00:00:00Z" },
      "sla_preview_invalid",
      "start is not in the years 1900 to 2199",
    ],
    [
      "a now after all of them",
      { now: "9999-12-31T23:59:59Z" },
      "sla_preview_invalid",
      "now is not in the years 1900 to 2199",
    ],
    [
      "a pause that ends too late",
      { pauses: [{ from: at("05T17:00"), to: "2200-01-01T00:00:00Z" }] },
      "sla_preview_invalid",
      "pauses[0].to is not in the years 1900 to 2199",
    ],
    [
      "a change in another millennium",
      { changes: [{ at: "3026-06-05T16:30:00Z", mode: "restart", targets: [twoHours] }] },
      "sla_preview_invalid",
      "changes[0].at is not in the years 1900 to 2199",
    ],
    [
      "a holiday before 1900",
      { calendars: { ...calendars, office: { ...office, holidays: ["1899-12-31"] } } },
      "calendar_invalid",
      "calendars.office: 1899-12-31 is not between 1900-01-01 and 2199-12-31",
    ],
    [
      "an exception after 2199",
      { calendars: { ...calendars, office: { ...office, exceptions: { "2200-01-01": [] } } } },
      "calendar_invalid",
      "calendars.office: 2200-01-01 is not between 1900-01-01 and 2199-12-31",
    ],
    [
      "more openings than are worked out while everybody else waits",
      { calendars: { ...calendars, ...busy(3) } },
      "sla_preview_invalid",
      "openings a week",
    ],
    [
      "complements, which have the openings of their base",
      {
        calendars: {
          ...calendars,
          ...busy(1),
          a: { complementOf: "busy0" },
          b: { complementOf: "a" },
        },
      },
      "sla_preview_invalid",
      "openings a week",
    ],
    [
      "more working days than are walked to",
      {
        targets: named("a", 24).map(({ name }) => ({ ...withoutBudget(), name, workingDays: 209 })),
      },
      "sla_preview_invalid",
      "5016 working days",
    ],
    [
      "instants too far apart",
      { now: "2048-01-01T00:00:00Z" },
      "sla_preview_invalid",
      "start and now are more than 20",
    ],
    [
      "more calendars over more years than are walked for one",
      { now: "2040-01-01T00:00:00Z", calendars: { ...calendars, ...many(17) } },
      "sla_preview_invalid",
      "20 calendars over 14 years",
    ],
    [
      "a budget that takes more than twenty years",
      {
        calendars: { office, rare },
        targets: [{ ...twoHours, calendar: "rare", budgetSeconds: 31_536_000 }],
      },
      "sla_preview_invalid",
      "targets[0] takes more than twenty years",
    ],
    [
      "more targets than a ticket could have",
      {
        changes: [
          { at: at("05T16:30"), mode: "restart", targets: named("a", 24) },
          { at: at("05T16:45"), mode: "restart", targets: named("b", 24) },
        ],
      },
      "sla_preview_invalid",
      "more than 48 targets",
    ],
    [
      "a calendar that never opens",
      { calendars: { office: { timeZone: PARIS, weekly: {} } } },
      "calendar_invalid",
      "calendars.office",
    ],
    [
      "a complement of nothing",
      { calendars: { office, night: { complementOf: "day" } } },
      "calendar_invalid",
      "calendars.night.complementOf names day",
    ],
    [
      "complements in a circle",
      { calendars: { office, a: { complementOf: "b" }, b: { complementOf: "a" } } },
      "calendar_invalid",
      "calendars.a: it is a complement in a circle: a, b, a",
    ],
    [
      "its own complement",
      { calendars: { office, a: { complementOf: "a" } } },
      "calendar_invalid",
      "calendars.a: it is a complement in a circle: a, a",
    ],
  ])("%s", ([, wish, problem, detail]) => {
    const outcome = previewSla(wished(wish), inParis("2026-06-05T17:00"));
    expect(outcome).toMatchObject({ problem });
    expect("detail" in outcome && outcome.detail).toContain(detail);
  });

  test("not a complement of a complement, before or after what it names", () => {
    const named = { day: { complementOf: "night" }, ...calendars };
    const targets = [{ ...twoHours, calendar: "day" }];
    expect(previewed({ calendars: named, targets })[0]).toMatchObject({ dueAt: at("05T18:00") });
  });
});

function withoutBudget(): PreviewTarget {
  return { name: "restoration", calendar: "office", pausable: true };
}

function many(count: number): Record<string, CalendarDocument> {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [`c${place}`, office]));
}

/** Calendars that open at every hour of the week. */
function busy(count: number): Record<string, CalendarDocument> {
  const hourly = hours(
    Array.from({ length: 24 }, (_, hour) => `${two(hour)}:00-${two(hour)}:59`).join(" "),
  );
  const weekly = Object.fromEntries(WEEKDAYS.map((day) => [day, hourly]));
  return Object.fromEntries(
    Array.from({ length: count }, (_, place) => [`busy${place}`, { timeZone: PARIS, weekly }]),
  );
}

function two(hour: number): string {
  return String(hour).padStart(2, "0");
}
