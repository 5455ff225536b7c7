import { heldAt, isFor, type Maintained } from "../domain/maintenance.ts";
import type { Unit, WindowRow } from "../registry/registry.ts";
import type { Held, Holding } from "./hold.ts";
import { beginnings } from "./recurrence.ts";

/** Which maintenance windows hold now, and for whom. */

/** Of several windows the one that holds longest. */
export async function holdOfWindow({ unit, row, nowMs }: Holding): Promise<Held | undefined> {
  const held = await windowsAt(unit, row.customerId, nowMs);
  if (held.length === 0) return undefined;
  const [machine] = await unit.estate.machineRows({ ids: [row.machineId], sort: "id", limit: 1 });
  if (machine === undefined) return undefined;
  const [longest] = held
    .filter(({ window: { scope } }) => isFor(scope, machine))
    .toSorted((a, b) => b.untilMs - a.untilMs);
  if (longest === undefined) return undefined;
  return { noTicket: "maintenance", hold: { byId: longest.window.id, untilMs: longest.untilMs } };
}

/** Says of a customer's machines whether a window holds for them now. */
export async function maintainedAt(
  unit: Unit,
  customerId: string,
  nowMs: number,
): Promise<(machine: Maintained) => boolean> {
  const held = await windowsAt(unit, customerId, nowMs);
  return (machine) => held.some(({ window }) => isFor(window.scope, machine));
}

type HeldWindow = { readonly window: WindowRow; readonly untilMs: number };

/** One whose next time was not planned yet, because the sweeper comes late, is worked out here. */
async function windowsAt(
  { noise: { windows } }: Unit,
  customerId: string,
  nowMs: number,
): Promise<HeldWindow[]> {
  return (await windows.begun(customerId, nowMs)).flatMap((window) => {
    const isStale = window.dueAtMs !== null && window.dueAtMs <= nowMs;
    const { fromMs, dueAtMs } = (isStale ? heldAt(window, beginnings, nowMs) : window) ?? OVER;
    if (fromMs === null || dueAtMs === null || fromMs > nowMs) return [];
    return [{ window, untilMs: dueAtMs }];
  });
}

const OVER = { fromMs: null, dueAtMs: null };
