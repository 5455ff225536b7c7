import { elapsedMs, growth, percentOf, type Reading } from "../counters.ts";
import { createKernelFile, errorCode, type KernelFile } from "../kernel-file.ts";
import { failed, type Probe, unsupported } from "../probe.ts";

/**
 * Pressure: the share of time in which tasks waited for a processor, memory or a disk. It is taken
 * from the totals, so that it covers exactly the time between two reports.
 */

/** Microseconds of waiting since the machine started; `full` is absent on older kernels. */
export type Stalls = { readonly some: number; readonly full: number | undefined };

export type PressureReading = {
  readonly cpu: Stalls;
  readonly memory: Stalls;
  readonly io: Stalls;
};

export function createPressureProbe(platform: NodeJS.Platform): Probe {
  if (platform !== "linux") return { measure: () => unsupported("no_pressure") };
  const cpu = createKernelFile("/proc/pressure/cpu", "at-once");
  const memory = createKernelFile("/proc/pressure/memory", "at-once");
  const io = createKernelFile("/proc/pressure/io", "at-once");
  let before: Reading<PressureReading> | undefined;

  return {
    measure(now) {
      const value = readAll({ cpu, memory, io });
      if (typeof value === "string") return unsupported(value);
      if (value === undefined) return failed("pressure_unreadable");
      const earlier = before;
      before = { at: now, value };
      const elapsed = elapsedMs(earlier?.at, now);
      if (earlier === undefined || elapsed === undefined) return { outcome: "value" };
      return { outcome: "value", samples: comparePressure(earlier.value, value, elapsed) };
    },
    close() {
      for (const file of [cpu, memory, io]) file.close();
    },
  };
}

/** The totals of a file such as /proc/pressure/memory; undefined when it has none. */
export function parsePressure(text: string): Stalls | undefined {
  const some = totalOf(text, "some");
  return some === undefined ? undefined : { some, full: totalOf(text, "full") };
}

/** Shares of the elapsed time; what was reset meanwhile is left out. */
export function comparePressure(
  before: PressureReading,
  after: PressureReading,
  elapsed: number,
): Record<string, number> {
  const grown = {
    pressure_cpu_percent: growth(before.cpu.some, after.cpu.some),
    pressure_memory_percent: growth(before.memory.some, after.memory.some),
    pressure_memory_full_percent: growth(before.memory.full, after.memory.full),
    pressure_io_percent: growth(before.io.some, after.io.some),
    pressure_io_full_percent: growth(before.io.full, after.io.full),
  };
  const samples: Record<string, number> = {};
  for (const [name, stalledUs] of Object.entries(grown)) {
    if (stalledUs !== undefined) samples[name] = percentOf(stalledUs / 1_000, elapsed);
  }
  return samples;
}

/** The three readings, a reason why this machine has none, or undefined when they make no sense. */
function readAll(files: {
  readonly cpu: KernelFile;
  readonly memory: KernelFile;
  readonly io: KernelFile;
}): PressureReading | string | undefined {
  try {
    const cpu = parsePressure(files.cpu.read());
    const memory = parsePressure(files.memory.read());
    const io = parsePressure(files.io.read());
    return cpu && memory && io && { cpu, memory, io };
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return "no_pressure";
    // The kernel has it built in and switched off (psi=0).
    if (code === "EOPNOTSUPP") return "pressure_off";
    throw error;
  }
}

function totalOf(text: string, kind: "some" | "full"): number | undefined {
  const total = new RegExp(`^${kind} .*total=(\\d+)`, "m").exec(text)?.[1];
  return total === undefined ? undefined : Number(total);
}
