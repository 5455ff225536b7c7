import type { Probe } from "../probe.ts";

/** The time since the machine started. */
export function createUptimeProbe(): Probe {
  return {
    measure: (now) => ({ outcome: "value", samples: { uptime_seconds: now.uptimeMs / 1_000 } }),
  };
}
