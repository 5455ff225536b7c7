import type { MachineClass } from "@vigie/shared/machine.ts";
import {
  WINDOW_MINUTES_MAX,
  type WindowOccurrence,
  type WindowScope,
  type WindowState,
} from "@vigie/shared/window.ts";
import { isCivilDate, wrongZone } from "./civil-time.ts";
import { toInstant } from "./instant.ts";
import { folded } from "./perimeter.ts";

/**
 * Maintenance windows: when they hold, and for whom. Where one begins is a local time in its zone; how
 * long it lasts is real time, so that a night on which the clocks change is as long as any other.
 *
 *     from           until        until + grace = due
 *      |--- work ------|--- rest -----|--- what still fires opens its ticket
 */
export type Window = {
  readonly timeZone: string;
  /** Local, to the minute. */
  readonly startsAt: string;
  readonly durationMinutes: number;
  readonly rrule: string | null;
  /** Local days on which it does not begin, in order. */
  readonly except: readonly string[];
  readonly graceMinutes: number;
  /** Somebody ended it early. */
  readonly cutAtMs: number | null;
};

/** One time that a window holds. */
export type Held = { readonly fromMs: number; readonly untilMs: number; readonly dueAtMs: number };

/**
 * Where a window begins: the local times of its rule at or after one, the earliest first, at most so
 * many. Who reads rules is given to the domain; a rule that nobody can read is `undefined`.
 */
export type Beginnings = (
  window: Pick<Window, "startsAt" | "rrule">,
  from: Temporal.PlainDateTime,
  limit: number,
) => readonly Temporal.PlainDateTime[] | undefined;

/** Of any stretch of this length that begins with a window, so much may be held back at most. */
const STRETCH_DAYS = 28;
const SHARE_MAX = 0.5;

/** Times of a window that are looked at when it is judged: four years of every day. */
const JUDGED_MAX = 1_500;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The time that holds at an instant, its grace included, or the next one; undefined = it is over. */
export function heldAt(window: Window, begins: Beginnings, nowMs: number): Held | undefined {
  return heldFrom(window, begins, { afterMs: nowMs, limit: 1 })[0];
}

/** The times of a window that are not over at an instant, at most so many. */
export function heldFrom(
  window: Window,
  begins: Beginnings,
  { afterMs, limit }: { readonly afterMs: number; readonly limit: number },
): Held[] {
  const { timeZone, except, durationMinutes, graceMinutes } = window;
  const excepted = new Set(except);
  const held: Held[] = [];
  const reachMs = (durationMinutes + graceMinutes) * MINUTE_MS;
  // A day more, for clocks that change meanwhile.
  const first = Temporal.Instant.fromEpochMilliseconds(afterMs - reachMs - DAY_MS);
  let from = first.toZonedDateTimeISO(timeZone).toPlainDateTime();
  for (let read = 0; read < READ_MAX; read += READ_AT_ONCE) {
    const starts = begins(window, from, READ_AT_ONCE) ?? [];
    for (const start of starts) {
      if (excepted.has(start.toPlainDate().toString())) continue;
      const one = heldBy(window, start);
      if (one.dueAtMs > afterMs) held.push(one);
      if (held.length === limit) return held;
    }
    const last = starts.at(-1);
    if (last === undefined || starts.length < READ_AT_ONCE) return held;
    from = last.add({ minutes: 1 });
  }
  return held;
}

/** Beginnings that are read in one go, and in all: more than may be excepted. */
const READ_AT_ONCE = 50;
const READ_MAX = 2_000;

/** A time that was not on the clocks is taken as the clocks go on; of one that was twice, the first. */
function heldBy(
  { timeZone, durationMinutes, graceMinutes, cutAtMs }: Window,
  start: Temporal.PlainDateTime,
): Held {
  const fromMs = start.toZonedDateTime(timeZone, {
    disambiguation: "compatible",
  }).epochMilliseconds;
  const plannedMs = fromMs + durationMinutes * MINUTE_MS;
  const isCut = cutAtMs !== null && fromMs < cutAtMs;
  const untilMs = isCut ? Math.min(plannedMs, cutAtMs) : plannedMs;
  return { fromMs, untilMs, dueAtMs: untilMs + graceMinutes * MINUTE_MS };
}

/** A machine as windows look at it. */
export type Maintained = {
  readonly id: string;
  readonly siteId: string | null;
  readonly class: MachineClass;
  readonly tags: readonly string[];
};

/** Whether a window is for a machine of its customer: of each list that is given it must meet one. */
export function isFor(scope: WindowScope, { id, siteId, class: own, tags }: Maintained): boolean {
  const { machineIds, siteIds, classes, tags: wished } = scope;
  const known = new Set(tags.map(folded));
  return (
    (machineIds === undefined || machineIds.includes(id)) &&
    (siteIds === undefined || (siteId !== null && siteIds.includes(siteId))) &&
    (classes === undefined || classes.includes(own)) &&
    (wished === undefined || wished.some((tag) => known.has(folded(tag))))
  );
}

export function stateOf(held: Held | undefined, nowMs: number): WindowState {
  if (held === undefined) return "over";
  return held.fromMs <= nowMs && nowMs < held.dueAtMs ? "holding" : "planned";
}

export function toOccurrence({ fromMs, untilMs, dueAtMs }: Held): WindowOccurrence {
  return { from: toInstant(fromMs), until: toInstant(untilMs), heldUntil: toInstant(dueAtMs) };
}

/**
 * What is wrong with when a window is, in words: it must be possible, have an end, come back to rest
 * before it begins again, and leave most of the time to tickets.
 */
export function wrongTimes(window: Window, begins: Beginnings, nowMs: number): string | undefined {
  return wrongFields(window) ?? wrongCourse(window, begins, nowMs);
}

function wrongFields({ timeZone, startsAt, durationMinutes, except }: Window): string | undefined {
  const zone = wrongZone(timeZone);
  if (zone !== undefined) return `timeZone: ${zone}`;
  if (!isLocalTime(startsAt)) return `startsAt: ${startsAt} is no time that there is`;
  if (durationMinutes > WINDOW_MINUTES_MAX) {
    return `durationMinutes: a window lasts at most ${WINDOW_MINUTES_MAX} minutes, which is 7 days`;
  }
  const place = except.findIndex((date) => !isCivilDate(date));
  return place < 0 ? undefined : `except[${place}]: ${except[place]} is no day that there is`;
}

function wrongCourse(window: Window, begins: Beginnings, nowMs: number): string | undefined {
  if (begins(window, Temporal.PlainDateTime.from(window.startsAt), 1) === undefined) {
    return "rrule: write a rule such as FREQ=WEEKLY;BYDAY=SU, by day, week, month or year, without times of its own";
  }
  const held = heldFrom(window, begins, { afterMs: nowMs, limit: JUDGED_MAX });
  const [first] = held;
  if (first === undefined) return "startsAt: it would be over before it begins";
  return wrongPairs(held) ?? wrongShare(held);
}

function wrongPairs(held: readonly Held[]): string | undefined {
  for (const [place, { dueAtMs }] of held.entries()) {
    const next = held[place + 1];
    if (next !== undefined && next.fromMs < dueAtMs) {
      return "durationMinutes: the window would begin again before it and its grace are over, so that it never ends";
    }
  }
  return undefined;
}

/** Two ends move through the times, so that each is counted once, however long the rule goes on. */
function wrongShare(held: readonly Held[]): string | undefined {
  const stretchMs = STRETCH_DAYS * DAY_MS;
  let heldMs = 0;
  let first = 0;
  for (const last of held) {
    heldMs += lengthOf(last);
    for (let from = held[first]; from !== undefined; from = held[first]) {
      if (last.dueAtMs - from.fromMs <= stretchMs) break;
      heldMs -= lengthOf(from);
      first += 1;
    }
    if (heldMs > stretchMs * SHARE_MAX) {
      return `rrule: the window would hold tickets back for more than ${SHARE_MAX * 100} % of ${STRETCH_DAYS} days; make it shorter or rarer`;
    }
  }
  return undefined;
}

function lengthOf({ fromMs, dueAtMs }: Held): number {
  return dueAtMs - fromMs;
}

function isLocalTime(text: string): boolean {
  try {
    return Temporal.PlainDateTime.from(text).toString({ smallestUnit: "minute" }) === text;
  } catch {
    return false;
  }
}
