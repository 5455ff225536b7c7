import type { ContractClauses } from "@vigie/shared/contract.ts";
import type { VersionState } from "@vigie/shared/contract-version.ts";
import type { Term, TermEvents, TermStanding } from "@vigie/shared/term.ts";
import { nextTermDay, termStanding } from "./term.ts";

/**
 * A contract over time: which of its versions holds, and where its term stands. The versions in
 * force make one course: the first one's term, and each amendment that says another.
 */

/** What of a contract its course depends on. */
export type CourseFacts = {
  readonly noticeGivenOn: string | null;
  readonly endsEarlyOn: string | null;
  readonly renewedOn: readonly string[];
};
export type VersionFacts = {
  readonly number: number;
  readonly state: VersionState;
  readonly effectiveOn: string | null;
  readonly effectiveFromMs: number | null;
  readonly clauses: Pick<ContractClauses, "term">;
};

/** The first instant of a civil day in a zone. */
export function startOfDayMs(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime(timeZone).epochMilliseconds;
}

/** The civil day of an instant in a zone. */
export function dayAt(nowMs: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The version that holds at an instant: of two that begin together, the later one. */
export function versionAt<Version extends VersionFacts>(
  versions: readonly Version[],
  nowMs: number,
): Version | undefined {
  return inForce(versions).findLast(({ fromMs }) => fromMs <= nowMs)?.version;
}

/** Those that hold at an instant or may hold later: the one in force, later ones, and drafts. */
export function versionsFrom<Version extends VersionFacts>(
  versions: readonly Version[],
  nowMs: number,
): Version[] {
  const now = versionAt(versions, nowMs);
  return versions.filter(
    (version) =>
      version === now || version.effectiveFromMs === null || version.effectiveFromMs > nowMs,
  );
}

/** The version that holds at an instant, else the newest one. */
export function shownVersion<Version extends VersionFacts>(
  versions: readonly Version[],
  nowMs: number,
): Version | undefined {
  return versionAt(versions, nowMs) ?? versions.toSorted((a, b) => a.number - b.number).at(-1);
}

/** The term with all that happened to it. Undefined while no version is in force. */
export function termOf(
  facts: CourseFacts,
  versions: readonly VersionFacts[],
): { readonly term: Term; readonly events: TermEvents } | undefined {
  const terms = termsOf(versions);
  const [first] = terms;
  if (first === undefined) return undefined;
  const { noticeGivenOn, endsEarlyOn, renewedOn } = facts;
  const amendments = terms.filter(
    ({ term }, place) => place > 0 && !isSame(term, terms[place - 1]?.term),
  );
  return {
    term: first.term,
    events: {
      ...(amendments.length > 0 && { amendments }),
      ...(renewedOn.length > 0 && { renewedOn: [...renewedOn] }),
      ...(noticeGivenOn !== null && { noticeGivenOn }),
      ...(endsEarlyOn !== null && { endsEarlyOn }),
    },
  };
}

/** Where the contract stands at an instant. A contract of drafts stands where its newest one says. */
export function standingAt(
  facts: CourseFacts,
  versions: readonly VersionFacts[],
  nowMs: number,
): TermStanding | undefined {
  const shown = shownVersion(versions, nowMs);
  if (shown === undefined) return undefined;
  const { term } = shown.clauses;
  const today = dayAt(nowMs, term.timeZone);
  const course = termOf(facts, versions) ?? { term, events: {} };
  return termStanding(course.term, course.events, today);
}

/** Whether something is covered by the contract at an instant, whatever its perimeter. */
export function isCovering(
  facts: CourseFacts,
  versions: readonly VersionFacts[],
  nowMs: number,
): boolean {
  if (versionAt(versions, nowMs) === undefined) return false;
  const state = standingAt(facts, versions, nowMs)?.state;
  return state === "in_force" || state === "notice_given";
}

/**
 * The next instant after `nowMs` at which the contract changes by itself: a version takes effect, a
 * term begins or ends, a reminder falls due. null = never again.
 */
export function nextChangeMs(
  facts: CourseFacts,
  versions: readonly VersionFacts[],
  nowMs: number,
): number | null {
  const starts = inForce(versions).map(({ fromMs }) => fromMs);
  const course = termOf(facts, versions);
  if (course === undefined) return null;
  const { timeZone } = versionAt(versions, nowMs)?.clauses.term ?? course.term;
  const day = nextTermDay(course.term, course.events, dayAt(nowMs, timeZone));
  const instants = day === null ? starts : [...starts, startOfDayMs(day, timeZone)];
  const later = instants.filter((atMs) => atMs > nowMs);
  return later.length === 0 ? null : Math.min(...later);
}

function isSame(a: Term, b: Term | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Versions in force, in the order in which they begin to hold. */
function inForce<Version extends VersionFacts>(versions: readonly Version[]) {
  return versions
    .flatMap((version) => {
      const { state, effectiveFromMs: fromMs } = version;
      return state === "in_force" && fromMs !== null ? [{ version, fromMs }] : [];
    })
    .toSorted((a, b) => a.fromMs - b.fromMs || a.version.number - b.version.number);
}

/** The terms of the versions in force by their first days; the later of two on one day. */
function termsOf(versions: readonly VersionFacts[]): { effectiveOn: string; term: Term }[] {
  const byDay = new Map<string, Term>();
  for (const { version } of inForce(versions)) {
    if (version.effectiveOn !== null) byDay.set(version.effectiveOn, version.clauses.term);
  }
  return Array.from(byDay, ([effectiveOn, term]) => ({ effectiveOn, term }));
}
