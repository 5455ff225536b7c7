import type { DependencyChange, DependencyWish } from "@vigie/shared/dependency.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { ABOVE_MAX, UPSTREAMS_MAX } from "../domain/dependency.ts";
import type { Dependencies, MachineRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import type { Ledger } from "./ledger.ts";

/**
 * What machines are behind, as people say it. Refuses with `not_found`, `version_conflict` or
 * `dependency_invalid`, which says what cannot hold: a machine is never behind itself, round whatever
 * corner. What was held back by a dependency that is changed is looked at again at once.
 */
export interface DependencyKeeper {
  add(wish: DependencyWish): Promise<{ readonly id: string } | Refusal>;
  change(id: string, change: DependencyChange, version: number): Promise<Outcome>;
  remove(id: string, version: number): Promise<Outcome>;
}

type Tools = {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
};

export function createDependencyKeeper({ ledger, newId, now }: Tools): DependencyKeeper {
  return {
    add: ({ by: actor, ...wish }) =>
      ledger.write(async ({ unit }) => {
        const machine = await refusedOr(unit, wish);
        if ("problem" in machine) return machine;
        const id = newId("dep");
        const { customerId } = machine;
        const row = { ...wish, id, customerId, actor, atMs: now().wallMs, version: 1 };
        await unit.noise.dependencies.add(row);
        return { id };
      }),

    change: (id, { behindId, by }, version) =>
      ledger.write(async ({ unit }): Promise<Outcome> => {
        const before = await unit.noise.dependencies.find(id);
        if (before === undefined) return notFound(id);
        if (before.version !== version) return conflict(before.version);
        const { machineId } = before;
        const isOther = behindId !== undefined && behindId !== before.behindId;
        const machine = isOther ? await refusedOr(unit, { machineId, behindId }) : undefined;
        if (machine !== undefined && "problem" in machine) return machine;
        const actor = by ?? before.actor;
        const after = { ...before, actor, behindId: behindId ?? before.behindId };
        await unit.noise.dependencies.change(after);
        if (isOther) await unit.alerts.holdUntil(before.behindId, now().wallMs);
        return { done: true };
      }),

    remove: (id, version) =>
      ledger.write(async ({ unit }): Promise<Outcome> => {
        const before = await unit.noise.dependencies.find(id);
        if (before === undefined) return notFound(id);
        if (before.version !== version) return conflict(before.version);
        await unit.noise.dependencies.remove(id, version);
        await unit.alerts.holdUntil(before.behindId, now().wallMs);
        return { done: true };
      }),
  };
}

type Between = { readonly machineId: string; readonly behindId: string };

/** The machine that is behind another one, if it can be. */
async function refusedOr(unit: Unit, between: Between): Promise<MachineRow | Refusal> {
  const { machineId, behindId } = between;
  const ids = [machineId, behindId];
  const rows = await unit.estate.machineRows({ ids, sort: "id", limit: ids.length });
  const machine = rows.find(({ id }) => id === machineId);
  const behind = rows.find(({ id }) => id === behindId);
  if (machine === undefined || machine.retiredAtMs !== null) {
    return invalid("machineId: name a machine that is in use");
  }
  if (behind === undefined || behind.retiredAtMs !== null) {
    return invalid("behindId: name a machine that is in use");
  }
  if (behind.customerId !== machine.customerId || behind.id === machine.id) {
    return invalid("behindId: name another machine of the same customer");
  }
  return (await wrongChain(unit, between, machine)) ?? machine;
}

async function wrongChain(
  { noise: { dependencies } }: Unit,
  { machineId, behindId }: Between,
  { name }: MachineRow,
): Promise<Refusal | undefined> {
  if (await dependencies.between(machineId, behindId)) {
    return invalid("behindId: the machine is behind this one already");
  }
  if ((await dependencies.upstreams(machineId)).length >= UPSTREAMS_MAX) {
    return invalid(`machineId: ${name} is behind ${UPSTREAMS_MAX} machines already`);
  }
  const found = await lookUp(dependencies, { machineId, behindId });
  if (found === "ring") {
    return invalid(`behindId: ${name} would be behind itself; take away one of the ring first`);
  }
  if (found === "too_many") {
    return invalid(`behindId: ${name} would be behind more than ${ABOVE_MAX} machines`);
  }
  return undefined;
}

/** What is above a machine that another one is to be behind, level by level. */
async function lookUp(
  dependencies: Dependencies,
  { machineId, behindId }: Between,
): Promise<"ring" | "too_many" | undefined> {
  const seen = new Set<string>();
  let level = new Set([behindId]);
  while (level.size > 0) {
    if (level.has(machineId)) return "ring";
    for (const id of level) seen.add(id);
    if (seen.size > ABOVE_MAX) return "too_many";
    const next = new Set<string>();
    for (const id of level) {
      for (const upstream of await dependencies.upstreams(id)) next.add(upstream.machineId);
    }
    level = next.difference(seen);
  }
  return undefined;
}

function invalid(detail: string): Refusal {
  return { problem: "dependency_invalid", detail };
}
