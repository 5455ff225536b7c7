import type { Term, TermEvents } from "@vigie/shared/term.ts";
import {
  type Day,
  earliest,
  firstDayOf,
  isBefore,
  isOpenEnded,
  lastDayOf,
  lastNoticeOf,
  latest,
  placeOf,
} from "./term-clause.ts";

/**
 * The terms of a contract one after the other, over all its amendments: each day from the first one
 * on is in one term, up to the end where there is one.
 *
 * An amendment's terms are counted from its own `startsOn`. Where that makes the term under way
 * begin as it did, it is the same term with a new end; else the one before is cut on the day before
 * the amendment holds, and a new one begins. An amendment of the first day holds instead of the
 * first clause; none moves that day.
 */
export type Course = {
  readonly firstDay: Day;
  /** The last covered day, where it is known. */
  readonly endsOn: Day | null;
  /** What is told by itself, before notice or an early end are looked at. */
  readonly phases: readonly Phase[];
};

/** The days on which one clause counts the terms. */
export type Phase = {
  readonly term: Term;
  readonly startsOn: Day;
  /** The day before the next phase; null = none follows. */
  readonly endsOn: Day | null;
  readonly firstPlace: number;
  /** Where express renewals end; null = the terms go on. */
  readonly lastPlace: number | null;
  /** Of the first term, counted over the whole contract from 1. */
  readonly firstNumber: number;
};

/** One term of the course. */
export type Span = {
  readonly term: Term;
  readonly number: number;
  readonly startsOn: Day;
  readonly endsOn: Day | null;
  /** null also where an amendment cuts the term: there is no end that notice could use. */
  readonly lastNoticeOn: Day | null;
  /** Whether the contract ends with it because nobody renewed it expressly. */
  readonly lapses: boolean;
};

/** The course of a checked term and its events. */
export function toCourse(term: Term, events: TermEvents): Course {
  const phases = toPhases(term, events);
  const firstDay = Temporal.PlainDate.from(term.startsOn);
  const ends = [lapseOf(phases), endByNotice(term, events), dayOrNull(events.endsEarlyOn)].filter(
    (day) => day !== null,
  );
  return { phases, firstDay, endsOn: ends.length === 0 ? null : ends.reduce(earliest) };
}

/**
 * Terms that one answer walks: some ten years of notice in monthly terms, a hundred amendments and a
 * hundred renewals are far fewer.
 */
const SPANS_WALKED_MAX = 2_000;

/** The terms from the one that holds a day on, or from the first. Whoever asks stops by itself. */
export function* spansFrom(phases: readonly Phase[], day: Day): Generator<Span> {
  let walked = 0;
  for (const phase of phases) {
    if (phase.endsOn !== null && isBefore(phase.endsOn, day)) continue;
    let place = placeOf(phase.term, latest(day, phase.startsOn));
    for (; !isPast(phase, place); place += 1) {
      walked += 1;
      if (walked > SPANS_WALKED_MAX) throw new RangeError("the walk along the terms has no end");
      yield toSpan(phase, place);
    }
  }
}

/** The last day when nobody renews expressly any more; null = it goes on. */
export function lapseOf(phases: readonly Phase[]): Day | null {
  const last = phases.at(-1);
  if (last === undefined || last.lastPlace === null) return null;
  return lastDayOf(last.term, last.lastPlace);
}

/** The clauses in the order in which they hold, the last one of a day alone. */
export function toPhases(term: Term, { amendments = [], renewedOn = [] }: TermEvents): Phase[] {
  const firstDay = firstDayOf(term, 0);
  const phases: Phase[] = [opening(term, { from: firstDay, renewedOn })];
  for (const { effectiveOn, term: next } of inOrder(amendments)) {
    const from = latest(Temporal.PlainDate.from(effectiveOn), firstDay);
    const previous = phases.at(-1);
    if (previous === undefined) break;
    if (!isBefore(previous.startsOn, from) && phases.length === 1) {
      phases[0] = opening(next, { from, renewedOn });
      continue;
    }
    const lapse = lapseOf(phases);
    if (lapse !== null && isBefore(lapse.add({ days: 1 }), from)) break;
    phases.pop();
    phases.push(...joined(previous, { term: next, from, renewedOn }));
  }
  return phases;
}

// --- phases ---

/** By day; where several hold from one day on, the last one given does. */
function inOrder(amendments: NonNullable<TermEvents["amendments"]>) {
  const byDay = new Map(amendments.map((amendment) => [amendment.effectiveOn, amendment]));
  return [...byDay.values()].toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
}

/** What a clause begins with: its day, and the renewals that it may count. */
type Beginning = { readonly from: Day; readonly renewedOn: readonly string[] };

function opening(term: Term, { from, renewedOn }: Beginning): Phase {
  const firstPlace = placeOf(term, from);
  return {
    term,
    startsOn: from,
    endsOn: null,
    firstPlace,
    lastPlace: lastPlaceOf(term, firstPlace, renewedOn),
    firstNumber: 1,
  };
}

/** The phase before, as far as something is left of it, and the one of an amendment. */
function joined(
  previous: Phase,
  { term, from, renewedOn }: Beginning & { readonly term: Term },
): Phase[] {
  const firstPlace = placeOf(term, from);
  const lastBefore = placeOf(previous.term, from.subtract({ days: 1 }));
  const begunOn = firstDayOf(previous.term, lastBefore);
  const isSame = begunOn.equals(firstDayOf(term, firstPlace));
  const startsOn = isSame ? latest(begunOn, previous.startsOn) : from;
  const phase: Phase = {
    term,
    startsOn,
    endsOn: null,
    firstPlace,
    lastPlace: lastPlaceOf(term, firstPlace, renewedOn),
    firstNumber: previous.firstNumber + lastBefore - previous.firstPlace + (isSame ? 0 : 1),
  };
  const isLeft = isBefore(previous.startsOn, startsOn);
  return isLeft ? [{ ...previous, endsOn: startsOn.subtract({ days: 1 }) }, phase] : [phase];
}

/** Renewals from the clause's first day on are its own, each for one further term. */
function lastPlaceOf(term: Term, firstPlace: number, renewedOn: readonly string[]): number | null {
  if (term.renewal !== "express") return null;
  return Math.max(firstPlace, renewedOn.filter((day) => day >= term.startsOn).length);
}

// --- terms ---

function isPast({ term, endsOn, lastPlace }: Phase, place: number): boolean {
  if (lastPlace !== null && place > lastPlace) return true;
  if (place > 0 && isOpenEnded(term, place - 1)) return true;
  return endsOn !== null && isBefore(endsOn, firstDayOf(term, place));
}

function toSpan(phase: Phase, place: number): Span {
  const { term, endsOn, firstPlace, lastPlace, firstNumber } = phase;
  const last = lastDayOf(term, place);
  const isCut = endsOn !== null && (last === null || isBefore(endsOn, last));
  return {
    term,
    number: firstNumber + place - firstPlace,
    startsOn: latest(firstDayOf(term, place), phase.startsOn),
    endsOn: isCut ? endsOn : last,
    lastNoticeOn: isCut ? null : lastNoticeOf(term, place),
    lapses: endsOn === null && place === lastPlace,
  };
}

// --- the end ---

/**
 * Where notice ends the contract, by the terms in force on the day it was given: an amendment that
 * holds later makes it neither late nor longer. One that could end nothing by them, such as that of
 * an express term, is for the terms that follow.
 */
function endByNotice(term: Term, events: TermEvents): Day | null {
  const { noticeGivenOn, amendments = [] } = events;
  if (noticeGivenOn === undefined) return null;
  const from = noticeGivenOn < term.startsOn ? term.startsOn : noticeGivenOn;
  const known = amendments.filter(({ effectiveOn }) => effectiveOn <= from);
  const wish = {
    from: Temporal.PlainDate.from(from),
    given: Temporal.PlainDate.from(noticeGivenOn),
  };
  return (
    endAmong(toPhases(term, { ...events, amendments: known }), wish) ??
    endAmong(toPhases(term, events), wish)
  );
}

/** The end of the first term from a day on that a notice is in time for. */
function endAmong(
  phases: readonly Phase[],
  { from, given }: { readonly from: Day; readonly given: Day },
): Day | null {
  for (const span of spansFrom(phases, from)) {
    const end = endOfSpanByNotice(span, given);
    if (end !== null) return end;
  }
  return null;
}

function endOfSpanByNotice({ term, endsOn, lastNoticeOn }: Span, given: Day): Day | null {
  if (lastNoticeOn !== null) return isBefore(lastNoticeOn, given) ? null : endsOn;
  if (term.renewal !== "open_ended") return null;
  const end = given.add(term.notice);
  return endsOn === null || !isBefore(endsOn, end) ? end : null;
}

function dayOrNull(day: string | undefined): Day | null {
  return day === undefined ? null : Temporal.PlainDate.from(day);
}
