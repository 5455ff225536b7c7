import type { Stretch } from "./stretch.ts";
import { type Calendar, workedMs } from "./working-time.ts";

/**
 * Time that people worked, in whole minutes: seconds are kept, and rounded where they are told. What is
 * billed of it rounds by the contract, later.
 */

/** Nobody works longer without a break; a timer that runs longer was forgotten. */
export const ENTRY_LENGTH_MAX_MS = 24 * 3_600_000;

/** What is said to have been earlier is a year that was mistyped. */
const ENTRY_AGE_MAX_MS = 366 * 24 * 3_600_000;

const MINUTE_MS = 60_000;

/** A span as whole minutes: from thirty seconds on, one more. */
export function toMinutes(ms: number): number {
  return Math.floor((ms + MINUTE_MS / 2) / MINUTE_MS);
}

/** What of a span no calendar counts as working time. */
export function outOfHoursMs(calendar: Calendar, span: Stretch): number {
  return span.endMs - span.startMs - workedMs(calendar, span);
}

/** When somebody worked; it runs where there is no end. */
export type EntrySpan = { readonly startedAtMs: number; readonly endedAtMs: number | null };

/** What is wrong with when somebody says to have worked, in words, after the field. */
export function wrongSpan(
  { startedAtMs, endedAtMs }: EntrySpan,
  nowMs: number,
): string | undefined {
  if (startedAtMs > nowMs) return "startedAt: this has not happened yet";
  if (nowMs - startedAtMs > ENTRY_AGE_MAX_MS) {
    return "startedAt: this is more than a year ago: look at the date";
  }
  if (endedAtMs === null) return undefined;
  if (endedAtMs > nowMs) return "endedAt: this has not happened yet";
  if (endedAtMs <= startedAtMs) return "endedAt: it ends before it begins";
  if (endedAtMs - startedAtMs <= ENTRY_LENGTH_MAX_MS) return undefined;
  return "endedAt: nobody works more than 24 hours without a break: make several entries of it";
}
