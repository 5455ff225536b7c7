import { percentOf } from "../counters.ts";
import { createKernelFile, errorCode } from "../kernel-file.ts";
import { failed, type Probe, unsupported } from "../probe.ts";

/** Swap: its size, and how much of it holds something. */

export type Swap = { readonly totalBytes: number; readonly usedBytes: number };

export function createSwapProbe(platform: NodeJS.Platform): Probe {
  if (platform !== "linux") return { measure: () => unsupported("no_swap_source") };
  const file = createKernelFile("/proc/swaps");

  return {
    measure() {
      let swap: Swap | undefined;
      try {
        swap = parseSwaps(file.read());
      } catch (error) {
        // A kernel built without swap has no such file.
        if (errorCode(error) === "ENOENT") return unsupported("no_swap_source");
        throw error;
      }
      if (swap === undefined) return failed("swaps_unreadable");
      const { totalBytes, usedBytes } = swap;
      return {
        outcome: "value",
        samples: {
          swap_total_bytes: totalBytes,
          swap_used_bytes: usedBytes,
          // A machine without swap has no share of it in use, not 0 %.
          ...(totalBytes > 0 && { swap_used_percent: percentOf(usedBytes, totalBytes) }),
        },
      };
    },
    close: () => file.close(),
  };
}

/** The sum over the lines of /proc/swaps; undefined when they cannot be read. */
export function parseSwaps(text: string): Swap | undefined {
  const [head = "", ...lines] = text.trimEnd().split("\n");
  if (!head.startsWith("Filename")) return undefined;
  let [totalKib, usedKib] = [0, 0];
  for (const line of lines) {
    // A blank in the file's name is escaped, so the columns hold.
    const [, , size, used] = line.split(/\s+/);
    totalKib += Number(size);
    usedKib += Number(used);
  }
  if (Number.isNaN(totalKib + usedKib)) return undefined;
  return { totalBytes: totalKib * 1_024, usedBytes: usedKib * 1_024 };
}
