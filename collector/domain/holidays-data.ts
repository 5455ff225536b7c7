import type { HolidayRule } from "./holiday-rule.ts";

/**
 * Made by `scripts/holidays.ts` from the data of date-holidays (version 2026-09-20): public holidays of
 * Belgium, Luxembourg and the Swiss cantons. Do not edit.
 *
 * That data is under CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/), and so is this
 * file, which is adapted from it. NOTICE names its sources.
 */

export const KEPT_RULES: readonly HolidayRule[] = [
  { key: "new_year", on: { month: 1, day: 1 }, sets: "BE LU CH" },
  {
    key: "easter_monday",
    on: { easter: 1 },
    sets: "BE LU CH-AG CH-AI CH-AR CH-BE CH-BL CH-BS CH-GE CH-GL CH-GR CH-JU CH-NE CH-SG CH-SH CH-SZ CH-TG CH-TI CH-UR CH-VD CH-ZH",
  },
  {
    key: "labour_day",
    on: { month: 5, day: 1 },
    sets: "BE CH-AG CH-BL CH-BS CH-JU CH-NE CH-SH CH-TG CH-TI CH-ZH",
  },
  { key: "ascension", on: { easter: 39 }, sets: "BE LU CH" },
  {
    key: "whit_monday",
    on: { easter: 50 },
    sets: "BE LU CH-AG CH-AI CH-AR CH-BE CH-BL CH-BS CH-GE CH-GL CH-GR CH-JU CH-SG CH-SH CH-SZ CH-TG CH-TI CH-UR CH-VD CH-VS CH-ZH",
  },
  { key: "national_day", on: { month: 7, day: 21 }, sets: "BE" },
  {
    key: "assumption",
    on: { month: 8, day: 15 },
    sets: "BE LU CH-AG CH-AI CH-FR CH-JU CH-LU CH-NW CH-OW CH-SO CH-SZ CH-TI CH-UR CH-VS CH-ZG",
  },
  {
    key: "all_saints",
    on: { month: 11, day: 1 },
    sets: "BE LU CH-AG CH-AI CH-FR CH-GL CH-JU CH-LU CH-NW CH-OW CH-SG CH-SO CH-SZ CH-TI CH-UR CH-VS CH-ZG",
  },
  { key: "armistice_1918", on: { month: 11, day: 11 }, sets: "BE" },
  { key: "christmas", on: { month: 12, day: 25 }, sets: "BE LU CH" },
  { key: "national_day", on: { month: 1, day: 23 }, years: { from: 1948, to: 1961 }, sets: "LU" },
  { key: "labour_day", on: { month: 5, day: 1 }, years: { from: 1946 }, sets: "LU" },
  { key: "europe_day", on: { month: 5, day: 9 }, years: { from: 2019 }, sets: "LU" },
  { key: "national_day", on: { month: 6, day: 23 }, years: { from: 1962 }, sets: "LU" },
  {
    key: "st_stephen",
    on: { month: 12, day: 26 },
    sets: "LU CH-AG CH-BE CH-BL CH-BS CH-GL CH-GR CH-LU CH-SG CH-SH CH-SZ CH-TG CH-TI CH-ZH",
  },
  {
    key: "good_friday",
    on: { easter: -2 },
    sets: "CH-AG CH-AI CH-AR CH-BE CH-BL CH-BS CH-FR CH-GE CH-GL CH-JU CH-LU CH-NE CH-NW CH-OW CH-SG CH-SH CH-SO CH-SZ CH-TG CH-UR CH-VD CH-ZG CH-ZH",
  },
  { key: "easter_sunday", on: { easter: 0 }, sets: "CH" },
  { key: "whit_sunday", on: { easter: 49 }, sets: "CH" },
  { key: "national_day", on: { month: 8, day: 1 }, sets: "CH" },
  {
    key: "federal_fast",
    on: { nth: 3, weekday: 7, from: { month: 9, day: 1 } },
    sets: "CH-AG CH-AI CH-AR CH-BE CH-BL CH-BS CH-FR CH-GR CH-JU CH-LU CH-NE CH-NW CH-OW CH-SG CH-SH CH-SO CH-SZ CH-TG CH-TI CH-UR CH-VD CH-VS CH-ZG CH-ZH",
  },
  { key: "berchtold_day", on: { month: 1, day: 2 }, sets: "CH-AG CH-BE CH-JU CH-TG CH-VD" },
  {
    key: "corpus_christi",
    on: { easter: 60 },
    sets: "CH-AG CH-AI CH-FR CH-JU CH-LU CH-NE CH-NW CH-OW CH-SO CH-SZ CH-TI CH-UR CH-VS CH-ZG",
  },
  {
    key: "immaculate_conception",
    on: { month: 12, day: 8 },
    sets: "CH-AG CH-FR CH-LU CH-NW CH-OW CH-SZ CH-TI CH-UR CH-VS CH-ZG",
  },
  { key: "st_maurice", on: { month: 9, day: 22 }, sets: "CH-AI" },
  { key: "st_stephen", on: { month: 12, day: 26, weekdays: [1, 3, 4, 5, 7] }, sets: "CH-AI" },
  { key: "st_stephen", on: { month: 12, day: 26, weekdays: [2, 3, 4, 5, 6, 7] }, sets: "CH-AR" },
  {
    key: "geneva_fast",
    on: { nth: 1, weekday: 7, from: { month: 9, day: 1 }, plusDays: 4 },
    sets: "CH-GE",
  },
  { key: "geneva_restoration", on: { month: 12, day: 31 }, sets: "CH-GE" },
  {
    key: "naefels_ride",
    on: { nth: 1, weekday: 4, from: { month: 4, day: 2 }, notEaster: -3 },
    sets: "CH-GL",
  },
  { key: "christmas_eve", on: { month: 12, day: 24 }, sets: "CH-GL" },
  { key: "new_years_eve", on: { month: 12, day: 31 }, sets: "CH-GL" },
  { key: "jura_independence", on: { month: 6, day: 23 }, sets: "CH-JU" },
  { key: "berchtold_day", on: { month: 1, day: 2, weekdays: [1] }, sets: "CH-NE" },
  { key: "neuchatel_republic", on: { month: 3, day: 1 }, sets: "CH-NE" },
  { key: "st_stephen", on: { month: 12, day: 26, weekdays: [1] }, sets: "CH-NE" },
  { key: "st_joseph", on: { month: 3, day: 19 }, sets: "CH-NW CH-SO CH-SZ CH-TI CH-UR CH-VS" },
  { key: "st_nicholas_of_flue", on: { month: 9, day: 25 }, sets: "CH-OW" },
  { key: "epiphany", on: { month: 1, day: 6 }, sets: "CH-SZ CH-TI CH-UR" },
  { key: "st_peter_and_paul", on: { month: 6, day: 29 }, sets: "CH-TI" },
  { key: "st_stephen", on: { month: 12, day: 26, weekdays: [2, 3, 4, 6, 7] }, sets: "CH-UR" },
  {
    key: "federal_fast_monday",
    on: { nth: 3, weekday: 7, from: { month: 9, day: 1 }, plusDays: 1 },
    sets: "CH-VD",
  },
];
