import type { HolidaySet } from "@vigie/shared/contract.ts";

/**
 * The public holidays of France by region and year, computed: eleven are the same everywhere (Code du
 * travail, article L3133-1), Alsace-Moselle has two more (L3134-13), and each overseas territory
 * keeps the day on which slavery was abolished there (L3422-2).
 */

export type HolidayKey =
  | "new_year"
  | "good_friday"
  | "easter_monday"
  | "labour_day"
  | "victory_1945"
  | "ascension"
  | "whit_monday"
  | "bastille_day"
  | "assumption"
  | "all_saints"
  | "armistice_1918"
  | "christmas"
  | "st_stephen"
  | "abolition";

export type Holiday = {
  /** ISO date, such as "2026-05-01". */
  readonly date: string;
  readonly key: HolidayKey;
};

/** A date of every year, or days after Easter Sunday (before it where negative). */
type Row = readonly [key: HolidayKey, on: { month: number; day: number } | number];

const EVERYWHERE: readonly Row[] = [
  ["new_year", { month: 1, day: 1 }],
  ["easter_monday", 1],
  ["labour_day", { month: 5, day: 1 }],
  ["victory_1945", { month: 5, day: 8 }],
  ["ascension", 39],
  ["whit_monday", 50],
  ["bastille_day", { month: 7, day: 14 }],
  ["assumption", { month: 8, day: 15 }],
  ["all_saints", { month: 11, day: 1 }],
  ["armistice_1918", { month: 11, day: 11 }],
  ["christmas", { month: 12, day: 25 }],
];

const LOCAL: Readonly<Record<HolidaySet, readonly Row[]>> = {
  FR: [],
  "FR-ALSACE-MOSELLE": [
    ["good_friday", -2],
    ["st_stephen", { month: 12, day: 26 }],
  ],
  "FR-GUADELOUPE": [["abolition", { month: 5, day: 27 }]],
  "FR-MARTINIQUE": [["abolition", { month: 5, day: 22 }]],
  "FR-GUYANE": [["abolition", { month: 6, day: 10 }]],
  "FR-LA-REUNION": [["abolition", { month: 12, day: 20 }]],
  "FR-MAYOTTE": [["abolition", { month: 4, day: 27 }]],
};

/**
 * The holidays of a year, by date. Two that fall together are both listed: whoever works on one of
 * them still has the other. A calendar closes their date once.
 */
export function holidaysOf(set: HolidaySet, year: number): readonly Holiday[] {
  const easter = easterSunday(year);
  return [...EVERYWHERE, ...LOCAL[set]]
    .map(([key, on]) => {
      const date =
        typeof on === "number"
          ? easter.add({ days: on })
          : Temporal.PlainDate.from({ year, ...on });
      return { date: date.toString(), key };
    })
    .toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/** Whether a set has a holiday of this name. */
export function isHolidayOf(set: HolidaySet, key: string): boolean {
  return [...EVERYWHERE, ...LOCAL[set]].some(([name]) => name === key);
}

/**
 * Easter Sunday of the Gregorian calendar: the anonymous algorithm of 1876, as given by J. Meeus,
 * Astronomical Algorithms (1991), chapter 8. Its letters are kept, so that it can be compared.
 */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return Temporal.PlainDate.from({ year, month, day });
}
