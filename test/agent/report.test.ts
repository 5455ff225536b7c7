import { describe, expect, test } from "vitest";
import type { Outcome } from "../../agent/probe.ts";
import { ReportDraft } from "../../agent/report.ts";
import { moment } from "./support/captured.ts";

function draft(...outcomes: readonly Outcome[]) {
  const report = new ReportDraft();
  const problems = outcomes.map((outcome) => report.add(outcome));
  return { problems, body: report.finish(moment(60.01), [], undefined) };
}

test("a report says when it was taken, by both clocks, and nothing that it does not hold", () => {
  expect(draft().body).toEqual({
    at: "2026-11-23T09:01:00.010Z",
    uptimeMs: 60_010,
    samples: {},
  });
});

test("samples and objects of several probes stand side by side", () => {
  const { body } = draft(
    { outcome: "value", samples: { cpu_busy_percent: 12 } },
    { outcome: "value", samples: { processes_count: 90 } },
    { outcome: "value", objects: { volume: { "/": { free_bytes: 5 } } } },
    { outcome: "value", objects: { disk: { sda: { busy_percent: 1 } } } },
  );
  expect(body.samples).toEqual({ cpu_busy_percent: 12, processes_count: 90 });
  expect(body.objects).toEqual({
    volume: { "/": { free_bytes: 5 } },
    disk: { sda: { busy_percent: 1 } },
  });
});

describe("a value is rounded by its unit", () => {
  test.for([
    ["cpu_busy_percent", 12.345_678, 12.35],
    ["load_1m", 0.123_4, 0.12],
    ["memory_available_bytes", 1_023.7, 1_024],
    ["uptime_seconds", 86_400.4, 86_400],
    ["processes_count", 90, 90],
  ] as const)("%s %s", ([name, value, expected]) => {
    expect(draft({ outcome: "value", samples: { [name]: value } }).body.samples).toEqual({
      [name]: expected,
    });
  });
});

describe("what the collector would refuse becomes a problem of its probe", () => {
  test.for([
    [{ samples: { load_1m: Number.NaN, load_5m: 1 } }, "value_not_finite", { load_5m: 1 }],
    [{ samples: { load_1m: Infinity } }, "value_not_finite", {}],
    [{ samples: { load_1m: 1, load_2m: 1 } }, "metric_unknown", { load_1m: 1 }],
    [{ samples: { used_percent: 1 } }, "metric_unknown", {}],
    [{ missing: "statfs_timed_out", samples: { load_1m: 1 } }, "statfs_timed_out", { load_1m: 1 }],
  ] as const)("%#. %j", ([measured, reason, samples]) => {
    const { problems, body } = draft({ outcome: "value", ...measured });
    expect(problems).toEqual([{ outcome: "failed", reason }]);
    expect(body.samples).toEqual(samples);
  });

  test.for([
    ["", "nothing has no name"],
    ["x".repeat(256), "the name is too long for the wire"],
    ["__proto__", "a name that programs trip over"],
  ] as const)("%#. an object's name: %s", ([name, because]) => {
    const volume = Object.fromEntries([
      ["/", { free_bytes: 1 }],
      [name, { free_bytes: 2 }],
    ]);
    const { problems, body } = draft({ outcome: "value", objects: { volume } });
    expect(problems, because).toEqual([{ outcome: "failed", reason: "object_name_refused" }]);
    expect(body.objects).toEqual({ volume: { "/": { free_bytes: 1 } } });
  });

  test("more objects than a report may hold", () => {
    const names = Array.from({ length: 300 }, (_, index) => `eth${index}`);
    const found = Object.fromEntries(names.map((name) => [name, { drops_per_second: 0 }]));
    const { problems, body } = draft({ outcome: "value", objects: { interface: found } });
    expect(problems).toEqual([{ outcome: "failed", reason: "too_many_objects" }]);
    expect(Object.keys(body.objects?.interface ?? {})).toHaveLength(256);
  });

  test("more samples than a report may hold", () => {
    const values = {
      total_bytes: 1,
      free_bytes: 1,
      used_percent: 1,
      inodes_used_percent: 1,
      inodes_free_count: 1,
    };
    const disk = {
      read_bytes_per_second: 1,
      write_bytes_per_second: 1,
      reads_per_second: 1,
      writes_per_second: 1,
      busy_percent: 1,
    };
    const names = Array.from({ length: 256 }, (_, index) => `n${index}`);
    const of = (samples: Record<string, number>) =>
      Object.fromEntries(names.map((name) => [name, samples]));
    const { problems } = draft(
      { outcome: "value", objects: { volume: of(values) } },
      { outcome: "value", objects: { disk: of(disk) } },
    );
    // 2 x 256 x 5 = 2,560 of at most 2,000.
    expect(problems).toEqual([undefined, { outcome: "failed", reason: "too_many_samples" }]);
  });
});

test("an outcome that is none stays what it is, with a reason that fits", () => {
  const { problems } = draft(
    { outcome: "unsupported", reason: "no_pressure" },
    { outcome: "failed", reason: "x".repeat(400) },
  );
  expect(problems).toEqual([
    { outcome: "unsupported", reason: "no_pressure" },
    { outcome: "failed", reason: "x".repeat(255) },
  ]);
});
