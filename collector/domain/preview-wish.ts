import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { PreviewTarget, SlaPreviewWish } from "@vigie/shared/sla.ts";
import { toCalendars } from "./calendars.ts";
import type { ClockEvent, Promised } from "./clock-event.ts";
import { unite } from "./stretch.ts";
import { isWithinReach } from "./target-course.ts";
import type { Calendar } from "./working-time.ts";

/** The body of a preview, checked, and turned into what a ticket would have gone through. */

export type PreviewCourse = {
  readonly events: readonly ClockEvent<string>[];
  readonly now: Temporal.Instant;
};

/** All instants lie within so many years: what a calendar keeps worked out at once. */
const PREVIEW_YEARS_MAX = 20;

/** Years times calendars: all of them are walked through while everybody else waits. */
const PREVIEW_CALENDAR_YEARS_MAX = 100;
const YEAR_MS = 366 * 86_400_000;

/**
 * Openings a week of all calendars, and a thousandth of those on single dates: each is worked out for
 * as many as twenty years. It is two calendars of 24 a day, or 20 from Monday to Friday with three a day.
 */
const PREVIEW_OPENINGS_MAX = 340;
const WEEKS_LOOKED_AT = 1_000;

/** Different targets, those that changes add included. */
const PREVIEW_TARGETS_MAX = 48;

/** Working days of all promises together: each is walked to, day by day. */
const PREVIEW_WORKING_DAYS_MAX = 5_000;

/** Civil years in UTC in which its instants lie, and the dates of calendars too. */
const PREVIEW_YEARS = { from: 1900, to: 2199 };

/** The refusal is `calendar_invalid` or `sla_preview_invalid`, and says where. */
export function toPreviewCourse(
  wish: SlaPreviewWish,
  moment: Temporal.Instant,
): PreviewCourse | Refusal {
  const named = toInlineCalendars(wish.calendars);
  if ("problem" in named) return named;

  const now = wish.now === undefined ? moment : parseInstant(wish.now);
  const detail =
    wrongInstant(wish) ??
    wrongOrder(wish) ??
    wrongSpan(wish, now ?? moment) ??
    wrongPromises(wish, named.calendars) ??
    wrongReach(wish, named.calendars);
  if (detail !== undefined) return { problem: "sla_preview_invalid", detail };
  return { events: toEvents(wish, named.calendars), now: now ?? moment };
}

// --- to events ---

/** United pauses are told as what happened, and not as they overlap. */
function toEvents(wish: SlaPreviewWish, calendars: Calendars): ClockEvent<string>[] {
  const promised = (targets: readonly PreviewTarget[]) =>
    targets.flatMap((target) => toPromised(target, calendars) ?? []);
  const pauses = unite(
    (wish.pauses ?? []).map(({ from, to }) => ({
      startMs: msOf(from),
      endMs: to === null ? Number.POSITIVE_INFINITY : msOf(to),
    })),
  );
  return [
    { kind: "opened", atMs: msOf(wish.start), promises: promised(wish.targets) },
    ...pauses.flatMap(({ startMs, endMs }): ClockEvent<string>[] => [
      { kind: "paused", atMs: startMs },
      ...(Number.isFinite(endMs) ? [{ kind: "resumed", atMs: endMs } as const] : []),
    ]),
    ...(wish.changes ?? []).map(
      ({ at, mode, targets }): ClockEvent<string> => ({
        kind: "changed",
        atMs: msOf(at),
        mode,
        promises: promised(targets),
        keepsOthers: true,
      }),
    ),
  ];
}

type Calendars = ReadonlyMap<string, Calendar>;

/** Undefined for what `wrongPromise` would refuse. */
function toPromised(
  { name, budgetSeconds, workingDays, endOfDay = false, calendar: called, pausable }: PreviewTarget,
  calendars: Calendars,
): Promised<string> | undefined {
  const calendar = calendars.get(called);
  if (calendar === undefined) return undefined;
  const kept = { kind: name, calendar, pausable };
  if (workingDays !== undefined) return { ...kept, budget: { workingDays, endOfDay } };
  return budgetSeconds === undefined
    ? undefined
    : { ...kept, budget: { ms: budgetSeconds * 1_000 } };
}

// --- what can be wrong with it ---

function wrongInstant(wish: SlaPreviewWish): string | undefined {
  for (const [path, text] of instantsOf(wish)) {
    const instant = parseInstant(text);
    if (instant === undefined)
      return `${path} is not an instant, such as 2026-06-05T16:00:00+02:00`;
    const { year } = instant.toZonedDateTimeISO("UTC");
    const { from, to } = PREVIEW_YEARS;
    if (year < from || year > to) return `${path} is not in the years ${from} to ${to}`;
  }
  return undefined;
}

/** A complement has as many as its base. */
function wrongOpenings(documents: SlaPreviewWish["calendars"]): string | undefined {
  const openings = Object.values(documents)
    .map((document) => openingsOf(baseOf(documents, document)))
    .reduce((sum, count) => sum + count, 0);
  if (openings <= PREVIEW_OPENINGS_MAX) return undefined;
  return `the calendars have ${Math.ceil(openings)} openings a week, 1 for each ${WEEKS_LOOKED_AT} in exceptions: the most for all together is ${PREVIEW_OPENINGS_MAX}, so give fewer calendars`;
}

function openingsOf({ weekly = {}, exceptions = {} }: CalendarDocument): number {
  const dated = Object.values(exceptions).flat().length;
  return Object.values(weekly).flat().length + dated / WEEKS_LOOKED_AT;
}

/** The one with hours; of a circle, which is refused after, any. */
function baseOf(
  documents: SlaPreviewWish["calendars"],
  document: CalendarDocument,
): CalendarDocument {
  let base = document;
  for (let links = 0; links < Object.keys(documents).length; links += 1) {
    base = documents[base.complementOf ?? ""] ?? base;
  }
  return base;
}

function wrongOrder({ start, pauses = [], changes = [] }: SlaPreviewWish): string | undefined {
  const turned = pauses.findIndex(({ from, to }) => to !== null && msOf(to) < msOf(from));
  if (turned !== -1) return `pauses[${turned}].to is before its from`;
  const early = changes.findIndex(({ at }) => msOf(at) < msOf(start));
  if (early === -1) return undefined;
  return `changes[${early}].at is before the start: give its targets as those of the start`;
}

function wrongSpan(wish: SlaPreviewWish, now: Temporal.Instant): string | undefined {
  const places = [...instantsOf(wish), ["now", now.toString()] as const]
    .map(([path, text]) => ({ path, atMs: msOf(text) }))
    .toSorted((a, b) => a.atMs - b.atMs);
  const [first] = places;
  const last = places.at(-1);
  if (first === undefined || last === undefined) return undefined;

  const years = Math.ceil((last.atMs - first.atMs) / YEAR_MS);
  const calendars = Object.keys(wish.calendars).length;
  if (years > PREVIEW_YEARS_MAX) {
    return `${first.path} and ${last.path} are more than ${PREVIEW_YEARS_MAX} years apart`;
  }
  if (years * calendars <= PREVIEW_CALENDAR_YEARS_MAX) return undefined;
  return `${calendars} calendars over ${years} years are too much: give fewer, or a shorter time`;
}

function wrongPromises(wish: SlaPreviewWish, calendars: Calendars): string | undefined {
  const lists = listsOf(wish);
  const names = new Set(lists.flatMap(({ targets }) => targets.map(({ name }) => name)));
  if (names.size > PREVIEW_TARGETS_MAX) return `it has more than ${PREVIEW_TARGETS_MAX} targets`;

  const days = lists
    .flatMap(({ targets }) => targets)
    .reduce((sum, { workingDays = 0 }) => sum + workingDays, 0);
  if (days > PREVIEW_WORKING_DAYS_MAX) {
    return `its promises have ${days} working days: the most for all together is ${PREVIEW_WORKING_DAYS_MAX}`;
  }

  for (const { path, targets } of lists) {
    const seen = new Set<string>();
    for (const [place, target] of targets.entries()) {
      const wrong = seen.has(target.name)
        ? `.name ${target.name} is there twice`
        : wrongPromise(target, calendars);
      if (wrong !== undefined) return `${path}[${place}]${wrong}`;
      seen.add(target.name);
    }
  }
  return undefined;
}

function wrongPromise(
  { budgetSeconds, workingDays, endOfDay, calendar }: PreviewTarget,
  calendars: Calendars,
): string | undefined {
  if (!calendars.has(calendar)) return `.calendar names ${calendar}, which is not in calendars`;
  if (budgetSeconds !== undefined && workingDays !== undefined) {
    return " has both budgetSeconds and workingDays: give one of them";
  }
  if (budgetSeconds === undefined && workingDays === undefined) {
    return " has no budget: give budgetSeconds or workingDays";
  }
  if (endOfDay !== undefined && workingDays === undefined) {
    return ".endOfDay goes with workingDays only";
  }
  return undefined;
}

type Placed = { readonly path: string; readonly promise: Promised<string> };

/** Of each calendar only the longest promises are looked at: shorter ones are reached before. */
function wrongReach(wish: SlaPreviewWish, calendars: Calendars): string | undefined {
  const longest = new Map<string, Placed>();
  for (const { path, targets } of listsOf(wish)) {
    for (const [place, target] of targets.entries()) {
      const promise = toPromised(target, calendars);
      if (promise === undefined) continue;
      const unit = `${"ms" in promise.budget ? "ms" : "days"} ${target.calendar}`;
      const known = longest.get(unit);
      if (known !== undefined && amountOf(known.promise) >= amountOf(promise)) continue;
      longest.set(unit, { path: `${path}[${place}]`, promise });
    }
  }
  const startMs = msOf(wish.start);
  const wrong = longest.values().find(({ promise }) => !isWithinReach(promise, startMs));
  return wrong && `${wrong.path} takes more than twenty years on its calendar`;
}

function amountOf({ budget }: Promised<string>): number {
  return "ms" in budget ? budget.ms : budget.workingDays;
}

type TargetList = { readonly path: string; readonly targets: readonly PreviewTarget[] };

function listsOf({ targets, changes = [] }: SlaPreviewWish): TargetList[] {
  return [
    { path: "targets", targets },
    ...changes.map((change, place) => ({
      path: `changes[${place}].targets`,
      targets: change.targets,
    })),
  ];
}

function instantsOf(wish: SlaPreviewWish): (readonly [path: string, text: string])[] {
  const { start, now, pauses = [], changes = [] } = wish;
  return [
    ["start", start],
    ...(now === undefined ? [] : [["now", now] as const]),
    ...pauses.flatMap(({ from, to }, place) => [
      [`pauses[${place}].from`, from] as const,
      ...(to === null ? [] : [[`pauses[${place}].to`, to] as const]),
    ]),
    ...changes.map(({ at }, place) => [`changes[${place}].at`, at] as const),
  ];
}

function parseInstant(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}

/** Of a text that was parsed before. */
function msOf(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}

/** Calendars by name; one may be the complement of another of them. */
function toInlineCalendars(
  documents: SlaPreviewWish["calendars"],
): { readonly calendars: ReadonlyMap<string, Calendar> } | Refusal {
  const tooMuch = wrongOpenings(documents);
  if (tooMuch !== undefined) return { problem: "sla_preview_invalid", detail: tooMuch };
  const named = Object.entries(documents).map(([name, document]) => ({
    name,
    document,
    base: document.complementOf,
  }));
  const names = new Set(Object.keys(documents));
  const lost = named.find(({ base }) => base !== undefined && !names.has(base));
  if (lost !== undefined) {
    const detail = `calendars.${lost.name}.complementOf names ${lost.base}, which is not among them`;
    return { problem: "calendar_invalid", detail };
  }
  const outcome = toCalendars(named);
  if ("calendars" in outcome) return outcome;
  return { problem: outcome.problem, detail: `calendars.${outcome.name}: ${outcome.detail}` };
}
