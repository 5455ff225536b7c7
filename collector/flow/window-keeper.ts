import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import {
  GRACE_MINUTES_DEFAULT,
  type WindowChange,
  type WindowEnd,
  type WindowScope,
  type WindowWish,
} from "@vigie/shared/window.ts";
import { heldAt, wrongTimes } from "../domain/maintenance.ts";
import type { EstateBook, Unit, WindowPlan, WindowRow } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import type { Ledger } from "./ledger.ts";
import { beginnings } from "./recurrence.ts";

/**
 * Maintenance windows as people plan them. Refuses with `not_found`, `version_conflict` or
 * `window_invalid`, which says what cannot hold and where. Whatever is changed, what is held back by the
 * window is looked at again at once.
 */
export interface WindowKeeper {
  add(wish: WindowWish): Promise<{ readonly id: string } | Refusal>;
  change(id: string, change: WindowChange, version: number): Promise<Outcome>;
  /** Ends the time that holds now; the next one of a rule comes as planned. */
  end(id: string, wish: WindowEnd, version: number): Promise<Outcome>;
  remove(id: string, version: number): Promise<Outcome>;
}

type Tools = {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
};

/** Windows of one customer that are not over: each is looked at when an alert would open a ticket. */
const WINDOWS_MAX = 200;

export function createWindowKeeper({ ledger, newId, now }: Tools): WindowKeeper {
  /** Changes a window of this version, and looks again at what it holds back. */
  function act(
    { id, version }: { readonly id: string; readonly version: number },
    work: (unit: Unit, row: WindowRow, nowMs: number) => Promise<Outcome>,
  ): Promise<Outcome> {
    return ledger.write(async ({ unit }): Promise<Outcome> => {
      const found = await unit.noise.windows.find(id);
      if (found === undefined) return notFound(id);
      if (found.version !== version) return conflict(found.version);
      const { customerName: _customerName, ...row } = found;
      const nowMs = now().wallMs;
      const outcome = await work(unit, row, nowMs);
      if ("done" in outcome) await unit.alerts.holdUntil(id, nowMs);
      return outcome;
    });
  }

  return {
    add: (wish) =>
      ledger.write(({ unit }) => add(unit, { wish, id: newId("mtw"), nowMs: now().wallMs })),

    change: (id, change, version) =>
      act({ id, version }, async (unit, before, nowMs) => {
        const row = { ...before, ...change, ...(isOfTimes(before, change) && NOT_CUT) };
        const refusal = await refusalOf(unit, row, nowMs);
        if (refusal !== undefined) return refusal;
        await keep(unit, row, nowMs);
        return { done: true };
      }),

    end: (id, { by: cutBy }, version) =>
      act({ id, version }, async (unit, row, nowMs) => {
        const { fromMs, untilMs } = row;
        const isUnderWay =
          fromMs !== null && untilMs !== null && fromMs <= nowMs && nowMs < untilMs;
        if (!isUnderWay) return invalid("it is not under way, so that there is nothing to end");
        await keep(unit, { ...row, cutAtMs: nowMs, cutBy }, nowMs);
        return { done: true };
      }),

    remove: (id, version) =>
      act({ id, version }, async (unit) => {
        await unit.noise.windows.remove(id, version);
        return { done: true };
      }),
  };
}

type Adding = { readonly wish: WindowWish; readonly id: string; readonly nowMs: number };

async function add(
  unit: Unit,
  { wish, id, nowMs }: Adding,
): Promise<{ readonly id: string } | Refusal> {
  const { by: actor, rrule = null, except = [], graceMinutes = GRACE_MINUTES_DEFAULT } = wish;
  const { customerId, scope, reason, timeZone, startsAt, durationMinutes } = wish;
  const times = { timeZone, startsAt, durationMinutes, rrule, except, graceMinutes };
  const said = { id, customerId, scope, reason, actor, ...times };
  const row: WindowRow = { ...said, ...NOT_PLANNED, ...NOT_CUT, version: 1 };
  const [customer] = await unit.estate.customerList({ ids: [customerId], sort: "id", limit: 1 });
  if (customer === undefined) return invalid("customerId: there is no such customer");
  if ((await unit.noise.windows.count(customerId)) >= WINDOWS_MAX) {
    return invalid(`customerId: the customer has ${WINDOWS_MAX} windows that are not over`);
  }
  const refusal = await refusalOf(unit, row, nowMs);
  if (refusal !== undefined) return refusal;
  await unit.noise.windows.add({ ...row, ...planOf(row, nowMs) });
  return { id };
}

const NOT_CUT = { cutAtMs: null, cutBy: null };

/** What somebody ended begins again by another time only: another word for it changes nothing of that. */
function isOfTimes(before: WindowRow, change: WindowChange): boolean {
  const saying = (times: WindowRow) => JSON.stringify(TIMES.map((name) => times[name]));
  return saying({ ...before, ...change }) !== saying(before);
}

const TIMES = [
  "timeZone",
  "startsAt",
  "durationMinutes",
  "rrule",
  "except",
  "graceMinutes",
] as const;

const NOT_PLANNED: WindowPlan = { fromMs: null, untilMs: null, dueAtMs: null };

async function keep(unit: Unit, row: WindowRow, nowMs: number): Promise<void> {
  const kept = await unit.noise.windows.change({ ...row, ...planOf(row, nowMs) });
  if (!kept) throw new Error(`the window ${row.id} changed inside its own unit`);
}

function planOf(row: WindowRow, nowMs: number): WindowPlan {
  const { fromMs, untilMs, dueAtMs } = heldAt(row, beginnings, nowMs) ?? NOT_PLANNED;
  return { fromMs, untilMs, dueAtMs };
}

async function refusalOf(
  { estate }: Unit,
  row: WindowRow,
  nowMs: number,
): Promise<Refusal | undefined> {
  const wrong = (await wrongScope(estate, row)) ?? wrongTimes(row, beginnings, nowMs);
  return wrong === undefined ? undefined : invalid(wrong);
}

/** What the scope names must be the customer's. */
async function wrongScope(
  estate: EstateBook,
  {
    customerId,
    scope: { siteIds = [], machineIds = [] },
  }: { customerId: string; scope: WindowScope },
): Promise<string | undefined> {
  const asked = { customerId, sort: "id", limit: ASKED_MAX } as const;
  const sites = siteIds.length === 0 ? [] : await estate.siteList({ ...asked, ids: siteIds });
  const machines =
    machineIds.length === 0 ? [] : await estate.machineRows({ ...asked, ids: machineIds });
  return (
    stray("siteIds", siteIds, new Set(sites.map(({ id }) => id))) ??
    stray("machineIds", machineIds, new Set(machines.map(({ id }) => id)))
  );
}

/** Above what a scope may name. */
const ASKED_MAX = 1_000;

function stray(
  list: keyof WindowScope,
  ids: readonly string[],
  known: ReadonlySet<string>,
): string | undefined {
  const place = ids.findIndex((id) => !known.has(id));
  return place < 0 ? undefined : `scope.${list}[${place}]: the customer has no ${ids[place]}`;
}

function invalid(detail: string): Refusal {
  return { problem: "window_invalid", detail };
}
