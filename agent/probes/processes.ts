import { readdirSync } from "node:fs";
import { failed, type Probe, unsupported } from "../probe.ts";

/**
 * The number of processes. The totals of /proc/loadavg and /proc/stat would be cheaper and are of
 * no use: the first counts threads, the second every process ever started.
 */
export function createProcessesProbe(platform: NodeJS.Platform): Probe {
  if (platform !== "linux") return { measure: () => unsupported("no_process_list") };

  return {
    measure() {
      const count = countProcesses(readdirSync("/proc"));
      if (count === 0) return failed("no_process_seen");
      return { outcome: "value", samples: { processes_count: count } };
    },
  };
}

/** How many names of /proc are process ids. */
export function countProcesses(names: readonly string[]): number {
  let count = 0;
  for (const name of names) {
    const first = name.charCodeAt(0);
    if (first >= 0x30 && first <= 0x39) count += 1;
  }
  return count;
}
