import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What Linux says of a process. */

let ticks: number | undefined;

/** Ticks of the processor time columns of /proc a second. */
function ticksPerSecond(): number {
  ticks ??= Number(execFileSync("/usr/bin/getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return ticks;
}

/** Processor time of a process, all its threads, seconds; to a hundredth. */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid);
  // proc(5): utime and stime are the 14th and 15th field; the first two were cut off.
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond();
}

/** Processor time of a process, all its threads, seconds; to a nanosecond where the kernel tells. */
export function fineCpuSeconds(pid: number): number {
  try {
    const [onCpu = ""] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
    return Number(onCpu) / 1e9;
  } catch {
    return cpuSeconds(pid);
  }
}

/** Memory of a process that is in RAM, MB. */
export function residentMegabytes(pid: number): number {
  return kilobytes(pid, "VmRSS") / 1_000;
}

/** The most that it ever was, MB. */
export function peakMegabytes(pid: number): number {
  return kilobytes(pid, "VmHWM") / 1_000;
}

/** Processes that this one has started and that still run. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

function kilobytes(pid: number, name: string): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const line = status.split("\n").find((candidate) => candidate.startsWith(`${name}:`)) ?? "";
  return Number(line.split(/\s+/)[1]);
}

function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}
