import type { Unit } from "@vigie/shared/metrics.ts";
import type { Language } from "@vigie/shared/problems.ts";
import { createCivilFormats } from "./civil-formats.ts";

/** Numbers, instants and durations as a reader of either language writes them. */

/** A value apart from its unit, so that the unit can be set small. */
export type Figure = { readonly figure: string; readonly unit: string };

export type Formats = ReturnType<typeof createFormats>;

const NO_BREAK = "\u00a0";
const THIN = "\u202f";
const LOCALES: Readonly<Record<Language, string>> = { fr: "fr-FR", en: "en-GB" };
const BYTE_UNITS: Readonly<Record<Language, readonly string[]>> = {
  fr: ["o", "ko", "Mo", "Go", "To", "Po"],
  en: ["B", "kB", "MB", "GB", "TB", "PB"],
};
const KILO = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

export function createFormats(language: Language) {
  const locale = LOCALES[language];
  const french = language === "fr";
  const number = createNumbers(locale);
  const durations = createDurations(number, french);

  /** A value of the catalogue's unit. */
  function figure(unit: Unit, value: number): Figure {
    switch (unit) {
      case "percent":
        return { figure: number(value, 1), unit: "%" };
      case "bytes":
        return toBytes(value, number, BYTE_UNITS[language]);
      case "bytes_per_second": {
        const bytes = toBytes(value, number, BYTE_UNITS[language]);
        return { ...bytes, unit: `${bytes.unit}/s` };
      }
      case "per_second":
        return { figure: number(value, 1), unit: "/s" };
      case "seconds":
        return { figure: durations.duration(value), unit: "" };
      case "load":
        return { figure: number(value, 2), unit: "" };
      case "count":
        return { figure: number(value, 0), unit: "" };
    }
  }

  /** The same in one piece. */
  function text(unit: Unit, value: number): string {
    const parts = figure(unit, value);
    if (parts.unit === "") return parts.figure;
    const space = french || parts.unit !== "%" ? THIN : "";
    return parts.figure + space + parts.unit;
  }

  return {
    figure,
    text,
    ...durations,
    ...createDates(locale, french),
    ...createCivilFormats(language),
  };
}

type Digits = 0 | 1 | 2;
type WriteNumber = (value: number, digits: Digits) => string;

function createNumbers(locale: string): WriteNumber {
  const written = (maximumFractionDigits: Digits) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits });
  const formats = { 0: written(0), 1: written(1), 2: written(2) };
  return (value, digits) => formats[digits].format(value);
}

/** Three figures are enough, in units of a thousand. */
function toBytes(value: number, number: WriteNumber, units: readonly string[]): Figure {
  const step = stepOf(value, units.length - 1);
  const scaled = value / KILO ** step;
  const digits = step > 0 && Math.abs(scaled) < 100 ? 1 : 0;
  return { figure: number(scaled, digits), unit: units[step] ?? "" };
}

function createDurations(number: WriteNumber, french: boolean) {
  /** 45 s, 12 min, 2 h 10, 3 j 4 h: as much as one needs to know. */
  function duration(seconds: number): string {
    const whole = Math.max(0, Math.floor(seconds));
    if (whole < MINUTE_S) return `${whole}${NO_BREAK}s`;
    if (whole < HOUR_S) return `${Math.floor(whole / MINUTE_S)}${NO_BREAK}min`;
    if (whole < DAY_S) return hours(whole);
    const rest = Math.floor((whole % DAY_S) / HOUR_S);
    const days = `${number(Math.floor(whole / DAY_S), 0)}${NO_BREAK}${french ? "j" : "d"}`;
    return rest === 0 ? days : `${days} ${rest}${NO_BREAK}h`;
  }

  /** 2 h 10, and never in days: how contracts count. */
  function hours(seconds: number): string {
    const minutes = Math.floor((seconds % HOUR_S) / MINUTE_S);
    const start = `${number(Math.floor(seconds / HOUR_S), 0)}${NO_BREAK}h`;
    if (minutes === 0) return start;
    const padded = String(minutes).padStart(2, "0");
    return `${start}${NO_BREAK}${padded}${french ? "" : `${NO_BREAK}min`}`;
  }

  /** 30 min, 27 h, 1 min 40 s: a promised time, of which nothing is left out. */
  function budget(seconds: number): string {
    const whole = Math.max(0, Math.floor(seconds));
    const rest = whole % MINUTE_S;
    if (rest === 0) return whole < HOUR_S ? duration(whole) : hours(whole);
    const minutes = Math.floor((whole % HOUR_S) / MINUTE_S);
    return [
      whole >= HOUR_S && `${number(Math.floor(whole / HOUR_S), 0)}${NO_BREAK}h`,
      minutes > 0 && `${minutes}${NO_BREAK}min`,
      `${rest}${NO_BREAK}s`,
    ]
      .filter((part) => part !== false)
      .join(NO_BREAK);
  }

  /** What a clock shows: seconds in the last hour, so that it is seen to run. */
  function countdown(seconds: number): string {
    const whole = Math.max(0, Math.floor(seconds));
    if (whole >= HOUR_S) return hours(whole);
    if (whole < MINUTE_S) return `${whole}${NO_BREAK}s`;
    const rest = String(whole % MINUTE_S).padStart(2, "0");
    return `${Math.floor(whole / MINUTE_S)}${NO_BREAK}min${NO_BREAK}${rest}${NO_BREAK}s`;
  }

  return { duration, budget, countdown };
}

function createDates(locale: string, french: boolean) {
  const times = byZone(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const days = byZone(locale, { weekday: "short", day: "numeric", month: "short" });
  const years = byZone(locale, { year: "numeric" });
  const whole = byZone(locale, { dateStyle: "full", timeStyle: "long" });

  /** 14 h 30, 9 h; 14:30. */
  function time(ms: number, zone: string): string {
    const text = times(zone).format(ms);
    if (!french) return text;
    const [hour = "", minute = ""] = text.split(":");
    const start = `${Number(hour)}${NO_BREAK}h`;
    return minute === "00" ? start : `${start}${NO_BREAK}${minute}`;
  }

  /** lun. 23 nov. */
  const day = (ms: number, zone: string): string => days(zone).format(ms).replace(",", "");

  /** The time, with its day unless that is today's. */
  function moment(ms: number, zone: string, nowMs: number): string {
    const date = day(ms, zone);
    return date === day(nowMs, zone) ? time(ms, zone) : `${date} ${time(ms, zone)}`;
  }

  /** lun. 23 nov. 14 h 30; with the year where it is not this one's. */
  function dayAndTime(ms: number, zone: string, nowMs: number): string {
    const [year, thisYear] = [years(zone).format(ms), years(zone).format(nowMs)];
    const date = year === thisYear ? day(ms, zone) : `${day(ms, zone)} ${year}`;
    return `${date} ${time(ms, zone)}`;
  }

  /** Everything there is to say of an instant, for a hint. */
  const instant = (ms: number, zone: string): string => whole(zone).format(ms);

  return { time, day, moment, dayAndTime, instant };
}

/** Making an Intl format is slow; one a zone is kept. */
function byZone(locale: string, options: Intl.DateTimeFormatOptions) {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (timeZone: string): Intl.DateTimeFormat => {
    const kept = made.get(timeZone);
    if (kept !== undefined) return kept;
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    made.set(timeZone, format);
    return format;
  };
}

function stepOf(value: number, stepMax: number): number {
  let step = 0;
  // 999.95 would be written 1000: it belongs to the next unit.
  for (let rest = Math.abs(value); rest >= 999.95 && step < stepMax; rest /= KILO) step += 1;
  return step;
}
