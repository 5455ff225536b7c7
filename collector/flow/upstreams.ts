import type { NoTicketReason } from "@vigie/shared/alert.ts";
import { ABOVE_MAX } from "../domain/dependency.ts";
import type { UpstreamRow } from "../registry/registry.ts";
import type { Held, Holding } from "./hold.ts";
import { standingTicket } from "./standing-ticket.ts";

/**
 * A machine that is away because what it is behind is away. The chain is followed as far as it goes: what
 * is nearest and away stands for the rest.
 */

/** Once what it is looked at for is decided, the sweeper needs a moment to decide it. */
const DECIDED_AFTER_MS = 5_000;

/**
 * What is not known to be away yet is waited for no longer than this, which is how long a server may take
 * to restart: a laptop may be silent for two weeks, and nobody would hear of what is behind it.
 */
const UNDECIDED_MS_MAX = 20 * 60_000;

export async function holdBehind({ unit, row, nowMs }: Holding): Promise<Held | undefined> {
  const seen = new Set([row.machineId]);
  // A list that grows while it is walked gives what was added, too.
  const waiting = [row.machineId];
  for (const machineId of waiting) {
    for (const upstream of await unit.noise.dependencies.upstreams(machineId)) {
      if (seen.has(upstream.machineId) || seen.size > ABOVE_MAX) continue;
      seen.add(upstream.machineId);
      waiting.push(upstream.machineId);
      if (await standsFor({ unit, row, nowMs }, upstream)) return toHeld(upstream, nowMs);
    }
  }
  return undefined;
}

type Behind = Pick<Holding, "unit" | "row" | "nowMs">;

/** Reasons for which nobody hears of what is upstream: then it can stand for nothing. */
const UNHEARD: readonly (NoTicketReason | null)[] = [
  "not_covered",
  "type_not_included",
  "rule_opens_none",
];

/** Whether what is upstream is away, and somebody hears of that or will soon. */
async function standsFor(
  { unit, row, nowMs }: Behind,
  { machineId, state, dueAtMs }: UpstreamRow,
): Promise<boolean> {
  if (state === "online" || state === "waiting") return false;
  if (state !== "offline") return (dueAtMs ?? nowMs) - nowMs <= UNDECIDED_MS_MAX;
  const { ruleId, object } = row;
  const own = await unit.alerts.find({ machineId, ruleId, object });
  if (own?.state !== "firing" || UNHEARD.includes(own.noTicket)) return false;
  // Whoever ended its ticket knew of what was away by then, and not of what goes now.
  return own.ticketId === null || (await standingTicket(unit, own.ticketId)) !== undefined;
}

/** What is not known to be offline yet is looked at again when that is decided. */
function toHeld({ machineId, state, dueAtMs }: UpstreamRow, nowMs: number): Held {
  const decidedMs = state === "offline" ? null : (dueAtMs ?? nowMs) + DECIDED_AFTER_MS;
  const untilMs = decidedMs === null ? null : Math.max(decidedMs, nowMs + DECIDED_AFTER_MS);
  return { noTicket: "dependency", hold: { byId: machineId, untilMs } };
}
