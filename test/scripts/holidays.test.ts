import { readFileSync } from "node:fs";
import Holidays from "date-holidays";
import { describe, expect, test } from "vitest";
import { holidaysOf } from "../../collector/domain/holidays.ts";
import { renderHolidays } from "../../scripts/holidays.ts";
import { HOLIDAY_SETS } from "../../shared/calendar.ts";

/** The committed rules against the source they were made from, which computes by other code. */

const YEARS = Array.from({ length: 46 }, (_, index) => 2000 + index);
const KEPT_SETS = HOLIDAY_SETS.filter((set) => !set.startsWith("FR"));

test("the committed file is what the script makes of the installed source", () => {
  expect(readFileSync("collector/domain/holidays-data.ts", "utf8")).toBe(renderHolidays());
});

test("Belgium, Luxembourg and the 26 cantons are there", () => {
  expect(KEPT_SETS).toHaveLength(28);
});

describe.for(KEPT_SETS)("%s", (set) => {
  const [country = "", state = ""] = set.split("-");
  const source = new Holidays(country, state);

  test("has the dates of the source from 2000 to 2045", () => {
    for (const year of YEARS) {
      const dates = holidaysOf(set, year).map(({ date }) => date);
      expect(dates, String(year)).toEqual(wholePublicDays(source, year));
    }
  });
});

/** The source's dates that close a whole day. What begins at noon is no holiday to a calendar. */
function wholePublicDays(source: Holidays, year: number): string[] {
  return source
    .getHolidays(year)
    .filter(({ type, date }) => type === "public" && date.slice(11, 19) === "00:00:00")
    .map(({ date }) => date.slice(0, 10))
    .toSorted();
}
