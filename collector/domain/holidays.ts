import type { HolidayDocument, HolidaySet } from "@vigie/shared/calendar.ts";
import { HOLIDAY_NAMES, type HolidayKey } from "./holiday-names.ts";
import { dateOf, type HolidayRule } from "./holiday-rule.ts";
import { KEPT_RULES } from "./holidays-data.ts";

/**
 * The public holidays of a set and year, computed. Those of France are told here: eleven are the same
 * everywhere (Code du travail, article L3133-1), Alsace-Moselle has two more (L3134-13), and each
 * overseas territory keeps the day on which slavery was abolished there (L3422-2). The other
 * countries' come from a kept source (holidays-data.ts).
 *
 * A rule without years is applied as it stands today to every year, past ones too.
 */

export type Holiday = {
  /** ISO date, such as "2026-05-01". */
  readonly date: string;
  readonly key: HolidayKey;
};

const FRENCH_RULES: readonly HolidayRule[] = [
  { key: "new_year", on: { month: 1, day: 1 }, sets: "FR" },
  { key: "good_friday", on: { easter: -2 }, sets: "FR-ALSACE-MOSELLE" },
  { key: "easter_monday", on: { easter: 1 }, sets: "FR" },
  { key: "abolition", on: { month: 4, day: 27 }, sets: "FR-MAYOTTE" },
  { key: "labour_day", on: { month: 5, day: 1 }, sets: "FR" },
  { key: "victory_1945", on: { month: 5, day: 8 }, sets: "FR" },
  { key: "ascension", on: { easter: 39 }, sets: "FR" },
  { key: "abolition", on: { month: 5, day: 22 }, sets: "FR-MARTINIQUE" },
  { key: "whit_monday", on: { easter: 50 }, sets: "FR" },
  { key: "abolition", on: { month: 5, day: 27 }, sets: "FR-GUADELOUPE" },
  { key: "abolition", on: { month: 6, day: 10 }, sets: "FR-GUYANE" },
  { key: "bastille_day", on: { month: 7, day: 14 }, sets: "FR" },
  { key: "assumption", on: { month: 8, day: 15 }, sets: "FR" },
  { key: "all_saints", on: { month: 11, day: 1 }, sets: "FR" },
  { key: "armistice_1918", on: { month: 11, day: 11 }, sets: "FR" },
  { key: "abolition", on: { month: 12, day: 20 }, sets: "FR-LA-REUNION" },
  { key: "christmas", on: { month: 12, day: 25 }, sets: "FR" },
  { key: "st_stephen", on: { month: 12, day: 26 }, sets: "FR-ALSACE-MOSELLE" },
];

const RULES: readonly HolidayRule[] = [...FRENCH_RULES, ...KEPT_RULES];

/**
 * The holidays of a year, by date. Two that fall together are both listed: whoever works on one of
 * them still has the other. A calendar closes their date once.
 */
export function holidaysOf(set: HolidaySet, year: number): readonly Holiday[] {
  return rulesOf(set)
    .flatMap((rule): Holiday[] => {
      const date = dateOf(rule, year);
      return date === undefined ? [] : [{ date: date.toString(), key: rule.key }];
    })
    .toSorted((a, b) => Number(a.date > b.date) - Number(a.date < b.date));
}

/** The same with their names. */
export function namedHolidaysOf(set: HolidaySet, year: number): HolidayDocument[] {
  return holidaysOf(set, year).map(({ date, key }) => ({ date, key, name: HOLIDAY_NAMES[key] }));
}

/** Whether a set has a holiday of this key, in whatever years. */
export function isHolidayOf(set: HolidaySet, key: string): boolean {
  return rulesOf(set).some((rule) => rule.key === key);
}

/** What a set keeps: its own holidays and those of its country. */
function rulesOf(set: HolidaySet): readonly HolidayRule[] {
  const country = set.slice(0, 2);
  return RULES.filter(({ sets }) =>
    sets.split(" ").some((name) => name === set || name === country),
  );
}
