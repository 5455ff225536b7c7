import type { NoTicketReason } from "@vigie/shared/alert.ts";
import { ABOVE_MAX } from "../domain/dependency.ts";
import type { AlertRow, Unit, UpstreamRow } from "../registry/registry.ts";
import type { Held, Holding } from "./hold.ts";

/**
 * A machine that is away because what it is behind is away. The chain is followed as far as it goes: what
 * is nearest and away stands for the rest.
 */

/** Once what it is looked at for is decided, the sweeper needs a moment to decide it. */
const DECIDED_AFTER_MS = 5_000;

export async function holdBehind({ unit, row, nowMs }: Holding): Promise<Held | undefined> {
  const seen = new Set([row.machineId]);
  // A list that grows while it is walked gives what was added, too.
  const waiting = [row.machineId];
  for (const machineId of waiting) {
    for (const upstream of await unit.noise.dependencies.upstreams(machineId)) {
      if (seen.has(upstream.machineId) || seen.size > ABOVE_MAX) continue;
      seen.add(upstream.machineId);
      waiting.push(upstream.machineId);
      if (await standsFor(unit, row, upstream)) return toHeld(upstream, nowMs);
    }
  }
  return undefined;
}

/** Reasons for which nobody hears of what is upstream: then it can stand for nothing. */
const UNHEARD: readonly (NoTicketReason | null)[] = [
  "not_covered",
  "type_not_included",
  "rule_opens_none",
];

async function standsFor(
  { alerts }: Unit,
  { ruleId, object }: AlertRow,
  { machineId, state }: UpstreamRow,
): Promise<boolean> {
  if (state === "online" || state === "waiting") return false;
  if (state !== "offline") return true;
  const own = await alerts.find({ machineId, ruleId, object });
  return own === undefined || !UNHEARD.includes(own.noTicket);
}

/** What is not known to be offline yet is looked at again when that is decided. */
function toHeld({ machineId, state, dueAtMs }: UpstreamRow, nowMs: number): Held {
  const decidedMs = state === "offline" ? null : (dueAtMs ?? nowMs) + DECIDED_AFTER_MS;
  const untilMs = decidedMs === null ? null : Math.max(decidedMs, nowMs + DECIDED_AFTER_MS);
  return { noTicket: "dependency", hold: { byId: machineId, untilMs } };
}
