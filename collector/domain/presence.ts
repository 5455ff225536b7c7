import type { MachineClass, Presence } from "@vigie/shared/machine.ts";

/**
 * Whether a machine is there. Silence is a fact, an absence is a judgement: how long a machine may be
 * quiet depends on what it is for.
 *
 *   waiting --heard--> online --quiet--> silent --grace--> offline
 *                        ^  \--says so--> down --grace--> offline
 *                        \---------------- heard ----------------/
 */

/** Reports that may be missed before a machine counts as silent. */
const MISSED_REPORTS = 3;

/** Added to every wait: agents report with a jitter, networks too. */
const JITTER_MS = 15_000;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * How long a machine may stay silent before it is offline: a server is expected at all times, a
 * workstation may be off over a long weekend, a laptop over two weeks of leave.
 */
const SILENT_GRACE_MS: Readonly<Record<MachineClass, number>> = {
  server: 2 * MINUTE_MS,
  virtual: 2 * MINUTE_MS,
  workstation: 4 * DAY_MS,
  laptop: 15 * DAY_MS,
};

/** How long a machine that said that it goes down may stay away: a server restarts in that time. */
const DOWN_GRACE_MS: Readonly<Record<MachineClass, number>> = {
  server: 20 * MINUTE_MS,
  virtual: 20 * MINUTE_MS,
  workstation: 4 * DAY_MS,
  laptop: 15 * DAY_MS,
};

/** How long after its last word a machine of this cadence counts as silent. */
export function silentAfterMs(cadenceSeconds: number): number {
  return MISSED_REPORTS * cadenceSeconds * 1_000 + JITTER_MS;
}

/** How long after entering this state the machine counts as offline; undefined = never by itself. */
export function offlineAfterMs(state: Presence, machineClass: MachineClass): number | undefined {
  if (state === "silent") return SILENT_GRACE_MS[machineClass];
  if (state === "down") return DOWN_GRACE_MS[machineClass];
  return undefined;
}
