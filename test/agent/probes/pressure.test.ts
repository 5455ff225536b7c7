import { describe, expect, test } from "vitest";
import {
  comparePressure,
  createPressureProbe,
  type PressureReading,
  parsePressure,
} from "../../../agent/probes/pressure.ts";
import { captured, moment } from "../support/captured.ts";

describe("a pressure file", () => {
  test("gives its totals, not its means", () => {
    expect(parsePressure(captured("pressure-memory"))).toEqual({
      some: 48_120_334,
      full: 30_120_111,
    });
  });

  test("of an older kernel has no full line", () => {
    expect(parsePressure(captured("pressure-cpu-kernel-5.4"))).toEqual({
      some: 913_929_483,
      full: undefined,
    });
  });

  test("without totals is refused", () => {
    expect(parsePressure("some avg10=1.20\n")).toBeUndefined();
    expect(parsePressure("")).toBeUndefined();
  });
});

describe("two readings ten seconds apart", () => {
  const before: PressureReading = {
    cpu: { some: 1_000_000, full: undefined },
    memory: { some: 500_000, full: 400_000 },
    io: { some: 9_000_000, full: 8_000_000 },
  };

  test("are shares of those ten seconds", () => {
    const after: PressureReading = {
      cpu: { some: 3_500_000, full: undefined },
      memory: { some: 500_000, full: 400_000 },
      io: { some: 19_500_000, full: 8_100_000 },
    };
    expect(comparePressure(before, after, 10_000)).toEqual({
      pressure_cpu_percent: 25,
      pressure_memory_percent: 0,
      pressure_memory_full_percent: 0,
      // The kernel's clock and ours differ a little: never more than the whole time.
      pressure_io_percent: 100,
      pressure_io_full_percent: 1,
    });
  });

  test("leave out what was reset", () => {
    const after = { ...before, memory: { some: 10, full: 5 } };
    expect(Object.keys(comparePressure(before, after, 10_000))).toEqual([
      "pressure_cpu_percent",
      "pressure_io_percent",
      "pressure_io_full_percent",
    ]);
  });
});

test("a system without it says so", async () => {
  const outcome = await createPressureProbe("darwin").measure(moment(1));
  expect(outcome).toEqual({ outcome: "unsupported", reason: "no_pressure" });
});
