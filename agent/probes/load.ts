import { loadavg } from "node:os";
import { createKernelFile } from "../kernel-file.ts";
import { failed, type Probe, unsupported } from "../probe.ts";

/** The mean number of tasks that run or wait, over 1, 5 and 15 minutes. */

export type Load = readonly [oneMinute: number, fiveMinutes: number, fifteenMinutes: number];

export function createLoadProbe(platform: NodeJS.Platform): Probe {
  // Node answers three zeros on Windows, which has no such figure.
  if (platform === "win32") return { measure: () => unsupported("no_load_average") };
  const file = platform === "linux" ? createKernelFile("/proc/loadavg", "at-once") : undefined;

  return {
    measure() {
      const load = file === undefined ? toLoad(loadavg()) : parseLoadavg(file.read());
      if (load === undefined) return failed("loadavg_unreadable");
      return {
        outcome: "value",
        samples: { load_1m: load[0], load_5m: load[1], load_15m: load[2] },
      };
    },
    close: () => file?.close(),
  };
}

/** The first three numbers of /proc/loadavg; undefined when they are not there. */
export function parseLoadavg(text: string): Load | undefined {
  return toLoad(text.split(" ").slice(0, 3).map(Number.parseFloat));
}

function toLoad([one, five, fifteen]: readonly number[]): Load | undefined {
  if (one === undefined || five === undefined || fifteen === undefined) return undefined;
  return Number.isNaN(one + five + fifteen) ? undefined : [one, five, fifteen];
}
