import { HOLIDAY_SETS, type HolidaySet } from "@vigie/shared/calendar.ts";
import { describe, expect, test } from "vitest";
import {
  HOLIDAY_NAMES,
  HOLIDAY_SET_NAMES,
  type HolidayKey,
} from "../../../collector/domain/holiday-names.ts";
import { holidaysOf, isHolidayOf, namedHolidaysOf } from "../../../collector/domain/holidays.ts";

const YEARS = Array.from({ length: 46 }, (_, index) => 2000 + index);

/** Easter Sundays as published; a table, so that the computation is not compared with itself. */
const EASTER_SUNDAYS = `
  2000-04-23 2001-04-15 2002-03-31 2003-04-20 2004-04-11 2005-03-27 2006-04-16 2007-04-08 2008-03-23
  2009-04-12 2010-04-04 2011-04-24 2012-04-08 2013-03-31 2014-04-20 2015-04-05 2016-03-27 2017-04-16
  2018-04-01 2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31 2025-04-20 2026-04-05
  2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 2032-03-28 2033-04-17 2034-04-09 2035-03-25
  2036-04-13 2037-04-05 2038-04-25 2039-04-10 2040-04-01 2041-04-21 2042-04-06 2043-03-29 2044-04-17
  2045-04-09`
  .trim()
  .split(/\s+/);

/** Years in which the full moon's correction moves Easter a week forward. */
const CORRECTED = ["1954-04-18", "1981-04-19", "2049-04-18", "2076-04-19"];

test.for([...EASTER_SUNDAYS, ...CORRECTED])("Easter Monday follows %s", (sunday) => {
  const monday = Temporal.PlainDate.from(sunday).add({ days: 1 }).toString();
  expect(dateOf("easter_monday", Number(sunday.slice(0, 4)))).toBe(monday);
});

test("the table of Easter Sundays is whole", () => {
  expect(EASTER_SUNDAYS.map((date) => Number(date.slice(0, 4)))).toEqual(YEARS);
});

test("the eleven holidays of France in 2026", () => {
  expect(holidaysOf("FR", 2026)).toEqual([
    { date: "2026-01-01", key: "new_year" },
    { date: "2026-04-06", key: "easter_monday" },
    { date: "2026-05-01", key: "labour_day" },
    { date: "2026-05-08", key: "victory_1945" },
    { date: "2026-05-14", key: "ascension" },
    { date: "2026-05-25", key: "whit_monday" },
    { date: "2026-07-14", key: "bastille_day" },
    { date: "2026-08-15", key: "assumption" },
    { date: "2026-11-01", key: "all_saints" },
    { date: "2026-11-11", key: "armistice_1918" },
    { date: "2026-12-25", key: "christmas" },
  ]);
});

test.for([
  ["FR-ALSACE-MOSELLE", ["2026-04-03 good_friday", "2026-12-26 st_stephen"]],
  ["FR-GUADELOUPE", ["2026-05-27 abolition"]],
  ["FR-MARTINIQUE", ["2026-05-22 abolition"]],
  ["FR-GUYANE", ["2026-06-10 abolition"]],
  ["FR-LA-REUNION", ["2026-12-20 abolition"]],
  ["FR-MAYOTTE", ["2026-04-27 abolition"]],
] as const)("%s adds %s", ([set, added]) => {
  const everywhere = holidaysOf("FR", 2026).map(textOf);
  const here = holidaysOf(set, 2026).map(textOf);
  expect(here.filter((holiday) => !everywhere.includes(holiday))).toEqual(added);
  expect(here).toHaveLength(everywhere.length + added.length);
});

/**
 * The rule of the Code du travail, written again beside the published Easter Sundays: fixed dates,
 * days after Easter, and what each region adds.
 */
const FIXED = "01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25".split(" ");
const AFTER_EASTER = [1, 39, 50];
const ADDED: readonly (readonly [HolidaySet, fixed: string, afterEaster: readonly number[]])[] = [
  ["FR", "", []],
  ["FR-ALSACE-MOSELLE", "12-26", [-2]],
  ["FR-GUADELOUPE", "05-27", []],
  ["FR-MARTINIQUE", "05-22", []],
  ["FR-GUYANE", "06-10", []],
  ["FR-LA-REUNION", "12-20", []],
  ["FR-MAYOTTE", "04-27", []],
];

test.for(ADDED)("%s is what the rule says, every year from 2000 to 2045", ([set, own, moving]) => {
  for (const sunday of EASTER_SUNDAYS) {
    const easter = Temporal.PlainDate.from(sunday);
    const moved = [...AFTER_EASTER, ...moving].map((days) => easter.add({ days }).toString());
    const fixed = [...FIXED, ...own.split(" ")].filter((day) => day !== "");
    const expected = [...fixed.map((day) => `${easter.year}-${day}`), ...moved].toSorted();
    expect(holidaysOf(set, easter.year).map(({ date }) => date)).toEqual(expected);
  }
});

test.for<[string, HolidaySet, HolidayKey, number, string]>([
  ["21 July", "BE", "national_day", 2026, "2026-07-21"],
  ["Luxembourg keeps Europe Day since 2019", "LU", "europe_day", 2018, ""],
  ["and from then on", "LU", "europe_day", 2019, "2019-05-09"],
  ["before 1962 its national day was in January", "LU", "national_day", 1961, "1961-01-23"],
  ["and is in June since", "LU", "national_day", 1962, "1962-06-23"],
  ["1 August everywhere in Switzerland", "CH-TI", "national_day", 2026, "2026-08-01"],
  ["the third Sunday of September", "CH-ZH", "federal_fast", 2026, "2026-09-20"],
  ["1 September may be the first of them", "CH-ZH", "federal_fast", 2024, "2024-09-15"],
  ["and the Monday after it in Vaud", "CH-VD", "federal_fast_monday", 2026, "2026-09-21"],
  [
    "Geneva fasts on the Thursday after the first Sunday",
    "CH-GE",
    "geneva_fast",
    2026,
    "2026-09-10",
  ],
  ["also where that Sunday is the 1st", "CH-GE", "geneva_fast", 2024, "2024-09-05"],
  ["Geneva does not keep the federal one", "CH-GE", "federal_fast", 2026, ""],
  ["Glarus rides on the first Thursday from 2 April", "CH-GL", "naefels_ride", 2025, "2025-04-03"],
  ["but not on Maundy Thursday", "CH-GL", "naefels_ride", 2026, "2026-04-09"],
  ["26 December follows Christmas", "CH-UR", "st_stephen", 2028, "2028-12-26"],
  ["Uri leaves it out on a Monday", "CH-UR", "st_stephen", 2022, ""],
  ["and on a Friday", "CH-UR", "st_stephen", 2025, ""],
  ["Neuchâtel keeps it on Mondays only", "CH-NE", "st_stephen", 2022, "2022-12-26"],
  ["and not on others", "CH-NE", "st_stephen", 2025, ""],
  ["Ticino has no Good Friday", "CH-TI", "good_friday", 2026, ""],
])("%s", ([, set, key, year, date]) => {
  const found = holidaysOf(set, year).find((holiday) => holiday.key === key);
  expect(found?.date ?? "").toBe(date);
});

test("what no year of a set has is no holiday of it, what some year has is one", () => {
  for (const set of HOLIDAY_SETS) {
    const seen = new Set<string>(
      [1961, ...YEARS].flatMap((year) => holidaysOf(set, year).map(({ key }) => key)),
    );
    for (const key of Object.keys(HOLIDAY_NAMES)) {
      expect(isHolidayOf(set, key), `${set} ${key}`).toBe(seen.has(key));
    }
  }
});

test("names are there in both languages, and no two of a set are called the same", () => {
  expect(Object.keys(HOLIDAY_SET_NAMES)).toEqual([...HOLIDAY_SETS]);
  for (const set of HOLIDAY_SETS) {
    for (const language of ["en", "fr"] as const) {
      const names = namedHolidaysOf(set, 2026).map(({ name }) => name[language]);
      expect(names.filter((name) => name === "")).toEqual([]);
      expect(new Set(names).size, set).toBe(names.length);
    }
  }
});

describe.for(YEARS)("in %i", (year) => {
  test.for([
    ["easter_monday", 1],
    ["whit_monday", 1],
    ["ascension", 4],
    ["good_friday", 5],
  ] as const)("%s is on day %i of the week", ([key, dayOfWeek]) => {
    expect(Temporal.PlainDate.from(dateOf(key, year)).dayOfWeek).toBe(dayOfWeek);
  });

  test("Easter Sunday is from 22 March to 25 April", () => {
    const sunday = Temporal.PlainDate.from(dateOf("easter_monday", year)).subtract({ days: 1 });
    expect(sunday.toString() >= `${year}-03-22`).toBe(true);
    expect(sunday.toString() <= `${year}-04-25`).toBe(true);
  });

  test.for(HOLIDAY_SETS)("%s is in order and of that year", (set) => {
    const dates = holidaysOf(set, year).map(({ date }) => date);
    expect(dates).toEqual(dates.toSorted());
    expect(dates.filter((date) => date.startsWith(`${year}-`))).toHaveLength(dates.length);
  });
});

test("two holidays of one date are both there: whoever works on one still has the other", () => {
  const keys = holidaysOf("FR", 2008)
    .filter(({ date }) => date === "2008-05-01")
    .map(({ key }) => key);
  expect(keys.toSorted()).toEqual(["ascension", "labour_day"]);
});

test.for([
  ["FR", "whit_monday", true, "kept everywhere"],
  ["FR", "good_friday", false, "kept in Alsace-Moselle only"],
  ["FR-ALSACE-MOSELLE", "good_friday", true, "kept there"],
  ["FR", "pentecost", false, "no name of a holiday"],
] as const)("%s has %s: %s", ([set, key, isOne]) => {
  expect(isHolidayOf(set, key)).toBe(isOne);
});

function dateOf(key: HolidayKey, year: number): string {
  return holidaysOf("FR-ALSACE-MOSELLE", year).find((holiday) => holiday.key === key)?.date ?? "";
}

function textOf({ date, key }: { readonly date: string; readonly key: string }): string {
  return `${date} ${key}`;
}
