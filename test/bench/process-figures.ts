import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

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

/** The same to a nanosecond, of the threads that live. */
export function fineCpuSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
  );
  return nanoseconds.reduce((sum, onCpu) => sum + onCpu, 0) / 1e9;
}

/** Memory of a process that is in RAM, MB. */
export function residentMegabytes(pid: number): number {
  return kilobytes(pid, "VmRSS") / 1_000;
}

/** Memory that is this process's alone, MB. */
export function privateMegabytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const parts = rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+)/gm);
  return [...parts].reduce((sum, [, size]) => sum + Number(size), 0) / 1_000;
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
