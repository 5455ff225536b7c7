import { describe, expect, test } from "vitest";
import { alignColumns, toDuration, toTable, toText } from "../../agent/table.ts";

describe("a value with its unit", () => {
  test.for([
    [12.345, "percent", "12.3 %"],
    [512, "bytes", "512 B"],
    [1_536, "bytes", "1.5 KiB"],
    [9_123_456_789, "bytes", "8.5 GiB"],
    [3_000_000, "bytes_per_second", "2.9 MiB/s"],
    [0.34, "per_second", "0.3 /s"],
    [92, "count", "92"],
    [93_784, "seconds", "1 d 2 h"],
    [1.5, "load", "1.50"],
  ] as const)("%s as %s is %s", ([value, unit, text]) => {
    expect(toText(value, unit)).toBe(text);
  });
});

describe("a duration", () => {
  test.for([
    [0, "0 s"],
    [59.9, "59 s"],
    [3_600, "1 h 0 min"],
    [90_061, "1 d 1 h"],
  ] as const)("of %s s is %s", ([seconds, text]) => {
    expect(toDuration(seconds)).toBe(text);
  });
});

test("columns stand under one another, figures to the right, whatever the letters", () => {
  expect(
    alignColumns([
      ["Volume", "free"],
      ["/srv/données", "9.5 GiB"],
      ["/", "120.0 GiB"],
    ]),
  ).toEqual(["Volume             free", "/srv/données    9.5 GiB", "/             120.0 GiB"]);
});

test("a report is told section by section, and what was not measured last", () => {
  const text = toTable({
    at: "2026-11-23T09:00:00.000Z",
    uptimeMs: 7_260_000,
    samples: { cpu_busy_percent: 12.4, memory_total_bytes: 1_073_741_824 },
    objects: { volume: { "/": { used_percent: 71.2 } } },
    facts: { inventory: { hash: "abc=" } },
    probes: [{ probe: "pressure", outcome: "unsupported", reason: "no_pressure" }],
  });
  expect(text.split("\n\n")).toEqual([
    "Measured at 2026-11-23T09:00:00.000Z, up for 2 h 1 min",
    "Processor   12.4 %\nMemory     1.0 GiB",
    [
      "Volumes  Volume size  Volume free  Volume used  Inodes used  Inodes free",
      "/                  -            -       71.2 %            -            -",
    ].join("\n"),
    "Facts      SHA-256\ninventory     abc=",
    "Not measured      outcome       reason\npressure      unsupported  no_pressure\n",
  ]);
});

test("a name that others chose does not steer the terminal", () => {
  const volume = { "/mnt/\u001b[2Jgone\u202e": { used_percent: 1 } };
  const text = toTable({ at: "", uptimeMs: 0, samples: {}, objects: { volume } });
  expect(text).toContain("/mnt/\uFFFD[2Jgone\uFFFD");
});
