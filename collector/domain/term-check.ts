import type { Refusal } from "@vigie/shared/problems.ts";
import type { Term, TermEvents } from "@vigie/shared/term.ts";
import { wrongZone } from "./civil-time.ts";
import { type Day, isBefore } from "./term-clause.ts";
import { lapseOf, type Phase, spansFrom, toCourse, toPhases } from "./term-course.ts";

/** What can be wrong with a term and its events, in words that say where and what to do. */

/** Days beyond these are slips of the pen. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/** Checks a term with what happened to it. The refusal is `term_invalid`. */
export function checkTerm(term: Term, events: TermEvents = {}): Refusal | undefined {
  const detail =
    wrongTerm(term, "") ??
    wrongAmendments(events) ??
    wrongDays(events) ??
    wrongOrder(term, events) ??
    wrongRenewals(term, events) ??
    wrongEnds(term, events);
  return detail === undefined ? undefined : { problem: "term_invalid", detail };
}

/** What is wrong with a day asked for, or undefined. The refusal is `term_invalid`. */
export function checkTermDay(path: string, day: string): Refusal | undefined {
  const detail = wrongDay(path, day);
  return detail === undefined ? undefined : { problem: "term_invalid", detail };
}

// --- each by itself ---

function wrongTerm(term: Term, path: string): string | undefined {
  const { timeZone, startsOn, initialMonths, renewal, renewalMonths } = term;
  const wrong = wrongZoneAt(`${path}timeZone`, timeZone) ?? wrongDay(`${path}startsOn`, startsOn);
  if (wrong !== undefined) return wrong;
  if (renewal !== "open_ended" && initialMonths === undefined) {
    return `${path}initialMonths is missing: only an open-ended term does without, say how long the first one is`;
  }
  if (renewal === "open_ended" && renewalMonths !== undefined) {
    return `${path}renewalMonths has no meaning in an open-ended term: leave it out`;
  }
  return undefined;
}

function wrongZoneAt(path: string, timeZone: string): string | undefined {
  const wrong = wrongZone(timeZone);
  return wrong && `${path}: ${wrong}`;
}

function wrongDay(path: string, day: string): string | undefined {
  const found = toDay(day);
  if (found === undefined) return `${path}: ${day} is not a date`;
  if (found.year >= FIRST_YEAR && found.year <= LAST_YEAR) return undefined;
  return `${path}: ${day} is not between ${FIRST_YEAR} and ${LAST_YEAR}`;
}

function toDay(text: string): Day | undefined {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return undefined;
  }
}

function wrongAmendments({ amendments = [] }: TermEvents): string | undefined {
  for (const [place, { effectiveOn, term }] of amendments.entries()) {
    const path = `amendments[${place}].`;
    const wrong = wrongDay(`${path}effectiveOn`, effectiveOn) ?? wrongTerm(term, `${path}term.`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function wrongDays({ renewedOn = [], noticeGivenOn, endsEarlyOn }: TermEvents): string | undefined {
  const days = [
    ...renewedOn.map((day, place) => [`renewedOn[${place}]`, day] as const),
    ...(noticeGivenOn === undefined ? [] : [["noticeGivenOn", noticeGivenOn] as const]),
    ...(endsEarlyOn === undefined ? [] : [["endsEarlyOn", endsEarlyOn] as const]),
  ];
  for (const [path, day] of days) {
    const wrong = wrongDay(path, day);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

// --- each against the others ---

/** No amendment holds before the first day or moves it; none leaves a gap. */
function wrongOrder({ startsOn }: Term, { amendments = [] }: TermEvents): string | undefined {
  for (const [place, { effectiveOn, term: next }] of amendments.entries()) {
    const path = `amendments[${place}]`;
    if (effectiveOn < startsOn) {
      return `${path}.effectiveOn ${effectiveOn} is before the contract's first day ${startsOn}: give it that day or a later one`;
    }
    if (next.startsOn > effectiveOn) {
      return `${path}.term.startsOn ${next.startsOn} is after its effectiveOn ${effectiveOn}: the days between would be in no term, count from that day or from one before`;
    }
  }
  return undefined;
}

/** A contract that nobody renewed in time is over: neither a renewal nor an amendment revives it. */
function wrongRenewals(term: Term, events: TermEvents): string | undefined {
  const { amendments = [], renewedOn = [] } = events;
  const known: string[] = [];
  for (const renewal of renewedOn.toSorted()) {
    const path = `renewedOn[${renewedOn.indexOf(renewal)}]: ${renewal}`;
    const wrong = wrongRenewal({
      phases: toPhases(term, { amendments, renewedOn: known }),
      renewal,
    });
    if (wrong !== undefined) return `${path} ${wrong}`;
    known.push(renewal);
  }
  const lapse = lapseOf(toPhases(term, events));
  const late = amendments.findIndex(
    ({ effectiveOn }) => lapse !== null && effectiveOn > lapse.add({ days: 1 }).toString(),
  );
  if (late === -1) return undefined;
  return `amendments[${late}].effectiveOn ${amendments[late]?.effectiveOn} is after the contract's end on ${String(lapse)}: renew it in time, or make a new contract`;
}

function wrongRenewal({
  phases,
  renewal,
}: {
  readonly phases: readonly Phase[];
  readonly renewal: string;
}): string | undefined {
  const [first] = phases;
  if (first !== undefined && renewal < first.startsOn.toString()) {
    return `is before the contract's first day ${first.startsOn.toString()}`;
  }
  const lapse = lapseOf(phases);
  if (lapse !== null && renewal > lapse.toString()) {
    return `is after the contract's end on ${String(lapse)}: it can no longer be renewed, make a new contract`;
  }
  const [span] = spansFrom(phases, Temporal.PlainDate.from(renewal)).take(1);
  if (span?.term.renewal === "express") return undefined;
  return "is a day on which the term is not one that is renewed expressly: leave it out";
}

function wrongEnds(term: Term, events: TermEvents): string | undefined {
  const { renewedOn = [], noticeGivenOn } = events;
  const late = renewedOn.find((day) => noticeGivenOn !== undefined && day > noticeGivenOn);
  if (late !== undefined) {
    return `renewedOn[${renewedOn.indexOf(late)}]: ${late} is after the notice of ${noticeGivenOn}: take the notice back or leave the renewal out`;
  }
  const { endsOn } = toCourse(term, events);
  if (noticeGivenOn !== undefined && endsOn !== null && noticeGivenOn > endsOn.toString()) {
    return `noticeGivenOn: ${noticeGivenOn} is after the contract's end on ${endsOn.toString()}`;
  }
  return wrongEarlyEnd(term, events) ?? wrongNotice(term, events);
}

function wrongEarlyEnd(term: Term, { endsEarlyOn, ...events }: TermEvents): string | undefined {
  if (endsEarlyOn === undefined) return undefined;
  const { firstDay, endsOn } = toCourse(term, events);
  if (endsEarlyOn < firstDay.toString()) {
    return `endsEarlyOn: ${endsEarlyOn} is before the contract's first day ${firstDay.toString()}`;
  }
  if (endsOn === null || endsEarlyOn <= endsOn.toString()) return undefined;
  return `endsEarlyOn: ${endsEarlyOn} is after the contract's end on ${endsOn.toString()}: an early end comes before it`;
}

function wrongNotice(term: Term, events: TermEvents): string | undefined {
  const { firstDay, endsOn } = toCourse(term, events);
  if (endsOn === null || !isBefore(endsOn, firstDay)) return undefined;
  return `noticeGivenOn: by the notice of ${events.noticeGivenOn} the contract would end on ${endsOn.toString()}, before its first day ${firstDay.toString()}`;
}
