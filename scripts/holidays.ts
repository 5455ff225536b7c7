/**
 * Makes `collector/domain/holidays-data.ts` from the data of date-holidays: the public holidays of
 * Belgium, Luxembourg and the Swiss cantons, in the domain's own form. Run it after an update of that
 * package: `node scripts/holidays.ts`, and look at what changed.
 *
 * What counts is what the source calls `public`, for the whole day and the whole canton as it stands
 * there: not `bank`, `optional` or `observance`, not what begins at noon, and no day off in place of
 * a holiday that falls on a Sunday, since no date is fixed for it. A rule that the domain's form
 * cannot say ends the script.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { HolidayKey } from "../collector/domain/holiday-names.ts";
import type { HolidayDate, HolidayRule } from "../collector/domain/holiday-rule.ts";
import { HOLIDAY_SETS } from "../shared/calendar.ts";

const DATA_FILE = fileURLToPath(new URL("../collector/domain/holidays-data.ts", import.meta.url));
const COUNTRIES = ["BE", "LU", "CH"] as const;

type Days = Readonly<Record<string, Day | false>>;
type Day = {
  readonly type?: string;
  readonly active?: readonly { readonly from?: string; readonly to?: string }[];
};
type Country = {
  readonly days: Days;
  readonly states?: Readonly<Record<string, { readonly days?: Days }>>;
};
type Source = {
  readonly version: string;
  readonly holidays: Readonly<Record<string, Country>>;
};

/** Our keys of the rules of the source. */
const KEYS: Readonly<Record<string, HolidayKey>> = {
  "01-01": "new_year",
  "01-02": "berchtold_day",
  "01-02 on monday": "berchtold_day",
  "01-06": "epiphany",
  "01-23": "national_day",
  "03-01": "neuchatel_republic",
  "03-19": "st_joseph",
  "Thursday after 04-02 if is observance holiday then next Thursday": "naefels_ride",
  "easter -2": "good_friday",
  easter: "easter_sunday",
  "easter 1": "easter_monday",
  "05-01": "labour_day",
  "05-09": "europe_day",
  "easter 39": "ascension",
  "easter 49": "whit_sunday",
  "easter 50": "whit_monday",
  "easter 60": "corpus_christi",
  "LU 06-23": "national_day",
  "CH-JU 06-23": "jura_independence",
  "06-29": "st_peter_and_paul",
  "07-21": "national_day",
  "08-01": "national_day",
  "08-15": "assumption",
  "thursday after 1st sunday after 09-01": "geneva_fast",
  "3rd sunday after 09-01": "federal_fast",
  "monday after 3rd sunday in September": "federal_fast_monday",
  "09-22": "st_maurice",
  "09-25": "st_nicholas_of_flue",
  "11-01": "all_saints",
  "11-11": "armistice_1918",
  "12-08": "immaculate_conception",
  "12-24": "christmas_eve",
  "12-25": "christmas",
  "12-26": "st_stephen",
  "12-26 on monday": "st_stephen",
  "12-26 not on monday": "st_stephen",
  "12-26 not on monday, friday": "st_stephen",
  "12-26 not on tuesday, saturday": "st_stephen",
  "CH-GE 12-31": "geneva_restoration",
  "CH-GL 12-31": "new_years_eve",
};

const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

/** Sundays "in September" are those "after 09-01": that day counts. */
const MONTH_STARTS: Readonly<Record<string, string>> = { September: "09-01" };

/** Before these years nobody keeps tickets: what began earlier was always kept. */
const FIRST_YEAR = 1900;

/** What goes on beyond is not known to end. */
const LAST_YEAR = 2100;

export function renderHolidays(source = readSource()): string {
  const kept = new Map<string, { rule: Omit<HolidayRule, "sets">; sets: string[] }>();
  for (const set of keptSets()) {
    for (const rule of rulesOf(source, set)) {
      const known = kept.get(JSON.stringify(rule)) ?? { rule, sets: [] };
      known.sets.push(set);
      kept.set(JSON.stringify(rule), known);
    }
  }
  const lines = [...kept.values()].map(({ rule, sets }) =>
    renderRule({ ...rule, sets: shortened(sets) }),
  );
  return `${header(source.version)}${lines.join("")}];\n`;
}

function header(version: string): string {
  return `import type { HolidayRule } from "./holiday-rule.ts";

/**
 * Made by \`scripts/holidays.ts\` from the data of date-holidays (version ${version}): public holidays of
 * Belgium, Luxembourg and the Swiss cantons. Do not edit.
 *
 * That data is under CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/), and so is this
 * file, which is adapted from it. NOTICE names its sources.
 */

export const KEPT_RULES: readonly HolidayRule[] = [
`;
}

function keptSets(): string[] {
  return HOLIDAY_SETS.filter((set) => COUNTRIES.some((country) => set.startsWith(country)));
}

function readSource(): Source {
  const require = createRequire(import.meta.url);
  const packageFile = require.resolve("date-holidays/package.json");
  return JSON.parse(
    readFileSync(packageFile.replace(/package\.json$/, "data/holidays.json"), "utf8"),
  );
}

/** The whole public holidays of a set, in our form. */
function rulesOf(source: Source, set: string): Omit<HolidayRule, "sets">[] {
  return Object.entries(daysOf(source, set)).flatMap(([rule, day]) => {
    const isWholeDay = !/\d\d:\d\d$/.test(rule);
    const isPublic = day !== false && (day.type ?? "public") === "public";
    return isPublic && isWholeDay ? [toRule({ set, rule, day })] : [];
  });
}

/** The days of a country, as its state changes them and adds to them. */
function daysOf({ holidays }: Source, set: string): Record<string, Day | false> {
  const [countryName = "", stateName] = set.split("-");
  const country = holidays[countryName];
  if (country === undefined) throw new Error(`the source does not know ${countryName}`);
  const days = { ...country.days };
  for (const [rule, day] of Object.entries(daysOfState(country, stateName))) {
    days[rule] = day === false ? day : { ...days[rule], ...day };
  }
  return days;
}

function daysOfState({ states = {} }: Country, name: string | undefined): Days {
  if (name === undefined) return {};
  const state = states[name];
  if (state === undefined) throw new Error(`the source does not know ${name}`);
  return state.days ?? {};
}

function toRule({
  set,
  rule,
  day,
}: {
  readonly set: string;
  readonly rule: string;
  readonly day: Day;
}): Omit<HolidayRule, "sets"> {
  const key = KEYS[`${set} ${rule}`] ?? KEYS[rule];
  if (key === undefined) throw new Error(`no key for "${rule}" of ${set}`);
  const on = toDate(rule);
  const years = toYears(day, on);
  return { key, on, ...(years !== undefined && { years }) };
}

const NTH = /^(?:(\w+) after )?(\d)\w\w (\w+) (?:after ([\d-]+)|in (\w+))$/;

function toDate(rule: string): HolidayDate {
  const easter = /^easter(?: (-?\d+))?$/.exec(rule);
  if (easter !== null) return { easter: Number(easter[1] ?? 0) };

  const fixed = /^(\d\d-\d\d)(?: (on|not on) ([\w, ]+))?$/.exec(rule);
  if (fixed !== null) return toFixed(fixed);

  const nth = NTH.exec(rule);
  if (nth !== null) return toNth(nth);

  const unlessHoly = /^(\w+) after (\d\d-\d\d) if is observance holiday then next \1$/i.exec(rule);
  // Of the days that the source calls an observance, only Maundy Thursday can meet it.
  if (unlessHoly !== null) {
    const [, weekday = "", from = ""] = unlessHoly;
    return { nth: 1, weekday: weekdayOf(weekday), from: monthDay(from), notEaster: -3 };
  }
  throw new Error(`the domain has no form for "${rule}"`);
}

function toFixed([, date = "", word, names = ""]: RegExpExecArray): HolidayDate {
  if (word === undefined) return monthDay(date);
  const named = names.split(", ").map(weekdayOf);
  const all = WEEKDAYS.map((_, place) => place + 1);
  const weekdays = word === "on" ? named : all.filter((weekday) => !named.includes(weekday));
  return { ...monthDay(date), weekdays };
}

function toNth([, later, nth, weekday = "", date, month = ""]: RegExpExecArray): HolidayDate {
  const from = monthDay(date ?? MONTH_STARTS[month] ?? "");
  const counted = { nth: Number(nth), weekday: weekdayOf(weekday), from };
  if (later === undefined) return counted;
  return { ...counted, plusDays: ((weekdayOf(later) - counted.weekday + 6) % 7) + 1 };
}

function weekdayOf(name: string): number {
  const place = WEEKDAYS.findIndex((weekday) => weekday === name.toLowerCase());
  if (place === -1) throw new Error(`"${name}" is no day of the week`);
  return place + 1;
}

function monthDay(text: string): { month: number; day: number } {
  const [month, day] = text.split("-").map(Number);
  if (month === undefined || day === undefined) throw new Error(`"${text}" is no date of a year`);
  return { month, day };
}

/** The years in which its date lies inside what the source gives as dates. */
function toYears({ active = [] }: Day, on: HolidayDate): HolidayRule["years"] {
  if (active.length > 1) throw new Error("a holiday that came back is not foreseen");
  const [{ from = `${FIRST_YEAR}-01-01`, to = `${LAST_YEAR + 1}-01-01` } = {}] = active;
  const first = firstYearFrom(on, from);
  const last = firstYearFrom(on, to) - 1;
  const years = {
    ...(first > FIRST_YEAR && { from: first }),
    ...(last < LAST_YEAR && { to: last }),
  };
  return Object.keys(years).length === 0 ? undefined : years;
}

/** The first year whose holiday is not before a date. */
function firstYearFrom(on: HolidayDate, date: string): number {
  return Number(date.slice(0, 4)) + (isBefore(on, date) ? 1 : 0);
}

/** Whether a date of every year comes before the day of the year that a date names. */
function isBefore(on: HolidayDate, date: string): boolean {
  if (!("month" in on)) return false;
  const { month, day } = monthDay(date.slice(5));
  return on.month < month || (on.month === month && on.day < day);
}

/** The sets by name; a country whose sets are all there stands for them. */
function shortened(sets: readonly string[]): string {
  const cantons = keptSets().filter((set) => set.startsWith("CH-"));
  if (!cantons.every((canton) => sets.includes(canton))) return sets.join(" ");
  return [...sets.filter((set) => !set.startsWith("CH-")), "CH"].join(" ");
}

/** As biome formats it. */
function renderRule({ key, on, years, sets }: HolidayRule): string {
  const fields = [
    `key: "${key}"`,
    `on: ${renderValue(on)}`,
    ...(years === undefined ? [] : [`years: ${renderValue(years)}`]),
    `sets: "${sets}"`,
  ];
  const line = `  { ${fields.join(", ")} },\n`;
  return line.length <= 101
    ? line
    : `  {\n${fields.map((field) => `    ${field},\n`).join("")}  },\n`;
}

function renderValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${renderValue(field)}`);
  return `{ ${fields.join(", ")} }`;
}

if (import.meta.main) writeFileSync(DATA_FILE, renderHolidays());
