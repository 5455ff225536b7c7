import { HOLIDAY_SETS, HolidaySetDocument, HolidayYear } from "@vigie/shared/calendar.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { Type } from "typebox";
import { HOLIDAY_SET_NAMES } from "../domain/holiday-names.ts";
import { namedHolidaysOf } from "../domain/holidays.ts";
import type { Api } from "./api.ts";
import { requireFound } from "./problems.ts";

/** Years for which holidays are told; the rules say nothing sound far from today. */
const YEAR_MIN = 1900;
const YEAR_MAX = 2100;

const YearPath = Type.Object({
  set: Type.String({ maxLength: 64 }),
  year: Type.String({ maxLength: 16 }),
});

export function addHolidaySets(app: Api): void {
  app.route({
    method: "GET",
    url: "/api/holiday-sets",
    config: { policy: "staff" },
    schema: {
      summary: "The holiday sets that a calendar may name",
      tags: ["calendars"],
      response: { 200: Type.Object({ items: Type.Array(HolidaySetDocument) }) },
    },
    handler: async () => ({
      items: HOLIDAY_SETS.map((set) => ({ set, name: HOLIDAY_SET_NAMES[set] })),
    }),
  });

  app.route({
    method: "GET",
    url: "/api/holiday-sets/:set/:year",
    config: { policy: "staff" },
    schema: {
      summary: "The holidays of a set in a year, with the keys that a calendar toggles",
      tags: ["calendars"],
      params: YearPath,
      response: { 200: HolidayYear },
    },
    handler: async ({ params }) => {
      const set = requireFound(HOLIDAY_SETS.find((known) => known === params.set));
      const year = yearOf(params.year);
      return { set, year, holidays: namedHolidaysOf(set, year) };
    },
  });
}

function yearOf(text: string): number {
  const year = Number(text);
  if (/^\d{4}$/.test(text) && year >= YEAR_MIN && year <= YEAR_MAX) return year;
  const detail = `${text} is not a year from ${YEAR_MIN} to ${YEAR_MAX}`;
  throw new ProblemError("request_malformed", { detail });
}
