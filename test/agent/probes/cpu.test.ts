import { describe, expect, test } from "vitest";
import { compareCpu, createCpuProbe, parseProcStat } from "../../../agent/probes/cpu.ts";
import { captured, moment } from "../support/captured.ts";

function reading(text: string) {
  const found = parseProcStat(text);
  if (found === undefined) throw new Error("the capture has no cpu line");
  return found;
}

describe("two readings of a virtual machine whose host is crowded", () => {
  const { samples } = compareCpu(
    reading(captured("stat-cloud-before")),
    reading(captured("stat-cloud-after")),
  );

  test.for([
    ["cpu_busy_percent", 50, "stolen time is not idle; waiting for a disk is"],
    ["cpu_user_percent", 20, "programs, niced ones too; guests are within already"],
    ["cpu_system_percent", 10, "the kernel and its interrupts"],
    ["cpu_iowait_percent", 5, "idle while a disk was awaited"],
    ["cpu_steal_percent", 20, "what the host gave to others"],
    ["cpu_busiest_core_percent", 65, "the busier of two cores, not their mean"],
  ] as const)("%s", ([name, expected, reason]) => {
    expect(samples?.[name], reason).toBeCloseTo(expected, 9);
  });
});

describe("no figure is made up", () => {
  const after = reading(captured("stat-cloud-after"));

  test("when the counters were reset", () => {
    const before = { ...after, all: { ...after.all, user: after.all.user + 1 } };
    expect(compareCpu(before, after)).toEqual({ outcome: "value" });
  });

  test("when the counters stood still", () => {
    expect(compareCpu(after, after)).toEqual({ outcome: "value" });
  });

  test("for steal and waiting on a kernel that does not count them", () => {
    const before = reading(captured("stat-old-kernel"));
    const later = { ...before, all: { ...before.all, user: 1_100, idle: 50_020 } };
    const { samples } = compareCpu(before, later);
    expect(Object.keys(samples ?? {})).toEqual([
      "cpu_busy_percent",
      "cpu_user_percent",
      "cpu_system_percent",
    ]);
  });

  test("for a core that just came, whose counters are younger than the first reading", () => {
    const before = reading(captured("stat-cloud-before"));
    const cores = new Map([...after.cores, ["cpu2", { ...after.all, user: 1 }]]);
    const { samples } = compareCpu(before, { ...after, cores });
    expect(samples?.["cpu_busiest_core_percent"]).toBeCloseTo(65, 9);
  });
});

test("the kernel's small correction of iowait backwards is no reset", () => {
  const before = reading(captured("stat-cloud-before"));
  const after = reading(captured("stat-cloud-after"));
  const corrected = { ...after, all: { ...after.all, iowait: (before.all.iowait ?? 0) - 3 } };
  const { samples } = compareCpu(before, corrected);
  expect(samples?.["cpu_iowait_percent"]).toBe(0);
  expect(samples?.["cpu_user_percent"]).toBeCloseTo((400 / 1_900) * 100, 9);
});

test("a text without a cpu line is refused", () => {
  expect(parseProcStat("intr 1 2 3\n")).toBeUndefined();
  expect(parseProcStat("cpu  1 x 3 4\n")).toBeUndefined();
});

describe.for(["linux", "darwin"] as const)("the probe as on %s", (platform) => {
  test("needs two readings of one boot, and calls neither of them failed", async () => {
    const probe = createCpuProbe(platform);
    expect(await probe.measure(moment(100))).toEqual({ outcome: "value" });
    busyFor(60);
    expect(Object.keys(samplesOf(await probe.measure(moment(101))))).toContain("cpu_busy_percent");
    busyFor(60);
    expect(samplesOf(await probe.measure(moment(5, "next-boot")))).toEqual({});
    probe.close?.();
  });
});

function samplesOf(outcome: Awaited<ReturnType<ReturnType<typeof createCpuProbe>["measure"]>>) {
  return outcome.outcome === "value" ? (outcome.samples ?? {}) : {};
}

/** The kernel counts in hundredths of a second: some must pass. */
function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
