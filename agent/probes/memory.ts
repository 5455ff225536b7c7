import { freemem, totalmem } from "node:os";
import { percentOf } from "../counters.ts";
import { createKernelFile } from "../kernel-file.ts";
import { failed, type Probe } from "../probe.ts";

/** Memory, and what programs could still take of it without swapping. */

export type Memory = { readonly totalBytes: number; readonly availableBytes: number };

export function createMemoryProbe(platform: NodeJS.Platform): Probe {
  const file = platform === "linux" ? createKernelFile("/proc/meminfo", "at-once") : undefined;

  return {
    measure() {
      const memory =
        file === undefined
          ? { totalBytes: totalmem(), availableBytes: freemem() }
          : parseMeminfo(file.read());
      if (memory === undefined || memory.totalBytes <= 0) return failed("meminfo_unreadable");
      const { totalBytes, availableBytes } = memory;
      return {
        outcome: "value",
        samples: {
          memory_total_bytes: totalBytes,
          memory_available_bytes: availableBytes,
          memory_used_percent: percentOf(totalBytes - availableBytes, totalBytes),
        },
      };
    },
    close: () => file?.close(),
  };
}

/** MemTotal and MemAvailable of /proc/meminfo; undefined where either is missing. */
export function parseMeminfo(text: string): Memory | undefined {
  const totalBytes = bytesOf(text, "MemTotal:");
  const availableBytes = bytesOf(text, "MemAvailable:") ?? availableOfOldKernel(text);
  if (totalBytes === undefined || availableBytes === undefined) return undefined;
  return { totalBytes, availableBytes: Math.min(availableBytes, totalBytes) };
}

/** Kernels before 3.14 do not estimate it: free memory and caches come nearest. */
function availableOfOldKernel(text: string): number | undefined {
  const parts = ["MemFree:", "Buffers:", "Cached:"].map((name) => bytesOf(text, name));
  return parts.reduce<number | undefined>(
    (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
    0,
  );
}

/** The lines are in KiB, whatever their "kB" says. */
function bytesOf(text: string, name: string): number | undefined {
  const at = text.startsWith(name) ? 0 : text.indexOf(`\n${name}`) + 1;
  if (at === 0 && !text.startsWith(name)) return undefined;
  const kib = Number.parseInt(text.slice(at + name.length, at + name.length + 24), 10);
  return Number.isNaN(kib) ? undefined : kib * 1_024;
}
