import type { ForecastCondition } from "@vigie/shared/rule.ts";
import type { Verdict } from "./rule.ts";
import { type Course, middleOf, slopeOf } from "./slope.ts";

/**
 * When a measure will be at a level, if it goes on as it did: between which dates, and whether that can
 * be said at all. A wrong date costs more than none, so what is unsure stays silent.
 */

export type Outlook =
  /** Nothing was measured. */
  | { readonly kind: "unknown" }
  /** It is there already: no longer a forecast. */
  | { readonly kind: "reached"; readonly value: number }
  /** It stands still or goes away from the level. */
  | { readonly kind: "never"; readonly value: number }
  | {
      readonly kind: "sure";
      /** The newest point. */
      readonly value: number;
      readonly earliestMs: number;
      readonly likelyMs: number;
      readonly latestMs: number;
    }
  | {
      readonly kind: "unsure";
      readonly value: number;
      readonly why: "too_little" | "maybe_never" | "too_wide";
      /** Infinity = by the middle of what is known, never; undefined = nothing is known. */
      readonly likelyMs: number | undefined;
    };

/** How far back a forecast looks: two weeks hold two of each day. */
export const FORECAST_LOOKS_BACK_MS = 14 * 86_400_000;

/** Points that are looked at: an hour of two weeks each. The work grows with their square. */
const POINTS_MAX = 336;

/**
 * Somebody cleaned up where, from some hours to the next, more room came back than this share of the
 * most there was. What was before says little about what comes then.
 */
const CLEAN_UP_SHARE = 0.2;

/** Points on each side of a clean-up of which the middle counts: one hour of temporary files is none. */
const CLEAN_UP_POINTS = 5;
const CLEAN_UP_POINTS_AFTER_MIN = 2;

/** Where it stands now is the middle of the last day, seen along the slope. */
const STANDS_POINTS = 24;

/** A latest date more than so many times as far away as the earliest is of no use. */
const WIDTH_USEFUL = 4;

/** Dates that are further away are never, as far as anybody plans. */
const NEVER_AFTER_MS = 10 * 365 * 86_400_000;

type Goal = Pick<ForecastCondition, "level" | "direction">;

/** Points an hour apart at least, their middle the hour's; the newest are looked at. */
export function outlookOf(course: Course, { level, direction }: Goal): Outlook {
  const value = course.value.at(-1);
  if (value === undefined) return { kind: "unknown" };
  const rising = toRising(course, direction);
  const goal = (direction === "above" ? level : -level) * SCALE;
  if ((rising.value.at(-1) ?? goal) >= goal) return { kind: "reached", value };
  const cleanedAt = lastCleanUp(rising.value, goal);
  const slope = slopeOf(from(rising, cleanedAt));
  if (slope?.bounds === undefined) return tooLittle({ rising, goal, cleanedAt, value });
  const dateAt = dating(from(rising, cleanedAt), goal);
  const likelyMs = dateAt(slope.middle);
  const { lower, upper } = slope.bounds;
  if (dateAt(upper) === Number.POSITIVE_INFINITY) return { kind: "never", value };
  if (dateAt(lower) === Number.POSITIVE_INFINITY) {
    return { kind: "unsure", value, why: "maybe_never", likelyMs };
  }
  if (upper > WIDTH_USEFUL * lower) return { kind: "unsure", value, why: "too_wide", likelyMs };
  return { kind: "sure", value, earliestMs: dateAt(upper), likelyMs, latestMs: dateAt(lower) };
}

/**
 * What a forecast rule makes of an outlook; undefined = nothing can be said, and all stays as it is.
 * It starts to fire by the latest date and ends by the likely one, so that an interval that breathes
 * does not make it come and go. What is reached already is another rule's matter: it starts nothing.
 */
export function forecastVerdict(
  { fireWithinHours, clearBeyondHours }: ForecastCondition,
  outlook: Outlook,
  { isFiring, nowMs }: { readonly isFiring: boolean; readonly nowMs: number },
): Verdict | undefined {
  switch (outlook.kind) {
    case "unknown":
      return undefined;
    case "never":
      return "clear";
    case "reached":
      return isFiring ? "breach" : "clear";
    case "sure":
      if (isFiring) return stillSoon(outlook.likelyMs, nowMs, clearBeyondHours);
      return stillSoon(outlook.latestMs, nowMs, fireWithinHours);
    case "unsure":
      if (!isFiring) return "clear";
      if (outlook.likelyMs === undefined) return undefined;
      return stillSoon(outlook.likelyMs, nowMs, clearBeyondHours);
  }
}

const HOUR_MS = 3_600_000;

function stillSoon(dateMs: number, nowMs: number, hours: number): Verdict {
  return dateMs - nowMs <= hours * HOUR_MS ? "breach" : "clear";
}

/** An exact power of two, so that differences of the largest numbers are still numbers. */
const SCALE = 2 ** -128;

/** The newest points, turned so that the level is above them. */
function toRising({ atMs, value }: Course, direction: Goal["direction"]): Course {
  const factor = direction === "above" ? SCALE : -SCALE;
  return {
    atMs: atMs.slice(-POINTS_MAX),
    value: value.slice(-POINTS_MAX).map((number) => number * factor),
  };
}

function from({ atMs, value }: Course, first: number): Course {
  return { atMs: atMs.slice(first), value: value.slice(first) };
}

/** The place of the first point after the last clean-up; 0 = there was none. */
function lastCleanUp(value: readonly number[], goal: number): number {
  const mostRoom = goal - value.reduce((least, number) => Math.min(least, number), goal);
  for (let last = value.length - CLEAN_UP_POINTS_AFTER_MIN; last > 0; last -= 1) {
    if (roomBack(value, last) <= CLEAN_UP_SHARE * mostRoom) continue;
    return steepest(value, last);
  }
  return 0;
}

/** How much room came back at a place: the middle of the points before it, less that of those from it on. */
function roomBack(value: readonly number[], place: number): number {
  const before = value.slice(Math.max(0, place - CLEAN_UP_POINTS), place);
  const after = value.slice(place, place + CLEAN_UP_POINTS);
  return middleOf(before) - middleOf(after);
}

/** Of the places that a clean-up at `last` may have been seen from, the one with the greatest fall. */
function steepest(value: readonly number[], last: number): number {
  const fall = (place: number): number => (value[place - 1] ?? 0) - (value[place] ?? 0);
  let found = last;
  for (let place = last; place > Math.max(0, last - CLEAN_UP_POINTS); place -= 1) {
    if (fall(place) > fall(found)) found = place;
  }
  return found;
}

/** The date at which the goal is reached at a slope from where the points stand now. */
function dating({ atMs, value }: Course, goal: number): (slope: number) => number {
  const nowMs = atMs.at(-1) ?? 0;
  const lastValues = value.slice(-STANDS_POINTS);
  const lastMs = atMs.slice(-STANDS_POINTS);
  return (slope) => {
    if (slope <= 0) return Number.POSITIVE_INFINITY;
    const stands = middleOf(
      lastValues.map((number, place) => number + slope * (nowMs - (lastMs[place] ?? nowMs))),
    );
    const waitMs = Math.max(0, goal - stands) / slope;
    return waitMs > NEVER_AFTER_MS ? Number.POSITIVE_INFINITY : Math.round(nowMs + waitMs);
  };
}

/** After a clean-up it is taken to go on as before, from where it is now, until it has shown otherwise. */
function tooLittle({
  rising,
  goal,
  cleanedAt,
  value,
}: {
  readonly rising: Course;
  readonly goal: number;
  readonly cleanedAt: number;
  readonly value: number;
}): Outlook {
  const before = slopeOf({
    atMs: rising.atMs.slice(0, cleanedAt),
    value: rising.value.slice(0, cleanedAt),
  });
  const likelyMs =
    before === undefined ? undefined : dating(from(rising, cleanedAt), goal)(before.middle);
  return { kind: "unsure", value, why: "too_little", likelyMs };
}
