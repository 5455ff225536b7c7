import type { MachineClass, Presence } from "@vigie/shared/machine.ts";

/**
 * The outage of a site: most of the machines that are expected there went together, so that it is one
 * trouble and not many. Expected is what is on at all times: people switch the others off.
 *
 *     a server is offline --most went with it--------------------> an outage
 *                         --not yet, within `SETTLE_MS`----------> settling: looked at again
 *                         --not, and the time is over------------> alone: a ticket of its own
 *
 *     an outage --most of its machines are back--> over
 */
export type SiteMachine = {
  readonly id: string;
  readonly class: MachineClass;
  readonly state: Presence;
  /** Since when it is no longer there; null = it is there, or never was. */
  readonly awaySinceMs: number | null;
};

export type SiteVerdict =
  | { readonly kind: "outage"; readonly fallen: readonly string[]; readonly sinceMs: number }
  | { readonly kind: "settling"; readonly untilMs: number }
  | { readonly kind: "alone" };

/** Of what is expected, so much must have gone, and so many at least: two may be a coincidence. */
const SHARE_MIN = 0.5;
const MACHINES_MIN = 3;

/** Went within this of one another, they went together: silence is found a report or two apart. */
const SPAN_MS = 5 * 60_000;

/**
 * How long after it went a machine's ticket waits for the others to go. A server's grace is over two
 * minutes after it fell silent, so that its ticket comes a minute later than it could.
 */
const SETTLE_MS = 3 * 60_000;

/** Back at work, a site is given so long before what is still away opens a ticket of its own. */
export const RETURN_MS = 5 * 60_000;

/** What the absence of one machine of a site means, by what is known of the others. */
export function judgeSite(
  machines: readonly SiteMachine[],
  { machineId, nowMs }: { readonly machineId: string; readonly nowMs: number },
): SiteVerdict {
  const own = machines.find(({ id }) => id === machineId);
  if (own === undefined || own.awaySinceMs === null || !isAlwaysOn(own)) return { kind: "alone" };
  const wentMs = own.awaySinceMs;
  const fallen = machines.filter((one) => isAlwaysOn(one) && wentWith(one, wentMs));
  const there = machines.filter((one) => isAlwaysOn(one) && one.state === "online");
  const expected = there.length + fallen.length;
  if (fallen.length >= MACHINES_MIN && fallen.length >= expected * SHARE_MIN) {
    const sinceMs = Math.min(...fallen.map(({ awaySinceMs }) => awaySinceMs ?? wentMs));
    return { kind: "outage", fallen: fallen.map(({ id }) => id), sinceMs };
  }
  const untilMs = wentMs + SETTLE_MS;
  const isWorthWaiting = expected >= MACHINES_MIN && nowMs < untilMs;
  return isWorthWaiting ? { kind: "settling", untilMs } : { kind: "alone" };
}

/** Whether an outage is over, by how many of its machines are still away. */
export function isOver({ machines, away }: { readonly machines: number; away: number }): boolean {
  return away < machines * (1 - SHARE_MIN);
}

function isAlwaysOn({ class: own }: SiteMachine): boolean {
  return own === "server" || own === "virtual";
}

function wentWith({ awaySinceMs }: SiteMachine, wentMs: number): boolean {
  return awaySinceMs !== null && Math.abs(awaySinceMs - wentMs) <= SPAN_MS;
}
