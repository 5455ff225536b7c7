import type { Probe } from "./probe.ts";
import { createCpuProbe } from "./probes/cpu.ts";
import { createDiskIoProbe } from "./probes/disk-io.ts";
import { createInventoryProbe } from "./probes/inventory.ts";
import { createLoadProbe } from "./probes/load.ts";
import { createMemoryProbe } from "./probes/memory.ts";
import { createNetworkProbe } from "./probes/network.ts";
import { createPressureProbe } from "./probes/pressure.ts";
import { createProcessesProbe } from "./probes/processes.ts";
import { createSwapProbe } from "./probes/swap.ts";
import { createUptimeProbe } from "./probes/uptime.ts";
import { createVolumesProbe } from "./probes/volumes.ts";

/** What a probe may need to know when it is made. */
export type ProbeContext = {
  readonly platform: NodeJS.Platform;
  /** The program of the inventory's own process. */
  readonly inventoryProgram: string;
};

export type ProbeEntry = {
  /** As reports, settings and documentation name it. */
  readonly name: string;
  /** The shortest time between two measurements; 0 = with every report. */
  readonly everyMs: number;
  /** Measures beside the reports, which do not wait for it. */
  readonly isApart: boolean;
  /** What takes longer has failed. */
  readonly limitMs: number;
  create(context: ProbeContext): Probe;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

/** Reading /proc takes a millisecond; a machine on its last legs takes a thousand times that. */
const LIMIT_MS = 5_000;

/** Several programs one after another, on a slow disk at start-up. */
const APART_LIMIT_MS = 120_000;

/** Every probe of the agent, in the order in which they measure. */
export const PROBES: readonly ProbeEntry[] = [
  everyReport("cpu", ({ platform }) => createCpuProbe(platform)),
  everyReport("load", ({ platform }) => createLoadProbe(platform)),
  everyReport("pressure", ({ platform }) => createPressureProbe(platform)),
  everyReport("memory", ({ platform }) => createMemoryProbe(platform)),
  everyReport("swap", ({ platform }) => createSwapProbe(platform)),
  everyReport("disk_io", ({ platform }) => createDiskIoProbe(platform)),
  everyReport("network", ({ platform }) => createNetworkProbe(platform)),
  everyReport("uptime", createUptimeProbe),
  everyMinute("volumes", ({ platform }) => createVolumesProbe(platform)),
  everyMinute("processes", ({ platform }) => createProcessesProbe(platform)),
  {
    name: "inventory",
    everyMs: DAY_MS,
    isApart: true,
    limitMs: APART_LIMIT_MS,
    create: ({ inventoryProgram }) => createInventoryProbe(inventoryProgram),
  },
];

function everyReport(name: string, create: ProbeEntry["create"]): ProbeEntry {
  return { name, everyMs: 0, isApart: false, limitMs: LIMIT_MS, create };
}

function everyMinute(name: string, create: ProbeEntry["create"]): ProbeEntry {
  return { name, everyMs: MINUTE_MS, isApart: false, limitMs: LIMIT_MS, create };
}
