import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { RotaChange, RotaOverrideWish, RotaWish } from "@vigie/shared/rota.ts";
import { toPlan } from "../domain/rota.ts";
import { changedPlans, withOverride, withoutOverride } from "../domain/rota-edit.ts";
import type { RotaRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { endOnCall, handoverDueMs } from "./handover-sweep.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import type { Notifier } from "./notifier.ts";
import { policyWaking, wrongRota } from "./rota-checks.ts";

/**
 * On-call rotas as people plan them. What is changed holds from now on or later: who was on call was.
 * Refuses with `not_found`, `version_conflict`, `rota_used`, or `rota_invalid` with what cannot hold.
 */
export interface RotaKeeper {
  add(wish: RotaWish): Promise<{ readonly id: string } | Refusal>;
  change(id: string, change: RotaChange, version: number): Promise<Outcome>;
  remove(id: string, version: number): Promise<Outcome>;
  addOverride(id: string, wish: RotaOverrideWish, version: number): Promise<Outcome>;
  /** Of one that has begun, what is past stays. */
  removeOverride(id: string, overrideId: string, version: number): Promise<Outcome>;
}

/** Every step that wakes whoever is on call looks through all of them. */
const ROTAS_MAX = 200;

type Tools = {
  readonly ledger: Ledger;
  readonly notifier: Notifier;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
};

/** What of a rota is otherwise, or why it cannot be, where it is nothing else in words. */
type Changed = Partial<RotaRow> | Refusal | string;

export function createRotaKeeper({ ledger, notifier, newId, now }: Tools): RotaKeeper {
  /** Changes a rota of this version, and plans anew whom its handovers tell. */
  function act(
    { id, version }: Pick<RotaRow, "id" | "version">,
    work: (row: RotaRow, nowMs: number, unit: Unit) => Changed | Promise<Changed>,
  ): Promise<Outcome> {
    return ledger.write(async ({ unit }): Promise<Outcome> => {
      const before = await unit.onCall.findRota(id);
      if (before === undefined) return notFound(id);
      if (before.version !== version) return conflict(before.version);
      const nowMs = now().wallMs;
      const changed = await work(before, nowMs, unit);
      if (typeof changed === "string") return invalid(changed);
      if ("problem" in changed) return changed;
      const row = { ...before, ...changed };
      const nextHandoverMs = handoverDueMs(row, nowMs);
      const kept = await unit.onCall.changeRota({ ...row, nextHandoverMs });
      return kept ? { done: true } : conflict(version);
    });
  }

  return {
    add: (wish) =>
      ledger.write(({ unit }) => add(unit, { wish, id: newId("rta"), nowMs: now().wallMs })),

    change: (id, change, version) =>
      act({ id, version }, async (row, nowMs, unit) => {
        return (await wrongRota(unit, change)) ?? changeOf(row, change, nowMs);
      }),

    remove: (id, version) =>
      ledger.write((gathering) => remove({ ...gathering, notifier, now }, { id, version })),

    addOverride: (id, { staffId, from, to, reason }, version) =>
      act({ id, version }, async (row, nowMs, unit) => {
        const wrong = await wrongRota(unit, { staffId });
        if (wrong !== undefined) return wrong;
        const startMs = Temporal.Instant.from(from).epochMilliseconds;
        const endMs = Temporal.Instant.from(to).epochMilliseconds;
        const override = { id: newId("rto"), staffId, startMs, endMs, reason };
        return toChanged(withOverride(row, override, nowMs));
      }),

    removeOverride: (id, overrideId, version) =>
      act({ id, version }, (row, nowMs) => {
        const override = row.overrides.find((other) => other.id === overrideId);
        if (override === undefined) return notFound(overrideId);
        return toChanged(withoutOverride(row, override, nowMs));
      }),
  };
}

type Adding = { readonly wish: RotaWish; readonly id: string; readonly nowMs: number };

async function add(
  unit: Unit,
  { wish, id, nowMs }: Adding,
): Promise<{ readonly id: string } | Refusal> {
  if ((await unit.onCall.rotas()).length >= ROTAS_MAX) {
    return invalid(`there are ${ROTAS_MAX} rotas already; change one of them`);
  }
  const wrong = await wrongRota(unit, wish);
  if (wrong !== undefined) return invalid(wrong);
  const { name, calendarId = null, ...turns } = wish;
  const said = { id, name, active: true, calendarId, plans: [toPlan(turns)], overrides: [] };
  const row: RotaRow = { ...said, nextHandoverMs: null, toldId: null, version: 1 };
  await unit.onCall.addRota({ ...row, nextHandoverMs: handoverDueMs(row, nowMs) });
  return { id };
}

type Removing = Pick<Gathering, "unit" | "draft"> & Pick<Tools, "notifier" | "now">;

/** Whoever is on call by it is told that it is over, as when it is switched off. */
async function remove(
  { notifier, now, unit, draft }: Removing,
  { id, version }: Pick<RotaRow, "id" | "version">,
): Promise<Outcome> {
  const { onCall } = unit;
  const before = await onCall.findRota(id);
  if (before === undefined) return notFound(id);
  if (before.version !== version) return conflict(before.version);
  const policy = policyWaking(await onCall.policies(), id);
  if (policy !== undefined) return { problem: "rota_used", detail: policy };
  if (!(await onCall.removeRota(id, version))) return conflict(version);
  await endOnCall({ notifier }, { unit, draft }, { rota: before, nowMs: now().wallMs });
  return { done: true };
}

/** Without a word on turns they go on as they are. */
function changeOf(
  { plans }: RotaRow,
  { timeZone, handover, memberIds, from, ...said }: RotaChange,
  nowMs: number,
): Changed {
  const turns = {
    ...(timeZone !== undefined && { timeZone }),
    ...(handover !== undefined && { handover }),
    ...(memberIds !== undefined && { memberIds }),
  };
  if (Object.keys(turns).length === 0 && from === undefined) return said;
  const changed = changedPlans(plans, { ...turns, from }, nowMs);
  return typeof changed === "string" ? changed : { ...said, plans: changed };
}

function toChanged(overrides: RotaRow["overrides"] | string): Changed {
  return typeof overrides === "string" ? overrides : { overrides };
}

function invalid(detail: string): Refusal {
  return { problem: "rota_invalid", detail };
}
