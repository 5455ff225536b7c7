import { cpus } from "node:os";
import { elapsedMs, percentOf, type Reading } from "../counters.ts";
import { createKernelFile } from "../kernel-file.ts";
import { failed, type Measured, type Probe } from "../probe.ts";

/** Processor time by what it was spent on, since the machine started. */

/** Times in the source's own unit; only their shares matter. */
export type CpuTimes = {
  readonly user: number;
  readonly system: number;
  readonly idle: number;
  /** Idle while a disk was awaited; undefined where the system does not tell. */
  readonly iowait: number | undefined;
  /** Taken by the hypervisor; undefined where the system does not tell. */
  readonly steal: number | undefined;
};

export type CpuReading = {
  readonly all: CpuTimes;
  /** By the core's name: cores come and go. */
  readonly cores: ReadonlyMap<string, CpuTimes>;
};

export function createCpuProbe(platform: NodeJS.Platform): Probe {
  const stat = platform === "linux" ? createKernelFile("/proc/stat", "at-once") : undefined;
  let before: Reading<CpuReading> | undefined;

  return {
    measure(now) {
      const value = stat === undefined ? readCores() : parseProcStat(stat.read());
      if (value === undefined) return failed("no_cpu_line");
      const comparable = elapsedMs(before?.at, now) !== undefined ? before?.value : undefined;
      before = { at: now, value };
      return comparable === undefined ? { outcome: "value" } : compareCpu(comparable, value);
    },
    close: () => stat?.close(),
  };
}

/** The lines `cpu` and `cpu0` ... of /proc/stat; undefined when there are none. */
export function parseProcStat(text: string): CpuReading | undefined {
  let all: CpuTimes | undefined;
  const cores = new Map<string, CpuTimes>();
  for (const line of text.slice(0, endOfCpuLines(text)).split("\n")) {
    const [name = "", ...fields] = line.trim().split(/ +/);
    if (!name.startsWith("cpu")) continue;
    const times = toCpuTimes(fields.map(Number));
    if (times === undefined) continue;
    if (name === "cpu") all = times;
    else cores.set(name, times);
  }
  return all === undefined ? undefined : { all, cores };
}

/** The samples between two readings; none when the counters were reset or stood still. */
export function compareCpu(before: CpuReading, after: CpuReading): Measured {
  const all = spent(before.all, after.all);
  if (all === undefined) return { outcome: "value" };
  const busiest = busiestCore(before, after);
  return {
    outcome: "value",
    samples: {
      cpu_busy_percent: percentOf(all.busy, all.total),
      cpu_user_percent: percentOf(all.user, all.total),
      cpu_system_percent: percentOf(all.system, all.total),
      ...(all.iowait !== undefined && { cpu_iowait_percent: percentOf(all.iowait, all.total) }),
      ...(all.steal !== undefined && { cpu_steal_percent: percentOf(all.steal, all.total) }),
      ...(busiest !== undefined && { cpu_busiest_core_percent: busiest }),
    },
  };
}

/** The line of interrupts, which may be thousands of numbers long, follows the cores. */
function endOfCpuLines(text: string): number {
  const at = text.indexOf("\nintr");
  return at < 0 ? text.length : at;
}

/** user nice system idle iowait irq softirq steal guest guest_nice; user holds guest already. */
function toCpuTimes(fields: readonly number[]): CpuTimes | undefined {
  const [user, nice, system, idle, iowait, irq = 0, softirq = 0, steal] = fields;
  if (user === undefined || nice === undefined) return undefined;
  if (system === undefined || idle === undefined || fields.some(Number.isNaN)) return undefined;
  return { user: user + nice, system: system + irq + softirq, idle, iowait, steal };
}

function readCores(): CpuReading | undefined {
  const cores = new Map<string, CpuTimes>();
  let [user, system, idle] = [0, 0, 0];
  for (const [index, { times }] of cpus().entries()) {
    const core = {
      user: times.user + times.nice,
      system: times.sys + times.irq,
      idle: times.idle,
      iowait: undefined,
      steal: undefined,
    };
    cores.set(`cpu${index}`, core);
    user += core.user;
    system += core.system;
    idle += core.idle;
  }
  if (cores.size === 0) return undefined;
  return { all: { user, system, idle, iowait: undefined, steal: undefined }, cores };
}

type Spent = {
  readonly busy: number;
  readonly total: number;
  readonly user: number;
  readonly system: number;
  readonly iowait: number | undefined;
  readonly steal: number | undefined;
};

function spent(before: CpuTimes, after: CpuTimes): Spent | undefined {
  const user = after.user - before.user;
  const system = after.system - before.system;
  const steal = difference(before.steal, after.steal);
  if (user < 0 || system < 0 || (steal ?? 0) < 0) return undefined;
  // The kernel corrects idle and iowait backwards by a few ticks: that is no reset.
  const idle = Math.max(0, after.idle - before.idle);
  const waited = difference(before.iowait, after.iowait);
  const iowait = waited === undefined ? undefined : Math.max(0, waited);
  const busy = user + system + (steal ?? 0);
  const total = busy + idle + (iowait ?? 0);
  return total > 0 ? { busy, total, user, system, iowait, steal } : undefined;
}

function difference(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before;
}

function busiestCore(before: CpuReading, after: CpuReading): number | undefined {
  let busiest: number | undefined;
  for (const [name, times] of after.cores) {
    const earlier = before.cores.get(name);
    const core = earlier === undefined ? undefined : spent(earlier, times);
    if (core === undefined) continue;
    busiest = Math.max(busiest ?? 0, percentOf(core.busy, core.total));
  }
  return busiest;
}
