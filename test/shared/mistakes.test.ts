import { CalendarWish } from "@vigie/shared/calendar.ts";
import { Perimeter, TargetPromise } from "@vigie/shared/contract.ts";
import { Pricing } from "@vigie/shared/contract-terms.ts";
import { CustomerWish, SiteWish } from "@vigie/shared/estate.ts";
import { tellMistake } from "@vigie/shared/mistakes.ts";
import { TermPreviewWish } from "@vigie/shared/term.ts";
import type { TSchema } from "typebox";
import { describe, expect, test } from "vitest";

const term = {
  timeZone: "Europe/Paris",
  startsOn: "2026-01-01",
  initialMonths: 12,
  renewal: "tacit",
  notice: { days: 30 },
};
const promise = { kind: "resolution", budgetSeconds: 60, calendarId: "cal_1", pausable: true };
const site = { name: "Lyon", timeZone: "Europe/Paris", holidaySet: null };
const calendar = (document: unknown) => ({ name: "Bureau", document });
const including = (rule: unknown) => ({ include: [{ by: "everything" }, rule], exclude: [] });

describe("the first mistake is told as it was meant", () => {
  test.for<[string, TSchema, unknown, string]>([
    [
      "of a union, the variant that knows the field",
      TargetPromise,
      { ...promise, escalations: [{ percent: 50 }, { offsetSeconds: 1_000_000_000 }] },
      "/escalations[1].offsetSeconds must be <= 31536000",
    ],
    [
      "not the one that stands first",
      TermPreviewWish,
      { term: { ...term, notice: { months: 121 } } },
      "/term.notice.months must be <= 120",
    ],
    [
      "nor the one in which the field has another form",
      TermPreviewWish,
      { term: { ...term, notice: { days: "30" } } },
      "/term.notice.days must be integer",
    ],
    [
      "the variant that a value names, and what it lacks",
      Perimeter,
      including({ by: "equipment_kind" }),
      "/include[1] must have required properties kind",
    ],
    [
      "what the named one does not have, though another does",
      Perimeter,
      including({ by: "site", siteId: "sit_1", tag: "x" }),
      "/include[1].tag is not a field of this",
    ],
    [
      "a name of no variant, with those that there are",
      Perimeter,
      including({ by: "customer", siteId: "sit_1" }),
      "/include[1].by must be one of everything, site, machine, equipment, class, equipment_kind, tag, software",
    ],
    ["no name", Perimeter, including({}), "/include[1].by must be one of everything, site, "],
    ["no object", Perimeter, including(3), "/include[1] must be object"],
    [
      "of what may be null, the rest",
      SiteWish,
      { ...site, address: { lines: [] } },
      "/address must",
    ],
    [
      "neither it nor null",
      SiteWish,
      { ...site, position: "here" },
      "/position must be object or null",
    ],
    [
      "words of which one must stand there",
      CustomerWish,
      { name: "Zinc", kind: "business", language: "de" },
      "/language must be one of fr, en",
    ],
    [
      "a field that there is not, on top",
      TermPreviewWish,
      { term, colour: "red" },
      "/colour is not a field of this",
    ],
    [
      "and further in",
      CalendarWish,
      calendar({ timeZone: "Europe/Paris", weekly: { monday: [] } }),
      "/document.weekly.monday is not a field of this",
    ],
    [
      "three times are no interval",
      CalendarWish,
      calendar({
        weekly: {
          mon: [
            ["09:00", "12:00"],
            ["14:00", "18:00", "20:00"],
          ],
        },
      }),
      "/document.weekly.mon[1] must be two times HH:MM",
    ],
    [
      "nor are three numbers",
      CalendarWish,
      calendar({ weekly: { mon: [[9, 12, 14]] } }),
      "/document.weekly.mon[0] must be two times HH:MM",
    ],
    [
      "nor is one time",
      CalendarWish,
      calendar({ weekly: { mon: [["09:00"]] } }),
      "/document.weekly.mon[0] must be two times HH:MM",
    ],
    [
      "a time that is none",
      CalendarWish,
      calendar({ weekly: { mon: [["9:00", "12:00"]] } }),
      "/document.weekly.mon[0][0] must be a time HH:MM, such as 09:00",
    ],
    [
      "the hours of a date, whose pattern is no part of the path",
      CalendarWish,
      calendar({ exceptions: { "2026-05-01": [["09:00", "25:00"]] } }),
      "/document.exceptions.2026-05-01[0][1] must be a time HH:MM",
    ],
    ["the whole of it", CustomerWish, 7, " must be object"],
    ["nothing at all", Pricing, undefined, " must be object"],
  ])("%s", ([, schema, value, words]) => {
    const told = tellMistake(schema, value);
    expect(told.slice(0, words.length)).toBe(words);
  });
});

test("a mistake behind many unions is found as soon as one behind none", () => {
  const rules = Array.from({ length: 10_000 }, () => ({ by: "tag", tag: "x" }));
  const wish = { include: [...rules.slice(1), { by: "tag", tag: "" }], exclude: [] };
  expect(tellMistake(Perimeter, wish)).toMatch(/^\/include\[9999\]\.tag must be one line/);
});
