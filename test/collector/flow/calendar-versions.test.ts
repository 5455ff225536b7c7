import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import { expect, test } from "vitest";
import { elapsedMs } from "../../../collector/domain/working-time.ts";
import { compileCalendars } from "../../../collector/flow/calendar-versions.ts";
import type { CalendarVersionRow } from "../../../collector/registry/registry.ts";
import { inParis, mondayToFriday, PARIS } from "../../support/calendars.ts";

const week = (hours: string): CalendarDocument => ({
  timeZone: PARIS,
  weekly: mondayToFriday(hours),
});

function version(change: Partial<CalendarVersionRow>): CalendarVersionRow {
  const days = { calendarId: "cal_1", name: "Jours", number: 1, document: week("09:00-18:00") };
  return { id: "clv_1", ...days, baseVersionId: null, ...change };
}

const rest = (change: Partial<CalendarVersionRow>) =>
  version({ calendarId: "cal_2", document: { complementOf: "cal_1" }, ...change });

/** Versions in the order of the registry: a complement may stand before its base. */
const VERSIONS = [
  rest({ id: "clv_2", baseVersionId: "clv_1" }),
  rest({ id: "clv_4", number: 2, baseVersionId: "clv_3" }),
  version({}),
  version({ id: "clv_3", number: 2, document: week("08:00-20:00") }),
];

const mondayHours = (calendar: Parameters<typeof elapsedMs>[0] | undefined) =>
  calendar &&
  elapsedMs(calendar, inParis("2026-04-27T00:00"), inParis("2026-04-28T00:00")) / 3_600_000;

test("a version of a complement counts by the version of its base that was frozen with it", () => {
  const calendars = compileCalendars(VERSIONS);
  const found = VERSIONS.map(({ id }) => [id, mondayHours(calendars.get(id))]);
  expect(Object.fromEntries(found)).toEqual({ clv_1: 9, clv_2: 15, clv_3: 12, clv_4: 12 });
});

test("what is known is not made again, and may be a base", () => {
  const known = compileCalendars([version({})]);
  const made = compileCalendars(VERSIONS, known);
  expect([...made.keys()].toSorted()).toEqual(["clv_2", "clv_3", "clv_4"]);
  expect(mondayHours(made.get("clv_2"))).toBe(15);
});

test("a kept version that cannot hold is named", () => {
  expect(() => compileCalendars([rest({ id: "clv_2", baseVersionId: "clv_9" })])).toThrow(
    /clv_2: it is the complement of cal_1, which is not there/,
  );
});
