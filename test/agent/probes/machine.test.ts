import { describe, expect, test } from "vitest";
import { createLoadProbe, parseLoadavg } from "../../../agent/probes/load.ts";
import { createMemoryProbe, parseMeminfo } from "../../../agent/probes/memory.ts";
import { countProcesses } from "../../../agent/probes/processes.ts";
import { createSwapProbe, parseSwaps } from "../../../agent/probes/swap.ts";
import { createUptimeProbe } from "../../../agent/probes/uptime.ts";
import { captured, moment } from "../support/captured.ts";

const KIB = 1_024;

describe("memory", () => {
  test("is what the kernel says programs could still take", () => {
    expect(parseMeminfo(captured("meminfo-server"))).toEqual({
      totalBytes: 16_315_412 * KIB,
      availableBytes: 9_870_112 * KIB,
    });
  });

  test("on kernels that do not say, is free memory and caches, SwapCached not among them", () => {
    expect(parseMeminfo(captured("meminfo-kernel-3.10"))).toEqual({
      totalBytes: 1_016_172 * KIB,
      availableBytes: (120_104 + 40_012 + 300_024) * KIB,
    });
  });

  test.for([
    ["", "nothing was read"],
    ["MemFree: 12 kB\n", "the total is missing"],
    ["MemTotal: many kB\nMemAvailable: 1 kB\n", "the total is no number"],
  ] as const)("%#. is not guessed", ([text, reason]) => {
    expect(parseMeminfo(text), reason).toBeUndefined();
  });

  test("is measured elsewhere than on Linux too", async () => {
    const outcome = await createMemoryProbe("darwin").measure(moment(1));
    expect(outcome).toMatchObject({
      outcome: "value",
      samples: { memory_total_bytes: expect.any(Number), memory_used_percent: expect.any(Number) },
    });
  });
});

describe("swap", () => {
  test("is the sum of all, a file with a blank in its name too", () => {
    expect(parseSwaps(captured("swaps-three"))).toEqual({
      totalBytes: (2_097_148 + 1_048_576 + 524_288) * KIB,
      usedBytes: (1_024 + 524_288) * KIB,
    });
  });

  test("none is a size of zero", () => {
    expect(parseSwaps(captured("swaps-none"))).toEqual({ totalBytes: 0, usedBytes: 0 });
  });

  test.for([
    ["", "nothing was read"],
    ["Filename Type Size\n/dev/sda2 partition lots 0 -2\n", "a size is no number"],
  ] as const)("%#. is not guessed", ([text, reason]) => {
    expect(parseSwaps(text), reason).toBeUndefined();
  });

  test("has no source elsewhere than on Linux", async () => {
    const outcome = await createSwapProbe("win32").measure(moment(1));
    expect(outcome).toEqual({ outcome: "unsupported", reason: "no_swap_source" });
  });
});

describe("load", () => {
  test("is the three means, not the tasks behind them", () => {
    expect(parseLoadavg(captured("loadavg-busy"))).toEqual([12.07, 4.51, 1.93]);
  });

  test("is not guessed", () => {
    expect(parseLoadavg("0.10 0.20")).toBeUndefined();
    expect(parseLoadavg("a b c")).toBeUndefined();
  });

  test("on Windows is unsupported, not three zeros", async () => {
    const outcome = await createLoadProbe("win32").measure(moment(1));
    expect(outcome).toEqual({ outcome: "unsupported", reason: "no_load_average" });
  });
});

test("processes are the numbers in /proc: no threads, no other folders", () => {
  expect(countProcesses(["1", "2", "99120", "self", "thread-self", "sys", "net", "."])).toBe(3);
});

test("the uptime is the moment's own", () => {
  expect(createUptimeProbe().measure(moment(86_400))).toEqual({
    outcome: "value",
    samples: { uptime_seconds: 86_400 },
  });
});
