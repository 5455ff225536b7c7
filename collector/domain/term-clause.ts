import type { Term } from "@vigie/shared/term.ts";

/**
 * The terms that one term clause counts by itself, by their place: 0 is the initial one. Every
 * boundary is counted in months from the clause's own first day and never from the boundary before,
 * so that a term from the 31st comes back to the 31st after each short month.
 */

export type Day = Temporal.PlainDate;

/** The first day of the term at a place. Only a clause with further terms has places after its first. */
export function firstDayOf(term: Term, place: number): Day {
  const start = Temporal.PlainDate.from(term.startsOn);
  return place === 0 ? start : start.add({ months: monthsBefore(term, place) });
}

/** The last covered day of the term at a place; null = it is open-ended. */
export function lastDayOf(term: Term, place: number): Day | null {
  return isOpenEnded(term, place) ? null : firstDayOf(term, place + 1).subtract({ days: 1 });
}

/** The place of the term that a day falls in; the day is not before the clause's first. */
export function placeOf(term: Term, day: Day): number {
  const place = placeOfMonth(term, day);
  return isBefore(day, firstDayOf(term, place)) ? place - 1 : place;
}

/**
 * The last day on which notice ends the contract with the term at a place: the anniversary minus
 * the notice, that day included, and never a day after the last covered one. Where the contract
 * goes on open-ended after its initial term, it is the last day from which the notice runs out with
 * that term. null = no notice is needed, or none is ever too late.
 */
export function lastNoticeOf(term: Term, place: number): Day | null {
  const last = lastDayOf(term, place);
  if (last === null || term.renewal === "express") return null;
  if (term.renewal === "tacit") {
    return earliest(last, last.add({ days: 1 }).subtract(term.notice));
  }
  let day = last.subtract(term.notice);
  // A month is cut at its end: notice on the 30th and on the 31st may run out on the same day.
  while (!isBefore(last, day.add({ days: 1 }).add(term.notice))) day = day.add({ days: 1 });
  return earliest(last, day);
}

/** Whether the term at a place goes on until notice. */
export function isOpenEnded(term: Term, place: number): boolean {
  return term.renewal === "open_ended" && (term.initialMonths === undefined || place > 0);
}

export function isBefore(a: Day, b: Day): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

export function earliest(a: Day, b: Day): Day {
  return isBefore(b, a) ? b : a;
}

export function latest(a: Day, b: Day): Day {
  return isBefore(a, b) ? b : a;
}

/** Months from the clause's first day to the term at a place after the first. */
function monthsBefore({ initialMonths = 0, renewalMonths = initialMonths }: Term, place: number) {
  return initialMonths + (place - 1) * renewalMonths;
}

/** The last place that begins in the month of a day or before: right, or one too far. */
function placeOfMonth(term: Term, day: Day): number {
  const start = Temporal.PlainDate.from(term.startsOn);
  const months = (day.year - start.year) * 12 + day.month - start.month;
  const { initialMonths = Number.POSITIVE_INFINITY, renewalMonths = initialMonths } = term;
  if (months < initialMonths) return 0;
  if (term.renewal === "open_ended") return 1;
  return 1 + Math.floor((months - initialMonths) / renewalMonths);
}
