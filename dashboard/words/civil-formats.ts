import type { Language } from "@vigie/shared/problems.ts";

/** Dates without a time, amounts and shares, as contracts write them. */

/** A civil date has no zone: it is written as it stands. */
const UTC = "UTC";
const BASIS_POINTS = 10_000;

export function createCivilFormats(language: Language) {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const dates = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: UTC,
  });
  const wholeDates = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: UTC });
  const shares = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const money = byCurrency(locale);
  const weekdays = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: UTC });
  return {
    /** 23 nov. 2026, of "2026-11-23". */
    date: (civil: string): string => firstOfMonth(dates.format(Date.parse(civil)), language),
    /** The same with its weekday, for a hint. */
    wholeDate: (civil: string): string => wholeDates.format(Date.parse(civil)),
    /** 12,5 %, of 1,250 basis points. */
    share: (basisPoints: number): string => shares.format(basisPoints / BASIS_POINTS),
    /** 1 250 €, 0,45 €: of cents. */
    money: (cents: number, currency: string): string =>
      money(currency).format(cents / minorUnitsOf(money(currency))),
    /** How many of the smallest make one: 100 for most currencies. */
    minorUnits: (currency: string): number => minorUnitsOf(money(currency)),
    /** a, b et c. */
    list: (parts: readonly string[]): string => lists.format(parts),
    /** 14 h 30, of "14:30". */
    clockTime: (time: string): string => toClockTime(time, language),
    /** lun.; 0 = Monday. */
    weekday: (place: number): string => weekdays.format(Date.UTC(2024, 0, 1 + place)),
  };
}

/** French counts the first day: 1er oct., and all others plainly. */
function firstOfMonth(date: string, language: Language): string {
  return language === "fr" ? date.replace(/^1 /, "1er ") : date;
}

function minorUnitsOf(format: Intl.NumberFormat): number {
  return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}

const NO_BREAK = "\u00a0";

function toClockTime(time: string, language: Language): string {
  if (language === "en") return time;
  const [hour, minute] = time.split(":");
  const start = `${Number(hour)}${NO_BREAK}h`;
  return minute === "00" ? start : `${start}${NO_BREAK}${minute}`;
}

function byCurrency(locale: string) {
  const made = new Map<string, Intl.NumberFormat>();
  return (currency: string): Intl.NumberFormat => {
    const kept = made.get(currency);
    if (kept !== undefined) return kept;
    const format = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      trailingZeroDisplay: "stripIfInteger",
    });
    made.set(currency, format);
    return format;
  };
}
