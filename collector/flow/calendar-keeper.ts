import type { CalendarWish } from "@vigie/shared/calendar.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { Value } from "typebox/value";
import { toCalendars } from "../domain/calendars.ts";
import type { CalendarVersionRow, Unit } from "../registry/registry.ts";
import { conflict, notFound } from "./acts.ts";
import { type Newest, newestCalendars, withComplements } from "./calendar-newest.ts";
import { tellContracts } from "./calendar-users.ts";
import type { Ledger } from "./ledger.ts";

/**
 * Calendars as people keep them. An edit makes the next version, and the next one of every complement
 * of that calendar in the same unit: so each version counts by one version of its base for ever, and
 * the newest by the newest. Each is told in the events of the contracts that name it.
 */
export interface CalendarKeeper {
  /** Refuses with `calendar_invalid`. */
  add(wish: CalendarWish): Promise<{ readonly calendarId: string } | Refusal>;
  /**
   * Makes the next version, or none where nothing is different. Refuses with `not_found`,
   * `version_conflict` or `calendar_invalid`, also where a complement of it could no longer hold.
   */
  change(
    calendarId: string,
    wish: CalendarWish,
    version: number,
  ): Promise<{ readonly calendarId: string } | Refusal>;
}

/** Calendars of a provider: a few for each of some thousand customers. */
const CALENDARS_MAX = 10_000;

/** Versions of one calendar: a change a week for twenty years. */
const VERSIONS_MAX = 1_000;

type Tools = {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
};

type Kept = { readonly calendarId: string } | Refusal;

export function createCalendarKeeper({ ledger, newId, now }: Tools): CalendarKeeper {
  return {
    add: (wish) =>
      ledger.write(async ({ unit }): Promise<Kept> => {
        const newest = await newestCalendars(unit);
        if (newest.size >= CALENDARS_MAX) {
          return refused(`there are ${CALENDARS_MAX} calendars already: change one of them`);
        }
        const first = { ...wish, calendarId: newId("cal"), number: 1 };
        return keepAll({ unit, newest, newId }, [first]);
      }),

    change: (calendarId, wish, version) =>
      ledger.write(async ({ unit }): Promise<Kept> => {
        const newest = await newestCalendars(unit);
        const before = newest.get(calendarId);
        if (before === undefined) return notFound(calendarId);
        if (before.number !== version) {
          return conflict(before.number);
        }
        const { name, document } = before;
        if (Value.Equal(wish, { name, document })) return { calendarId };
        const next = { ...wish, calendarId, number: version + 1 };
        const drafts = [next, ...complementsOf(calendarId, newest)] as const;
        const kept = await keepAll({ unit, newest, newId }, drafts);
        if ("calendarId" in kept) await tellContracts(unit, drafts, now().wallMs);
        return kept;
      }),
  };
}

/** A version to be kept; its base is told by its document. */
type Draft = Pick<CalendarVersionRow, "calendarId" | "name" | "number" | "document">;

/** The next versions of all complements of a calendar, and of theirs, bases first. */
function complementsOf(calendarId: string, newest: Newest): Draft[] {
  return withComplements(calendarId, newest).flatMap((id) => {
    const row = newest.get(id);
    return row === undefined || id === calendarId ? [] : [{ ...row, number: row.number + 1 }];
  });
}

/** Keeps all of them or none; the first is what was asked for. */
async function keepAll(
  { unit, newest, newId }: Pick<Tools, "newId"> & { readonly unit: Unit; readonly newest: Newest },
  drafts: readonly [Draft, ...Draft[]],
): Promise<Kept> {
  const unknown = wrongBase(drafts[0], newest);
  if (unknown !== undefined) return unknown;
  for (const { calendarId, name, number, document } of drafts) {
    if (number > VERSIONS_MAX) return refused(`${name} has ${VERSIONS_MAX} versions: make another`);
    const baseVersionId = newest.get(document.complementOf ?? "")?.id ?? null;
    const row = { id: newId("clv"), calendarId, name, number, document, baseVersionId };
    newest.set(calendarId, row);
  }
  const refusal = wrongAmong(drafts, newest);
  if (refusal !== undefined) return refusal;

  for (const { calendarId } of drafts) {
    const row = newest.get(calendarId);
    if (row !== undefined) await unit.contracts.addCalendarVersion(row);
  }
  return { calendarId: drafts[0].calendarId };
}

function wrongBase({ document: { complementOf } }: Draft, newest: Newest): Refusal | undefined {
  if (complementOf === undefined || newest.has(complementOf)) return undefined;
  return refused(
    `complementOf: there is no calendar with the id ${complementOf}, give a calendar's id here and not its name`,
  );
}

/** What keeps one of them from being made, with the calendars that it hangs on. */
function wrongAmong(
  [asked, ...complements]: readonly [Draft, ...Draft[]],
  newest: Newest,
): Refusal | undefined {
  const wanted = [asked, ...complements].flatMap(({ calendarId }) => chainOf(calendarId, newest));
  const outcome = toCalendars(
    wanted.map(({ calendarId, document }) => ({
      name: calendarId,
      document,
      base: document.complementOf,
    })),
  );
  if (!("problem" in outcome)) return undefined;
  const { name, detail } = outcome;
  return refused(name === asked.calendarId ? detail : `${newest.get(name)?.name}: ${detail}`);
}

/** A calendar and those that it is the complement of, one after the other. */
function chainOf(calendarId: string, newest: Newest): CalendarVersionRow[] {
  const chain = new Map<string, CalendarVersionRow>();
  let row = newest.get(calendarId);
  while (row !== undefined && !chain.has(row.calendarId)) {
    chain.set(row.calendarId, row);
    row = newest.get(row.document.complementOf ?? "");
  }
  return [...chain.values()];
}

function refused(detail: string): Refusal {
  return { problem: "calendar_invalid", detail };
}
